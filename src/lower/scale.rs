//! How many pods: the keys of the values, the autoscaler and the disruption budget.
//! <https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/>

mod behavior;
mod budget;
mod metric;

use super::across::Across;
use super::{Context, Part, metadata, pod};
use crate::chart::tree::{Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::scale::{Scale, scale};
use crate::schema::autoscale::{AUTOSCALE, CPU, MEMORY, METRIC};
use crate::schema::objects::ObjectKind;
use crate::schema::{choices, service};
use smol_str::SmolStr;

/// Use of the requested processor time at which pods are added, where nothing is said.
const CPU_TARGET: i64 = 70;

/// Whether any environment scales the pods.
pub(super) fn is_scaled(across: &Across<'_>) -> bool {
    across.any(|view| is_range(scale(view))) && !is_daemon(across)
}

fn is_daemon(across: &Across<'_>) -> bool {
    across.every(|view| view.choice(&service::KIND) == Some(&choices::DAEMON_SET))
}

fn is_range(scale: Scale) -> bool {
    scale.most > scale.least
}

/// `replicaCount` and `autoscaling`.
pub(super) fn knobs(across: &Across<'_>, part: &mut Part) {
    if is_daemon(across) {
        return;
    }
    let all = across.each(scale);
    let of =
        |get: &dyn Fn(Scale) -> Val| -> Vec<Val> { all.iter().map(|scale| scale.map_or(Val::Unset, get)).collect() };
    let origin = || across.origin(&service::REPLICAS);
    let scaled = is_scaled(across);
    let doc = if scaled { "Number of pods. Ignored while autoscaling is enabled." } else { "Number of pods." };
    let least = i64::from(!across.any(|view| scale(view).least == 0));
    part.knob_from(
        across.path("replicaCount"),
        doc,
        Schema::Int(least, 1000),
        of(&|scale| Val::Int(scale.least.into())),
        origin(),
    );
    if !scaled {
        return;
    }
    let ranged = |get: fn(Scale) -> u32| {
        move |scale: Scale| if is_range(scale) { Val::Int(get(scale).into()) } else { Val::Unset }
    };
    let path = |key: &str| across.path(&format!("autoscaling.{key}"));
    part.knob_from(path("enabled"), "", Schema::Bool, of(&|scale| Val::Bool(is_range(scale))), origin());
    part.knob_from(path("minReplicas"), "", Schema::Int(1, 1000), of(&ranged(|scale| scale.least)), origin());
    part.knob_from(path("maxReplicas"), "", Schema::Int(1, 1000), of(&ranged(|scale| scale.most)), origin());
    targets(across, part);
    let upside_down = Test::Greater(Box::new((Expr::Number(path("minReplicas")), Expr::Number(path("maxReplicas")))));
    let when = Test::all([across.enabled(), Test::Value(path("enabled")), upside_down]);
    part.refuse(when, format!("{}: autoscaling.minReplicas is greater than autoscaling.maxReplicas", across.name));
}

/// Uses at which pods are added; 0 is not looked at.
fn targets(across: &Across<'_>, part: &mut Part) {
    let own = across.with_defaults(&AUTOSCALE);
    let memory = own.any(|view| view.int(&MEMORY).is_some());
    let cpu = own.each(|view| {
        let says_other = view.int(&MEMORY).is_some() || view.blocks_of(&METRIC).next().is_some();
        view.int(&CPU).unwrap_or(if says_other { 0 } else { CPU_TARGET })
    });
    let values = cpu.into_iter().map(|cpu| cpu.map_or(Val::Unset, Val::Int)).collect();
    let doc = "Mean use, in percent of what is requested, at which pods are added.";
    part.knob_from(
        across.path("autoscaling.targetCPUUtilizationPercentage"),
        doc,
        Schema::Int(0, 1000),
        values,
        own.origin(&CPU),
    );
    if memory {
        let values = own.each(|view| view.int(&MEMORY).unwrap_or(0));
        let values = values.into_iter().map(|memory| memory.map_or(Val::Unset, Val::Int)).collect();
        let path = across.path("autoscaling.targetMemoryUtilizationPercentage");
        part.knob_from(path, "", Schema::Int(0, 1000), values, own.origin(&MEMORY));
    }
}

/// The autoscaler and the disruption budget.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    if is_scaled(across) {
        autoscaler(context, across, when, part);
    }
    budget::lower(context, across, when, part);
}

fn autoscaler(context: &Context<'_>, across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    let path = |key: &str| across.path(&format!("autoscaling.{key}"));
    let target = vec![
        pair("apiVersion", Node::text("apps/v1")),
        pair("kind", Node::Text(super::workload::kind_name(across))),
        pair("name", Node::Text(super::workload::name(across, part))),
    ];
    let mut metrics = resource("cpu", path("targetCPUUtilizationPercentage"));
    let of_memory = path("targetMemoryUtilizationPercentage");
    if part.knobs.iter().any(|knob| knob.path == of_memory) {
        metrics.extend(resource("memory", of_memory));
    }
    metrics.extend(metric::lower(context, across, part));
    let mut spec = vec![
        map("scaleTargetRef", target),
        pair("minReplicas", Node::Int(Expr::Number(path("minReplicas")))),
        pair("maxReplicas", Node::Int(Expr::Number(path("maxReplicas")))),
        list("metrics", metrics),
    ];
    spec.extend(behavior::lower(across, part));
    let body = vec![
        metadata::of(across, &across.object_name(ObjectKind::HorizontalPodAutoscaler), Vec::new()),
        map("spec", spec),
    ];
    let when = Test::all(when.cloned().into_iter().chain([Test::Value(path("enabled"))]));
    part.objects.push(pod::object(across, "HorizontalPodAutoscaler", "hpa", when, body));
}

fn resource(name: &'static str, path: SmolStr) -> Vec<Item> {
    let target = vec![
        pair("type", Node::text("Utilization")),
        pair("averageUtilization", Node::Int(Expr::Number(path.clone()))),
    ];
    let resource = vec![pair("name", Node::text(name)), map("target", target)];
    let metric = Node::Map(vec![pair("type", Node::text("Resource")), map("resource", resource)]);
    vec![Item::When(Test::Value(path), vec![Item::Node(metric)])]
}
