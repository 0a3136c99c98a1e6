//! Deployment, `StatefulSet` or `DaemonSet`. <https://kubernetes.io/docs/concepts/workloads/>

mod strategy;

use super::across::Across;
use super::container::Container;
use super::knobs::Built;
use super::pod::{self, Extras};
use super::{Context, Part, metadata, volume};
use crate::chart::tree::{self, Body, Entry, Expr, Node, Piece, Test, list, map, pair};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{self, Choice, To, choices, service};
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
    for field in across.kind.all_fields().filter(|field| matches!(field.to, To::Workload(_)) && fits(field, kind)) {
        spec.extend(part.passed_within(across, field));
    }
    spec.push(pod::selector(across.name));
    if stateful {
        spec.push(super::service::governing_name(across));
    }
    spec.push(if stateful || daemon {
        strategy::in_place(across, kind, part)
    } else {
        strategy::rolling(across, part)
    });
    let extras = Extras { spread: !daemon, ..extras.clone() };
    spec.push(map("template", pod::lower(context, across, container.clone(), extras, part)));
    if stateful {
        spec.extend(volume::retention(across, part));
        spec.push(list("volumeClaimTemplates", container.claims.clone()));
    }
    let annotations = metadata::of_workload(context, across, part);
    vec![metadata::of(across, &across.object_name(object_kind(kind)), annotations), map("spec", spec)]
}

/// Whether a kind of workload has a field of its `spec` that passes through.
fn fits(field: &schema::Field, kind: &Choice) -> bool {
    if field.is(&service::PROGRESS_DEADLINE) || field.is(&service::PAUSED) {
        return *kind == choices::DEPLOYMENT;
    }
    !field.is(&service::POD_MANAGEMENT_FIELD) || *kind == choices::STATEFUL_SET
}

/// The number of pods, unless something scales them.
fn replicas(across: &Across<'_>) -> Vec<Entry> {
    let count = vec![pair("replicas", Node::Int(Expr::Number(across.path("replicaCount"))))];
    let scaled = super::scale::is_scaled(across).then(|| !Test::Value(across.path("autoscaling.enabled")));
    tree::when(scaled, count)
}
