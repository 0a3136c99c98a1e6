use super::{Files, Level, chart, floor, least, rise};
use semver::Version;
use serde_json::{Value, json};

fn version(text: &str) -> Version {
    Version::parse(text).unwrap_or_else(|_| Version::new(0, 0, 0))
}

#[test]
fn the_least_version_that_is_enough() {
    let table = [
        ("1.2.3", Level::None, "1.2.3"),
        ("1.2.3", Level::Patch, "1.2.4"),
        ("1.2.3", Level::Minor, "1.3.0"),
        ("1.2.3", Level::Major, "2.0.0"),
        ("0.2.3", Level::Major, "0.3.0"),
        ("0.2.3", Level::Minor, "0.2.4"),
        ("2.0.0-rc.1", Level::Major, "2.0.0"),
        ("2.1.0-rc.1", Level::Major, "3.0.0"),
        ("2.1.0-rc.1", Level::Minor, "2.1.0"),
    ];
    for (before, needed, expected) in table {
        assert_eq!(least(&version(before), needed).to_string(), expected, "{needed} after {before}");
    }
}

#[test]
fn what_rose() {
    let rose = |before: &str, after: &str| rise(&version(before), &version(after));
    assert_eq!(rose("1.2.3", "2.0.0"), Some(Level::Major));
    assert_eq!(rose("1.2.3", "1.3.0"), Some(Level::Minor));
    assert_eq!(rose("1.2.3", "1.2.4"), Some(Level::Patch));
    assert_eq!(rose("1.2.3", "1.2.3"), Some(Level::None));
    assert_eq!(rose("1.2.3", "1.2.2"), None);
    assert_eq!(floor(">=1.29.0-0 <2.0.0"), Some(version("1.29.0-0")));
}

/// A chart of a version with a schema of its values.
fn files(version: &str, properties: &Value) -> Files {
    let schema = json!({ "definitions": { "word": { "type": "string" } }, "type": "object", "additionalProperties": false, "properties": properties });
    let all = [("Chart.yaml", format!("version: {version}\n")), ("values.schema.json", schema.to_string())];
    all.map(|(path, text)| (path.to_owned(), text)).into()
}

/// What is needed from one schema to the other, and back.
fn needed(old: &Value, new: &Value) -> (Level, Level) {
    let (old, new) = (files("1.0.0", old), files("1.0.0", new));
    (chart("a", Some(&old), Some(&new), Vec::new()).needed, chart("a", Some(&new), Some(&old), Vec::new()).needed)
}

#[test]
fn what_a_schema_takes_less_is_major_and_what_it_takes_more_is_minor() {
    let (word, number) = (json!({ "a": { "type": "string" } }), json!({ "a": { "type": "integer" } }));
    assert_eq!(needed(&word, &word), (Level::None, Level::None));
    assert_eq!(
        needed(&word, &json!({ "a": { "type": "string", "description": "other words" } })),
        (Level::Patch, Level::Patch)
    );
    assert_eq!(needed(&word, &json!({ "a": { "$ref": "#/definitions/word" } })), (Level::Patch, Level::Patch));
    assert_eq!(needed(&word, &number), (Level::Major, Level::Major));
    assert_eq!(needed(&word, &json!({ "a": { "type": ["string", "integer"] } })), (Level::Minor, Level::Major));
    assert_eq!(
        needed(&word, &json!({ "a": { "type": "string" }, "b": { "type": "string" } })),
        (Level::Minor, Level::Major)
    );
    let bounded = |least: i64| json!({ "a": { "type": "integer", "minimum": least } });
    assert_eq!(needed(&bounded(1), &bounded(0)), (Level::Minor, Level::Major));
    assert_eq!(needed(&number, &bounded(1)), (Level::Major, Level::Minor));
    let choice = |words: &[&str]| json!({ "a": { "enum": words } });
    assert_eq!(needed(&choice(&["x"]), &choice(&["x", "y"])), (Level::Minor, Level::Major));
    let pattern = |pattern: &str| json!({ "a": { "type": "string", "pattern": pattern } });
    assert_eq!(needed(&pattern("^a"), &pattern("^b")), (Level::Major, Level::Major));
    let nested =
        |inner: &Value| json!({ "a": { "type": "object", "additionalProperties": false, "properties": inner } });
    assert_eq!(needed(&nested(&word), &nested(&json!({}))), (Level::Major, Level::Minor));
}

#[test]
fn a_version_that_rose_enough_is_enough() {
    let of = |before: &str, after: &str| {
        let (old, new) = (files(before, &json!({ "a": {} })), files(after, &json!({})));
        let chart = chart("a", Some(&old), Some(&new), Vec::new());
        (chart.is_enough, chart.least.unwrap_or_default())
    };
    assert_eq!(of("1.0.0", "1.0.0"), (false, "2.0.0".to_owned()));
    assert_eq!(of("1.0.0", "1.1.0"), (false, "2.0.0".to_owned()));
    assert_eq!(of("1.0.0", "2.0.0"), (true, "2.0.0".to_owned()));
    assert_eq!(of("0.1.0", "0.2.0"), (true, "0.2.0".to_owned()));
    assert_eq!(of("1.0.0", "0.9.0"), (false, "2.0.0".to_owned()));
}

#[test]
fn a_schema_that_refers_to_itself_ends() {
    let looped = |word: &str| {
        let own = json!({ "type": "object", "properties": { "again": { "$ref": "#/definitions/a" }, "b": { "type": word } } });
        json!({ "definitions": { "a": own }, "type": "object", "properties": { "a": { "$ref": "#/definitions/a" } } })
    };
    assert!(super::schema::compare(&looped("string"), &looped("integer")).len() < 200);
}
