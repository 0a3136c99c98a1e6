//! The order of findings, and which are one.

use super::gather;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

fn files() -> (FileId, FileId) {
    let mut sources = Sources::default();
    (sources.add("a", "xxxx"), sources.add("b", "xxxx"))
}

fn in_environment(mut diagnostic: Diagnostic, name: &str) -> Diagnostic {
    diagnostic.environments.push(name.into());
    diagnostic
}

#[test]
fn findings_come_by_file_then_place_and_those_without_a_place_last() {
    let (a, b) = files();
    let finding = |file, start| Diagnostic::new(Code::E0010, Span::new(file, start..start + 1), "m");
    let nowhere = Diagnostic::without_place(Code::E0001, "m");
    let gathered = gather(vec![nowhere.clone(), finding(b, 0), finding(a, 2), finding(a, 1)]);
    assert_eq!(gathered, [finding(a, 1), finding(a, 2), finding(b, 0), nowhere]);
}

#[test]
fn what_several_environments_find_is_one_finding() {
    let (a, _) = files();
    let finding = |message: &str| Diagnostic::new(Code::E0010, Span::new(a, 0..1), message);
    let all = vec![
        in_environment(finding("m"), "dev"),
        in_environment(finding("n"), "dev"),
        in_environment(finding("m"), "prod"),
        in_environment(finding("m"), "dev"),
    ];
    let merged = in_environment(in_environment(finding("m"), "dev"), "prod");
    assert_eq!(gather(all), [merged, in_environment(finding("n"), "dev")]);
}

#[test]
fn what_the_source_itself_is_at_fault_for_is_not_said_again_of_an_environment() {
    let (a, _) = files();
    let finding = Diagnostic::new(Code::E0010, Span::new(a, 0..1), "m");
    assert_eq!(gather(vec![in_environment(finding.clone(), "dev"), finding.clone()]), [finding]);
}

#[test]
fn findings_with_other_labels_stay_apart() {
    let (a, b) = files();
    let finding = |file| Diagnostic::new(Code::E0010, Span::new(a, 0..1), "m").label(Span::new(file, 0..1), "l");
    assert_eq!(gather(vec![finding(a), finding(b)]).len(), 2);
}
