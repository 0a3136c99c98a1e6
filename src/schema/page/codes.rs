//! Codes in groups, by the stage that finds them.

use crate::diagnostics::Code;

/// The beginning of ids, and what codes that begin so are about.
const GROUPS: &[(&str, &str)] = &[
    ("00", "Text that is no stack"),
    ("01", "Names and blocks"),
    ("02", "Fields and values"),
    ("03", "References and the flow of secrets"),
    ("04", "What Kubernetes or Helm would refuse"),
    ("09", "Files and outputs"),
];

/// The groups that have codes, each with its title and its codes in order; what fits none comes last.
pub(super) fn groups() -> Vec<(&'static str, Vec<Code>)> {
    let of = |hundreds: &str| Code::ALL.iter().copied().filter(|code| hundred(*code) == hundreds).collect();
    let mut groups: Vec<(&str, Vec<Code>)> = GROUPS.iter().map(|(hundreds, title)| (*title, of(hundreds))).collect();
    let known = |code: &Code| GROUPS.iter().any(|(hundreds, _)| *hundreds == hundred(*code));
    groups.push(("Others", Code::ALL.iter().copied().filter(|code| !known(code)).collect()));
    groups.retain(|(_, codes)| !codes.is_empty());
    groups
}

fn hundred(code: Code) -> &'static str {
    code.id().get(1..3).unwrap_or_default()
}
