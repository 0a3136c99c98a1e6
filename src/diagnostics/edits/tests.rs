//! All or nothing, and never two changes on one place.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::{applicable, apply};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use std::ops::Range;

fn source(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let id = sources.add("app.todostack", text);
    (sources, id)
}

fn changes(file: FileId, edits: &[(Range<usize>, &str)]) -> Diagnostic {
    let finding = Diagnostic::without_place(Code::E0010, "m");
    edits.iter().fold(finding, |finding, (range, text)| finding.edit(Span::new(file, range.clone()), *text))
}

#[test]
fn changes_of_many_findings_are_applied_in_one_go() {
    let (sources, file) = source("abcdef");
    let findings = [changes(file, &[(4..5, "EE")]), changes(file, &[(0..1, ""), (2..2, "+")])];
    let applied = apply(&sources, &findings);
    assert_eq!(applied.texts[&file], "b+cdEEf");
    assert_eq!((applied.mended, applied.waiting), (2, 0));
}

#[test]
fn a_finding_whose_changes_touch_another_waits_as_a_whole() {
    let (sources, file) = source("abcdef");
    let findings = [changes(file, &[(1..3, "X")]), changes(file, &[(5..6, "F"), (2..4, "Y")])];
    let applied = apply(&sources, &findings);
    assert_eq!(applied.texts[&file], "aXdef");
    assert_eq!((applied.mended, applied.waiting), (1, 1));
}

#[test]
fn two_insertions_at_one_place_are_not_made_together() {
    let (sources, file) = source("ab");
    let applied = apply(&sources, &[changes(file, &[(1..1, "x")]), changes(file, &[(1..1, "y")])]);
    assert_eq!(applied.texts[&file], "axb");
    assert_eq!(applied.waiting, 1);
}

#[test]
fn changes_that_only_meet_go_together() {
    let (sources, file) = source("abcd");
    let applied = apply(&sources, &[changes(file, &[(2..4, "Y")]), changes(file, &[(0..2, "X")])]);
    assert_eq!(applied.texts[&file], "XY");
}

#[test]
fn changes_outside_the_text_or_within_a_character_are_refused() {
    let (sources, file) = source("é");
    for range in [0..1, 1..2, 0..9, 9..9] {
        let finding = changes(file, &[(range, "x")]);
        assert!(!applicable(&sources, &finding));
        assert!(apply(&sources, &[finding]).texts.is_empty());
    }
}

#[test]
fn what_todoc_brings_is_never_changed() {
    let mut sources = Sources::default();
    let file = sources.add("<production>", "abc");
    assert!(!applicable(&sources, &changes(file, &[(0..1, "x")])));
}

#[test]
fn a_change_that_changes_nothing_is_no_new_text() {
    let (sources, file) = source("abc");
    assert!(apply(&sources, &[changes(file, &[(0..1, "a")])]).texts.is_empty());
}

#[test]
fn several_files_change_at_once() {
    let (mut sources, app) = source("a");
    let other = sources.add("other.todostack", "b");
    let finding = changes(app, &[(0..1, "x")]).edit(Span::new(other, 1..1), "y");
    let applied = apply(&sources, &[finding]);
    assert_eq!((applied.texts[&app].as_str(), applied.texts[&other].as_str()), ("x", "by"));
}
