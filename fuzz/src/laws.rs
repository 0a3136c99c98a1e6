//! What holds for every text.

#[path = "../../tests/syntax/depth.rs"]
mod depth;
#[path = "../../tests/laws/layout.rs"]
mod settled;

use depth::depth;
use serde::Deserialize as _;
use serde_json::Value;
use todoc::artifacts::File;
use todoc::diagnostics::{Diagnostic, edits, json, render, sarif};
use todoc::emit::{self, OutFile, Output};
use todoc::source::Sources;
use todoc::syntax;

/// The deepest nesting of a tree.
const DEEPEST: usize = 128;

/// So many findings of an input are told.
const TOLD: usize = 8;

/// Parses bytes: places lie in the text, at whole characters, in order, and trees are not deep.
pub fn parse(bytes: &[u8]) {
    let mut sources = Sources::default();
    let (_, parsed) = syntax::read(&mut sources, "test.todostack", bytes.to_vec());
    places(&sources, &parsed.diagnostics);
    let starts = parsed.diagnostics.iter().filter_map(|found| found.span).map(|span| span.start);
    assert!(starts.is_sorted(), "findings are out of order");
    assert!(depth(&parsed.file.items) <= DEEPEST, "the tree is too deep");
}

/// Findings have places of whole characters in texts that are there.
fn places(sources: &Sources, found: &[Diagnostic]) {
    for finding in found {
        let places = finding.span.into_iter().chain(finding.labels.iter().map(|label| label.span));
        for span in places.chain(finding.edits.iter().map(|edit| edit.span)) {
            assert!(sources.get(span.file).text.get(span.range()).is_some(), "no such place: {finding:?}");
        }
    }
}

/// Findings have places, and can be told in every manner.
pub fn findings(sources: &Sources, found: &[Diagnostic]) {
    places(sources, found);
    // Many are told as few are, and take longer.
    let found = found.get(..TOLD).unwrap_or(found);
    assert_eq!(render::render(sources, found, false).is_empty(), found.is_empty());
    let lines = json::lines(sources, found);
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "no JSON: {lines}");
    assert!(serde_json::from_str::<Value>(&sarif::log(sources, found)).is_ok(), "no SARIF");
    let _ = edits::apply(sources, found);
}

/// The layout of a text has itself as its layout, the same words, and where nothing is wrong the same tree.
pub fn layout(text: &str) {
    settled::hold(text, "what was fed");
}

/// What is written can be written: paths that are free and inside, YAML and JSON that can be read, the same again.
pub fn output(files: &[File], again: &[File]) {
    assert_eq!(files, again, "other bytes for the same source");
    let out = |file: &File| OutFile::new(file.path.as_str(), file.text.as_str());
    let output = Output { files: files.iter().map(out).collect(), owned: Vec::new() };
    // There is no such folder, so this looks at paths alone.
    if let Err(error) = emit::check(std::path::Path::new("/nonexistent/todoc-fuzz"), &output) {
        panic!("{error}");
    }
    for file in files {
        assert!(!file.text.contains('\0'), "{} has a NUL", file.path);
        if file.path.ends_with(".json") {
            assert!(serde_json::from_str::<Value>(&file.text).is_ok(), "{} is no JSON:\n{}", file.path, file.text);
        } else if file.path.ends_with(".yaml") && !file.path.contains("/templates/") {
            documents(file);
        }
    }
}

/// The documents of a YAML file, none of which is a second of another.
fn documents(file: &File) {
    for document in serde_yaml::Deserializer::from_str(&file.text) {
        if let Err(error) = Value::deserialize(document) {
            panic!("{} is no YAML: {error}\n{}", file.path, file.text);
        }
    }
}
