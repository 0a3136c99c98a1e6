//! For programs: one JSON object. Its keys are told in `docs/diff.md` and stay; new ones may come.

use crate::diff::compare::Change as Found;
use crate::diff::environments::{self, Side};
use crate::diff::fields::Field;
use crate::diff::{Object as FoundObject, State, against, risk, rollout, version};
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

/// `todoc diff --against DIR --format json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The version of this shape.
    pub version: u32,
    /// Name of the stack.
    pub stack: String,
    /// The earlier output, as it was named.
    pub against: String,
    /// The worst risk that is met anywhere; null where none is.
    pub worst: Option<String>,
    /// What changes, environment by environment.
    pub environments: Vec<Rollout>,
    /// The charts, and what their versions have to be.
    pub charts: Vec<Chart>,
    /// Environments that the earlier output has and the stack has no longer.
    pub forgotten: Vec<String>,
}

/// A chart, and what its version has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Its name.
    pub name: String,
    /// Its version in the earlier output; null where that does not have it.
    pub old: Option<String>,
    /// Its version now; null where it is gone.
    pub new: Option<String>,
    /// Which part has to rise: `none`, `patch`, `minor` or `major`.
    pub needed: String,
    /// Which part rose; null where it went down or can't be compared.
    pub rose: Option<String>,
    /// Whether that is enough.
    pub enough: bool,
    /// The least version that is enough; null where versions can't be compared.
    pub least: Option<String>,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// Why a part of a version has to rise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The part.
    pub level: String,
    /// What users of the chart notice.
    pub what: String,
}

/// What changes in an environment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollout {
    /// Its name.
    pub name: String,
    /// Whether the earlier output has it.
    pub known: bool,
    /// The worst risk that is met; null where none is.
    pub worst: Option<String>,
    /// The objects that change.
    pub objects: Vec<Changed>,
    /// How many objects stay as they are.
    pub alike: usize,
}

/// An object that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The API group; empty for the core.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty where none is named.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// What becomes of it: `new`, `gone` or `changed`.
    pub state: String,
    /// Where it changes.
    pub changes: Vec<Change>,
    /// What that does to a cluster, the worst first.
    pub risks: Vec<Risk>,
}

/// A risk of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Its name.
    pub risk: String,
    /// The place in the object; empty where it is the object itself.
    pub path: String,
    /// What happens, in one sentence.
    pub what: String,
    /// A page that tells more.
    pub page: String,
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

/// The document of an output over an earlier one.
#[must_use]
pub fn against(found: &against::Against) -> Against {
    let name = |risk: Option<&'static risk::Risk>| risk.map(|risk| risk.name.to_owned());
    let rollout = |own: &rollout::Rollout| Rollout {
        name: own.environment.clone(),
        known: own.is_known,
        worst: name(own.worst()),
        objects: own.objects.iter().map(changed).collect(),
        alike: own.alike,
    };
    Against {
        version: 1,
        stack: found.stack.clone(),
        against: found.output.clone(),
        worst: name(found.worst()),
        environments: found.environments.iter().map(rollout).collect(),
        charts: found.charts.iter().map(chart).collect(),
        forgotten: found.forgotten.clone(),
    }
}

fn chart(found: &version::Chart) -> Chart {
    let reason = |own: &version::Reason| Reason { level: own.level.name().to_owned(), what: own.what.clone() };
    Chart {
        name: found.name.clone(),
        old: found.old.clone(),
        new: found.new.clone(),
        needed: found.needed.name().to_owned(),
        rose: found.rose.map(|rose| rose.name().to_owned()),
        enough: found.is_enough,
        least: found.least.clone(),
        reasons: found.reasons.iter().map(reason).collect(),
    }
}

fn changed(found: &FoundObject) -> Changed {
    let state = match found.state {
        State::Gone => "gone",
        State::New => "new",
        State::Both => "changed",
    };
    let (id, state) = (found.id.clone(), state.to_owned());
    let changes = found.changes.iter().map(change).collect();
    let risk = |effect: &risk::Effect| Risk {
        risk: effect.risk.name.to_owned(),
        path: effect.path.clone(),
        what: effect.what.clone(),
        page: effect.page.to_owned(),
    };
    let risks = found.effects.iter().map(risk).collect();
    Changed { group: id.group, kind: id.kind, namespace: id.namespace, name: id.name, state, changes, risks }
}

fn change(found: &Found) -> Change {
    Change { path: found.path.to_string(), old: found.old.clone(), new: found.new.clone() }
}
