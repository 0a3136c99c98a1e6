//! Wrong values, which a chart has to refuse at its schema and never to render.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::cases::Built;
use super::helm::{self, Release};
use super::knobs;
use super::values;

/// Values that no chart may take: at every level a key that is not there, for every key a value of another type, a word
/// that is no choice, a number out of its bounds.
pub(crate) fn refused_by_the_schema(built: &Built, _: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for environment in &built.environments {
        for release in &environment.charts {
            let (schema, values) = (knobs::schema(&release.chart)?, values::merged(&release.chart, &release.values)?);
            let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
            let errors = validator.iter_errors(&values).map(|error| format!("{}: {error}", environment.name));
            found.extend(errors);
            let mut wrong = Vec::new();
            collect(&mut Vec::new(), &values, Schema(Some(&schema)), &mut wrong);
            if wrong.len() < 20 {
                found.push(format!("{}: only {} wrong values were tried", environment.name, wrong.len()));
            }
            for path in wrong {
                let mut values = values.clone();
                values::merge(&mut values, path.clone());
                if validator.is_valid(&values) {
                    found.push(format!("{}: the schema takes {path}", environment.name));
                }
            }
        }
    }
    Ok(found)
}

/// The same for some of them with real Helm, whose reading of the schema is what counts.
pub(crate) fn refused_by_helm(built: &Built, scratch: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for environment in &built.environments {
        for release in &environment.charts {
            let (schema, values) = (knobs::schema(&release.chart)?, values::merged(&release.chart, &release.values)?);
            let mut wrong = Vec::new();
            collect(&mut Vec::new(), &values, Schema(Some(&schema)), &mut wrong);
            // A prime number, so that all kinds of mistakes are among the chosen.
            for (index, path) in wrong.iter().enumerate().step_by(7) {
                let file = scratch.join(format!("{index}.json"));
                std::fs::write(&file, path.to_string()).map_err(|error| error.to_string())?;
                let files: Vec<_> = release.values.iter().cloned().chain([file]).collect();
                let target = Release { name: &release.release, namespace: &release.namespace, values: &files };
                let [three, four] = helm::both();
                let helm = if index % 2 == 0 { three } else { four };
                match helm.template(&release.chart, &target) {
                    Err(message) if message.contains("meet the specifications of the schema") => {}
                    other => found.push(format!("{} with {path} on {}: {other:.200?}", environment.name, helm.name)),
                }
            }
        }
    }
    Ok(found)
}

fn collect(path: &mut Vec<String>, value: &Value, schema: Schema<'_>, wrong: &mut Vec<Value>) {
    if schema.is_closed() {
        wrong.push(nested(path, json!({ "zzUnknown": { "zz": [] } })));
    }
    match value {
        Value::Object(entries) => {
            if !path.is_empty() {
                wrong.push(nested(path, json!("text")));
            }
            // Of the values of a foreign chart the schema knows nothing but its switch.
            let is_known = |key: &str| !schema.is_open() || schema.property(key).0.is_some();
            for (key, value) in entries.iter().filter(|(key, _)| is_known(key)) {
                path.push(key.clone());
                collect(path, value, schema.property(key), wrong);
                path.pop();
            }
        }
        Value::Array(_) => wrong.push(nested(path, json!({ "zz": "text" }))),
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Null => {
            wrong.push(nested(path, json!(["text"])));
            wrong.extend(schema.out_of_bounds().into_iter().map(|value| nested(path, value)));
        }
    }
}

fn nested(path: &[String], value: Value) -> Value {
    path.iter().rev().fold(value, |value, key| Value::Object(Map::from_iter([(key.clone(), value)])))
}

/// The part of a schema that speaks of one key.
#[derive(Clone, Copy)]
struct Schema<'a>(Option<&'a Value>);

impl<'a> Schema<'a> {
    fn field(self, keyword: &str) -> Option<&'a Value> {
        self.0?.get(keyword)
    }

    fn property(self, key: &str) -> Self {
        Self(self.field("properties").and_then(|properties| properties.get(key)))
    }

    fn is_closed(self) -> bool {
        self.field("additionalProperties") == Some(&Value::Bool(false))
    }

    /// Whether it declares keys and takes others.
    fn is_open(self) -> bool {
        self.field("properties").is_some() && self.field("additionalProperties").is_none()
    }

    /// Values of the right type which the schema excludes.
    fn out_of_bounds(self) -> Vec<Value> {
        let bound = |keyword, step: i64| Some(json!(self.field(keyword)?.as_i64()? + step));
        let mut values: Vec<Value> = [bound("minimum", -1), bound("maximum", 1)].into_iter().flatten().collect();
        if self.field("enum").is_some() {
            values.push(json!("zzUnknown"));
        }
        if self.field("pattern").is_some() {
            values.push(json!("no\nvalue"));
        }
        if self.field("type") == Some(&json!("integer")) {
            values.extend([json!(1.5), json!("1")]);
        }
        if self.field("type") == Some(&json!("boolean")) {
            values.push(json!("true"));
        }
        if self.field("type") == Some(&json!("string")) {
            values.push(json!(1));
        }
        values
    }
}
