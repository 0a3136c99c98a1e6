//! A disruption budget that no drain can ever keep.
//! <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::model::scale::scale;
use crate::model::typed::Kind;
use crate::schema::{Field, autoscale, choices, environment as settings, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for service in facts::running(environment) {
            if let Some(budget) = budget(environment, service) {
                blocked(environment, service, &budget, findings);
            }
        }
    }
}

/// The budget of a service, where it has one.
fn budget<'a>(environment: &Environment<'a>, service: &View<'a>) -> Option<View<'a>> {
    let budget = service.child(&autoscale::DISRUPTION)?;
    let by_rule = environment.settings.bool(&settings::DISRUPTION_BUDGETS) && scale(service).least > 1;
    let is_daemon = service.choice(&service::KIND) == Some(&choices::DAEMON_SET);
    (!is_daemon && budget.truth(&autoscale::ENABLED).unwrap_or(by_rule)).then_some(budget)
}

fn blocked(environment: &Environment<'_>, service: &View<'_>, budget: &View<'_>, findings: &mut Findings) {
    let pods = scale(service).least;
    let (field, message) = if pods_meant(budget, &autoscale::MIN_AVAILABLE, pods).is_some_and(|stay| stay >= pods) {
        let message = format!("all {pods} pods of service `{}` must stay while nodes are drained", service.name);
        (&autoscale::MIN_AVAILABLE, if pods == 1 { message.replace("all 1 pods", "the only pod") } else { message })
    } else if pods_meant(budget, &autoscale::MAX_UNAVAILABLE, pods) == Some(0) {
        (
            &autoscale::MAX_UNAVAILABLE,
            format!("no pod of service `{}` may be missing while nodes are drained", service.name),
        )
    } else {
        return;
    };
    let found = finding(Code::E0407, budget.place(field), message);
    let found = if facts::place(service, &service::REPLICAS) == service.head() {
        found
    } else {
        found.label(service.place(&service::REPLICAS), "its fewest pods")
    };
    let note = "a node with one of these pods can never be drained, so upgrades of the cluster get stuck";
    findings.about(environment, service, found.note(note).help("write `disruption { max_unavailable = 1 }`"));
}

/// How many of the pods a field means; the disruption controller rounds shares up.
fn pods_meant(budget: &View<'_>, field: &'static Field, pods: u32) -> Option<u32> {
    let value = budget.value(field)?;
    if let Kind::Percent(percent) = value.kind {
        let share = u64::try_from(percent).ok()? * u64::from(pods);
        return u32::try_from(share.div_ceil(100)).ok();
    }
    if let Kind::Int(count) = value.kind { u32::try_from(count).ok() } else { None }
}
