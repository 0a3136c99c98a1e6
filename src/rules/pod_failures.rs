//! Rules for failed pods that look at a container which the pods have not got.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::View;
use crate::schema::{job, shared, sidecar};
use crate::types::nearest;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for pod in facts::pods(environment) {
            for found in pod.blocks_of(&job::POD_FAILURE).filter_map(|failure| misses(pod, failure)) {
                findings.about(environment, pod, found);
            }
        }
    }
}

fn misses(pod: &View<'_>, failure: &View<'_>) -> Option<Diagnostic> {
    let name = failure.text(&job::FAILED_CONTAINER)?;
    let place = failure.place(&job::FAILED_CONTAINER);
    let names = || facts::containers_of(pod).map(|container| container.own.name);
    if names().any(|own| own == name) {
        return None;
    }
    let off = pod
        .blocks()
        .iter()
        .find(|own| own.name == name && [&sidecar::SIDECAR, &sidecar::INIT].iter().any(|kind| own.kind.is(kind)));
    if let Some(off) = off {
        let found = finding(Code::E0307, place, format!("{} `{name}` is switched off", off.kind.name));
        return Some(found.label(off.place(&shared::ENABLED), "switched off here"));
    }
    let found = finding(Code::E0301, place, format!("{} `{}` has no container `{name}`", pod.kind.name, pod.name));
    Some(match nearest(name, names()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help(format!("there is {}", describe::list(names()))),
    })
}
