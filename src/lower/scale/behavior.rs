//! How fast an autoscaler adds pods and takes them away.
//! <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior>

use crate::chart::tree::{Entry, Node, Place, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::Part;
use crate::lower::across::Across;
use crate::model::environment::View;
use crate::schema::autoscale::{
    AUTOSCALE, BEHAVIOR, POLICY, POLICY_PERCENT, POLICY_PERIOD, POLICY_PODS, SCALE_DOWN, SCALE_UP, SELECT_FIELD, WINDOW,
};
use smol_str::SmolStr;

/// `behavior`: nothing in it refers to another object, so it is a map of the values.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    if !across.any(|view| said(view).is_some()) {
        return Vec::new();
    }
    let values = across.each(|view| said(view).map_or_else(|| Val::Map(Vec::new()), |own| behavior(&own)));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let path = across.path("autoscaling.behavior");
    let doc = "How fast pods are added (scaleUp) and taken away (scaleDown).";
    let origin = across.child(&AUTOSCALE).child(&BEHAVIOR).origin_of(Place::Block);
    part.knob_from(path.clone(), doc, schema(), values, origin);
    vec![pair("behavior", Node::Values(path))]
}

fn said<'a>(view: &View<'a>) -> Option<View<'a>> {
    view.child(&AUTOSCALE)?.child(&BEHAVIOR)
}

fn schema() -> Schema {
    let words = |words: &[&'static str]| Schema::Choice(words.iter().map(|word| SmolStr::new_static(word)).collect());
    let policy = Schema::Object(vec![
        ("type", "", words(&["Pods", "Percent"])),
        ("value", "", Schema::Int(1, 1000)),
        ("periodSeconds", "", Schema::Int(1, 1800)),
    ]);
    let direction = || {
        Schema::Object(vec![
            ("stabilizationWindowSeconds", "", Schema::Int(0, 3600)),
            ("selectPolicy", "", words(&["Max", "Min", "Disabled"])),
            ("policies", "", Schema::List(Box::new(policy.clone()))),
        ])
    };
    Schema::Object(vec![
        ("scaleUp", "How fast pods are added.", direction()),
        ("scaleDown", "How fast they go.", direction()),
    ])
}

fn behavior(own: &View<'_>) -> Val {
    let directions = [("scaleUp", &SCALE_UP), ("scaleDown", &SCALE_DOWN)].into_iter();
    let said = directions.filter_map(|(key, kind)| Some((SmolStr::new_static(key), direction(&own.child(kind)?))));
    Val::Map(said.collect())
}

fn direction(own: &View<'_>) -> Val {
    let mut entries = Vec::new();
    let mut add = |key: &'static str, value: Option<Val>| {
        entries.extend(value.map(|value| (SmolStr::new_static(key), value)));
    };
    add("stabilizationWindowSeconds", own.int(&WINDOW).map(Val::Int));
    add("selectPolicy", own.choice(&SELECT_FIELD).map(|word| Val::text(word.kubernetes)));
    let policies: Vec<Val> = own.blocks_of(&POLICY).map(policy).collect();
    add("policies", Some(policies).filter(|policies| !policies.is_empty()).map(Val::List));
    Val::Map(entries)
}

fn policy(own: &View<'_>) -> Val {
    let (kind, value) = match own.int(&POLICY_PODS) {
        Some(pods) => ("Pods", pods),
        None => ("Percent", own.int(&POLICY_PERCENT).unwrap_or_default()),
    };
    let period = own.int(&POLICY_PERIOD).unwrap_or_default();
    let entries = [("type", Val::text(kind)), ("value", Val::Int(value)), ("periodSeconds", Val::Int(period))];
    Val::Map(entries.into_iter().map(|(key, value)| (SmolStr::new_static(key), value)).collect())
}
