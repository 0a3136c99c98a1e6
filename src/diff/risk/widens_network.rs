//! Traffic that no policy let through before. Policies add up: what pods may do is what any policy that selects them allows, and
//! all where none does. So it is told for the pods, and not for the text of a policy.

use super::look::{self, and};
use super::policy::{Pass, Way, covers, passes, restricts, takes, told};
use super::{Delta, Finding, Risk, World};
use crate::diff::object::Id;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) static RISK: Risk = Risk {
    name: "widens-network",
    meaning: "network policies let traffic through that they refused before",
    page: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    find,
};

fn find(delta: &Delta<'_>, world: &World<'_>) -> Vec<Finding> {
    if !delta.is("networking.k8s.io", "NetworkPolicy") {
        return Vec::new();
    }
    let has_pods = |policy: Option<&Value>, all: &[(Id, &Value)]| {
        policy.is_some_and(|policy| {
            let pods = all.iter().filter_map(|(id, object)| Some((id, look::pods(id, object)?)));
            pods.into_iter().any(|(id, pods)| takes(policy, &id.namespace, &pods.labels()))
        })
    };
    let is_ours = has_pods(delta.old, world.old) || has_pods(delta.new, world.new);
    let pods = if is_ours { workloads(world) } else { Vec::new() };
    let of = |way| if is_ours { of_pods(delta, world, &pods, way) } else { alone(delta, way) };
    Way::BOTH.into_iter().flat_map(of).collect()
}

/// Pods that are there before and afterwards.
struct Pods<'a> {
    id: &'a Id,
    before: BTreeMap<&'a str, &'a str>,
    after: BTreeMap<&'a str, &'a str>,
}

fn workloads<'a>(world: &World<'a>) -> Vec<Pods<'a>> {
    let both = world.new.iter().filter_map(|(id, new)| {
        let (_, old) = world.old.iter().find(|(other, _)| other == id)?;
        let (before, after) = (look::pods(id, old)?, look::pods(id, new)?);
        Some(Pods { id, before: before.labels(), after: after.labels() })
    });
    both.collect()
}

/// The policies that restrict a way of some pods.
fn policies<'a>(all: &[(Id, &'a Value)], way: Way, namespace: &str, labels: &BTreeMap<&str, &str>) -> Vec<&'a Value> {
    let own = all.iter().filter(|(id, _)| id.group == "networking.k8s.io" && id.kind == "NetworkPolicy");
    own.map(|(_, policy)| *policy).filter(|policy| restricts(policy, way) && takes(policy, namespace, labels)).collect()
}

fn of_pods(delta: &Delta<'_>, world: &World<'_>, pods: &[Pods<'_>], way: Way) -> Vec<Finding> {
    let mut free: Vec<String> = Vec::new();
    let mut wider: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for own in pods {
        let namespace = &own.id.namespace;
        let before = policies(world.old, way, namespace, &own.before);
        let after = policies(world.new, way, namespace, &own.after);
        let was = delta.old.is_some_and(|old| restricts(old, way) && takes(old, namespace, &own.before));
        if was && after.is_empty() {
            free.push(own.id.to_string());
        }
        let Some(new) = delta.new.filter(|new| restricts(new, way) && takes(new, namespace, &own.after)) else {
            continue;
        };
        if before.is_empty() {
            continue;
        }
        let known: Vec<Pass<'_>> = before.iter().flat_map(|policy| passes(policy, way)).collect();
        for pass in passes(new, way).iter().filter(|pass| !known.iter().any(|known| covers(known, pass))) {
            wider.entry(told(pass, way)).or_default().push(own.id.to_string());
        }
    }
    let mut found = Vec::new();
    if !free.is_empty() {
        let path = if delta.new.is_some() { "spec" } else { "" };
        found.push(Finding::new(
            path,
            format!("nothing restricts the traffic {} of {} any longer", word(way), and(&free)),
        ));
    }
    found.extend(wider.into_iter().map(|(pass, pods)| {
        Finding::new(way.rules(), format!("{} may have traffic {pass}, which no policy let through before", and(&pods)))
    }));
    found
}

/// A policy for pods that are not in the output: what it says itself.
fn alone(delta: &Delta<'_>, way: Way) -> Vec<Finding> {
    let Some(old) = delta.old.filter(|old| restricts(old, way)) else { return Vec::new() };
    let free = |path: &str, why: &str| {
        vec![Finding::new(path, format!("{why}: it no longer restricts the traffic {}", word(way)))]
    };
    let Some(new) = delta.new else { return free("", "the policy is gone") };
    if !restricts(new, way) {
        return free("spec.policyTypes", "the policy has this way no more");
    }
    let selector = |policy: &Value| look::at(policy, "spec.podSelector").cloned().unwrap_or(Value::Null);
    if is_narrower(&selector(old), &selector(new)) {
        return free("spec.podSelector", "the policy selects other pods than before");
    }
    let known = passes(old, way);
    let wider = passes(new, way).into_iter().filter(|pass| !known.iter().any(|known| covers(known, pass)));
    wider
        .map(|pass| Finding::new(way.rules(), format!("traffic {} passes, which did not before", told(&pass, way))))
        .collect()
}

/// Whether pods may be left out that were selected: labels are asked for that were not, or expressions differ.
fn is_narrower(old: &Value, new: &Value) -> bool {
    let labels = |selector| look::labels(selector, "matchLabels");
    let before = labels(old);
    let asks_more = labels(new).iter().any(|(key, value)| before.get(key) != Some(value));
    asks_more
        || look::list(new, "matchExpressions").iter().any(|own| !look::list(old, "matchExpressions").contains(own))
}

fn word(way: Way) -> &'static str {
    match way {
        Way::In => "into the pods",
        Way::Out => "out of the pods",
    }
}
