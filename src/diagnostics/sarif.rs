//! Findings for code scanning: SARIF 2.1.0, the OASIS standard (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>).

use super::{Code, Diagnostic, Edit, Label, edits};
use crate::json::pretty;
use crate::source::{Sources, Span};
use serde_json::{Map, Value, json};
use smol_str::SmolStr;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One log with one run: every code as a rule, and a result for each finding, in the order of the list.
///
/// Columns count characters from 1; files are relative references, as the findings name them.
#[must_use]
pub fn log(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(sources, diagnostic)).collect();
    let driver = json!({
        "name": "todoc",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    pretty(&log)
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "name": code.name(),
        "shortDescription": { "text": summary(code) },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

/// The first paragraph of the code's page.
fn summary(code: Code) -> String {
    let text = code.page().lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let paragraph: Vec<&str> = text.take_while(|line| !line.is_empty()).collect();
    if paragraph.is_empty() { code.name().replace('-', " ") } else { paragraph.join(" ") }
}

fn result(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(diagnostic.code.id()));
    result.insert("ruleIndex".to_owned(), json!(Code::ALL.iter().position(|code| *code == diagnostic.code)));
    result.insert("level".to_owned(), json!(diagnostic.severity.name()));
    result.insert("message".to_owned(), json!({ "text": escape(&words(diagnostic)) }));
    result.insert("locations".to_owned(), diagnostic.span.iter().map(|span| location(sources, *span)).collect());
    if !diagnostic.labels.is_empty() {
        let labels = diagnostic.labels.iter().enumerate();
        result.insert("relatedLocations".to_owned(), labels.map(|(id, label)| labelled(sources, id, label)).collect());
    }
    if edits::applicable(sources, diagnostic) {
        result.insert("fixes".to_owned(), json!([fix(sources, diagnostic)]));
    }
    if !diagnostic.environments.is_empty() {
        let names: Vec<&str> = diagnostic.environments.iter().map(SmolStr::as_str).collect();
        result.insert("properties".to_owned(), json!({ "environments": names }));
    }
    Value::Object(result)
}

/// The message, then why and what to do: viewers show nothing else beside the place.
fn words(diagnostic: &Diagnostic) -> String {
    let further = [&diagnostic.note, &diagnostic.help].into_iter().flatten();
    further.fold(diagnostic.message.clone(), |words, text| words + "\n" + text)
}

fn labelled(sources: &Sources, id: usize, label: &Label) -> Value {
    json!({ "id": id, "message": { "text": escape(&label.message) }, "physicalLocation": physical(sources, label.span) })
}

fn location(sources: &Sources, span: Span) -> Value {
    json!({ "physicalLocation": physical(sources, span) })
}

fn physical(sources: &Sources, span: Span) -> Value {
    json!({ "artifactLocation": artifact(sources, span), "region": region(sources, span) })
}

fn artifact(sources: &Sources, span: Span) -> Value {
    json!({ "uri": uri(&sources.get(span.file).name) })
}

fn region(sources: &Sources, span: Span) -> Value {
    let source = sources.get(span.file);
    let (start, end) = (source.position(span.start as usize), source.position(span.end as usize));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.end - span.start,
    })
}

/// The changes of one finding, joined file by file as the standard wants them.
fn fix(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let mut changes: Vec<(&Edit, Vec<Value>)> = Vec::new();
    for edit in &diagnostic.edits {
        let replacement =
            json!({ "deletedRegion": region(sources, edit.span), "insertedContent": { "text": edit.text } });
        match changes.iter_mut().find(|(first, _)| first.span.file == edit.span.file) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((edit, vec![replacement])),
        }
    }
    let change = |(first, replacements): (&Edit, Vec<Value>)| json!({ "artifactLocation": artifact(sources, first.span), "replacements": replacements });
    json!({ "artifactChanges": changes.into_iter().map(change).collect::<Vec<_>>() })
}

/// Plain text of a message: braces doubled and square brackets escaped (§3.11.5 and §3.11.6).
fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace('[', "\\[").replace(']', "\\]")
}

/// A path as a URI reference: everything but unreserved characters and `/` in percent form (RFC 3986).
fn uri(path: &str) -> String {
    let absolute = if path.starts_with('/') { "file://" } else { "" };
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).fold(absolute.to_owned(), |uri, part| uri + &part)
}

#[cfg(test)]
mod tests;
