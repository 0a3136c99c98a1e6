//! Containers that may take more of their node than others can spare.

use super::look::{self, at};
use super::{Delta, Finding, Risk, World};

pub(super) static RISK: Risk = Risk {
    name: "drops-limits",
    meaning: "a container or a namespace may take whatever it can get, or is promised nothing",
    page: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    find,
};

const QUOTA: &str = "https://kubernetes.io/docs/concepts/policy/resource-quotas/";
const RANGE: &str = "https://kubernetes.io/docs/concepts/policy/limit-range/";

const RESOURCES: [(&str, &str); 4] = [
    ("resources.limits.memory", "may take all memory of its node, and others are stopped for it"),
    ("resources.limits.cpu", "may take all processors of its node that others leave"),
    ("resources.requests.memory", "is promised no memory, and is the first to be stopped where memory is short"),
    ("resources.requests.cpu", "is promised no processor, and is slow where others are busy"),
];

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    if delta.gone().is_some() {
        return gone(delta).into_iter().collect();
    }
    let Some((old, new)) = delta.both() else { return Vec::new() };
    let (Some(old), Some(new)) = (look::pods(delta.id, old), look::pods(delta.id, new)) else { return Vec::new() };
    let mut found = Vec::new();
    for (before, after) in look::kept(&old, &new) {
        for (path, what) in RESOURCES {
            if at(before.value, path).is_some() && at(after.value, path).is_none() {
                found.push(Finding::new(after.path(&new, path), format!("container `{}` {what}", after.name)));
            }
        }
    }
    found
}

fn gone(delta: &Delta<'_>) -> Option<Finding> {
    let (what, page) = match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("", "ResourceQuota") => ("nothing bounds what the namespace takes of the cluster", QUOTA),
        ("", "LimitRange") => ("containers that say nothing get neither a request nor a limit", RANGE),
        _ => return None,
    };
    Some(Finding::new("", what).page(page))
}
