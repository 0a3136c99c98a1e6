//! Maps that stand at several places of a schema, each written once.

use super::{Schema, described};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

/// A map of fewer characters is as clear where it stands.
const LEAST: usize = 200;

/// The maps of a schema. One that was put here is stood in for by its number, until it is known how often it stands there.
#[derive(Debug, Default)]
pub(super) struct Shared<'v> {
    /// Their places, by their text.
    places: FxHashMap<String, usize>,
    maps: Vec<Shape>,
    /// What stands in for schemas of single keys, because thousands of keys have the same few.
    leaves: FxHashMap<(&'v Schema, &'v str), Value>,
}

#[derive(Debug)]
struct Shape {
    name: String,
    value: Value,
    uses: usize,
}

impl<'v> Shared<'v> {
    /// Keeps the schema of a single key; returns what stands in for it.
    pub(super) fn leaf(&mut self, key: &str, schema: &'v Schema, doc: &'v str) -> Value {
        if let Some(known) = self.leaves.get(&(schema, doc)) {
            if let Some(shape) = number(known).and_then(|place| self.maps.get_mut(place)) {
                shape.uses += 1;
            }
            return known.clone();
        }
        let value = self.put(key, described(schema.json(), doc.replace('\n', " ").trim()));
        self.leaves.insert((schema, doc), value.clone());
        value
    }

    /// Keeps the schema of a key where it is a map; returns what stands in for it.
    pub(super) fn put(&mut self, key: &str, value: Value) -> Value {
        if value.get("type").and_then(Value::as_str) != Some("object") {
            return value;
        }
        let text = value.to_string();
        if text.len() < LEAST {
            return value;
        }
        if let Some(place) = self.places.get(&text).copied() {
            // What stands in it stands in the first already.
            self.forget(&value);
            if let Some(shape) = self.maps.get_mut(place) {
                shape.uses += 1;
            }
            return json!({ "$ref": place });
        }
        let place = self.maps.len();
        self.maps.push(Shape { name: key.to_owned(), value, uses: 1 });
        self.places.insert(text, place);
        json!({ "$ref": place })
    }

    fn forget(&mut self, value: &Value) {
        if let Some(place) = number(value) {
            if let Some(shape) = self.maps.get_mut(place) {
                shape.uses -= 1;
            }
            return;
        }
        match value {
            Value::Object(map) => map.values().for_each(|value| self.forget(value)),
            Value::Array(items) => items.iter().for_each(|value| self.forget(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// What stands at several places, by name: that of its first key, with a number where another has it.
    pub(super) fn definitions(&mut self) -> Map<String, Value> {
        let mut names: FxHashMap<String, usize> = FxHashMap::default();
        for shape in self.maps.iter_mut().filter(|shape| shape.uses > 1) {
            let count = names.entry(shape.name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                shape.name = format!("{}{count}", shape.name);
            }
        }
        let shared = self.maps.iter().filter(|shape| shape.uses > 1);
        shared.map(|shape| (shape.name.clone(), self.settled(&shape.value))).collect()
    }

    /// A schema without numbers: what stands at one place stands there, and what stands at several is referred to.
    pub(super) fn settled(&self, value: &Value) -> Value {
        if let Some(shape) = number(value).and_then(|place| self.maps.get(place)) {
            return match shape.uses {
                1 => self.settled(&shape.value),
                _ => json!({ "$ref": format!("#/definitions/{}", shape.name) }),
            };
        }
        match value {
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), self.settled(value))).collect(),
            Value::Array(items) => items.iter().map(|value| self.settled(value)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }
}

fn number(value: &Value) -> Option<usize> {
    usize::try_from(value.get("$ref")?.as_u64()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(of: &Value) -> Value {
        json!({ "type": "object", "description": "x".repeat(LEAST), "properties": { "a": of } })
    }

    #[test]
    fn what_stands_twice_is_defined_once_and_what_stands_once_stays() {
        let mut shared = Shared::default();
        let twice = json!({ "type": "integer" });
        let properties = [("one", map(&twice)), ("two", map(&twice)), ("other", map(&json!({ "type": "string" })))];
        let put: Map<String, Value> =
            properties.into_iter().map(|(key, value)| (key.to_owned(), shared.put(key, value))).collect();
        let reference = json!({ "$ref": "#/definitions/one" });
        let expected = json!({ "one": reference, "two": reference, "other": map(&json!({ "type": "string" })) });
        assert_eq!(shared.settled(&Value::Object(put)), expected);
        assert_eq!(Value::Object(shared.definitions()), json!({ "one": map(&twice) }));
    }

    #[test]
    fn what_stands_in_a_definition_alone_is_no_definition() {
        let mut shared = Shared::default();
        for key in ["one", "two"] {
            let inner = shared.put("inner", map(&json!({ "type": "integer" })));
            shared.put(key, map(&inner));
        }
        assert_eq!(Value::Object(shared.definitions()), json!({ "one": map(&map(&json!({ "type": "integer" }))) }));
    }
}
