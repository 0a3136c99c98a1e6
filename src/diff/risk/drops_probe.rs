//! Containers that Kubernetes no longer watches.

use super::look::{self, at};
use super::{Delta, Finding, Risk, World};

pub(super) static RISK: Risk = Risk {
    name: "drops-probe",
    meaning: "Kubernetes no longer asks a container whether it is well",
    page: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    find,
};

const PROBES: [(&str, &str); 3] = [
    ("readinessProbe", "requests reach it before it can serve, and while it can't"),
    ("livenessProbe", "it is not restarted when it hangs"),
    ("startupProbe", "a slow start may be taken for a failure"),
];

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    let Some((old, new)) = delta.both() else { return Vec::new() };
    let (Some(old), Some(new)) = (look::pods(delta.id, old), look::pods(delta.id, new)) else { return Vec::new() };
    let mut found = Vec::new();
    for (before, after) in look::kept(&old, &new) {
        for (probe, what) in PROBES {
            // Without anything else to ask by, a start needs no probe.
            let is_moot = probe == "startupProbe" && at(after.value, "livenessProbe").is_none();
            if at(before.value, probe).is_some() && at(after.value, probe).is_none() && !is_moot {
                found.push(Finding::new(
                    after.path(&new, probe),
                    format!("container `{}` is not asked any longer: {what}", after.name),
                ));
            }
        }
    }
    found
}
