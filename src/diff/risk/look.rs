//! Looking into objects.

use crate::diff::object::Id;
use crate::types::Quantity;
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands at a path of keys: `spec.template.spec`.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| value.get(key)).filter(|found| !found.is_null())
}

/// The text at a path.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    at(value, path)?.as_str()
}

/// Whether `true` stands at a path.
pub(super) fn is_true(value: &Value, path: &str) -> bool {
    at(value, path) == Some(&Value::Bool(true))
}

/// The list at a path.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list at a path.
pub(super) fn words<'v>(value: &'v Value, path: &str) -> Vec<&'v str> {
    list(value, path).iter().filter_map(Value::as_str).collect()
}

/// The quantity at a path.
pub(super) fn quantity(value: &Value, path: &str) -> Option<Quantity> {
    match at(value, path)? {
        Value::String(text) => Quantity::read_text(text),
        Value::Number(number) => Quantity::read_text(&number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The labels at a path.
pub(super) fn labels<'v>(value: &'v Value, path: &str) -> BTreeMap<&'v str, &'v str> {
    let entries = at(value, path).and_then(Value::as_object);
    entries.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))).collect()
}

/// The pods that a workload makes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pods<'v> {
    /// Where their template is; nothing for a pod itself.
    pub(super) template: &'static str,
    /// The workload.
    pub(super) object: &'v Value,
}

/// A container of a pod.
#[derive(Debug, Clone, Copy)]
pub(super) struct Container<'v> {
    /// `containers` or `initContainers`.
    pub(super) list: &'static str,
    pub(super) name: &'v str,
    pub(super) value: &'v Value,
}

/// The pods of an object; none where it makes none.
pub(super) fn pods<'v>(id: &Id, object: &'v Value) -> Option<Pods<'v>> {
    let template = match (id.group.as_str(), id.kind.as_str()) {
        ("", "Pod") => "",
        ("apps", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet") | ("batch", "Job") => "spec.template",
        ("batch", "CronJob") => "spec.jobTemplate.spec.template",
        _ => return None,
    };
    Some(Pods { template, object })
}

impl<'v> Pods<'v> {
    /// A path within the pod as one of the object.
    pub(super) fn path(&self, inner: &str) -> String {
        if self.template.is_empty() { inner.to_owned() } else { format!("{}.{inner}", self.template) }
    }

    /// What stands at a path within the pod.
    pub(super) fn at(&self, inner: &str) -> Option<&'v Value> {
        at(self.object, &self.path(inner))
    }

    /// Its labels.
    pub(super) fn labels(&self) -> BTreeMap<&'v str, &'v str> {
        labels(self.object, &self.path("metadata.labels"))
    }

    /// Its containers, those that run before the others too.
    pub(super) fn containers(&self) -> Vec<Container<'v>> {
        let of = |list: &'static str| {
            let all = self::list(self.object, &self.path(&format!("spec.{list}")));
            all.iter().filter_map(move |value| Some(Container { list, name: text(value, "name")?, value }))
        };
        of("initContainers").chain(of("containers")).collect()
    }
}

impl Container<'_> {
    /// Where it is, as a person says it.
    pub(super) fn path(&self, pods: &Pods<'_>, inner: &str) -> String {
        pods.path(&format!("spec.{}[{}].{inner}", self.list, self.name))
    }
}

/// The containers that are there before and afterwards, by name.
pub(super) fn kept<'v>(old: &Pods<'v>, new: &Pods<'v>) -> Vec<(Container<'v>, Container<'v>)> {
    let before = old.containers();
    let pair = |own: Container<'v>| Some((before.iter().find(|other| other.name == own.name).copied()?, own));
    new.containers().into_iter().filter_map(pair).collect()
}

/// Whether a selector takes labels.
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>
pub(super) fn selects(selector: Option<&Value>, labels: &BTreeMap<&str, &str>) -> bool {
    let Some(selector) = selector else { return true };
    let equal = self::labels(selector, "matchLabels").into_iter().all(|(key, value)| labels.get(key) == Some(&value));
    equal
        && list(selector, "matchExpressions").iter().all(|own| {
            let value = text(own, "key").and_then(|key| labels.get(key));
            let among = value.is_some_and(|value| words(own, "values").contains(value));
            match text(own, "operator") {
                Some("In") => among,
                Some("NotIn") => !among,
                Some("Exists") => value.is_some(),
                Some("DoesNotExist") => value.is_none(),
                Some(_) | None => false,
            }
        })
}

/// How many pods a workload has; none where something else counts them.
pub(super) fn replicas(object: &Value) -> Option<i64> {
    at(object, "spec.replicas").and_then(Value::as_i64)
}

/// `a, b and c`.
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
