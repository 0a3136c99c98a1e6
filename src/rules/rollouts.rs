//! Rollouts that Kubernetes refuses, because no pod may come or go, or because it is told both.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::Kind;
use crate::schema::{Field, choices, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::running(environment) {
            if let Some(found) = too_late(view) {
                findings.about(environment, view, found);
            }
            let Some(own) = view.child(&service::STRATEGY) else { continue };
            if own.choice(&service::STRATEGY_TYPE) != Some(&choices::ROLLING) {
                continue;
            }
            let found = match view.choice(&service::KIND) {
                Some(kind) if *kind == choices::DAEMON_SET => on_every_node(&own),
                Some(kind) if *kind == choices::STATEFUL_SET => one_by_one(&own),
                Some(_) | None => beside(&own),
            };
            if let Some(found) = found {
                findings.about(environment, view, found);
            }
        }
    }
}

/// Kubernetes gives a rollout up after so long without progress, where nothing else is said.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds>
const PROGRESS_DEADLINE: i64 = 600;

/// A pod must have the time to count as ready before the rollout is given up.
fn too_late(view: &View<'_>) -> Option<Diagnostic> {
    let ready = view.int(&service::MIN_READY).filter(|_| view.choice(&service::KIND) == Some(&choices::DEPLOYMENT))?;
    let deadline = view.int(&service::PROGRESS_DEADLINE);
    if ready < deadline.unwrap_or(PROGRESS_DEADLINE) {
        return None;
    }
    let message = format!(
        "a rollout of `{}` is given up after {} s, before a pod can be ready for {ready} s",
        view.name,
        deadline.unwrap_or(PROGRESS_DEADLINE)
    );
    let ready = view.place(&service::MIN_READY);
    let found = match deadline {
        Some(_) => finding(Code::E0490, view.place(&service::PROGRESS_DEADLINE), message)
            .label(ready, "it must be ready so long"),
        None => finding(Code::E0490, ready, message),
    };
    Some(found.help(format!("let `{}` be longer than `{}`", service::PROGRESS_DEADLINE.name, service::MIN_READY.name)))
}

/// A Deployment has pods too many or too few during a rollout.
fn beside(own: &View<'_>) -> Option<Diagnostic> {
    let is_stuck = is_zero(own, &service::SURGE) && is_zero(own, &service::UNAVAILABLE);
    is_stuck.then(|| stuck(own, &service::SURGE, &service::UNAVAILABLE))
}

/// A DaemonSet has either, never both; without a word it lacks one pod.
fn on_every_node(own: &View<'_>) -> Option<Diagnostic> {
    let is_written = |field: &Field| own.layer_of(field).is_some();
    let surges = is_written(&service::SURGE) && !is_zero(own, &service::SURGE);
    let lacks = if is_written(&service::UNAVAILABLE) {
        !is_zero(own, &service::UNAVAILABLE)
    } else {
        !is_written(&service::SURGE)
    };
    if surges && lacks {
        let message = "a `daemon_set` cannot have both `surge` and `unavailable`";
        let found = finding(Code::E0490, own.place(&service::UNAVAILABLE), message);
        let found = found.label(own.place(&service::SURGE), "new pods start beside old ones because of this");
        return Some(found.help("write `unavailable = 0`, or leave `surge` out"));
    }
    (!surges && !lacks).then(|| stuck(own, &service::UNAVAILABLE, &service::SURGE))
}

/// A StatefulSet can only lack pods.
fn one_by_one(own: &View<'_>) -> Option<Diagnostic> {
    let is_stuck = own.layer_of(&service::UNAVAILABLE).is_some() && is_zero(own, &service::UNAVAILABLE);
    is_stuck.then(|| stuck(own, &service::UNAVAILABLE, &service::UNAVAILABLE))
}

fn stuck(own: &View<'_>, first: &Field, second: &Field) -> Diagnostic {
    let place = if own.layer_of(first).is_some() { own.place(first) } else { own.place(second) };
    let message = "a rollout that may neither start a new pod nor end an old one never ends";
    finding(Code::E0490, place, message).help(format!(
        "let one of `{}` and `{}` be 1 or more",
        service::SURGE.name,
        service::UNAVAILABLE.name
    ))
}

fn is_zero(own: &View<'_>, field: &'static Field) -> bool {
    own.value(field).is_some_and(|value| matches!(value.kind, Kind::Int(0) | Kind::Percent(0)))
}
