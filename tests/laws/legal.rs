//! What an API server takes without a word: names within their limits, labels of legal form, nothing empty that means nothing.

use serde_json::Value;
use todoc::kubernetes;

use crate::trees;

/// Most characters of names, by kind; of others 253. A pod's labels hold the names of those above it.
const LIMITS: &[(&str, usize)] = &[("StatefulSet", 52), ("CronJob", 52), ("Job", 63), ("Service", 63)];

/// Empty maps that mean something.
const MEANINGFUL: &[&str] = &["emptyDir", "podSelector", "namespaceSelector"];

/// Lists that must be there with nothing in them: the settings of a Dapr component.
const REQUIRED: &[&str] = &["metadata"];

/// Kinds of others, of the whole cluster; which of Kubernetes' own are, it tells itself.
const CLUSTER_WIDE: &[&str] = &["ClusterIssuer", "Tenant"];

/// A group of which fixtures write objects by hand, with what is empty in it on purpose.
const BY_HAND: &str = "example.com/";

/// Kind, namespace and name.
pub(crate) fn key(object: &Value) -> String {
    let text = |pointer| object.pointer(pointer).and_then(Value::as_str).unwrap_or("?");
    format!("{} {}/{}", text("/kind"), text("/metadata/namespace"), text("/metadata/name"))
}

/// Adds what is wrong with an object.
pub(crate) fn object(object: &Value, found: &mut Vec<String>) {
    let mut tell = |what: String| found.push(format!("{}: {what}", key(object)));
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    for pointer in ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"] {
        let is_free = pointer == "/metadata/namespace" && is_cluster_wide(text("/apiVersion"), text("/kind"));
        if text(pointer).is_empty() != is_free {
            tell(format!("has {}{pointer}", if is_free { "" } else { "no " }));
        }
    }
    let (kind, name) = (text("/kind"), text("/metadata/name"));
    let limit = LIMITS.iter().find(|(own, _)| *own == kind).map_or(253, |(_, limit)| *limit);
    // Roles and their bindings are named by any segment of a path.
    // <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole>
    let is_name = if kind.starts_with("ClusterRole") || kind.starts_with("Role") {
        !name.contains(['/', '%']) && !["", ".", ".."].contains(&name)
    } else {
        name.split('.').all(is_label)
    };
    if name.len() > limit || !is_name {
        tell(format!("is no name for a {kind}"));
    }
    if !text("/apiVersion").starts_with(BY_HAND) {
        if trees::any(object, &Value::is_null) {
            tell("holds null".to_owned());
        }
        empty("", object, &mut tell);
    }
    labels(object, &mut tell);
    pods(object, &mut tell);
}

fn is_cluster_wide(api_version: &str, kind: &str) -> bool {
    kubernetes::kind(api_version, kind).map_or(CLUSTER_WIDE.contains(&kind), |kind| !kind.is_namespaced)
}

/// A DNS label. <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names>
fn is_label(text: &str) -> bool {
    let inside = |other: char| other.is_ascii_lowercase() || other.is_ascii_digit() || other == '-';
    (1..=63).contains(&text.len()) && text.chars().all(inside) && !text.starts_with('-') && !text.ends_with('-')
}

fn empty(key: &str, value: &Value, tell: &mut impl FnMut(String)) {
    match value {
        Value::Object(map) if map.is_empty() && !MEANINGFUL.contains(&key) => tell(format!("{key} is an empty map")),
        Value::Array(items) if items.is_empty() && !REQUIRED.contains(&key) => tell(format!("{key} is an empty list")),
        Value::Object(map) => map.iter().for_each(|(key, value)| empty(key, value, tell)),
        Value::Array(items) => items.iter().for_each(|value| empty(key, value, tell)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Values of labels, wherever they stand; of annotations only that they are text.
fn labels(value: &Value, tell: &mut impl FnMut(String)) {
    let Value::Object(map) = value else {
        return value.as_array().into_iter().flatten().for_each(|value| labels(value, tell));
    };
    for (key, value) in map {
        for (name, text) in value.as_object().into_iter().flatten() {
            let legal = match key.as_str() {
                "labels" | "matchLabels" | "nodeSelector" => text.as_str().is_some_and(is_label_value),
                "annotations" => text.is_string(),
                _ => true,
            };
            if !legal {
                tell(format!("{key} {name} is {text}"));
            }
        }
        labels(value, tell);
    }
}

fn is_label_value(text: &str) -> bool {
    let ends = |other: Option<char>| other.is_none_or(|other| other.is_ascii_alphanumeric());
    let inside = |other: char| other.is_ascii_alphanumeric() || "-_.".contains(other);
    text.len() <= 63 && text.chars().all(inside) && ends(text.chars().next()) && ends(text.chars().last())
}

/// Containers and volumes of a pod template: unique names, mounts of volumes that are there, variables known once.
fn pods(object: &Value, tell: &mut impl FnMut(String)) {
    let templates = ["/spec/template/spec", "/spec/jobTemplate/spec/template/spec"];
    let Some(pod) = templates.iter().find_map(|pointer| object.pointer(pointer)) else { return };
    let claims = names(object, "/spec/volumeClaimTemplates", "/metadata/name");
    let volumes: Vec<&str> = names(pod, "/volumes", "/name").into_iter().chain(claims).collect();
    let mut containers = names(pod, "/initContainers", "/name");
    containers.extend(names(pod, "/containers", "/name"));
    for (what, names) in [("volume", &volumes), ("container", &containers)] {
        twice(names).for_each(|name| tell(format!("{what} {name} is there twice")));
        names.iter().filter(|name| !is_label(name)).for_each(|name| tell(format!("{what} {name} is no name")));
    }
    for container in items(pod, "/initContainers").chain(items(pod, "/containers")) {
        for mount in names(container, "/volumeMounts", "/name").iter().filter(|mount| !volumes.contains(mount)) {
            tell(format!("{mount} is mounted and no volume"));
        }
        twice(&names(container, "/volumeMounts", "/mountPath"))
            .for_each(|path| tell(format!("{path} is mounted twice")));
        twice(&names(container, "/env", "/name")).for_each(|name| tell(format!("variable {name} is there twice")));
        let ports = names(container, "/ports", "/name");
        ports.iter().filter(|name| name.len() > 15).for_each(|name| tell(format!("port {name} is too long")));
    }
}

fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn names<'a>(value: &'a Value, list: &str, name: &str) -> Vec<&'a str> {
    items(value, list).filter_map(|item| item.pointer(name).and_then(Value::as_str)).collect()
}

fn twice<'a>(names: &[&'a str]) -> impl Iterator<Item = &'a str> {
    names.iter().enumerate().filter(|(index, name)| names[..*index].contains(name)).map(|(_, name)| *name)
}

#[test]
fn what_an_api_server_refuses_is_told() {
    let wrong = serde_json::json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": { "name": "Web", "labels": { "tier": "-x" }, "annotations": { "a": 1 } },
        "spec": { "selector": {}, "template": { "spec": {
            "containers": [{ "name": "a", "env": [{ "name": "X" }, { "name": "X" }], "volumeMounts": [{ "name": "b", "mountPath": "/b" }] }],
            "volumes": [{ "name": "c", "emptyDir": {} }, { "name": "c", "emptyDir": {} }],
        } } },
    });
    let mut found = Vec::new();
    object(&wrong, &mut found);
    let told: Vec<&str> = found.iter().filter_map(|line| line.split_once(": ")).map(|(_, what)| what).collect();
    let expected = [
        "has no /metadata/namespace",
        "is no name for a Deployment",
        "selector is an empty map",
        "labels tier is \"-x\"",
        "annotations a is 1",
        "volume c is there twice",
        "b is mounted and no volume",
        "variable X is there twice",
    ];
    assert_eq!(told, expected);
}
