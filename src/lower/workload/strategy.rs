//! How a new version is rolled out. <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy>

use super::kind as kind_of;
use crate::chart::tree::{self, Entry, Expr, Node, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::{Part, knobs};
use crate::model::environment::View;
use crate::model::scale::one_node_claims;
use crate::schema::{Choice, Field, choices, service};
use smol_str::SmolStr;

/// `strategy` of a Deployment. A claim that one node alone can use forbids new pods beside old ones.
pub(super) fn rolling(across: &Across<'_>, part: &mut Part) -> Entry {
    let own = across.with_defaults(&service::STRATEGY);
    let pairs = across.views.iter().zip(&own.views);
    let kinds: Vec<Option<&str>> = pairs
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

/// `updateStrategy` of a workload that changes its pods in place. What is not said is left to Kubernetes, whose defaults are
/// others than those of a Deployment. <https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/>
pub(super) fn in_place(across: &Across<'_>, kind: &Choice, part: &mut Part) -> Entry {
    let own = across.with_defaults(&service::STRATEGY);
    let said = |of: &dyn Fn(&View<'_>) -> Option<Val>| -> Vec<Option<Val>> {
        let pairs = across.views.iter().zip(&own.views);
        let values = pairs.map(|(view, own)| match (view, own) {
            (Some(view), Some(own)) if kind_of(view) == kind => of(own),
            _ => Some(Val::Unset),
        });
        values.collect()
    };
    let types = said(&|own| Some(Val::text(update(own))));
    let mut used: Vec<&Val> = types.iter().flatten().filter(|value| **value != Val::Unset).collect();
    used.dedup();
    let differs = used.iter().any(|value| used.first() != Some(value));
    let is_rolling = used.contains(&&Val::text(ROLLING));
    let path = own.path("updateStrategy.type");
    let words = [ROLLING, ON_DELETE].map(SmolStr::new_static).to_vec();
    let doc = knobs::doc(&service::STRATEGY_TYPE);
    let origin = own.origin(&service::STRATEGY_TYPE);
    let mut entries = part.settled("type", path.clone(), types.clone(), &Schema::Choice(words), origin, doc);
    if is_rolling {
        let mut fields = Vec::new();
        for (field, target) in FIELDS {
            let values = said(&|own| if is_rolling_update(own) { value(own, field, kind) } else { Some(Val::Unset) });
            let schema = knobs::schema_of(&field.ty);
            let path = own.path(&format!("updateStrategy.{target}"));
            fields.extend(part.settled(target, path, values, &schema, own.origin(field), knobs::doc(field)));
        }
        let test = differs.then(|| Test::Is(path, SmolStr::new_static(ROLLING)));
        entries.extend(tree::when(test, vec![map("rollingUpdate", fields)]));
    }
    map("updateStrategy", entries)
}

const ROLLING: &str = "RollingUpdate";
const ON_DELETE: &str = "OnDelete";

static FIELDS: [(&Field, &str); 3] =
    [(&service::PARTITION, "partition"), (&service::SURGE, "maxSurge"), (&service::UNAVAILABLE, "maxUnavailable")];

fn update(own: &View<'_>) -> &'static str {
    if own.choice(&service::STRATEGY_TYPE) == Some(&choices::ON_DELETE) { ON_DELETE } else { ROLLING }
}

fn is_rolling_update(own: &View<'_>) -> bool {
    update(own) == ROLLING
}

/// What somebody says. A `DaemonSet` that may surge must not lack pods too, as it would by default.
fn value(own: &View<'_>, field: &'static Field, kind: &Choice) -> Option<Val> {
    let written = |field: &'static Field| own.layer_of(field).and_then(|_| knobs::value_of(own, field));
    let is_daemon = *kind == choices::DAEMON_SET;
    if field.is(&service::UNAVAILABLE) && is_daemon && written(field).is_none() {
        return written(&service::SURGE).map(|_| Val::Int(0));
    }
    written(field)
}
