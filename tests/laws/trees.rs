//! Trees of values: their paths, how Helm merges them, and what a schema says of them.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Whether one of two paths leads to the other: who reads a map reads its keys.
pub(crate) fn touch(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The paths of all values that are no maps, and of maps without keys.
pub(crate) fn leaves(path: &str, tree: &Value, found: &mut BTreeSet<String>) {
    match tree.as_object().filter(|map| !map.is_empty()) {
        Some(map) => map.iter().for_each(|(key, value)| leaves(&below(path, key), value, found)),
        None => found.extend((!path.is_empty()).then(|| path.to_owned())),
    }
}

/// The paths of all properties of a schema that have no properties themselves.
pub(crate) fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    properties_below("", schema, schema, found);
}

fn properties_below(path: &str, whole: &Value, schema: &Value, found: &mut BTreeSet<String>) {
    match followed(whole, schema).get("properties").and_then(Value::as_object) {
        Some(own) => own.iter().for_each(|(key, own)| properties_below(&below(path, key), whole, own, found)),
        None => drop(found.insert(path.to_owned())),
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Puts a value at a path.
pub(crate) fn put(tree: &mut Value, path: &str, value: Value) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let map = tree.as_object_mut().expect("a key stands in a map");
    match rest {
        Some(rest) => put(map.entry(first).or_insert_with(|| Value::Object(Map::new())), rest, value),
        None => drop(map.insert(first.to_owned(), value)),
    }
}

/// Maps merge, everything else replaces, `null` takes away.
pub(crate) fn merge(values: &mut Value, over: Value) {
    match (values, over) {
        (Value::Object(values), Value::Object(over)) => {
            for (key, value) in over {
                if value.is_null() {
                    values.remove(&key);
                } else {
                    merge(values.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (values, over) => *values = over,
    }
}

/// What differs, path by path. The order of keys means nothing.
pub(crate) fn compare(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    if let (Value::Object(left), Value::Object(right)) = (left, right) {
        for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
            let absent = Value::Null;
            let (left, right) = (left.get(key).unwrap_or(&absent), right.get(key).unwrap_or(&absent));
            compare(&format!("{path}.{key}"), left, right, found);
        }
    } else if left != right {
        found.push(format!("{path} is {left} in the files and {right} in the model"));
    }
}

/// The keys that an object asks a store for, where it does.
pub(crate) fn asked_keys(object: &Value) -> Vec<String> {
    let text = |value: &Value, pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or("?").to_owned();
    let data = object.pointer("/spec/data").filter(|_| object["kind"] == "ExternalSecret").and_then(Value::as_array);
    let name = text(object, "/spec/target/name");
    let key = |own: &Value| {
        let property = own.pointer("/remoteRef/property").and_then(Value::as_str);
        let within = property.map(|property| format!(": {property}")).unwrap_or_default();
        format!("{} of {name} as {}{within}", text(own, "/secretKey"), text(own, "/remoteRef/key"))
    };
    data.into_iter().flatten().map(key).collect()
}

/// Whether anything in a tree is so.
pub(crate) fn any(tree: &Value, is_so: &dyn Fn(&Value) -> bool) -> bool {
    is_so(tree)
        || match tree {
            Value::Object(map) => map.values().any(|value| any(value, is_so)),
            Value::Array(items) => items.iter().any(|value| any(value, is_so)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
}

/// Whether a schema has a path: by its properties, or in an open map.
pub(crate) fn is_in_schema(schema: &Value, path: &str) -> bool {
    let whole = schema;
    path.split('.')
        .try_fold(schema, |schema, key| {
            let schema = followed(whole, schema);
            let own = schema.get("properties").and_then(|properties| properties.get(key));
            own.or_else(|| schema.get("additionalProperties").filter(|more| more.is_object()))
        })
        .is_some()
}

/// What a schema refers to, or the schema itself.
fn followed<'a>(whole: &'a Value, schema: &'a Value) -> &'a Value {
    let to = schema.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#'));
    to.and_then(|to| whole.pointer(to)).unwrap_or(schema)
}

/// Maps of a schema that take any key, but `global`, which parents fill, and what is Kubernetes' own.
pub(crate) fn open_maps(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", schema, &mut found);
    for (name, own) in schema.get("definitions").and_then(Value::as_object).into_iter().flatten() {
        walk(&format!("definitions.{name}"), own, &mut found);
    }
    found
}

/// Keys that hold objects of Kubernetes as they are.
const OF_KUBERNETES: &[&str] = &["affinity", "tolerations"];

fn walk(path: &str, schema: &Value, found: &mut Vec<String>) {
    let last = path.rsplit('.').next().unwrap_or_default();
    if path == ".global" || OF_KUBERNETES.contains(&last) {
        return;
    }
    let is_map = schema.get("type").is_some_and(|own| own == "object");
    let more = schema.get("additionalProperties");
    if is_map && more.is_none_or(|more| *more == Value::Bool(true)) {
        found.push(format!("{path} takes any key"));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (key, own) in properties.into_iter().flatten() {
        walk(&format!("{path}.{key}"), own, found);
    }
    for inner in ["items", "additionalProperties"].iter().filter_map(|key| schema.get(key)) {
        walk(path, inner, found);
    }
}

#[test]
fn a_path_touches_what_lies_below_and_above_it_only() {
    assert!(touch("a.b", "a.b.c") && touch("a.b.c", "a.b") && touch("a", "a"));
    assert!(!touch("a.b", "a.bc") && !touch("a.b", "b"));
}

#[test]
fn an_open_map_is_told() {
    let schema = serde_json::json!({
        "type": "object", "additionalProperties": false,
        "properties": { "global": { "type": "object" }, "a": { "type": "object", "properties": {} } },
    });
    assert_eq!(open_maps(&schema), [".a takes any key"]);
}

#[test]
fn leaves_are_what_has_no_keys_and_properties_are_found_behind_references() {
    let (mut of_values, mut of_schema) = (BTreeSet::new(), BTreeSet::new());
    leaves("", &serde_json::json!({ "a": { "b": 1, "c": {} }, "d": [{ "e": 2 }] }), &mut of_values);
    assert_eq!(of_values, ["a.b", "a.c", "d"].map(str::to_owned).into());
    let schema = serde_json::json!({
        "properties": { "a": { "$ref": "#/definitions/a" }, "d": { "type": "array" } },
        "definitions": { "a": { "properties": { "b": { "type": "integer" }, "c": { "type": "object" } } } },
    });
    properties(&schema, &mut of_schema);
    assert_eq!(of_schema, of_values);
}
