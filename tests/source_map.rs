//! `todoc.map.json` of the example: every entry is about a line that is there and a place of the source that is there, and says
//! what `todoc why FILE:LINE` says.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const EXAMPLE: &str = "examples/todo-app";

fn todoc(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_todoc")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Builds the example with its map.
fn built(out: &Path) -> Value {
    todoc(&["build", EXAMPLE, "--map", "--out", out.to_str().unwrap()]);
    serde_json::from_str(&fs::read_to_string(out.join("todoc.map.json")).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).unwrap().as_str().unwrap()
}

fn entries(map: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let files = map.get("files").unwrap().as_object().unwrap();
    files.iter().flat_map(|(file, entries)| entries.as_array().unwrap().iter().map(move |entry| (file, entry)))
}

fn line(entry: &Value) -> usize {
    usize::try_from(entry.get("line").unwrap().as_u64().unwrap()).unwrap()
}

#[test]
fn every_entry_is_about_a_line_and_a_place_that_are_there() {
    let out = tempfile::tempdir().unwrap();
    let map = built(out.path());
    assert_eq!(map.get("version"), Some(&Value::from(1)));
    let mut last = (String::new(), 0);
    for (file, entry) in entries(&map) {
        let written = fs::read_to_string(out.path().join(file)).unwrap();
        assert!(written.lines().nth(line(entry) - 1).is_some_and(|line| line.contains(':')), "{file} {entry}");
        assert!(last.0 != *file || last.1 <= line(entry), "{file} is in order: {entry}");
        last = (file.clone(), line(entry));
        for link in entry.get("chain").unwrap().as_array().unwrap() {
            if let Some(place) = link.get("source").unwrap().as_str().filter(|place| !place.starts_with('<')) {
                stands_in_the_source(place, &format!("{file} {entry}"));
            }
        }
    }
}

fn stands_in_the_source(place: &str, context: &str) {
    let [column, row, file] = place.rsplitn(3, ':').collect::<Vec<_>>().try_into().unwrap();
    let source = fs::read_to_string(file).unwrap();
    let line = source.lines().nth(row.parse::<usize>().unwrap() - 1).unwrap();
    let word = line.chars().nth(column.parse::<usize>().unwrap() - 1).unwrap();
    assert!(word.is_alphanumeric() || word == '"', "{place}: {context}");
}

#[test]
fn the_chain_is_that_of_the_environment() {
    let out = tempfile::tempdir().unwrap();
    let map = built(out.path());
    let level = |environment: &str| {
        let wanted = format!("manifests/{environment}/backend.yaml");
        let mut found = entries(&map)
            .filter(|(file, entry)| **file == wanted && text(entry, "path") == "service.backend.env.LOG_LEVEL");
        let chain = found.next().unwrap().1.get("chain").unwrap().as_array().unwrap();
        chain.iter().map(|link| (text(link, "layer"), text(link, "value"))).collect::<Vec<_>>()
    };
    assert_eq!(level("dev"), [("base", "\"info\""), ("overlay", "\"debug\"")]);
    assert_eq!(level("prod"), [("base", "\"info\"")]);
}

#[test]
fn why_says_the_same_of_a_line() {
    let out = tempfile::tempdir().unwrap();
    let map = built(out.path());
    for (file, entry) in entries(&map).filter(|(file, _)| file.starts_with("manifests/prod/")).step_by(7) {
        let target = format!("{}:{}", out.path().join(file).display(), line(entry));
        let told = todoc(&["why", &target, EXAMPLE, "--format", "json"]);
        let mut paths = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        assert!(paths.any(|chain| text(&chain, "path") == text(entry, "path")), "{target}: {entry}\n{told}");
    }
}
