//! Metrics by which pods are added, beside processor time and memory.
//! <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-on-custom-metrics>

use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::{Context, Part};
use crate::model::environment::View;
use crate::schema::autoscale::{AUTOSCALE, AVERAGE, METRIC, METRIC_SELECTOR, OF, OF_OBJECT, OF_PODS, OUTSIDE, VALUE};
use crate::schema::objects::ObjectKind;
use crate::schema::{choices, ingress};
use crate::types::quantity::Kind;
use smol_str::{SmolStr, format_smolstr};

/// What the block `metric` of an autoscaler says; where environments differ, a key of the values says which it is.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let autoscale = across.child(&AUTOSCALE);
    let mut items = Vec::new();
    for own in autoscale.children(&METRIC) {
        let built = across.built(|environment, view| {
            let own = view.child(&AUTOSCALE).and_then(|autoscale| autoscale.nested(&METRIC, own.name));
            own.map_or(Built::Nothing, |own| metric(context, environment, &own))
        });
        let path = across.path(&format!("autoscaling.metrics.{}", crate::types::names::values_key(own.name)));
        let doc = "What is looked at; nothing: it is not.";
        let chosen = part.chosen(&format_smolstr!("{path}.type"), doc, own.origin_of(Place::Block), built);
        let amount = Expr::Value(amount(&own, &path, part));
        for (test, (form, of)) in chosen {
            items.extend(tree::guarded(test, form.node(of, amount.clone())));
        }
    }
    items
}

/// The amount, which one turns while one watches the pods come and go.
fn amount(own: &Across<'_>, path: &SmolStr, part: &mut Part) -> SmolStr {
    let said = |view: &View<'_>| [&AVERAGE, &VALUE].into_iter().find_map(|field| knobs::value_of(view, field));
    let values = own.each(said).into_iter().map(|amount| amount.flatten().unwrap_or(Val::Unset)).collect();
    let path = format_smolstr!("{path}.target");
    let field = if own.any(|view| view.value(&AVERAGE).is_some()) { &AVERAGE } else { &VALUE };
    let doc = "Amount above which pods are added.";
    part.knob_from(path.clone(), doc, Schema::Quantity(Kind::Amount), values, own.origin(field));
    path
}

/// What a metric is of, and how its amount is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Form {
    kind: &'static str,
    key: &'static str,
    measure: &'static str,
    target: &'static str,
}

impl Form {
    fn node(self, mut entries: Vec<Entry>, amount: Expr) -> Node {
        let target = vec![pair("type", Node::text(self.measure)), pair(self.target, Node::Text(amount))];
        entries.push(map("target", target));
        Node::Map(vec![pair("type", Node::text(self.kind)), map(self.key, entries)])
    }
}

fn metric(context: &Context<'_>, environment: usize, own: &View<'_>) -> Built<(Form, Vec<Entry>)> {
    let sources = [(&OF_PODS, "Pods", "pods"), (&OUTSIDE, "External", "external"), (&OF_OBJECT, "Object", "object")];
    let said = sources.into_iter().find_map(|(field, kind, key)| Some((own.text(field)?, kind, key)));
    let Some((name, kind, key)) = said else { return Built::Nothing };
    let amounts = [(&AVERAGE, "AverageValue", "averageValue"), (&VALUE, "Value", "value")];
    let Some((_, measure, target)) = amounts.into_iter().find(|(field, ..)| own.value(field).is_some()) else {
        return Built::Nothing;
    };
    let labels = own.entries(&METRIC_SELECTOR).iter();
    let labels = labels.filter_map(|(key, entry)| Some(pair(*key, Node::Text(Expr::Text(entry.value.literal()?)))));
    let selector = map("selector", vec![map("matchLabels", labels.collect())]);
    let mut entries = vec![map("metric", vec![pair("name", Node::text(name)), selector])];
    entries.extend(object(context, environment, own).map(|object| map("describedObject", object)));
    Built::As(format_smolstr!("{kind} {name}, {measure}"), (Form { kind, key, measure, target }, entries))
}

/// The object whose metric it is.
fn object(context: &Context<'_>, environment: usize, own: &View<'_>) -> Option<Vec<Entry>> {
    let (kind, name) = own.block(&OF)?;
    let target = context.find(kind, name)?;
    let view = target.views.get(environment)?.as_ref()?;
    let (version, kind, object) = if !kind.is(&ingress::INGRESS) {
        ("v1", "Service", ObjectKind::Service)
    } else if view.choice(&ingress::API) == Some(&choices::BY_GATEWAY) {
        ("gateway.networking.k8s.io/v1", "HTTPRoute", ObjectKind::Ingress)
    } else {
        ("networking.k8s.io/v1", "Ingress", ObjectKind::Ingress)
    };
    Some(vec![
        pair("apiVersion", Node::text(version)),
        pair("kind", Node::text(kind)),
        pair("name", Node::Text(target.object_name(object))),
    ])
}
