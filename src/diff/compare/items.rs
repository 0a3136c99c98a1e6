//! Lists: which item of one is which of the other.

use super::{Change, either};
use crate::diff::path::{Path, Step};
use crate::kubernetes::Shape;
use serde_json::Value;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// What items are told apart by where Kubernetes does not say, or says too little: two ports may have one number.
const NAMES: [&[&str]; 14] = [
    &["name"],
    &["containerPort", "protocol"],
    &["port", "protocol"],
    &["mountPath"],
    &["host"],
    &["path"],
    &["key"],
    &["secretName"],
    &["topologyKey"],
    &["ip"],
    &["metadata.name"],
    &["resource.name"],
    &["type"],
    &["kind", "name", "namespace"],
];

pub(super) fn compare(old: &[Value], new: &[Value], shape: Option<&Shape>, path: &Path, into: &mut Vec<Change>) {
    let (of, key) = match shape {
        Some(Shape::List { of, key }) => (Some(of.as_ref()), *key),
        Some(_) | None => (None, None),
    };
    if old == new {
        return;
    }
    if let Some((old, new)) = named(old, new, key) {
        return by_name(&old, &new, of, path, into);
    }
    if old.iter().chain(new).all(|item| item.is_object() || item.is_array()) {
        by_content(old, new, of, path, into);
    } else {
        let whole = |items: &[Value]| Some(Value::Array(items.to_vec()));
        into.push(Change { path: path.clone(), old: whole(old), new: whole(new) });
    }
}

type Named<'v> = Vec<(SmolStr, &'v Value)>;

/// The items with their names, where every one has one and no two have the same.
fn named<'v>(old: &'v [Value], new: &'v [Value], key: Option<&'static str>) -> Option<(Named<'v>, Named<'v>)> {
    let declared = key.map(|key| vec![key]);
    let mut candidates = declared.into_iter().chain(NAMES.iter().map(|names| names.to_vec()));
    candidates.find_map(|keys| Some((names(old, &keys)?, names(new, &keys)?)))
}

fn names<'v>(items: &'v [Value], keys: &[&str]) -> Option<Named<'v>> {
    let mut found = Named::new();
    for item in items {
        let name = name(item, keys)?;
        if found.iter().any(|(known, _)| *known == name) {
            return None;
        }
        found.push((name, item));
    }
    Some(found)
}

/// What the first key says, and the others where they say something.
fn name(item: &Value, keys: &[&str]) -> Option<SmolStr> {
    let (first, rest) = keys.split_first()?;
    let mut name = scalar(item, first)?;
    for word in rest.iter().filter_map(|key| scalar(item, key)) {
        name = format_smolstr!("{name}/{word}");
    }
    Some(name)
}

fn scalar(item: &Value, key: &str) -> Option<SmolStr> {
    match key.split('.').try_fold(item, |value, word| value.get(word))? {
        Value::String(text) => Some(SmolStr::new(text)),
        Value::Number(number) => Some(SmolStr::from(number.to_string())),
        Value::Bool(truth) => Some(SmolStr::from(truth.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn by_name(old: &Named<'_>, new: &Named<'_>, of: Option<&Shape>, path: &Path, into: &mut Vec<Change>) {
    let of_new: BTreeMap<&str, &Value> = new.iter().map(|(name, item)| (name.as_str(), *item)).collect();
    let of_old: BTreeMap<&str, &Value> = old.iter().map(|(name, item)| (name.as_str(), *item)).collect();
    let added = new.iter().filter(|(name, _)| !of_old.contains_key(name.as_str()));
    for (name, _) in old.iter().chain(added) {
        let (old, new) = (of_old.get(name.as_str()).copied(), of_new.get(name.as_str()).copied());
        either(old, new, of, &path.to(Step::Item(name.clone())), into);
    }
    let shared = |all: &Named<'_>, others: &BTreeMap<&str, &Value>| -> Vec<Value> {
        let both = all.iter().filter(|(name, _)| others.contains_key(name.as_str()));
        both.map(|(name, _)| Value::String(name.to_string())).collect()
    };
    let (before, after) = (shared(old, &of_new), shared(new, &of_old));
    if before != after {
        let (old, new) = (Some(Value::Array(before)), Some(Value::Array(after)));
        into.push(Change { path: path.to(Step::Order), old, new });
    }
}

/// Items without names: those that both have are the same, and where as many are left on either side, they are pairs.
fn by_content(old: &[Value], new: &[Value], of: Option<&Shape>, path: &Path, into: &mut Vec<Change>) {
    let mut left: Vec<(usize, &Value)> = old.iter().enumerate().collect();
    let mut right: Vec<(usize, &Value)> = new.iter().enumerate().collect();
    left.retain(|(_, item)| match right.iter().position(|(_, other)| other == item) {
        Some(at) => {
            right.remove(at);
            false
        }
        None => true,
    });
    if left.is_empty() && right.is_empty() {
        let order = |all: &[Value]| Some(Value::Array(all.to_vec()));
        into.push(Change { path: path.to(Step::Order), old: order(old), new: order(new) });
    } else if left.len() == right.len() {
        for ((first, old), (second, new)) in left.into_iter().zip(right) {
            either(Some(old), Some(new), of, &path.to(Step::Index(first.min(second))), into);
        }
    } else {
        let place = |at: usize| path.to(Step::Index(at));
        into.extend(left.into_iter().map(|(at, item)| Change { path: place(at), old: Some(item.clone()), new: None }));
        into.extend(right.into_iter().map(|(at, item)| Change { path: place(at), old: None, new: Some(item.clone()) }));
    }
}
