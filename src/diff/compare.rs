//! What differs between two values of one shape. Items of lists are matched by the key that Kubernetes merges them by, so that one
//! more container in front does not change all that follow.
//! <https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy>

mod items;

use super::path::{Path, Step};
use crate::kubernetes::Shape;
use crate::types::Quantity;
use serde_json::Value;
use smol_str::SmolStr;

/// One place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The place.
    pub path: Path,
    /// What stands there before, or on the left; none where nothing does.
    pub old: Option<Value>,
    /// What stands there afterwards, or on the right; none where nothing does.
    pub new: Option<Value>,
}

/// Every place where two values differ, in the order of the first one. `shape` is what Kubernetes knows of them.
#[must_use]
pub fn compare(old: &Value, new: &Value, shape: Option<&Shape>) -> Vec<Change> {
    let mut changes = Vec::new();
    either(Some(old), Some(new), shape, &Path::default(), &mut changes);
    changes
}

fn either(old: Option<&Value>, new: Option<&Value>, shape: Option<&Shape>, path: &Path, into: &mut Vec<Change>) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(added) {
                either(old.get(key), new.get(key), below(shape, key), &path.to(Step::Key(SmolStr::new(key))), into);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => items::compare(old, new, shape, path, into),
        (Some(old), Some(new)) if is_same(old, new, shape) => {}
        (None, None) => {}
        (old, new) => into.push(Change { path: path.clone(), old: old.cloned(), new: new.cloned() }),
    }
}

/// The shape at a key.
fn below<'s>(shape: Option<&'s Shape>, key: &str) -> Option<&'s Shape> {
    match shape? {
        Shape::Object(object) => object.field(key).map(|field| &field.shape),
        Shape::Map(of) => Some(of),
        Shape::List { .. }
        | Shape::Choice(_)
        | Shape::Text
        | Shape::Bytes
        | Shape::Integer
        | Shape::Long
        | Shape::Number
        | Shape::Bool
        | Shape::IntegerOrText
        | Shape::Quantity
        | Shape::Any => None,
    }
}

/// Whether two values mean the same: `1000m` is `1`.
fn is_same(old: &Value, new: &Value, shape: Option<&Shape>) -> bool {
    let quantity = |value: &Value| match value {
        Value::String(text) => Quantity::read_text(text),
        Value::Number(number) => Quantity::read_text(&number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    old == new || (shape == Some(&Shape::Quantity) && quantity(old).is_some() && quantity(old) == quantity(new))
}

#[cfg(test)]
mod tests;
