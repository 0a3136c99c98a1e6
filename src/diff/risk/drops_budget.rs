//! Pods that may all be taken away at once when nodes are drained.

use super::look::{self, at, replicas, selects};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;

pub(super) static RISK: Risk = Risk {
    name: "drops-budget",
    meaning: "more pods than before may be taken away at once when nodes are drained",
    page: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
    find,
};

fn find(delta: &Delta<'_>, world: &World<'_>) -> Vec<Finding> {
    if !delta.is("policy", "PodDisruptionBudget") {
        return Vec::new();
    }
    match (delta.gone(), delta.both()) {
        (Some(old), _) => gone(delta, old, world).into_iter().collect(),
        (None, Some((old, new))) => weaker(old, new).into_iter().collect(),
        (None, None) => Vec::new(),
    }
}

/// A budget that is gone matters where its pods are still there, and are several.
fn gone(delta: &Delta<'_>, old: &Value, world: &World<'_>) -> Option<Finding> {
    let budgets = world.new.iter().filter(|(id, _)| id.group == "policy" && id.namespace == delta.id.namespace);
    let left = world.new.iter().find(|(id, object)| {
        let Some(pods) = look::pods(id, object) else { return false };
        let takes = |budget: &Value| selects(at(budget, "spec.selector"), &pods.labels());
        let is_ours = id.namespace == delta.id.namespace && id.group == "apps" && takes(old);
        is_ours
            && replicas(object) != Some(1)
            && replicas(object) != Some(0)
            && !budgets.clone().any(|(_, own)| takes(own))
    });
    left.map(|(id, _)| Finding::new("", format!("all pods of {id} may be taken away at once when nodes are drained")))
}

fn weaker(old: &Value, new: &Value) -> Option<Finding> {
    let limit = |budget: &Value, key: &str| at(budget, &format!("spec.{key}")).map(number);
    let (least, most) = ("minAvailable", "maxUnavailable");
    let looser = |key: &'static str| match (limit(old, key)?, limit(new, key)?) {
        (Some((before, one)), Some((after, other))) if one == other => {
            (if key == least { after < before } else { after > before }).then_some(key)
        }
        _ => None,
    };
    let key = looser(least).or_else(|| looser(most))?;
    Some(Finding::new(format!("spec.{key}"), "more pods may be taken away at once when nodes are drained"))
}

/// A count, or a share in percent.
fn number(value: &Value) -> Option<(i64, bool)> {
    match value.as_str() {
        Some(text) => text.strip_suffix('%')?.parse().ok().map(|share| (share, true)),
        None => value.as_i64().map(|count| (count, false)),
    }
}
