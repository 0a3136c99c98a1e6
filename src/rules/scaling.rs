//! Autoscalers that Kubernetes refuses, and those that nobody has.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::scale::scale;
use crate::schema::autoscale::{AUTOSCALE, BEHAVIOR, POLICY, POLICY_PERIOD, SCALE_DOWN, SCALE_UP, WINDOW};
use crate::schema::metrics::{INTERVAL, METRICS, SCRAPE_TIMEOUT};
use crate::schema::{Field, database, service};
use std::collections::BTreeMap;

/// The longest time that is looked back on, and within which a policy counts, in seconds.
const LONGEST: [(&Field, i64); 2] = [(&WINDOW, 3600), (&POLICY_PERIOD, 1800)];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    // Where pods are scaled somewhere, other environments may leave it at a number.
    let mut unused: BTreeMap<&str, Option<Diagnostic>> = BTreeMap::new();
    for environment in context.environments {
        for view in facts::running(environment).chain(facts::databases(environment)) {
            if let Some(found) = late(view) {
                findings.about(environment, view, found);
            }
        }
        for view in facts::running(environment) {
            let Some(own) = view.child(&AUTOSCALE) else { continue };
            for found in too_long(&own) {
                findings.about(environment, view, found);
            }
            let range = scale(view);
            let told = (range.most <= range.least).then(|| of_one_number(view, &own));
            let known = unused.entry(view.name).or_insert_with(|| told.clone());
            *known = known.take().filter(|_| told.is_some());
        }
    }
    unused.into_values().flatten().for_each(|found| findings.always(found));
}

fn of_one_number(view: &View<'_>, own: &View<'_>) -> Diagnostic {
    let message = format!("service `{}` is told when to add pods, and has a fixed number of them", view.name);
    let found = finding(Code::W0490, own.head(), message);
    found.help(format!("write `{} = 2..10`, or leave `autoscale` out", service::REPLICAS.name))
}

fn too_long(own: &View<'_>) -> Vec<Diagnostic> {
    let Some(behavior) = own.child(&BEHAVIOR) else { return Vec::new() };
    let directions: Vec<View<'_>> =
        [&SCALE_UP, &SCALE_DOWN].into_iter().filter_map(|kind| behavior.child(kind)).collect();
    let policies = directions.iter().flat_map(|own| own.children(&POLICY));
    let all: Vec<View<'_>> = directions.iter().cloned().chain(policies).collect();
    let mut found = Vec::new();
    for (field, most) in LONGEST {
        for own in all.iter().filter(|own| own.kind.field(field.name).is_some_and(|known| known.is(field))) {
            if own.field(field).and_then(|said| said.value.int()).is_some_and(|seconds| seconds > most) {
                let message = format!("`{}` is longer than {most}s", field.name);
                found.push(finding(Code::E0207, own.place(field), message));
            }
        }
    }
    found
}

/// Prometheus refuses to wait for an answer until after the next request.
fn late(view: &View<'_>) -> Option<Diagnostic> {
    let own = view.child(&METRICS).or_else(|| view.child(&database::METRICS))?;
    let (interval, timeout) = (own.int(&INTERVAL)?, own.int(&SCRAPE_TIMEOUT)?);
    if timeout <= interval {
        return None;
    }
    let message =
        format!("{} `{}` is asked every {interval}s, and may answer after {timeout}s", view.kind.name, view.name);
    let found = finding(Code::E0493, own.place(&SCRAPE_TIMEOUT), message);
    Some(found.label(own.place(&INTERVAL), "the time from one request to the next"))
}
