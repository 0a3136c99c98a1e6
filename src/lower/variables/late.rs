//! Items of `env`: what only the container knows, in an order in which every name is known before it is used.

use super::{Named, Source, reference_to};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Origin, Place, Test, map, pair};
use crate::lower::across::Across;
use crate::lower::reference::{self, Late};
use crate::schema::container;
use smol_str::{SmolStr, format_smolstr};

/// What a text of the container is made of.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Wanted {
    pub(in crate::lower) late: Late,
    /// When the text is there; none where it always is.
    pub(in crate::lower) test: Option<Test>,
}

/// Variables that only the container knows, each before those that are made of it; also what its command wants of that.
pub(super) fn items(across: &Across<'_>, late: &[Named], of_command: &[Wanted]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut printed: Vec<SmolStr> = Vec::new();
    for named in late.iter().filter(|named| !matches!(named.source, Source::Composed(..))) {
        printed.push(named.name.clone());
        items.extend(item(across, &named.name, &named.source, Some(named.test.clone())));
    }
    let composed: Vec<&Named> = late.iter().filter(|named| matches!(named.source, Source::Composed(..))).collect();
    let of_texts = composed.iter().flat_map(|named| {
        needs(named).iter().map(|late| Wanted { late: late.clone(), test: Some(named.test.clone()) })
    });
    let wanted: Vec<Wanted> = of_texts.chain(of_command.iter().cloned()).collect();
    for Wanted { late, .. } in wanted.iter().filter(|wanted| matches!(wanted.late, Late::Secret(_) | Late::Pod(_))) {
        let variable = late.variable();
        if printed.contains(&variable) {
            continue;
        }
        printed.push(variable.clone());
        let users: Option<Vec<Test>> =
            wanted.iter().filter(|own| own.late == *late).map(|own| own.test.clone()).collect();
        let free = !Test::Has(across.path("env"), variable.clone());
        let test = Test::all(users.and_then(Test::any).into_iter().chain([free]));
        items.extend(item(across, &variable, &Source::Late(late.clone()), test));
    }
    for named in in_order(&composed) {
        items.extend(item(across, &named.name, &named.source, Some(named.test.clone())));
    }
    items
}

fn needs(named: &Named) -> &[Late] {
    match &named.source {
        Source::Composed(_, late) => late,
        Source::Derived(_) | Source::Config(..) | Source::Late(_) => &[],
    }
}

/// Variables in an order in which each stands after those it is made of. A cycle was refused before.
fn in_order<'a>(composed: &[&'a Named]) -> Vec<&'a Named> {
    let mut waiting: Vec<&Named> = composed.to_vec();
    let mut ordered: Vec<&Named> = Vec::new();
    while !waiting.is_empty() {
        let ready = |named: &&Named| {
            needs(named).iter().all(|late| match late {
                Late::Variable(name) => !waiting.iter().any(|other| other.name == *name && other.name != named.name),
                Late::Secret(_) | Late::Pod(_) => true,
            })
        };
        let (now, later): (Vec<&Named>, Vec<&Named>) = waiting.iter().copied().partition(ready);
        if now.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(now);
        waiting = later;
    }
    ordered
}

fn item(across: &Across<'_>, name: &SmolStr, source: &Source, test: Option<Test>) -> Vec<Item> {
    let origin = across.origin_of(Place::Entry(&container::ENV, name.clone()));
    let node = Node::Map(vec![
        tree::pair_from("name", Node::Text(Expr::Text(name.clone())), origin.clone()),
        value(source, &origin),
    ]);
    match test {
        Some(test) => vec![Item::When(test, vec![Item::Node(node)])],
        None => vec![Item::Node(node)],
    }
}

fn value(source: &Source, origin: &Origin) -> Entry {
    let from = |entry: Entry| map("valueFrom", vec![entry]);
    match source {
        Source::Derived(expr) | Source::Composed(expr, _) => {
            tree::pair_from("value", Node::Text(expr.clone()), origin.clone())
        }
        Source::Config(object, key) => from(map("configMapKeyRef", reference_to(object, key, false))),
        Source::Late(Late::Secret(key)) => from(map("secretKeyRef", reference_to(&key.object, &key.key, key.optional))),
        Source::Late(Late::Pod(path)) if reference::is_resource(path) => {
            from(map("resourceFieldRef", vec![pair("resource", Node::text(*path))]))
        }
        Source::Late(Late::Pod(path)) => from(map("fieldRef", vec![pair("fieldPath", Node::text(*path))])),
        Source::Late(Late::Variable(name)) => pair("value", Node::text(format_smolstr!("$({name})"))),
    }
}
