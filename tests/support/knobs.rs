//! Turns every knob of a chart's values once.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::values;

/// One value changed by hand, as a values file of its own.
#[derive(Debug, PartialEq)]
pub(crate) struct Turn {
    /// JSON pointer of the key.
    pub(crate) path: String,
    /// The file's content: the nested key with its new value.
    pub(crate) values: Value,
}

/// A change of every leaf that can be changed to something sensible: switches, numbers, choices and names.
pub(crate) fn of(values: &Value, schema: &Value) -> Vec<Turn> {
    let mut turns = Vec::new();
    collect(&mut Vec::new(), values, Schema { root: schema, here: Some(schema) }, &mut turns);
    turns
}

/// Whether a failed render is the chart's own refusal: a sentence of one of its `fail` or `required` calls, or its schema
/// where that speaks of more than the key that was turned.
pub(crate) fn is_declared_refusal(message: &str, turn: &Turn, templates: &Path) -> Result<bool, String> {
    if message.contains("meet the specifications of the schema") {
        return Ok(!message.contains(&format!("'{}'", turn.path)));
    }
    let Some((_, sentence)) = message.split_once("execution error at (").and_then(|(_, rest)| rest.split_once("): "))
    else {
        return Ok(false);
    };
    Ok(declared(templates)?.iter().any(|own| own.split("%s").all(|part| sentence.contains(part))))
}

/// The texts on lines that call `fail` or `required`.
fn declared(templates: &Path) -> Result<Vec<String>, String> {
    let mut sentences = Vec::new();
    for entry in std::fs::read_dir(templates).map_err(|error| error.to_string())?.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let lines = text.lines().filter(|line| line.contains("fail ") || line.contains("required "));
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        sentences.extend(quoted.filter(|text| text.contains(' ')).map(str::to_owned));
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
        Self { path: escaped.collect(), values }
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

    use super::{is_declared_refusal, of};

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
        let values =
            json!({ "api": { "enabled": true, "port": 65535, "type": "A", "cpu": "500m" }, "node": 0, "secrets": { "name": "" } });
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
