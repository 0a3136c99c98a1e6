//! Turns every knob of a chart's values once.

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use serde_json::{Map, Value, json};

use super::cases::ChartRelease;
use super::helm::Release;
use super::{renderer, values};

/// What a word begins with that stands nowhere else, by which an effect is seen.
const MARKER: &str = "zz-marker";

/// Values changed by hand, as a values file of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Turn {
    /// JSON pointers of the keys.
    pub(crate) paths: Vec<String>,
    /// The file's content: the nested keys with their new values.
    pub(crate) values: Value,
}

/// A change of every key that can be changed to something sensible: switches, numbers, choices, names, lists and maps.
pub(crate) fn of(values: &Value, schema: &Value) -> Vec<Turn> {
    let mut turns = Vec::new();
    collect(&mut Vec::new(), values, Schema { root: schema, here: Some(schema) }, &mut turns);
    turns
}

/// One turn that adds to every list and every open map something that is nowhere else, and those words, each with its key:
/// additions hinder each other as little as they do alone.
pub(crate) fn marked(values: &Value, schema: &Value) -> (Turn, Vec<(String, String)>) {
    let mut turns = Vec::new();
    collect_marked(&mut Vec::new(), values, Schema { root: schema, here: Some(schema) }, &mut turns);
    let mut all = Turn { paths: Vec::new(), values: Value::Object(Map::new()) };
    let mut words = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let word = format!("{MARKER}-{index}-");
        let own: Value = serde_json::from_str(&turn.values.to_string().replace(MARKER, &format!("{word}x"))).unwrap();
        values::merge(&mut all.values, own);
        words.extend(turn.paths.iter().map(|path| (path.clone(), word.clone())));
        all.paths.extend(turn.paths.iter().cloned());
    }
    (all, words)
}

/// Two changes at once where one may take away what the other needs: any two parts off, and a part off under each choice
/// of where secrets and accounts come from.
pub(crate) fn pairs(turns: &[Turn]) -> Vec<Turn> {
    let is_off = |turn: &&Turn| turn.is_at("/enabled") && turn.values.to_string().ends_with(":false}}");
    let off: Vec<&Turn> = turns.iter().filter(is_off).collect();
    let elsewhere = ["/secrets/provider", "/secrets/name", "/serviceAccount/create", "/serviceAccount/name"];
    let foreign: Vec<&Turn> = turns.iter().filter(|turn| elsewhere.iter().any(|path| turn.is_at(path))).collect();
    let all: Vec<&Turn> = off.iter().chain(&foreign).copied().collect();
    let each = all.iter().enumerate().flat_map(|(index, one)| all.iter().skip(index + 1).map(|other| one.and(other)));
    each.filter(|pair| pair.paths.first() != pair.paths.last()).collect()
}

/// Whether a failed render is the chart's own refusal: a sentence of one of its `fail` or `required` calls, or its schema
/// where that speaks of more than the key that was turned.
fn is_declared_refusal(message: &str, turn: &Turn, templates: &Path) -> Result<bool, String> {
    if message.contains("meet the specifications of the schema") {
        return Ok(!turn.paths.iter().any(|path| message.contains(&format!("'{path}'"))));
    }
    let Some((_, sentence)) = message.split_once("execution error at (").and_then(|(_, rest)| rest.split_once("): "))
    else {
        return Ok(false);
    };
    Ok(declared(templates)?.iter().any(|own| own.split("%s").all(|part| sentence.contains(part))))
}

/// The sentences of calls of `fail` and `required`.
fn declared(templates: &Path) -> Result<Vec<String>, String> {
    let call =
        Regex::new(r#"(?:fail|required) (?:\(printf )?("(?:[^"\\]|\\.)*")"#).map_err(|error| error.to_string())?;
    let mut sentences = Vec::new();
    for entry in std::fs::read_dir(templates).map_err(|error| error.to_string())?.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        for said in call.captures_iter(&text).filter_map(|found| found.get(1)) {
            sentences.push(serde_json::from_str(said.as_str()).map_err(|error| format!("{}: {error}", said.as_str()))?);
        }
    }
    Ok(sentences)
}

fn collect(path: &mut Vec<String>, value: &Value, schema: Schema<'_>, turns: &mut Vec<Turn>) {
    if let Value::Object(entries) = value {
        for (key, value) in entries {
            path.push(key.clone());
            collect(path, value, schema.property(key), turns);
            path.pop();
        }
        return;
    }
    let name = path.last().map_or("", String::as_str);
    turns.extend(others(name, value, schema).into_iter().map(|other| Turn::new(path, other)));
}

fn collect_marked(path: &mut Vec<String>, value: &Value, schema: Schema<'_>, turns: &mut Vec<Turn>) {
    let name = path.last().map_or("", String::as_str);
    if let Some(content) = schema.marked(name) {
        turns.push(Turn::new(path, content));
    } else if let Value::Object(entries) = value {
        for (key, value) in entries {
            path.push(key.clone());
            collect_marked(path, value, schema.property(key), turns);
            path.pop();
        }
    }
}

/// Other values that a key may have.
fn others(name: &str, value: &Value, schema: Schema<'_>) -> Vec<Value> {
    if let Some(choices) = schema.field("enum").and_then(Value::as_array) {
        return choices.iter().filter(|choice| *choice != value).cloned().collect();
    }
    match value {
        Value::Bool(switch) => vec![json!(!switch)],
        Value::Number(number) => number.as_i64().and_then(|number| schema.neighbour(number)).into_iter().collect(),
        Value::String(text) => renamed(name, text).into_iter().collect(),
        Value::Null | Value::Array(_) | Value::Object(_) => Vec::new(),
    }
}

/// Another text for a key that names something; a quantity or a pattern has no neighbour that could be guessed.
fn renamed(key: &str, text: &str) -> Option<Value> {
    let names = ["name", "Name", "host", "Host", "repository", "tag", "Class"];
    names
        .iter()
        .any(|name| key.ends_with(name))
        .then(|| json!(format!("other{}{text}", if text.is_empty() { "" } else { "-" })))
}

impl Turn {
    fn new(path: &[String], value: Value) -> Self {
        let values = path.iter().rev().fold(value, |value, key| Value::Object(Map::from_iter([(key.clone(), value)])));
        let escaped = path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1")));
        Self { paths: vec![escaped.collect()], values }
    }

    /// The values files of a release with the change as the last of them, which is written into a file.
    pub(crate) fn over(&self, release: &ChartRelease, file: &Path) -> Vec<PathBuf> {
        fs::write(file, self.values.to_string()).unwrap();
        release.values.iter().cloned().chain([file.to_owned()]).collect()
    }

    /// What a release renders to with these values files, or nothing where its chart refuses the change for a reason of its own.
    pub(crate) fn rendered(&self, release: &ChartRelease, files: &[PathBuf]) -> Result<Option<String>, String> {
        let as_turned = Release { name: &release.release, namespace: &release.namespace, values: files };
        match renderer::render(&release.chart, &as_turned, true) {
            Ok(rendered) => Ok(Some(rendered)),
            Err(message) if is_declared_refusal(&message, self, &release.chart.join("templates"))? => Ok(None),
            Err(message) => Err(message),
        }
    }

    fn is_at(&self, end: &str) -> bool {
        self.paths.iter().all(|path| path.ends_with(end))
    }

    fn and(&self, other: &Self) -> Self {
        let mut values = self.values.clone();
        values::merge(&mut values, other.values.clone());
        Self { paths: self.paths.iter().chain(&other.paths).cloned().collect(), values }
    }
}

/// The part of a chart's schema that speaks of one key.
#[derive(Clone, Copy)]
struct Schema<'a> {
    root: &'a Value,
    here: Option<&'a Value>,
}

impl<'a> Schema<'a> {
    fn property(self, key: &str) -> Self {
        let own = self.field("properties").and_then(|properties| properties.get(key));
        Self { here: own.or_else(|| self.field("additionalProperties")), ..self }
    }

    /// A keyword, also behind a `$ref` to a definition in the same file.
    fn field(self, keyword: &str) -> Option<&'a Value> {
        let here = self.here?;
        here.get(keyword).or_else(|| {
            let target = here.get("$ref")?.as_str()?.strip_prefix('#')?;
            Self { here: self.root.pointer(target), ..self }.field(keyword)
        })
    }

    /// A content with the marker for an open map, a map of Kubernetes' own or a list.
    fn marked(self, name: &str) -> Option<Value> {
        if matches!(name, "limits" | "requests") && self.field("patternProperties").is_some() {
            // Of resources that are not Kubernetes' own.
            return Some(json!({ format!("example.com/{MARKER}"): "1" }));
        }
        if self.field("patternProperties").is_some() {
            return Some(json!({ MARKER: MARKER }));
        }
        if self.field("type").is_some_and(|kind| kind == "array") {
            let item = Self { here: self.field("items"), ..self };
            return item.of_item(name).map(|item| json!([item]));
        }
        (name == "affinity").then(|| {
            json!({ "nodeAffinity": { "preferredDuringSchedulingIgnoredDuringExecution": [
            { "weight": 1, "preference": { "matchExpressions": [{ "key": MARKER, "operator": "Exists" }] } },
        ] } })
        })
    }

    fn of_item(self, name: &str) -> Option<Value> {
        if name == "tolerations" {
            return Some(json!({ "key": MARKER, "operator": "Exists" }));
        }
        if let Some(properties) = self.field("properties").and_then(Value::as_object) {
            let of = |schema| Self { here: Some(schema), ..self };
            let each = properties.iter().filter_map(|(key, schema)| {
                let own = of(schema);
                Some((key.clone(), own.marked(key).or_else(|| own.of_item(key))?))
            });
            return Some(Value::Object(each.collect()));
        }
        self.field("type").is_some_and(|kind| kind == "string").then(|| json!(MARKER))
    }

    /// The next integer that the schema allows, else the one before.
    fn neighbour(self, number: i64) -> Option<Value> {
        let bound = |keyword| self.field(keyword).and_then(Value::as_i64);
        if let Some(alternatives) = self.field("anyOf").and_then(Value::as_array) {
            return alternatives.iter().find_map(|one| Self { here: Some(one), ..self }.in_range(number));
        }
        if bound("maximum").is_none_or(|maximum| number < maximum) {
            return Some(json!(number + 1));
        }
        bound("minimum").is_none_or(|minimum| number > minimum).then(|| json!(number - 1))
    }
}

impl Schema<'_> {
    /// The next integer of a range, or its first where the number lies outside.
    fn in_range(self, number: i64) -> Option<Value> {
        let least = self.field("minimum").and_then(Value::as_i64)?;
        let most = self.field("maximum").and_then(Value::as_i64)?;
        Some(json!(if (least..most).contains(&number) { number + 1 } else { least }))
    }
}

/// The schema of a chart.
pub(crate) fn schema(chart: &Path) -> Result<Value, String> {
    values::read(&chart.join("values.schema.json"))
}

mod tests {
    use serde_json::{Value, json};

    use super::{is_declared_refusal, marked, of, pairs};

    fn turned(values: &Value, schema: &Value) -> Vec<Value> {
        of(values, schema).into_iter().map(|turn| turn.values).collect()
    }

    #[test]
    fn switches_numbers_choices_and_names_are_turned() {
        let schema = json!({
            "definitions": { "port": { "type": "integer", "maximum": 65535 } },
            "properties": {
                "api": { "properties": { "port": { "$ref": "#/definitions/port" }, "type": { "enum": ["A", "B", "C"] } } },
                "node": { "anyOf": [{ "const": 0 }, { "type": "integer", "minimum": 30000, "maximum": 32767 }] },
            }
        });
        let values = json!({ "api": { "enabled": true, "port": 65535, "type": "A", "cpu": "500m" }, "node": 0, "secrets": { "name": "" } });
        let expected = [
            json!({ "api": { "enabled": false } }),
            json!({ "api": { "port": 65534 } }),
            json!({ "api": { "type": "B" } }),
            json!({ "api": { "type": "C" } }),
            json!({ "node": 30000 }),
            json!({ "secrets": { "name": "other" } }),
        ];
        assert_eq!(turned(&values, &schema), expected);
    }

    #[test]
    fn lists_and_open_maps_get_a_marker() {
        let tls = json!({ "properties": { "secretName": { "type": "string" }, "hosts": { "type": "array", "items": { "type": "string" } } } });
        let schema = json!({ "properties": {
            "env": { "patternProperties": { "a": {} } },
            "tls": { "type": "array", "items": tls },
            "tolerations": { "type": "array", "items": { "type": "object" } },
        } });
        let values = json!({ "env": { "a": "b" }, "tls": [], "tolerations": [] });
        let (turn, words) = marked(&values, &schema);
        let expected = json!({
            "env": { "zz-marker-0-x": "zz-marker-0-x" },
            "tls": [{ "secretName": "zz-marker-1-x", "hosts": ["zz-marker-1-x"] }],
            "tolerations": [{ "key": "zz-marker-2-x", "operator": "Exists" }],
        });
        assert_eq!(turn.values, expected);
        let expected = [("/env", "zz-marker-0-"), ("/tls", "zz-marker-1-"), ("/tolerations", "zz-marker-2-")];
        assert_eq!(words, expected.map(|(path, word)| (path.to_owned(), word.to_owned())));
    }

    #[test]
    fn parts_are_taken_away_by_twos() {
        let schema = json!({ "properties": { "secrets": { "properties": { "provider": { "enum": ["x", "y"] } } } } });
        let values = json!({ "a": { "enabled": true }, "b": { "enabled": false }, "c": { "enabled": true }, "secrets": { "provider": "x" } });
        let expected = [
            json!({ "a": { "enabled": false }, "c": { "enabled": false } }),
            json!({ "a": { "enabled": false }, "secrets": { "provider": "y" } }),
            json!({ "c": { "enabled": false }, "secrets": { "provider": "y" } }),
        ];
        assert_eq!(pairs(&of(&values, &schema)).into_iter().map(|pair| pair.values).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_a_sentence_of_the_chart_excuses_a_failure() {
        let templates = tempfile::tempdir().unwrap();
        let template = "{{- fail (printf \"%s cannot do without the database\" $name) }}";
        std::fs::write(templates.path().join("api.yaml"), template).unwrap();
        let turn = &of(&json!({ "database": { "enabled": true } }), &Value::Null)[0];
        let refused = |message: &str| is_declared_refusal(message, turn, templates.path()).unwrap();
        assert!(refused("Error: execution error at (app/templates/api.yaml:1:4): api cannot do without the database"));
        assert!(!refused("Error: execution error at (app/templates/api.yaml:1:4): something else"));
        assert!(!refused("Error: template: app/templates/api.yaml:1:2: nil pointer evaluating interface {}.enabled"));
        assert!(refused("values don't meet the specifications of the schema(s)\n- at '/api': missing property 'host'"));
        assert!(!refused(
            "values don't meet the specifications of the schema(s)\n- at '/database/enabled': got number"
        ));
    }
}
