//! Which nodes pods run on: selectors, taints, affinity and spreading.
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>

mod affinity;

use crate::chart::tree::{self, Entry, Item, Node, Place, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part};
use crate::model::environment::View;
use crate::schema::{placement as rules, pod};
use smol_str::SmolStr;

/// Where the pods may run: selectors, taints and spreading, each a key of the values.
///
/// Without being asked, pods are spread over the nodes by a preferred anti-affinity, not by a constraint: where a pod has constraints, the
/// scheduler leaves out its own, which spread over zones too, and a constraint over zones would rule out every node without the label.
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints>
pub(in crate::lower) fn placement(
    context: &Context<'_>,
    across: &Across<'_>,
    spread: bool,
    part: &mut Part,
) -> Vec<Entry> {
    let mut entries = vec![node_selector(across, part)];
    entries.extend(affinity::lower(context, across, spread, part));
    entries.push(tolerations(across, part));
    if spread {
        entries.push(list("topologySpreadConstraints", spreads(across, part)));
    }
    entries
}

fn node_selector(across: &Across<'_>, part: &mut Part) -> Entry {
    let values = across.each(|view| {
        let entries = view.entries(&pod::NODE_SELECTOR);
        Val::Map(
            entries
                .iter()
                .filter_map(|(key, entry)| Some((SmolStr::new(key), Val::Text(entry.value.literal()?))))
                .collect(),
        )
    });
    let path = across.path("nodeSelector");
    let schema = Schema::Texts(crate::chart::values::schema::QUALIFIED);
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(path.clone(), "", schema, values, across.origin_of(Place::Block));
    map("nodeSelector", vec![Entry::Texts(path)])
}

/// Taints that the pods bear. <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
fn tolerations(across: &Across<'_>, part: &mut Part) -> Entry {
    let values = across.each(|view| {
        let items = view.children(&pod::TOLERATION).into_iter().map(|own| {
            let text = |field| own.text(field).map(Val::text);
            let mut entries = Vec::new();
            let mut add = |key: &'static str, value: Option<Val>| {
                entries.extend(value.map(|value| (SmolStr::new_static(key), value)));
            };
            let value = text(&pod::TOLERATION_VALUE);
            add("key", text(&pod::TOLERATION_KEY));
            add("operator", Some(Val::text(if value.is_some() { "Equal" } else { "Exists" })));
            add("value", value);
            add("effect", own.choice(&pod::TOLERATION_EFFECT).map(|effect| Val::text(effect.kubernetes)));
            add("tolerationSeconds", own.int(&pod::TOLERATION_SECONDS).map(Val::Int));
            Val::Map(entries)
        });
        Val::List(items.collect())
    });
    let path = across.path("tolerations");
    let schema = Schema::List(Box::new(Schema::OpenObject));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(path.clone(), "", schema, values, across.origin_of(Place::Block));
    pair("tolerations", Node::Values(path))
}

/// How the stack says that the pods are spread.
fn spreads(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut items = Vec::new();
    for child in across.children(&rules::SPREAD) {
        let built = across.built(|_, view| match view.nested(&rules::SPREAD, child.name) {
            Some(own) => spread(across, &own),
            None => Built::Nothing,
        });
        let path = across.path(&format!("spread.{}", crate::types::names::values_key(child.name)));
        let chosen = part.chosen(&path, SPREAD_DOC, across.origin_of(Place::Block), built);
        items.extend(chosen.into_iter().flat_map(|(test, node)| tree::guarded(test, node)));
    }
    items
}

const SPREAD_DOC: &str = "Label of nodes over whose values the pods are spread; nothing: they are not.";

fn spread(across: &Across<'_>, own: &View<'_>) -> Built<Node> {
    let key = own.text(&rules::SPREAD_KEY).unwrap_or("kubernetes.io/hostname");
    let unsatisfiable = if own.bool(&rules::SPREAD_HARD) { "DoNotSchedule" } else { "ScheduleAnyway" };
    let policy = |field, target: &str| own.choice(field).map(|word| pair(target, Node::text(word.kubernetes)));
    let mut constraint = vec![
        pair("maxSkew", Node::int(own.int(&rules::SPREAD_SKEW).unwrap_or(1))),
        pair("topologyKey", Node::text(key)),
        pair("whenUnsatisfiable", Node::text(unsatisfiable)),
    ];
    constraint.extend(own.int(&rules::MIN_DOMAINS).map(|count| pair("minDomains", Node::int(count))));
    constraint.extend(policy(&rules::SPREAD_AFFINITY, "nodeAffinityPolicy"));
    constraint.extend(policy(&rules::SPREAD_TAINTS, "nodeTaintsPolicy"));
    constraint
        .extend([map("labelSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(across.name))])])]);
    Built::As(SmolStr::new(key), Node::Map(constraint))
}
