//! What a subject may do to the API that it might not do before.

use super::look::{and, list, text, words};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RISK: Risk = Risk {
    name: "widens-rbac",
    meaning: "a subject may do something to the Kubernetes API that it might not do before",
    page: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
    find,
};

const GROUP: &str = "rbac.authorization.k8s.io";
const ANY: &str = "*";

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    let Some(new) = delta.new.filter(|_| delta.id.group == GROUP) else { return Vec::new() };
    match delta.id.kind.as_str() {
        "Role" | "ClusterRole" => role(delta.old, new, reach(&delta.id.kind)).into_iter().collect(),
        "RoleBinding" | "ClusterRoleBinding" => binding(delta.old, new, reach(&delta.id.kind)),
        _ => Vec::new(),
    }
}

fn reach(kind: &str) -> &'static str {
    if kind.starts_with("Cluster") { "in every namespace" } else { "in its namespace" }
}

/// One permission: group and resource, or an address; a name of an object; a verb.
type Grant = [String; 4];

fn grants(role: &Value) -> BTreeSet<Grant> {
    let mut grants = BTreeSet::new();
    for rule in list(role, "rules") {
        let names = words(rule, "resourceNames");
        let names = if names.is_empty() { vec![ANY] } else { names };
        for verb in words(rule, "verbs") {
            for group in words(rule, "apiGroups") {
                for resource in words(rule, "resources") {
                    let grant = |name: &&str| [group, resource, *name, verb].map(str::to_owned);
                    grants.extend(names.iter().map(grant));
                }
            }
            let address = |url: &str| ["", url, ANY, verb].map(str::to_owned);
            grants.extend(words(rule, "nonResourceURLs").into_iter().map(address));
        }
    }
    grants
}

fn covers(known: &Grant, own: &Grant) -> bool {
    known.iter().zip(own).all(|(known, own)| known == ANY || known == own)
}

fn role(old: Option<&Value>, new: &Value, reach: &str) -> Option<Finding> {
    let before = old.map(grants).unwrap_or_default();
    let added = grants(new).into_iter().filter(|own| !before.iter().any(|known| covers(known, own)));
    let mut verbs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [group, resource, name, verb] in added {
        let of = if group.is_empty() { resource } else { format!("{resource}.{group}") };
        let of = if name == ANY { of } else { format!("{of} `{name}`") };
        verbs.entry(of).or_default().push(verb);
    }
    let said: Vec<String> = verbs.iter().map(|(of, verbs)| format!("{} {of}", verbs.join(", "))).collect();
    let what = format!("whoever has this role may {reach} also {}", and(&said));
    (!said.is_empty()).then(|| Finding::new("rules", what))
}

fn binding(old: Option<&Value>, new: &Value, reach: &str) -> Vec<Finding> {
    let role = |binding: &Value| text(binding, "roleRef.name").unwrap_or_default().to_owned();
    let subjects = |binding: &Value| -> BTreeSet<String> {
        let name = |own: &Value| {
            let namespace = text(own, "namespace").map(|namespace| format!("{namespace}/")).unwrap_or_default();
            Some(format!("{} {namespace}{}", text(own, "kind")?, text(own, "name")?))
        };
        list(binding, "subjects").iter().filter_map(name).collect()
    };
    let same_role = old.is_some_and(|old| role(old) == role(new));
    let before = old.filter(|_| same_role).map(subjects).unwrap_or_default();
    let added: Vec<String> = subjects(new).difference(&before).cloned().collect();
    let what = format!("{} may do {reach} what role `{}` allows", and(&added), role(new));
    if added.is_empty() { Vec::new() } else { vec![Finding::new("subjects", what)] }
}
