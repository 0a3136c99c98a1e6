//! Trees of values: their paths, how Helm merges them, and what a schema says of them.

use serde_json::{Map, Value};

/// Whether one of two paths leads to the other: who reads a map reads its keys.
pub(crate) fn touch(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
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
pub(crate) fn is_in_schema(root: &Value, path: &str) -> bool {
    let mut keys = path.split('.');
    keys.try_fold(root, |schema, key| {
        let schema = meant(root, schema);
        let own = schema.get("properties").and_then(|properties| properties.get(key));
        own.or_else(|| schema.get("additionalProperties").filter(|more| more.is_object()))
    })
    .is_some()
}

/// What a schema stands for, where it refers to a definition of the same file.
fn meant<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.map_or(schema, |target| root.pointer(target).expect("a definition that is referred to is there"))
}

/// Maps of a schema that take any key, but `global`, which parents fill, and what is Kubernetes' own.
pub(crate) fn open_maps(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", schema, schema, &mut found);
    found
}

/// Keys that hold objects of Kubernetes as they are.
const OF_KUBERNETES: &[&str] = &["affinity", "tolerations"];

fn walk(path: &str, root: &Value, schema: &Value, found: &mut Vec<String>) {
    let schema = meant(root, schema);
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
        walk(&format!("{path}.{key}"), root, own, found);
    }
    for inner in ["items", "additionalProperties"].iter().filter_map(|key| schema.get(key)) {
        walk(path, root, inner, found);
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
        "definitions": { "open": { "type": "object", "properties": { "c": {} } } },
        "properties": { "global": { "type": "object" }, "a": { "type": "object" }, "b": { "$ref": "#/definitions/open" } },
    });
    assert_eq!(open_maps(&schema), [".a takes any key", ".b takes any key"]);
    assert!(is_in_schema(&schema, "b.c") && !is_in_schema(&schema, "b.d"));
}
