//! Nodes that pods run on by their labels, and whose pods they run beside or apart from.
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity>

use crate::chart::tree::{self, Entry, Item, Node, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part, reference};
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::placement::{
    ABOVE, AFFINITY, ANTI_AFFINITY, APART, BELOW, EXISTS, IN, LABEL, MISSING, NEAR, NOT_IN, SPREAD, TOPOLOGY, WEIGHT,
};
use crate::schema::{Block, Field};
use smol_str::{SmolStr, format_smolstr};

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Nodes,
    Near,
    Apart,
}

/// What one block says in an environment.
#[derive(Debug, Clone, PartialEq)]
struct Term {
    about: About,
    is_required: bool,
    items: Vec<Item>,
}

/// `affinity`: what is given by hand wins over what the stack says. Where pods are to be spread, they are without being asked.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, spread: bool, part: &mut Part) -> Vec<Entry> {
    let path = across.path("affinity");
    let mut terms = terms(context, across, part);
    if spread {
        terms.extend(unsaid(across, part));
    }
    let doc = if terms.is_empty() { "" } else { "Affinity of the pods. Default: what the stack says." };
    part.knob(path.clone(), doc, Schema::OpenObject, vec![Val::Map(Vec::new()); across.views.len()]);
    let by_hand = pair("affinity", Node::Values(path.clone()));
    if terms.is_empty() {
        return vec![by_hand];
    }
    let own = vec![
        map("nodeAffinity", rules(&terms, About::Nodes)),
        map("podAffinity", rules(&terms, About::Near)),
        map("podAntiAffinity", rules(&terms, About::Apart)),
    ];
    vec![Entry::When(Test::Value(path), vec![by_hand], vec![map("affinity", own)])]
}

/// Every term of every environment, with the test that tells where it holds.
fn terms(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Term)> {
    let mut terms = Vec::new();
    for (kind, key) in [(&AFFINITY, "affinityTerms"), (&ANTI_AFFINITY, "antiAffinityTerms")] {
        for own in across.children(kind) {
            let built = across.built(|_, view| match view.nested(kind, own.name) {
                Some(own) => term(context, &own),
                None => Built::Nothing,
            });
            let path = across.path(&format!("{key}.{}", crate::types::names::values_key(own.name)));
            let doc = "Where the pods run; nothing: it does not matter.";
            terms.extend(part.chosen(&path, doc, own.origin_of(Place::Block), built));
        }
    }
    terms
}

/// The pods of a block rather run on different nodes, where the stack says nothing of how they are spread or kept apart.
fn unsaid(across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Term)> {
    let built = across.built(|_, view| {
        let apart = view.children(&ANTI_AFFINITY);
        let is_said = apart.iter().any(|own| targets(own, &APART).any(|(_, name)| name == across.name));
        if is_said || !view.children(&SPREAD).is_empty() {
            return Built::Nothing;
        }
        let selector = map("labelSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(across.name))])]);
        let node = Node::Map(vec![
            pair("weight", Node::int(100)),
            map("podAffinityTerm", vec![selector, pair("topologyKey", Node::text(HOST))]),
        ]);
        Built::As(
            SmolStr::new_static(HOST),
            Term { about: About::Apart, is_required: false, items: vec![Item::Node(node)] },
        )
    });
    part.chosen(&across.path("spread.default"), super::SPREAD_DOC, across.origin_of(Place::Block), built)
}

/// The label by which nodes are told apart.
const HOST: &str = "kubernetes.io/hostname";

/// The terms about something: those that must hold, and those that count by their weight.
fn rules(terms: &[(Option<Test>, Term)], about: About) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (is_required, key) in [
        (true, "requiredDuringSchedulingIgnoredDuringExecution"),
        (false, "preferredDuringSchedulingIgnoredDuringExecution"),
    ] {
        let own = terms.iter().filter(|(_, term)| term.about == about && term.is_required == is_required);
        let guarded = own.clone().flat_map(|(test, term)| match test {
            Some(test) => vec![Item::When(test.clone(), term.items.clone())],
            None => term.items.clone(),
        });
        let items: Vec<Item> = guarded.collect();
        if items.is_empty() {
            continue;
        }
        if about != About::Nodes || !is_required {
            entries.push(list(key, items));
            continue;
        }
        // What must hold of a node is one term, all of which must be true.
        let tests: Option<Vec<Test>> = own.map(|(test, _)| test.clone()).collect();
        let whole = Node::Map(vec![list("matchExpressions", items)]);
        let whole = tree::guarded(tests.and_then(Test::any), whole);
        entries.push(map(key, vec![list("nodeSelectorTerms", whole)]));
    }
    entries
}

fn term(context: &Context<'_>, own: &View<'_>) -> Built<Term> {
    let weight = own.int(&WEIGHT);
    let (about, what, items) = if own.kind.is(&ANTI_AFFINITY) {
        (About::Apart, names(own, &APART), beside(context, own, &APART))
    } else if own.value(&NEAR).is_some() {
        (About::Near, names(own, &NEAR), beside(context, own, &NEAR))
    } else {
        let Some((what, expression)) = expression(own) else { return Built::Nothing };
        let node = match weight {
            Some(weight) => Node::Map(vec![
                pair("weight", Node::int(weight)),
                map("preference", vec![list("matchExpressions", vec![Item::Node(expression)])]),
            ]),
            None => expression,
        };
        (About::Nodes, what, vec![Item::Node(node)])
    };
    let name = match weight {
        Some(weight) => format_smolstr!("{what}, weight {weight}"),
        None => what,
    };
    Built::As(name, Term { about, is_required: weight.is_none(), items })
}

/// What a label of a node must be.
fn expression(own: &View<'_>) -> Option<(SmolStr, Node)> {
    let label = own.text(&LABEL)?;
    let words = |field: &'static Field| own.value(field).map(|_| own.texts(field).cloned().collect::<Vec<_>>());
    let number = |field: &'static Field| own.int(field).map(|number| vec![format_smolstr!("{number}")]);
    let truth = |field: &'static Field| own.bool(field).then(Vec::new);
    let said = [
        ("In", words(&IN)),
        ("NotIn", words(&NOT_IN)),
        ("Exists", truth(&EXISTS)),
        ("DoesNotExist", truth(&MISSING)),
        ("Gt", number(&ABOVE)),
        ("Lt", number(&BELOW)),
    ];
    let (operator, values) = said.into_iter().find_map(|(operator, values)| Some((operator, values?)))?;
    let name = format_smolstr!("{label} {operator} {}", values.join(", "));
    let items = values.into_iter().map(|value| Item::Node(Node::text(value))).collect();
    let entries = vec![pair("key", Node::text(label)), pair("operator", Node::text(operator)), list("values", items)];
    Some((SmolStr::new(name.trim_end()), Node::Map(entries)))
}

fn targets<'v>(own: &View<'v>, field: &'static Field) -> impl Iterator<Item = (&'static Block, &'v str)> + use<'v> {
    own.list(field).iter().filter_map(Value::block).map(|(kind, name)| (kind, name.as_str()))
}

fn names(own: &View<'_>, field: &'static Field) -> SmolStr {
    let names: Vec<&str> = targets(own, field).map(|(_, name)| name).collect();
    format_smolstr!("{} {} per {}", field.name, names.join(", "), topology(own))
}

fn topology<'v>(own: &View<'v>) -> &'v str {
    own.text(&TOPOLOGY).unwrap_or(HOST)
}

/// A term for each block whose pods are meant, as long as it is there.
fn beside(context: &Context<'_>, own: &View<'_>, field: &'static Field) -> Vec<Item> {
    let mut items = Vec::new();
    for (kind, name) in targets(own, field) {
        let Some(target) = context.find(kind, name) else { continue };
        let term = vec![
            map("labelSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(name))])]),
            pair("topologyKey", Node::text(topology(own))),
        ];
        let node = match own.int(&WEIGHT) {
            Some(weight) => vec![pair("weight", Node::int(weight)), map("podAffinityTerm", term)],
            None => term,
        };
        let there = reference::is_there(target).unwrap_or_else(|| target.enabled());
        items.extend(tree::guarded(Some(there), Node::Map(node)));
    }
    items
}
