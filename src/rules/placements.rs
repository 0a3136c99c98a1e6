//! Places for pods that no node can offer.
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity>

use super::{Context, Findings, finding, walk};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::typed::Value;
use crate::schema::placement::{
    AFFINITY, ANTI_AFFINITY, APART, NEAR, SPREAD, SPREAD_HARD, SPREAD_KEY, TOPOLOGY, WEIGHT,
};
use crate::schema::{Block, Field, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in walk::used(environment) {
            let found = without_pods(environment, view).into_iter().chain(torn(view)).chain(said_twice(view));
            for found in found {
                findings.about(environment, view, found);
            }
        }
    }
}

static TERMS: [(&Block, &Field); 2] = [(&AFFINITY, &NEAR), (&ANTI_AFFINITY, &APART)];

/// Every block that a term names, with the term.
fn named<'v, 'a>(
    view: &'v View<'a>,
    kind: &'static Block,
    field: &'static Field,
) -> impl Iterator<Item = (&'v View<'a>, &'a Value)> {
    view.blocks_of(kind).flat_map(move |term| term.list(field).iter().map(move |value| (term, value)))
}

/// What runs no pods here is nowhere.
fn without_pods(environment: &Environment<'_>, view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (kind, field) in TERMS {
        for (_, value) in named(view, kind, field) {
            let Some((of, name)) = value.block() else { continue };
            let Some(target) = environment.on(of, name) else { continue };
            let elsewhere = [&service::EXTERNAL, &service::TARGETS, &crate::schema::database::EXTERNAL];
            let why = elsewhere.into_iter().find_map(|field| {
                target.kind.field(field.name).and_then(|known| known.is(field).then(|| target.field(field)).flatten())
            });
            if let Some(why) = why.filter(|why| !why.value.is_none()) {
                let message = format!(
                    "`{}` of {} `{}` names {} `{name}`, which has no pods",
                    field.name, view.kind.name, view.name, of.name
                );
                found.push(finding(Code::E0491, value.span, message).label(why.key, "it has none because of this"));
            }
        }
    }
    found
}

/// Kubernetes takes one constraint for a label of nodes, hard or not.
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition>
fn said_twice(view: &View<'_>) -> Vec<Diagnostic> {
    let of = |own: &View<'_>| (own.text(&SPREAD_KEY).map(str::to_owned), own.bool(&SPREAD_HARD));
    let mut found = Vec::new();
    let mut known: Vec<&View<'_>> = Vec::new();
    for own in view.blocks_of(&SPREAD) {
        let Some(other) = known.iter().find(|other| of(other) == of(own)) else {
            known.push(own);
            continue;
        };
        let message = format!(
            "spread `{}` of {} `{}` is over the same label as `{}`, and as hard",
            own.name, view.kind.name, view.name, other.name
        );
        let diagnostic = finding(Code::E0491, own.place(&SPREAD_KEY), message);
        let diagnostic = diagnostic.label(other.place(&SPREAD_KEY), "spread over it here");
        found.push(diagnostic.help("make one of them, or let them be over different labels (`key`)"));
    }
    found
}

/// Nobody can be both near somebody and apart from them.
fn torn(view: &View<'_>) -> Vec<Diagnostic> {
    let must = |(term, _): &(&View<'_>, &Value)| term.int(&WEIGHT).is_none();
    let mut found = Vec::new();
    for (apart, value) in named(view, &ANTI_AFFINITY, &APART).filter(must) {
        let same = |(near, other): &(&View<'_>, &Value)| {
            other.block() == value.block() && near.text(&TOPOLOGY) == apart.text(&TOPOLOGY)
        };
        let Some((_, other)) = named(view, &AFFINITY, &NEAR).filter(must).find(same) else { continue };
        let Some((_, name)) = value.block() else { continue };
        let message = format!("{} `{}` must be both near `{name}` and apart from it", view.kind.name, view.name);
        let diagnostic = finding(Code::E0491, value.span, message).label(other.span, "near it because of this");
        found.push(diagnostic.help("give one of them a `weight`, or another `topology`"));
    }
    found
}
