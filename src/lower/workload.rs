//! Deployment, `StatefulSet` or `DaemonSet`. <https://kubernetes.io/docs/concepts/workloads/>

use super::across::Across;
use super::container::Container;
use super::knobs::Built;
use super::pod::{self, Extras};
use super::{Context, Part, metadata, volume};
use crate::chart::tree::{self, Body, Entry, Expr, Node, Piece, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::model::scale::one_node_claims;
use crate::schema::objects::ObjectKind;
use crate::schema::{Choice, To, choices, pod as pod_schema, service};
use smol_str::{SmolStr, format_smolstr};

/// Lowers a workload: one object, or, where environments run it differently, one for each kind that the values may name.
pub(super) fn lower(
    context: &Context<'_>,
    across: &Across<'_>,
    container: &Container,
    extras: &Extras,
    when: Option<&Test>,
    part: &mut Part,
) {
    let doc = super::knobs::doc(&service::KIND);
    let built = across.built(|_, view| {
        let kind = kind(view);
        Built::As(SmolStr::new_static(kind.kubernetes), kind)
    });
    for (test, kind) in part.chosen(&across.path(KIND), doc, across.origin(&service::KIND), built) {
        let when = Test::all(when.cloned().into_iter().chain(test));
        let body = body(context, across, kind, (container, extras), part);
        part.objects.push(pod::object(across, kind.kubernetes, &kind.kubernetes.to_lowercase(), when, body));
    }
}

/// The key that names the kind of a workload, where environments differ.
const KIND: &str = "kind";

fn kind(view: &View<'_>) -> &'static Choice {
    let said = view.choice(&service::KIND);
    said.unwrap_or(&choices::DEPLOYMENT)
}

/// When a workload is of a kind, where environments differ in that.
pub(super) fn is_kind(across: &Across<'_>, wanted: &Choice) -> Option<Test> {
    let differs = across.any(|view| kind(view) != wanted);
    differs.then(|| Test::Is(across.path(KIND), SmolStr::new_static(wanted.kubernetes)))
}

/// The kind of a workload, as what scales it names it.
pub(super) fn kind_name(across: &Across<'_>) -> Expr {
    let kinds = across.each(kind);
    let mut kinds = kinds.into_iter().flatten();
    let first = kinds.next().unwrap_or(&choices::DEPLOYMENT);
    if kinds.all(|kind| kind == first) { Expr::text(first.kubernetes) } else { Expr::Value(across.path(KIND)) }
}

/// The name of a workload, as what scales it names it.
pub(super) fn name(across: &Across<'_>, part: &mut Part) -> Expr {
    let mut names: Vec<(&Choice, Expr)> = Vec::new();
    for kind in across.each(kind).into_iter().flatten() {
        if names.iter().all(|(known, _)| *known != kind) {
            names.push((kind, across.object_name(object_kind(kind))));
        }
    }
    let Some((_, last)) = names.pop() else { return across.object_name(ObjectKind::Deployment) };
    if names.iter().all(|(_, name)| *name == last) {
        return last;
    }
    let of_kind = |(kind, name): (&Choice, Expr)| (Test::Is(across.path(KIND), SmolStr::new(kind.kubernetes)), name);
    let piece = format_smolstr!("{}.workload", across.name);
    part.pieces.push(Piece {
        name: piece.clone(),
        doc: format!("Name of the workload of {}, which differs by its kind.", across.name),
        body: Body::Text(names.into_iter().map(of_kind).collect(), Ok(last)),
    });
    Expr::Piece(piece)
}

/// The kind of object that runs a workload of a kind.
fn object_kind(kind: &Choice) -> ObjectKind {
    if *kind == choices::STATEFUL_SET {
        ObjectKind::StatefulSet
    } else if *kind == choices::DAEMON_SET {
        ObjectKind::DaemonSet
    } else {
        ObjectKind::Deployment
    }
}

fn body(
    context: &Context<'_>,
    across: &Across<'_>,
    kind: &Choice,
    (container, extras): (&Container, &Extras),
    part: &mut Part,
) -> Vec<Entry> {
    let stateful = *kind == choices::STATEFUL_SET;
    let daemon = *kind == choices::DAEMON_SET;
    let mut spec = Vec::new();
    if !daemon {
        spec.extend(replicas(across));
    }
    for field in across.kind.all_fields().filter(|field| matches!(field.to, To::Workload(_))) {
        let of_deployment = field.is(&service::PROGRESS_DEADLINE) || field.is(&service::PAUSED);
        if !of_deployment || *kind == choices::DEPLOYMENT {
            spec.extend(part.passed(across, field));
        }
    }
    spec.push(pod::selector(across.name));
    if stateful {
        spec.push(super::service::governing_name(across));
    }
    spec.push(strategy(across, stateful || daemon, part));
    let extras = Extras { spread: !daemon, ..extras.clone() };
    spec.push(map("template", pod::lower(context, across, container.clone(), extras, part)));
    if stateful {
        spec.extend(volume::retention(across, part));
        spec.push(list("volumeClaimTemplates", container.claims.clone()));
    }
    let annotations = metadata::texts(context, across, &pod_schema::ANNOTATIONS, "annotations", part);
    vec![metadata::of(across, &across.object_name(object_kind(kind)), annotations), map("spec", spec)]
}

/// The number of pods, unless something scales them.
fn replicas(across: &Across<'_>) -> Vec<Entry> {
    let count = vec![pair("replicas", Node::Int(Expr::Number(across.path("replicaCount"))))];
    let scaled = super::scale::is_scaled(across).then(|| !Test::Value(across.path("autoscaling.enabled")));
    tree::when(scaled, count)
}

/// How a new version is rolled out. A claim that one node alone can use forbids new pods beside old ones.
fn strategy(across: &Across<'_>, in_place: bool, part: &mut Part) -> Entry {
    let own = across.with_defaults(&service::STRATEGY);
    if in_place {
        return map("updateStrategy", vec![pair("type", Node::text("RollingUpdate"))]);
    }
    let kinds: Vec<Option<&str>> = across
        .views
        .iter()
        .zip(&own.views)
        .map(|(view, own)| Some(if recreates(view.as_ref()?, own.as_ref()?) { "Recreate" } else { "RollingUpdate" }))
        .collect();
    let rolling = |part: &mut Part| {
        let mut entries = part.field(&own, &service::SURGE, "maxSurge", "strategy.maxSurge");
        entries.extend(part.field(&own, &service::UNAVAILABLE, "maxUnavailable", "strategy.maxUnavailable"));
        map("rollingUpdate", entries)
    };
    if kinds.iter().flatten().all(|kind| *kind == "Recreate") {
        return map("strategy", vec![pair("type", Node::text("Recreate"))]);
    }
    if kinds.iter().flatten().all(|kind| *kind == "RollingUpdate") {
        return map("strategy", vec![pair("type", Node::text("RollingUpdate")), rolling(part)]);
    }
    let path = across.path("strategy.type");
    let values = kinds.into_iter().map(|kind| kind.map_or(Val::Unset, Val::text)).collect();
    let choices = ["RollingUpdate", "Recreate"].map(SmolStr::new_static).to_vec();
    part.knob_from(path.clone(), "", Schema::Choice(choices), values, own.origin(&service::STRATEGY_TYPE));
    let mut entries = vec![pair("type", Node::Text(Expr::Value(path.clone())))];
    entries.extend(tree::when(Some(Test::Is(path, SmolStr::new_static("RollingUpdate"))), vec![rolling(part)]));
    map("strategy", entries)
}

fn recreates(view: &View<'_>, own: &View<'_>) -> bool {
    own.choice(&service::STRATEGY_TYPE) == Some(&choices::RECREATE)
        || (!one_node_claims(view).is_empty() && own.layer_of(&service::STRATEGY_TYPE).is_none())
}
