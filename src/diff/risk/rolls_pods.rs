//! Pods that are replaced, which another number of them is not.

use super::look::{at, replicas, text};
use super::{Delta, Finding, Risk, World};
use crate::diff::compare;

pub(super) static RISK: Risk = Risk {
    name: "rolls-pods",
    meaning: "pods are replaced by new ones, a few at a time, while the others answer",
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#updating-a-deployment",
    find,
};

const DAEMON: &str = "https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/";
const STATEFUL: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies";

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    const TEMPLATE: &str = "spec.template";
    let Some((old, new)) = delta.both().filter(|_| delta.id.group == "apps") else { return Vec::new() };
    let (Some(before), Some(after)) = (at(old, TEMPLATE), at(new, TEMPLATE)) else { return Vec::new() };
    if compare::compare(before, after, None).is_empty() || replicas(new) == Some(0) {
        return Vec::new();
    }
    let waits = text(new, "spec.updateStrategy.type") == Some("OnDelete");
    let (what, page) = match delta.id.kind.as_str() {
        "Deployment" if text(new, "spec.strategy.type") != Some("Recreate") => {
            ("its pods are replaced by new ones, a few at a time", RISK.page)
        }
        "DaemonSet" if !waits => ("its pods are replaced node by node", DAEMON),
        "DaemonSet" | "StatefulSet" if waits => {
            ("its pods stay as they are until somebody deletes them, and only then are new ones made", STATEFUL)
        }
        // What is stopped first is told as downtime.
        _ => return Vec::new(),
    };
    vec![Finding::new(TEMPLATE, what).page(page)]
}
