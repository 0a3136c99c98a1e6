//! Items of `env`: what only the container knows, in an order in which every name is known before it is used.

use super::{Named, Source, reference_to};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Origin, Place, Test, map, pair};
use crate::lower::across::Across;
use crate::lower::reference::{self, Late};
use crate::schema::container;
use smol_str::{SmolStr, format_smolstr};

/// Variables that only the container knows, each before those that are made of it.
pub(super) fn items(across: &Across<'_>, late: &[Named]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut printed: Vec<SmolStr> = Vec::new();
    let of_itself = |late: &Late| matches!(late, Late::Secret(_) | Late::Pod(_));
    for named in late.iter().filter(|named| !matches!(named.source, Source::Composed(..))) {
        printed.push(named.name.clone());
        items.extend(item(across, &named.name, &named.source, Some(named.test.clone())));
    }
    let composed: Vec<&Named> = late.iter().filter(|named| matches!(named.source, Source::Composed(..))).collect();
    for needed in composed.iter().copied().flat_map(needs).filter(|needed| of_itself(needed)) {
        let variable = needed.variable();
        if printed.contains(&variable) {
            continue;
        }
        printed.push(variable.clone());
        let users = composed.iter().filter(|named| needs(named).contains(needed)).map(|named| named.test.clone());
        let free = !Test::Has(across.path("env"), variable.clone());
        let test = Test::any(users).and_then(|users| Test::all([users, free]));
        items.extend(item(across, &variable, &Source::Late(needed.clone()), test));
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
