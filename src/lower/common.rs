//! Labels and annotations that the stack gives all its objects.

use super::{Context, Part, across};
use crate::chart::tree::visit::{self, Visitor};
use crate::chart::tree::{Entry, Expr, Node, Object, Path, Place, Presence, Test, any_present, map, pair_from};
use crate::schema::Block;
use crate::schema::stack::{STACK, STACK_ANNOTATIONS, STACK_LABELS};
use smol_str::SmolStr;

/// Gives what a block lowered to the labels and annotations of the stack. What the block says itself wins.
pub(super) fn apply(context: &Context<'_>, part: &mut Part) {
    let texts = Texts { labels: said(context, &STACK_LABELS), annotations: said(context, &STACK_ANNOTATIONS) };
    if texts.labels.is_empty() && texts.annotations.is_empty() {
        return;
    }
    for object in &mut part.objects {
        of_object(object, &texts);
        visit::object(object, &mut Pods(&texts));
    }
    for piece in &mut part.pieces {
        visit::piece(piece, &mut Pods(&texts));
    }
}

struct Texts {
    labels: Vec<Entry>,
    annotations: Vec<Entry>,
}

fn said(context: &Context<'_>, kind: &'static Block) -> Vec<Entry> {
    let Some(environment) = context.environments.first() else { return Vec::new() };
    let entries = environment.stack.entries(kind).iter();
    let pairs = entries.filter_map(|(key, entry)| {
        let origin = across::setting(&STACK, Place::Entry(kind, SmolStr::new(key)));
        Some(pair_from(*key, Node::Text(Expr::Text(entry.value.literal()?)), origin))
    });
    pairs.collect()
}

/// `metadata` of an object itself.
fn of_object(object: &mut Object, texts: &Texts) {
    let metadata = object.body.iter_mut().find_map(|entry| child(entry, "metadata"));
    let Some(metadata) = metadata else { return };
    for (key, weak) in [("labels", &texts.labels), ("annotations", &texts.annotations)] {
        if metadata.iter_mut().all(|entry| child(entry, key).is_none()) {
            metadata.push(map(key, Vec::new()));
        }
        if let Some(own) = metadata.iter_mut().find_map(|entry| child(entry, key)) {
            beneath(own, weak);
        }
    }
}

/// The entries of the map at a key.
fn child<'e>(entry: &'e mut Entry, key: &str) -> Option<&'e mut Vec<Entry>> {
    let pair = entry.as_pair_mut().filter(|pair| pair.key == key)?;
    if let Node::Map(entries) = &mut pair.value { Some(entries) } else { None }
}

/// Adds what is not there yet.
fn beneath(own: &mut Vec<Entry>, weak: &[Entry]) {
    let mut added = Vec::new();
    for entry in weak {
        let Some(pair) = entry.as_pair() else { continue };
        match has(own, &pair.key) {
            Presence::Never => added.push(entry.clone()),
            Presence::Always => {}
            Presence::When(test) => added.push(Entry::When(!test, vec![entry.clone()], Vec::new())),
        }
    }
    own.extend(added);
}

/// When a map has a key.
fn has(entries: &[Entry], key: &str) -> Presence {
    any_present(entries.iter().map(|entry| match entry {
        Entry::Pair(pair) if pair.key == key => Presence::Always,
        Entry::Texts(path) | Entry::Variables(path) => Presence::When(Test::Has(path.clone(), SmolStr::new(key))),
        Entry::ChartOnly(inner) => has(inner, key),
        Entry::When(test, then, otherwise) => {
            any_present([has(then, key).under(test.clone()), has(otherwise, key).under(!test.clone())])
        }
        // The labels that todoc sets itself cannot be given.
        Entry::Pair(_) | Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector | Entry::Include(_) => {
            Presence::Never
        }
    }))
}

/// Gives pods the labels: theirs are those beside the ones that select them.
struct Pods<'t>(&'t Texts);

impl Visitor for Pods<'_> {
    fn entries(&mut self, key: &str, entries: &mut Vec<Entry>) {
        if key == "labels" && entries.iter().any(|entry| matches!(entry, Entry::Selector(_))) {
            beneath(entries, &self.0.labels);
        }
    }

    fn path(&mut self, _: &mut Path) {}

    fn piece(&mut self, _: &SmolStr) {}

    fn expr(&mut self, _: &mut Expr) {}

    fn node(&mut self, _: &mut Node) {}
}
