//! The report for programs: one JSON object a line. Never a value.

use super::Asked;
use super::text;
use crate::secrets::check::{Checked, Report, State};
use crate::secrets::{Flaw, dotenv};
use serde_json::{Value, json};

/// A line for each secret (`secret`, `state`, …), each further key of the file (`unknown`), each line that could not be read.
pub(super) fn lines(asked: &Asked<'_>, report: &Report<'_>) -> String {
    let secrets = report.secrets.iter().map(|checked| told(asked, checked));
    let strays =
        report.strays.iter().map(|stray| json!({ "unknown": stray.key, "line": stray.line, "message": stray.message }));
    let faults = report.faults.iter().map(fault);
    let lines: Vec<String> = secrets.chain(strays).chain(faults).map(|line| format!("{line}\n")).collect();
    lines.concat()
}

fn told(asked: &Asked<'_>, checked: &Checked<'_>) -> Value {
    let declared = &checked.declared;
    json!({
        "secret": declared.name,
        "state": if asked.only_lists() && checked.state != State::Kept { "unchecked" } else { state(&checked.state) },
        "fine": checked.is_fine() || asked.only_lists(),
        "optional": declared.optional,
        "object": asked.release.object(declared),
        "key": declared.key.as_str(),
        "property": declared.property,
        "rotation": declared.rotation.map(|rotation| rotation.to_string()),
        "line": checked.line,
        "message": text::state(asked, checked),
    })
}

fn state(state: &State) -> &'static str {
    match state {
        State::Present => "present",
        State::Generated => "generated",
        State::Missing => "missing",
        State::Flawed(Flaw::TooShort { .. }) => "too-short",
        State::Flawed(Flaw::WrongForm(_)) => "wrong-form",
        State::Repeated(_) => "repeated",
        State::Kept => "kept",
    }
}

fn fault(fault: &dotenv::Fault) -> Value {
    json!({ "line": fault.line, "message": fault.message })
}
