//! The report for people: a line for each secret, and what to do with what is printed. Never a value.

use super::Asked;
use crate::schema::secret;
use crate::secrets::check::{Checked, Report, State};
use crate::secrets::{Declared, Flaw, Provider};
use std::fmt::Write as _;

/// The whole report.
pub(super) fn table(asked: &Asked<'_>, report: &Report<'_>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", headline(asked, report));
    let rows: Vec<(String, String)> = rows(asked, report);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, state) in rows {
        let _ = writeln!(text, "  {name:width$}   {state}");
    }
    for hint in hints(asked, report) {
        let _ = writeln!(text, "{hint}");
    }
    text
}

fn headline(asked: &Asked<'_>, report: &Report<'_>) -> String {
    let name = asked.environment.name;
    if report.secrets.is_empty() {
        return format!("{name} needs no secrets");
    }
    let provider = match asked.provider {
        Provider::Existing => "in a Secret that you keep",
        Provider::InstallValues => "in values that are given at install time",
        Provider::ExternalSecrets => "in a store of the External Secrets Operator",
        Provider::SealedSecrets => "in a file that is sealed for a cluster",
    };
    format!("secrets of {name}, {provider}:")
}

fn rows(asked: &Asked<'_>, report: &Report<'_>) -> Vec<(String, String)> {
    let secrets = report.secrets.iter().map(|checked| (checked.declared.name.clone(), line(asked, checked)));
    let strays = report.strays.iter().map(|stray| {
        let name = stray.key.clone().unwrap_or_else(|| "(not shown)".to_owned());
        (name, format!("unknown, in line {}: {}", stray.line, stray.message))
    });
    let faults = report.faults.iter().map(|fault| (format!("line {}", fault.line), fault.message.to_owned()));
    secrets.chain(strays).chain(faults).collect()
}

fn line(asked: &Asked<'_>, checked: &Checked<'_>) -> String {
    let mut line = state(asked, checked);
    if let Some(message) = checked.declared.message.filter(|_| !checked.is_fine()) {
        let _ = write!(line, " ({message})");
    }
    line
}

/// What there is to say of a secret, as one clause.
pub(super) fn state(asked: &Asked<'_>, checked: &Checked<'_>) -> String {
    match &checked.state {
        State::Present => "present".to_owned(),
        State::Generated => "generated".to_owned(),
        State::Missing => missing(asked, &checked.declared),
        State::Flawed(Flaw::TooShort { has, needs }) => format!("too short: it has {has} characters and needs {needs}"),
        State::Flawed(Flaw::WrongForm(why)) => format!("wrong form: it {why}"),
        State::Repeated(lines) => {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            format!("given more than once, in lines {}", lines.join(", "))
        }
        State::Kept => format!("in Secret `{}`, which you keep", asked.release.object(&checked.declared)),
    }
}

fn missing(asked: &Asked<'_>, declared: &Declared<'_>) -> String {
    let listed = asked.only_lists();
    let state = match (listed, declared.optional) {
        (true, false) => store(asked, declared),
        (true, true) => format!("{}, optional", store(asked, declared)),
        (false, true) => "missing, but optional".to_owned(),
        (false, false) => "missing".to_owned(),
    };
    let given = declared.given.filter(|_| !declared.optional && !listed).map(str::to_owned);
    let words = Some(declared.constraints.words()).filter(|words| !words.is_empty());
    let about: Vec<String> = [words, read_by(declared), given, rotated(declared)].into_iter().flatten().collect();
    if about.is_empty() { state } else { format!("{state}: {}", about.join("; ")) }
}

fn store(asked: &Asked<'_>, declared: &Declared<'_>) -> String {
    let path = asked.environment.secrets.text(&secret::STORE_PATH);
    let path = path.map(|path| format!(" of `{path}`")).unwrap_or_default();
    format!("`{}`{path}", declared.property)
}

fn read_by(declared: &Declared<'_>) -> Option<String> {
    let reader = declared.readers.first()?;
    let (kind, name) = reader.block;
    let more = match declared.readers.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let variable =
        reader.variable.filter(|_| reader.whole).map(|variable| format!(" as {variable}")).unwrap_or_default();
    Some(format!("read by {kind} {name}{variable}{more}"))
}

fn rotated(declared: &Declared<'_>) -> Option<String> {
    Some(format!("replaced every {}", declared.rotation?.shown()))
}

fn hints(asked: &Asked<'_>, report: &Report<'_>) -> Vec<String> {
    let mut hints = Vec::new();
    if !report.is_complete() && !asked.only_lists() {
        let file = if asked.checked { "" } else { "give values with `--env-file FILE`, `-` for standard input; " };
        let done = if asked.sealing { "sealed" } else { "printed" };
        hints.push(format!("{file}nothing is {done} until all is right"));
    }
    if asked.sealing {
        return hints;
    }
    if report.is_complete() && report.secrets.iter().any(|checked| checked.state == State::Generated) {
        hints.push("generated values are in this output only, and differ each time: apply it once, for a database keeps its first password".to_owned());
    }
    if report.is_complete() && report.secrets.iter().any(|checked| checked.value.is_some()) {
        hints.push(match asked.provider {
            Provider::Existing => "standard output is for `kubectl apply -f -`".to_owned(),
            Provider::InstallValues => {
                "standard output is for `helm upgrade --install … -f -`: the chart makes the Secret".to_owned()
            }
            Provider::SealedSecrets => {
                let file = asked.environment.secrets.text(&secret::FILE).unwrap_or("FILE");
                format!("standard output is for `kubeseal --format yaml > {file}`: only the cluster can read it then")
            }
            Provider::ExternalSecrets => {
                "nothing is printed: put these into the store, and the operator makes the Secret".to_owned()
            }
        });
    }
    hints
}
