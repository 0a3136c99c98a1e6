//! The parts of SARIF 2.1.0 that viewers rely on.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::log;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

fn parsed(sources: &Sources, findings: &[Diagnostic]) -> Value {
    let log: Value = serde_json::from_str(&log(sources, findings)).expect("a log is JSON");
    log["runs"][0].clone()
}

#[test]
fn a_result_has_its_rule_places_and_fix() {
    let mut sources = Sources::default();
    let file = sources.add("my app/ä.todostack", "# é\na = [1]\n");
    let finding = Diagnostic::new(Code::E0012, Span::new(file, 9..12), "found `{` and `[`")
        .severity(Severity::Warning)
        .help("remove it")
        .label(Span::new(file, 5..6), "of `{0}`")
        .edit(Span::new(file, 9..12), "1");
    let run = parsed(&sources, &[finding]);
    let result = &run["results"][0];
    let region =
        json!({ "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 8, "byteOffset": 9, "byteLength": 3 });
    let rule = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "E0012");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(result["ruleId"], "E0012");
    assert_eq!(result["level"], "warning");
    assert_eq!(result["message"]["text"], "found `{{` and `\\[`\nremove it");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20app/%C3%A4.todostack");
    assert_eq!(place["region"], region);
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "of `{{0}}`");
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"], json!([{ "deletedRegion": region, "insertedContent": { "text": "1" } }]));
}

#[test]
fn every_code_is_a_rule_with_help() {
    let run = parsed(&Sources::default(), &[]);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list").clone();
    assert_eq!(rules.len(), Code::ALL.len());
    for (rule, code) in rules.iter().zip(Code::ALL) {
        assert_eq!(rule["id"], code.id());
        assert_eq!(rule["help"]["markdown"], code.page());
        assert_ne!(rule["shortDescription"]["text"], "");
    }
}

#[test]
fn a_finding_without_a_place_has_no_location() {
    let run = parsed(&Sources::default(), &[Diagnostic::without_place(Code::E0004, "m")]);
    assert_eq!(run["results"][0]["locations"], json!([]));
}

#[test]
fn changes_of_one_file_are_one_change() {
    let mut sources = Sources::default();
    let (a, b) = (sources.add("a", "xx"), sources.add("b", "xx"));
    let finding = Diagnostic::without_place(Code::E0010, "m");
    let places = [Span::new(a, 0..1), Span::new(b, 0..1), Span::new(a, 1..2)];
    let finding = places.into_iter().fold(finding, |finding, place| finding.edit(place, "y"));
    let run = parsed(&sources, &[finding]);
    let changes = run["results"][0]["fixes"][0]["artifactChanges"].as_array().expect("a list").clone();
    let counts: Vec<usize> =
        changes.iter().map(|change| change["replacements"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(counts, [2, 1]);
}
