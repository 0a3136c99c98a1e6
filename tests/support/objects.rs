//! Kubernetes objects as read back from YAML, and how two sets of them differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::words;

/// What makes an object the same object to a cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// All objects of a render, by key.
pub(crate) type Objects = BTreeMap<Key, Value>;

/// Reads every document of a stream. The same object twice is an error, as it is for a cluster: one would be lost.
pub(crate) fn parse(yaml: &str) -> Result<Objects, String> {
    let mut objects = Objects::new();
    let ambiguous = words::ambiguous(yaml);
    if !ambiguous.is_empty() {
        return Err(format!("words that kubectl does not read as text stand without quotes: {ambiguous:?}"));
    }
    for document in serde_yaml::Deserializer::from_str(yaml) {
        let object = Value::deserialize(document).map_err(|error| format!("unreadable YAML: {error}"))?;
        if object.is_null() {
            continue;
        }
        let key = Key::of(&object)?;
        if objects.insert(key.clone(), object).is_some() {
            return Err(format!("{key} is there twice"));
        }
    }
    Ok(objects)
}

/// What stands differently on the right, path by path; empty when both sides are equal.
pub(crate) fn differences(left: &Objects, right: &Objects) -> Vec<String> {
    let keys: BTreeSet<&Key> = left.keys().chain(right.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        match (left.get(key), right.get(key)) {
            (Some(left), Some(right)) => compare(&format!("{key}: "), left, right, &mut found),
            (Some(_), None) => found.push(format!("{key}: only on the left")),
            (None, _) => found.push(format!("{key}: only on the right")),
        }
    }
    found
}

/// The text at a JSON pointer, empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The items of the list at a JSON pointer, none where there is no list.
pub(crate) fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// The entries of the map at a JSON pointer, none where there is no map.
pub(crate) fn entries<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

impl Key {
    fn of(object: &Value) -> Result<Self, String> {
        let part = |pointer| text(object, pointer).to_owned();
        let key = Self {
            api_version: part("/apiVersion"),
            kind: part("/kind"),
            namespace: part("/metadata/namespace"),
            name: part("/metadata/name"),
        };
        if key.api_version.is_empty() || key.kind.is_empty() || key.name.is_empty() {
            return Err(format!("an object without apiVersion, kind or a name that is text: {object}"));
        }
        Ok(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}

fn compare(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                compare_child(&format!("{path}/{key}"), left.get(key), right.get(key), found);
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            for index in 0..left.len().max(right.len()) {
                compare_child(&format!("{path}/{index}"), left.get(index), right.get(index), found);
            }
        }
        _ if left == right => {}
        _ => found.push(format!("{path}: {left} ≠ {right}")),
    }
}

fn compare_child(path: &str, left: Option<&Value>, right: Option<&Value>, found: &mut Vec<String>) {
    match (left, right) {
        (Some(left), Some(right)) => compare(path, left, right, found),
        (Some(left), None) => found.push(format!("{path}: {left} is missing on the right")),
        (None, Some(right)) => found.push(format!("{path}: {right} is missing on the left")),
        (None, None) => {}
    }
}

mod tests {
    use super::{differences, parse};

    const SERVICE: &str =
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80}]\n  type: ClusterIP\n";

    #[test]
    fn equal_objects_in_another_order_do_not_differ() {
        let other = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n";
        let left = parse(&format!("{SERVICE}---\n{other}")).unwrap();
        let right = parse(&format!("---\n# Source: x\n{other}---\n{SERVICE}---\n")).unwrap();
        assert_eq!(differences(&left, &right), Vec::<String>::new());
    }

    #[test]
    fn a_difference_is_named_by_its_path() {
        let left = parse(SERVICE).unwrap();
        let right = parse(&SERVICE.replace("80", "\"80\"").replace("  type: ClusterIP\n", "")).unwrap();
        let expected = [
            "Service /a: /spec/ports/0/port: 80 ≠ \"80\"",
            "Service /a: /spec/type: \"ClusterIP\" is missing on the right",
        ];
        assert_eq!(differences(&left, &right), expected);
    }

    #[test]
    fn an_object_that_only_one_side_has_is_a_difference() {
        let (some, none) = (parse(SERVICE).unwrap(), parse("").unwrap());
        assert_eq!(differences(&some, &none), ["Service /a: only on the left"]);
        assert_eq!(differences(&none, &some), ["Service /a: only on the right"]);
    }

    #[test]
    fn the_same_object_twice_is_refused() {
        assert!(parse(&format!("{SERVICE}---\n{SERVICE}")).unwrap_err().contains("twice"));
    }
}
