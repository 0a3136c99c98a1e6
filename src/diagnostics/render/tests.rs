//! What people see, on ordinary and on hostile text.

use super::{render, summary};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::source::{FileId, Sources, Span};
use insta::assert_snapshot;

fn source(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let id = sources.add("app.todostack", text);
    (sources, id)
}

/// A finding at the first place where `needle` stands.
fn at(sources: &Sources, file: FileId, needle: &str, message: &str) -> Diagnostic {
    Diagnostic::new(Code::E0010, span(sources, file, needle), message)
}

fn span(sources: &Sources, file: FileId, needle: &str) -> Span {
    let start = sources.get(file).text.find(needle).expect("the needle stands in the text");
    Span::new(file, start..start + needle.len())
}

fn plain(sources: &Sources, diagnostic: Diagnostic) -> String {
    render(sources, &[diagnostic], false)
}

#[test]
fn everything_a_finding_can_say_is_shown() {
    let (mut sources, app) = source("stack app {\n  verson = \"1.0.0\"\n}\n");
    let prod = sources.add("prod.todostack", "environment prod : production extends \"app.todostack\"\n");
    let mut finding = at(&sources, app, "verson", "unknown field `verson`")
        .label(span(&sources, app, "stack app"), "in this block")
        .label(span(&sources, prod, "production"), "checked for this profile")
        .note("a stack has `version` and `app_version`\nand nothing else of that kind")
        .help("did you mean another one?")
        .edit(span(&sources, app, "verson"), "version");
    finding.environments = vec!["dev".into(), "prod".into()];
    let warning = at(&sources, prod, "prod", "nothing in it").severity(Severity::Warning);
    assert_snapshot!(render(&sources, &[finding, warning], false));
}

#[test]
fn a_finding_without_a_place_has_no_frame() {
    let sources = Sources::default();
    assert_snapshot!(plain(&sources, Diagnostic::without_place(Code::E0004, "no stack here").note("looked in `.`")));
}

#[test]
fn an_edit_that_the_help_shows_is_not_said_twice() {
    let (sources, app) = source("verson = 1\n");
    let finding = at(&sources, app, "verson", "unknown field").help("did you mean `version`?");
    let text = plain(&sources, finding.edit(span(&sources, app, "verson"), "version"));
    assert_eq!(text.matches("version").count(), 1, "{text}");
}

#[test]
fn long_edits_and_edits_of_several_lines_are_not_shown() {
    let (sources, app) = source("a = 1\n");
    for text in ["x".repeat(61), "b\n= 2".to_owned()] {
        let shown = plain(&sources, at(&sources, app, "a", "unexpected").edit(span(&sources, app, "a"), text));
        assert!(!shown.contains("help"), "{shown}");
    }
}

#[test]
fn control_characters_are_shown_as_symbols_and_keep_their_columns() {
    let (sources, app) = source("a = \"x\u{0}\u{1b}[31m\u{7f}\u{85}\ty\"\nz\r\n");
    assert_snapshot!(plain(&sources, at(&sources, app, "y", "found `\u{1b}[2J\n\u{0}`")));
}

#[test]
fn bidirectional_controls_are_shown_and_do_not_reach_the_terminal() {
    let (sources, app) = source("a = \"\u{202e}live\u{2066}\u{200b}\" # \u{feff}end\n");
    let text = plain(&sources, at(&sources, app, "live", "reads backwards \u{202e}here"));
    assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']));
    assert_snapshot!(text);
}

#[test]
fn a_column_counts_characters_also_behind_wide_ones() {
    let (sources, app) = source("a = \"日本\" bad\n");
    assert_snapshot!(plain(&sources, at(&sources, app, "bad", "unexpected text")));
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let (sources, app) = source(&format!("{}HERE{}\n", "ä".repeat(5_000), "ü".repeat(5_000)));
    assert_snapshot!(plain(&sources, at(&sources, app, "HERE", "far to the right")));
}

#[test]
fn a_label_outside_the_cut_points_at_the_mark() {
    let (sources, app) = source(&format!("first{}HERE{}last\n", ".".repeat(500), ".".repeat(500)));
    let finding = at(&sources, app, "HERE", "in the middle");
    let finding = finding.label(span(&sources, app, "first"), "before").label(span(&sources, app, "last"), "after");
    assert_snapshot!(plain(&sources, finding));
}

#[test]
fn a_place_longer_than_a_cut_line_stays_within_it() {
    let (sources, app) = source(&"x".repeat(1_000));
    let finding = Diagnostic::new(Code::E0010, Span::new(app, 0..1_000), "all of it");
    assert_snapshot!(plain(&sources, finding));
}

#[test]
fn a_place_of_many_lines_shows_its_ends() {
    let text = format!("service web {{\n{}}}\nrest\n", "  a = 1\n".repeat(100));
    let (sources, app) = source(&text);
    let end = text.find("rest").expect("the text ends so");
    let finding = Diagnostic::new(Code::E0010, Span::new(app, 0..end), "too long");
    assert_snapshot!(plain(&sources, finding));
}

#[test]
fn a_place_of_a_few_lines_is_shown_whole() {
    let (sources, app) = source("a {\n  b = 1\n\n  c = 2\n}\n");
    assert_snapshot!(plain(&sources, at(&sources, app, "b = 1\n\n  c = 2\n}", "too much")));
}

#[test]
fn labels_on_distant_lines_have_a_gap_between_them() {
    let text = format!("first\n{}second\nx\nthird\n", "x\n".repeat(50));
    let (sources, app) = source(&text);
    let finding = at(&sources, app, "second", "again");
    let finding = finding.label(span(&sources, app, "first"), "here").label(span(&sources, app, "third"), "there");
    assert_snapshot!(plain(&sources, finding));
}

#[test]
fn the_end_of_a_file_and_an_empty_file_can_be_pointed_at() {
    let (mut sources, app) = source("a {\n");
    let empty = sources.add("empty.todostack", "");
    let findings = [
        Diagnostic::new(Code::E0011, Span::new(app, 4..4), "`}` is missing"),
        Diagnostic::new(Code::E0010, Span::new(empty, 0..0), "nothing here"),
    ];
    assert_snapshot!(render(&sources, &findings, false));
}

#[test]
fn no_place_whatever_makes_the_printer_fail() {
    let text = "a\u{0}é\r\n\u{202e}日本\n\n\tx\n";
    let (sources, app) = source(text);
    let past = text.len() + 3;
    for start in 0..past {
        for end in start..=past {
            let finding = Diagnostic::new(Code::E0010, Span::new(app, start..end), "m");
            let shown = plain(&sources, finding.label(Span::new(app, end..end), "l"));
            assert!(shown.contains("─ app.todostack:"), "{start}..{end}: {shown}");
        }
    }
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let (sources, app) = source("a = 1\n");
    let finding = [at(&sources, app, "a", "unexpected").label(span(&sources, app, "1"), "here")];
    let colored = render(&sources, &finding, true);
    assert!(colored.contains("\u{1b}["));
    let stripped = anstream::adapter::strip_str(&colored).to_string();
    assert!(stripped.lines().map(str::trim_end).eq(render(&sources, &finding, false).lines()), "{stripped}");
}

#[test]
fn the_summary_counts_each_severity() {
    let finding = |severity| Diagnostic::without_place(Code::E0001, "x").severity(severity);
    assert_eq!(summary(&[]), None);
    assert_eq!(summary(&[finding(Severity::Error)]).as_deref(), Some("1 error"));
    let all = [Severity::Note, Severity::Error, Severity::Warning, Severity::Error].map(finding);
    assert_eq!(summary(&all).as_deref(), Some("2 errors, 1 warning, 1 note"));
}
