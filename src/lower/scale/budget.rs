//! How many pods may be missing while nodes are drained.

use crate::chart::tree::{Entry, Expr, Node, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::{Context, Part, knobs, metadata, pod};
use crate::model::environment::{Environment, View};
use crate::model::scale::scale;
use crate::schema::autoscale::{DISRUPTION, ENABLED, MAX_UNAVAILABLE, MIN_AVAILABLE, UNHEALTHY_PODS};
use crate::schema::environment as settings;
use crate::schema::objects::ObjectKind;

use super::is_daemon;

/// How many pods may be missing while nodes are drained. <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    let wanted: Vec<Option<bool>> = across
        .views
        .iter()
        .zip(context.environments)
        .map(|(view, environment)| Some(has_budget(environment, view.as_ref()?)))
        .collect();
    if is_daemon(across) || wanted.iter().all(|wanted| *wanted != Some(true)) {
        return;
    }
    let own = across.with_defaults(&DISRUPTION);
    let path = |key: &str| across.path(&format!("podDisruptionBudget.{key}"));
    let values = wanted.into_iter().map(|wanted| wanted.map_or(Val::Unset, Val::Bool)).collect();
    part.group(across.path("podDisruptionBudget"), "How many pods may be missing while nodes are drained.");
    part.knob_from(path("enabled"), "", Schema::Bool, values, own.origin(&ENABLED));
    let mut spec = limits(&own, part);
    let target = "unhealthyPodEvictionPolicy";
    spec.extend(part.field(&own, &UNHEALTHY_PODS, target, &format!("podDisruptionBudget.{target}")));
    spec.push(pod::selector(across.name));
    let body =
        vec![metadata::of(across, &across.object_name(ObjectKind::PodDisruptionBudget), Vec::new()), map("spec", spec)];
    let when = Test::all(when.cloned().into_iter().chain([Test::Value(path("enabled"))]));
    part.objects.push(pod::object(across, "PodDisruptionBudget", "pdb", when, body));
}

/// How many pods must stay, or how many may be missing, which exclude each other.
fn limits(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let path = |key: &str| own.path(&format!("podDisruptionBudget.{key}"));
    let stays = |view: &View<'_>| view.value(&MIN_AVAILABLE).is_some();
    let mut limit = |field: &'static crate::schema::Field, key: &str, other: Val, both: bool| {
        let values = own.each(|view| {
            knobs::value_of(view, field)
                .unwrap_or_else(|| if stays(view) == field.is(&MIN_AVAILABLE) { other.clone() } else { Val::text("") })
        });
        let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
        let schema = if both { Schema::OrUnset(Box::new(Schema::IntOrPercent)) } else { Schema::IntOrPercent };
        part.knob_from(path(key), "", schema, values, own.origin(field));
        pair(key, Node::Json(Expr::Value(path(key))))
    };
    let one = Val::Int(1);
    match (own.any(stays), own.every(stays)) {
        (true, true) => vec![limit(&MIN_AVAILABLE, "minAvailable", one, false)],
        (false, _) => vec![limit(&MAX_UNAVAILABLE, "maxUnavailable", one, false)],
        (true, false) => {
            let least = limit(&MIN_AVAILABLE, "minAvailable", one.clone(), true);
            let most = limit(&MAX_UNAVAILABLE, "maxUnavailable", one, true);
            vec![Entry::When(Test::Set(path("minAvailable")), vec![least], vec![most])]
        }
    }
}

/// Whether a service has a budget: said, or asked for by the profile from two pods on.
fn has_budget(environment: &Environment<'_>, view: &View<'_>) -> bool {
    let own = view.child(&DISRUPTION);
    let said = own.as_ref().and_then(|own| own.truth(&ENABLED));
    let is_written = own.is_some_and(|own| own.value(&MAX_UNAVAILABLE).or_else(|| own.value(&MIN_AVAILABLE)).is_some());
    let is_many = scale(view).least > 1;
    said.unwrap_or(is_many && (is_written || environment.settings.bool(&settings::DISRUPTION_BUDGETS)))
}
