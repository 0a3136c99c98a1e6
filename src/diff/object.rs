//! Kubernetes objects as files hold them.

use crate::kubernetes::{self, Shape};
use serde::Deserialize as _;
use serde_json::Value;
use std::fmt;

/// What makes two objects the same one to a cluster. The version of the group does not count: `autoscaling/v1` and `v2` show
/// one object.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The group; empty for the core.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty where none is named.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

/// The identity of an object; none where it is none.
#[must_use]
pub fn id(object: &Value) -> Option<Id> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let group = text("/apiVersion").split_once('/').map_or("", |(group, _)| group);
    let id = Id {
        group: group.to_owned(),
        kind: text("/kind").to_owned(),
        namespace: text("/metadata/namespace").to_owned(),
        name: text("/metadata/name").to_owned(),
    };
    let is_whole = !id.kind.is_empty() && !id.name.is_empty() && !text("/apiVersion").is_empty();
    is_whole.then_some(id)
}

/// What Kubernetes knows of an object's fields; none of a kind of others.
#[must_use]
pub fn shape(object: &Value) -> Option<Shape> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    kubernetes::kind(text("apiVersion")?, text("kind")?).map(|kind| Shape::Object(kind.object))
}

/// The objects of a file, in written order.
///
/// # Errors
/// A clause that says why it is no file of objects. No value of it is in the clause.
pub fn read(text: &str) -> Result<Vec<Value>, String> {
    let mut objects = Vec::new();
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        let number = index + 1;
        let value = Value::deserialize(document).map_err(|error| match error.location() {
            Some(place) => format!("line {} is no YAML that an object can be written in", place.line()),
            None => format!("document {number} is no YAML that an object can be written in"),
        })?;
        if value.is_null() {
            continue;
        }
        if id(&value).is_none() {
            return Err(format!("document {number} is no object with an `apiVersion`, a `kind` and a name"));
        }
        objects.push(value);
    }
    Ok(objects)
}
