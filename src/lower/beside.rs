//! Containers beside the main one: sidecars and init containers.
//! <https://kubernetes.io/docs/concepts/workloads/pods/init-containers/>

use super::across::Across;
use super::container::{self, Seat};
use super::pod::Extras;
use super::{Context, Part};
use crate::chart::tree::{Entry, Item, Node, Test, pair};
use crate::model::environment::View;
use crate::schema::{self, service, sidecar};
use crate::types::names;
use smol_str::format_smolstr;

/// Adds the sidecars and init containers of a block to its pods.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, extras: &mut Extras, part: &mut Part) {
    let native = !across.kind.is(&service::SERVICE);
    for own in all(across) {
        let is_sidecar = own.kind.is(&sidecar::SIDECAR);
        let item = one(context, across, &own, native && is_sidecar, extras, part);
        if is_sidecar && !native { &mut extras.beside } else { &mut extras.init }.push(item);
    }
}

/// The sidecars and init containers of a block, in the order in which they are written.
pub(super) fn all<'a>(across: &Across<'a>) -> Vec<Across<'a>> {
    let of = |(kind, name): (&'static schema::Block, &'a str)| {
        let key = if kind.is(&sidecar::SIDECAR) { "sidecars" } else { "initContainers" };
        across.nested(kind, name, &format!("{key}.{}", names::values_key(name)))
    };
    written(across).into_iter().map(of).collect()
}

fn written<'a>(across: &Across<'a>) -> Vec<(&'static schema::Block, &'a str)> {
    let mut found: Vec<(&'static schema::Block, &'a str)> = Vec::new();
    for view in across.views.iter().flatten().flat_map(View::blocks) {
        let is_container = view.kind.is(&sidecar::SIDECAR) || view.kind.is(&sidecar::INIT);
        if is_container && !found.iter().any(|(kind, name)| kind.is(view.kind) && *name == view.name) {
            found.push((view.kind, view.name));
        }
    }
    found
}

fn one(
    context: &Context<'_>,
    across: &Across<'_>,
    own: &Across<'_>,
    is_restarted: bool,
    extras: &mut Extras,
    part: &mut Part,
) -> Item {
    let what = if own.kind.is(&sidecar::INIT) { "runs before" } else { "runs beside" };
    part.group(own.key.clone(), format!("Container {}, which {what} the main one.", own.name));
    part.enabled(own);
    let lowered = container::lower(context, Seat { pod: across, own }, part);
    let on = own.enabled();
    extras.volumes.extend(lowered.volumes.into_iter().map(|volume| Item::When(on.clone(), vec![volume])));
    extras.checksums.extend(lowered.checksums.into_iter().map(|entry| under(&on, renamed(entry, own.name))));
    Item::When(on, vec![Item::Node(if is_restarted { restarted(lowered.node) } else { lowered.node })])
}

/// A container among those that come before the main one is a sidecar where it is always restarted.
/// <https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/>
fn restarted(mut node: Node) -> Node {
    if let Node::Map(entries) = &mut node {
        entries.push(pair("restartPolicy", Node::text("Always")));
    }
    node
}

/// Entries that are there with the container that they belong to.
pub(super) fn under(test: &Test, entries: Vec<Entry>) -> Entry {
    Entry::When(test.clone(), entries, Vec::new())
}

/// A checksum under a key of the container's own.
pub(super) fn renamed(entry: Entry, name: &str) -> Vec<Entry> {
    match entry {
        Entry::When(test, entries, otherwise) => {
            let entries = entries.into_iter().flat_map(|entry| renamed(entry, name)).collect();
            vec![Entry::When(test, entries, otherwise)]
        }
        Entry::Pair(mut pair) if pair.key == "checksum/config" => {
            pair.key = format_smolstr!("checksum/{name}-config");
            vec![Entry::Pair(pair)]
        }
        other @ (Entry::Pair(_)
        | Entry::Texts(_)
        | Entry::Variables(_)
        | Entry::Labels(_)
        | Entry::Selector(_)
        | Entry::ReleaseSelector
        | Entry::Include(_)
        | Entry::ChartOnly(_)) => vec![other],
    }
}

/// Checksums, each once: what several containers read rolls the pods where any of them reads it.
pub(super) fn united(checksums: Vec<Entry>) -> Vec<Entry> {
    let mut flat: Vec<(Option<Test>, Entry)> = Vec::new();
    for entry in checksums {
        flatten(None, entry, &mut flat);
    }
    let mut united: Vec<(Option<Test>, Entry)> = Vec::new();
    for (test, entry) in flat {
        match united.iter_mut().find(|(_, known)| *known == entry) {
            Some((known, _)) => *known = known.take().zip(test).and_then(|(known, test)| Test::any([known, test])),
            None => united.push((test, entry)),
        }
    }
    united.into_iter().flat_map(|(test, entry)| crate::chart::tree::when(test, vec![entry])).collect()
}

fn flatten(test: Option<Test>, entry: Entry, into: &mut Vec<(Option<Test>, Entry)>) {
    match entry {
        Entry::When(own, entries, otherwise) if otherwise.is_empty() => {
            let test = Test::all(test.into_iter().chain([own]));
            for entry in entries {
                flatten(test.clone(), entry, into);
            }
        }
        other @ (Entry::When(..)
        | Entry::Pair(_)
        | Entry::Texts(_)
        | Entry::Variables(_)
        | Entry::Labels(_)
        | Entry::Selector(_)
        | Entry::ReleaseSelector
        | Entry::Include(_)
        | Entry::ChartOnly(_)) => into.push((test, other)),
    }
}
