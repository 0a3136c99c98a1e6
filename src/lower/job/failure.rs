//! What the failure of a pod means. <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>

use crate::chart::tree::{self, Entry, Item, Node, Place, list, map, pair};
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::{Field, job};
use smol_str::{SmolStr, format_smolstr};

/// `podFailurePolicy`: its rules in written order; where environments differ in one, a key of the values says which it is.
pub(super) fn policy(across: &Across<'_>, part: &mut Part) -> Entry {
    let mut rules = Vec::new();
    for own in across.children(&job::POD_FAILURE) {
        let built = across.built(|_, view| match view.nested(&job::POD_FAILURE, own.name) {
            Some(own) => rule(&own),
            None => Built::Nothing,
        });
        let path = across.path(&format!("podFailure.{}", crate::types::names::values_key(own.name)));
        let doc = "What a failure of this kind means; nothing: it counts.";
        for (test, rule) in part.chosen(&path, doc, own.origin_of(Place::Block), built) {
            rules.extend(tree::guarded(test, rule));
        }
    }
    map("podFailurePolicy", vec![list("rules", rules)])
}

fn rule(own: &View<'_>) -> Built<Node> {
    let Some(action) = own.choice(&job::ACTION) else { return Built::Nothing };
    let mut entries = vec![pair("action", Node::text(action.kubernetes))];
    let codes = |field: &'static Field| -> Vec<i64> {
        let mut codes: Vec<i64> = own.list(field).iter().filter_map(Value::int).collect();
        // Kubernetes wants them in order, each once.
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let mut what = SmolStr::default();
    for (field, operator) in [(&job::EXIT_CODES, "In"), (&job::NOT_EXIT_CODES, "NotIn")] {
        let codes = codes(field);
        if !codes.is_empty() {
            what = format_smolstr!("{operator} {codes:?}");
            let container = own.text(&job::FAILED_CONTAINER).map(|name| pair("containerName", Node::text(name)));
            let values = codes.into_iter().map(|code| Item::Node(Node::int(code))).collect();
            let named = container.into_iter().chain([pair("operator", Node::text(operator)), list("values", values)]);
            entries.push(map("onExitCodes", named.collect()));
        }
    }
    if let Some(condition) = own.text(&job::CONDITION) {
        what = SmolStr::new(condition);
        let condition = vec![pair("type", Node::text(condition)), pair("status", Node::text("True"))];
        entries.push(list("onPodConditions", vec![Item::Node(Node::Map(condition))]));
    }
    Built::As(format_smolstr!("{}: {what}", action.kubernetes), Node::Map(entries))
}
