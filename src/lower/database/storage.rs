//! Where a database keeps its data.

use super::engine;
use super::values::each;
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::{Part, knobs, volume};
use crate::model::databases;
use crate::model::environment::View;
use crate::schema::database;
use crate::schema::engine::Data;
use crate::types::quantity::Kind as Amount;

/// The keys of the claim.
pub(super) fn values(across: &Across<'_>, part: &mut Part) {
    let path = |key: &str| across.path(&format!("internal.persistence.{key}"));
    let size = |view: &View<'_>| view.quantity(&database::STORAGE).map(|size| size.to_string());
    let enabled = each(across, |view| Val::Bool(size(view).is_some()));
    let doc = "Whether the data is kept on a claim; else it goes with the pod.";
    part.knob_from(path("enabled"), doc, Schema::Bool, enabled, across.origin(&database::STORAGE));
    let mut sizes = each(across, |view| size(view).map_or(Val::Unset, Val::text));
    if sizes.iter().all(|value| *value == Val::Unset) {
        sizes.fill(Val::text("10Gi"));
    }
    part.knob_from(path("size"), "", Schema::Quantity(Amount::Storage), sizes, across.origin(&database::STORAGE));
}

/// Whether the data is kept on a claim.
pub(super) fn is_kept(across: &Across<'_>) -> Test {
    Test::Value(across.path("internal.persistence.enabled"))
}

/// What becomes of the claim when the database is taken away.
pub(super) fn retention(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let words = ["Retain", "Delete"].map(smol_str::SmolStr::new_static).to_vec();
    let values = across.said(|view| Some(Val::text(if view.bool(&database::KEEP) { "Retain" } else { "Delete" })));
    let path = across.path("internal.persistence.whenDeleted");
    let (origin, doc) = (across.origin(&database::KEEP), knobs::doc(&database::KEEP));
    let mut entries = part.settled("whenDeleted", path, values, &Schema::Choice(words), origin, doc);
    entries.push(pair("whenScaled", Node::text("Retain")));
    entries
}

/// The template of the claim.
pub(super) fn claim(across: &Across<'_>, part: &mut Part) -> Node {
    let values = each(across, |view| knobs::value_of(view, &database::STORAGE_CLASS).unwrap_or_else(|| Val::text("")));
    let path = across.path("internal.persistence.storageClass");
    let mut spec = vec![list("accessModes", vec![Item::Node(Node::text("ReadWriteOnce"))])];
    spec.extend(volume::storage_class(path, values, across.origin(&database::STORAGE_CLASS), part));
    let size = Expr::Value(across.path("internal.persistence.size"));
    spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(size))])]));
    Node::Map(vec![map("metadata", vec![pair("name", Node::text("data"))]), map("spec", spec)])
}

/// The mount of the data, where the image's major version keeps it.
pub(super) fn mount(across: &Across<'_>, part: &mut Part) -> Node {
    let values = across.said(|view| Some(Val::text(data(view).mount)));
    let path = across.path("internal.persistence.mountPath");
    let doc = "Where the image keeps its data.".to_owned();
    let mut entries = vec![pair("name", Node::text("data"))];
    entries.extend(part.settled("mountPath", path, values, &Schema::Text, across.origin(&database::VERSION), doc));
    entries.extend(engine(across).data(None).folder.map(|folder| pair("subPath", Node::text(folder))));
    Node::Map(entries)
}

/// A claim's root may hold lost+found, so the data lies in a folder of it, unless the images see to that themselves.
pub(super) fn folder(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let named = across.views.iter().flatten().find_map(|view| data(view).variable);
    let Some((name, _)) = named else { return Vec::new() };
    let values = across.said(|view| data(view).variable.map(|(_, folder)| Val::text(folder)));
    let path = across.path("internal.persistence.dataFolder");
    let doc = "Folder of the data. Default: the image's.".to_owned();
    let value = part.settled("value", path, values, &Schema::Text, across.origin(&database::VERSION), doc);
    let node = |value: Entry| Node::Map(vec![pair("name", Node::text(name)), value]);
    let items = value.into_iter().flat_map(|entry| {
        if let Entry::When(test, entries, _) = entry {
            entries.into_iter().flat_map(|entry| tree::guarded(Some(test.clone()), node(entry))).collect()
        } else {
            tree::guarded(None, node(entry))
        }
    });
    items.collect()
}

fn data(view: &View<'_>) -> Data {
    databases::engine(view).data(databases::major(view))
}
