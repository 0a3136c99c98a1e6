//! What kubectl printed, and how it hangs together.

use serde_json::Value;

/// The objects of a namespace.
#[derive(Debug, Default)]
pub struct Found {
    objects: Vec<Value>,
}

impl Found {
    /// Reads what `kubectl get --output json` prints: one List.
    ///
    /// # Errors
    /// Where it is not that.
    pub fn read(printed: &[u8]) -> Result<Self, String> {
        let list: Value = serde_json::from_slice(printed).map_err(|error| error.to_string())?;
        let objects = list.get("items").and_then(Value::as_array).ok_or("it has no `items`")?;
        Ok(Self { objects: objects.clone() })
    }

    /// The object of a kind and name.
    pub(super) fn named(&self, kind: &str, name: &str) -> Option<&Value> {
        self.objects.iter().find(|object| text(object, "/kind") == kind && text(object, "/metadata/name") == name)
    }

    /// The objects of a kind.
    pub(super) fn of<'f>(&'f self, kind: &'f str) -> impl Iterator<Item = &'f Value> + 'f {
        self.objects.iter().filter(move |object| text(object, "/kind") == kind)
    }

    /// The objects of a kind that another one controls.
    pub(super) fn owned<'f>(&'f self, kind: &'f str, owner: &'f Value) -> impl Iterator<Item = &'f Value> + 'f {
        let uid = text(owner, "/metadata/uid");
        self.of(kind).filter(move |object| !uid.is_empty() && owners(object).any(|owner| owner == uid))
    }

    /// The pods of a workload, also where a `ReplicaSet` is between.
    pub(super) fn pods<'f>(&'f self, workload: &'f Value) -> Vec<&'f Value> {
        let between = self.owned("ReplicaSet", workload);
        let through = between.flat_map(|set| self.owned("Pod", set));
        self.owned("Pod", workload).chain(through).collect()
    }
}

/// Who controls an object.
fn owners(object: &Value) -> impl Iterator<Item = &str> {
    items(object, "/metadata/ownerReferences").iter().map(|owner| text(owner, "/uid"))
}

/// The text at a place, empty where there is none.
pub(super) fn text<'v>(object: &'v Value, pointer: &str) -> &'v str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The number at a place; 0 where there is none, as Kubernetes leaves zeros out.
pub(super) fn number(object: &Value, pointer: &str) -> i64 {
    object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// The list at a place, empty where there is none.
pub(super) fn items<'v>(object: &'v Value, pointer: &str) -> &'v [Value] {
    object.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a truth stands at a place.
pub(super) fn is_set(object: &Value, pointer: &str) -> bool {
    object.pointer(pointer).and_then(Value::as_bool).unwrap_or_default()
}

/// A condition of an object, by its type.
pub(super) fn condition<'v>(object: &'v Value, kind: &str) -> Option<&'v Value> {
    items(object, "/status/conditions").iter().find(|condition| text(condition, "/type") == kind)
}

/// A condition that has a status.
pub(super) fn condition_is<'v>(object: &'v Value, kind: &str, status: &str) -> Option<&'v Value> {
    condition(object, kind).filter(|condition| text(condition, "/status") == status)
}

/// Reason and message of a condition, or of the state of a container.
pub(super) fn why(told: &Value) -> String {
    let (reason, message) = (text(told, "/reason"), text(told, "/message"));
    match (reason.is_empty(), message.is_empty()) {
        (false, false) => format!("{reason}: {message}"),
        (false, true) => reason.to_owned(),
        (true, _) => message.to_owned(),
    }
}
