//! What the applications that todoc was made for ask of it, row by row: `docs/seeds.md` shows something for each.
//!
//! The values keys that they promise stand in `tests/seeds/<EXAMPLE>[-<CHART>].json`: each is in the values of the example's chart, has
//! the default that is told, and takes and refuses what it should. A key that is required has its message; one that has another
//! place is not there, and its promise tells where to look `instead`. What a key needs `beside` it is given with it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the disk")]

#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod fixtures;
#[path = "support/values.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod values;

use fixtures::entries;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_key_is_as_promised() {
    let contracts: Vec<PathBuf> = entries(Path::new("tests/seeds"));
    assert!(!contracts.is_empty());
    for file in contracts {
        let contract = values::read(&file).unwrap();
        let chart = chart(&file, text(&contract, "chart"));
        let broken = broken(&contract, &chart);
        assert!(broken.is_empty(), "{} is not kept by {}:\n{}", file.display(), chart.display(), broken.join("\n"));
    }
}

/// The rows of each document: `2.1` to `2.22` are those of the third.
const ROWS: [usize; 5] = [7, 9, 22, 8, 8];

#[test]
fn every_row_is_shown() {
    let page = fs::read_to_string("docs/seeds.md").unwrap();
    let rows: Vec<(&str, &str)> = page.lines().filter_map(row).collect();
    let asked =
        ROWS.iter().enumerate().flat_map(|(document, count)| (1..=*count).map(move |row| format!("{document}.{row}")));
    assert_eq!(rows.iter().map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>(), asked.collect::<Vec<_>>());
    for (id, shown) in rows {
        let places: Vec<(&str, Vec<&str>)> = places(shown).collect();
        assert!(!places.is_empty(), "row {id} shows nothing");
        for (path, texts) in places {
            let content = fs::read_to_string(path).unwrap_or_else(|error| panic!("row {id} shows {path}: {error}"));
            let missing: Vec<&str> = texts.into_iter().filter(|text| !content.contains(text)).collect();
            assert!(missing.is_empty(), "row {id} shows {missing:?}, which is not in {path}");
        }
    }
}

/// Number and last cell of a row.
fn row(line: &str) -> Option<(&str, &str)> {
    let (id, rest) = line.strip_prefix("| ")?.split_once(" | ")?;
    let (_, shown) = rest.strip_suffix(" |")?.rsplit_once(" | ")?;
    id.starts_with(|first: char| first.is_ascii_digit()).then_some((id, shown))
}

/// The files that a cell links to, each with the texts in it that follow as code.
fn places(shown: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let links = shown.split("](../").skip(1).filter_map(|link| link.split_once(')'));
    links.map(|(path, rest)| (path, rest.split('`').skip(1).step_by(2).collect()))
}

/// The committed chart of the example that a contract is named after.
fn chart(contract: &Path, name: &str) -> PathBuf {
    let stem = contract.file_stem().unwrap().to_string_lossy();
    let example = stem.strip_suffix(&format!("-{name}")).unwrap_or(&stem);
    Path::new("examples").join(example).join("rendered").join(name)
}

/// A line for every promise that a chart does not keep.
fn broken(contract: &Value, chart: &Path) -> Vec<String> {
    let own = values::read(&chart.join("values.yaml")).unwrap();
    let schema = values::read(&chart.join("values.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let requirements = fs::read_to_string(chart.join("templates/requirements.yaml")).unwrap_or_default();
    let mut broken = Vec::new();
    for promise in contract.get("keys").and_then(Value::as_array).unwrap() {
        let key = text(promise, "key");
        if promise.get("instead").is_some() {
            broken.extend(own.pointer(&pointer(key)).map(|_| format!("{key} is there")));
            continue;
        }
        let beside = promise.get("beside").and_then(Value::as_object).into_iter().flatten();
        let others = beside.fold(own.clone(), |values, (key, value)| with(&values, key, value));
        let takes = |value: &Value| schema.is_valid(&with(&others, key, value));
        if let Some(default) = promise.get("default").filter(|default| own.pointer(&pointer(key)) != Some(*default)) {
            broken.push(format!("{key} is {:?}, and not {default}", own.pointer(&pointer(key))));
        }
        broken
            .extend(taken(promise).iter().filter(|value| !takes(value)).map(|value| format!("{key} refuses {value}")));
        broken.extend(refused(promise).iter().filter(|value| takes(value)).map(|value| format!("{key} takes {value}")));
        let message = promise.get("message").and_then(Value::as_str);
        if let Some(message) = message.filter(|message| !requires(&requirements, key, message)) {
            broken.push(format!("{key} is not asked for with {message:?}"));
        }
    }
    broken
}

/// What a key has to take: what the promise says, else its default, else any text.
fn taken(promise: &Value) -> Vec<Value> {
    let any = || promise.get("default").cloned().unwrap_or_else(|| json!("text"));
    promise.get("takes").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![any()])
}

/// What a key has to refuse: what the promise says, and a value of another type.
fn refused(promise: &Value) -> Vec<Value> {
    let mut refused = promise.get("refuses").and_then(Value::as_array).cloned().unwrap_or_default();
    refused.push(match text(promise, "type") {
        "string" | "integer" => json!(["text"]),
        "boolean" | "map" | "list" => json!("text"),
        other => panic!("there is no type {other}"),
    });
    refused
}

fn requires(requirements: &str, key: &str, message: &str) -> bool {
    requirements.contains(&format!("required {message:?} .Values.{key} "))
}

/// The values with another one at a key.
fn with(values: &Value, key: &str, value: &Value) -> Value {
    let nested =
        key.rsplit('.').fold(value.clone(), |inner, key| Value::Object(Map::from_iter([(key.to_owned(), inner)])));
    let mut values = values.clone();
    values::merge(&mut values, nested);
    values
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('.', "/"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
