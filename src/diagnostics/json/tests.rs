//! One object a line, with every key.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::lines;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

#[test]
fn a_finding_has_places_in_characters_and_bytes() {
    let mut sources = Sources::default();
    let file = sources.add("dir/app.todostack", "# é\nä = \"日本\"\nb\n");
    let mut finding = Diagnostic::new(Code::E0010, Span::new(file, 10..18), "bad \"text\"\nhere")
        .label(Span::new(file, 19..20), "and here")
        .note("why")
        .edit(Span::new(file, 10..18), "none");
    finding.environments.push("dev".into());
    let text = lines(&sources, &[finding]);
    assert_eq!(text.matches('\n').count(), 1);
    let object: Value = serde_json::from_str(&text).expect("a line is JSON");
    let expected = json!({
        "code": "E0010",
        "name": "unexpected-text",
        "severity": "error",
        "message": "bad \"text\"\nhere",
        "file": "dir/app.todostack",
        "start": { "line": 2, "column": 5, "offset": 10 },
        "end": { "line": 2, "column": 9, "offset": 18 },
        "labels": [{
            "file": "dir/app.todostack",
            "start": { "line": 3, "column": 1, "offset": 19 },
            "end": { "line": 3, "column": 2, "offset": 20 },
            "message": "and here"
        }],
        "note": "why",
        "help": null,
        "edits": [{ "file": "dir/app.todostack", "start": 10, "end": 18, "text": "none" }],
        "environments": ["dev"]
    });
    assert_eq!(object, expected);
}

#[test]
fn a_finding_without_a_place_has_nulls() {
    let text = lines(&Sources::default(), &[Diagnostic::without_place(Code::E0004, "m")]);
    let object: Value = serde_json::from_str(&text).expect("a line is JSON");
    assert_eq!((&object["file"], &object["start"], &object["end"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(object["labels"], json!([]));
}

#[test]
fn edits_that_can_not_be_applied_are_left_out() {
    let mut sources = Sources::default();
    let file = sources.add("app.todostack", "abc");
    let finding = Diagnostic::without_place(Code::E0010, "m");
    let finding = finding.edit(Span::new(file, 0..2), "x").edit(Span::new(file, 1..3), "y");
    let object: Value = serde_json::from_str(&lines(&sources, &[finding])).expect("a line is JSON");
    assert_eq!(object["edits"], json!([]));
}
