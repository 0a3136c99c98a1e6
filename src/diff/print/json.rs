//! For programs: one JSON object. Its keys are told in `docs/diff.md` and stay; new ones may come.

use crate::diff::compare::Change as Found;
use crate::diff::environments::{self, Side};
use crate::diff::fields::Field;
use crate::diff::{Object as FoundObject, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `todoc diff A B --format json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Environments {
    /// The version of this shape.
    pub version: u32,
    /// Name of the stack.
    pub stack: String,
    /// The first environment.
    pub left: Environment,
    /// The second.
    pub right: Environment,
    /// What the source says differently.
    pub fields: Vec<Field>,
    /// What the manifests hold differently.
    pub objects: Vec<Object>,
    /// How many objects are alike.
    pub alike: usize,
}

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// The built-in profile that it is built on.
    pub profile: String,
}

/// An object that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// The API group; empty for the core.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty where none is named.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Where it is: `left`, `right` or `both`.
    pub on: String,
    /// Where it differs.
    pub changes: Vec<Change>,
}

/// A place where an object differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The place.
    pub path: String,
    /// What stands there on the left; absent where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub old: Option<Value>,
    /// What stands there on the right; absent where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub new: Option<Value>,
}

/// A key that is there has a value, also where that is `null`.
fn there<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// The document of two environments.
#[must_use]
pub fn environments(found: &environments::Environments) -> Environments {
    let side = |side: &Side| Environment { name: side.name.clone(), profile: side.profile.clone() };
    Environments {
        version: 1,
        stack: found.stack.clone(),
        left: side(&found.left),
        right: side(&found.right),
        fields: found.fields.clone(),
        objects: found.objects.iter().map(object).collect(),
        alike: found.alike,
    }
}

fn object(found: &FoundObject) -> Object {
    let on = match found.state {
        State::Gone => "left",
        State::New => "right",
        State::Both => "both",
    };
    let id = found.id.clone();
    let changes = found.changes.iter().map(change).collect();
    Object { group: id.group, kind: id.kind, namespace: id.namespace, name: id.name, on: on.to_owned(), changes }
}

fn change(found: &Found) -> Change {
    Change { path: found.path.to_string(), old: found.old.clone(), new: found.new.clone() }
}

/// A document as text. Keys are text and nothing in it can fail to serialise.
pub(super) fn text(document: &impl Serialize) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}
