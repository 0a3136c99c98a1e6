//! Findings for programs: one JSON object a line.

use super::{Diagnostic, Edit, Label, edits};
use crate::json;
use crate::source::{Sources, Span};
use serde::Serialize;
use smol_str::SmolStr;

/// One object a line for each finding, in the order of the list.
///
/// Every key is always there. `file`, `start`, `end`, `note` and `help` are `null` where there is nothing to say; `line` and
/// `column` count from 1, columns in characters, and `offset` counts bytes from 0. `edits` has only what can be applied as it
/// stands, all of it together.
#[must_use]
pub fn lines(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&json::line(&finding(sources, diagnostic)));
    }
    text
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    start: Option<Place>,
    end: Option<Place>,
    labels: Vec<Labelled<'a>>,
    note: Option<&'a str>,
    help: Option<&'a str>,
    edits: Vec<Change<'a>>,
    environments: Vec<&'a str>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct Change<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

fn finding<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let place = diagnostic.span.map(|span| place(sources, span));
    let (start, end) = place.unzip();
    let edits = if edits::applicable(sources, diagnostic) { diagnostic.edits.as_slice() } else { &[] };
    Finding {
        code: diagnostic.code.id(),
        name: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        file: diagnostic.span.map(|span| sources.get(span.file).name.as_str()),
        start,
        end,
        labels: diagnostic.labels.iter().map(|label| labelled(sources, label)).collect(),
        note: diagnostic.note.as_deref(),
        help: diagnostic.help.as_deref(),
        edits: edits.iter().map(|edit| change(sources, edit)).collect(),
        environments: diagnostic.environments.iter().map(SmolStr::as_str).collect(),
    }
}

fn labelled<'a>(sources: &'a Sources, label: &'a Label) -> Labelled<'a> {
    let (start, end) = place(sources, label.span);
    Labelled { file: &sources.get(label.span.file).name, start, end, message: &label.message }
}

fn change<'a>(sources: &'a Sources, edit: &'a Edit) -> Change<'a> {
    Change { file: &sources.get(edit.span.file).name, start: edit.span.start, end: edit.span.end, text: &edit.text }
}

fn place(sources: &Sources, span: Span) -> (Place, Place) {
    let source = sources.get(span.file);
    let at = |offset: u32| {
        let position = source.position(offset as usize);
        Place { line: position.line, column: position.column, offset }
    };
    (at(span.start), at(span.end))
}

#[cfg(test)]
mod tests;
