//! `metadata` of objects. <https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>

use super::across::Across;
use super::knobs::{Built, plain};
use super::{Context, Part, reference};
use crate::chart::tree::{self, Entry, Expr, Node, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::model::environment::View;
use crate::schema::{self as vocabulary, pod, shared};
use crate::types::names;
use indexmap::IndexMap;
use smol_str::{SmolStr, format_smolstr};

/// Name, namespace, labels and annotations of an object of a block.
pub(super) fn of(across: &Across<'_>, name: &Expr, annotations: Vec<Entry>) -> Entry {
    let mut labels = vec![Entry::Labels(SmolStr::new(across.name))];
    labels.extend(own_labels(across));
    named(name, labels, annotations)
}

/// The same for an object whose labels are given.
pub(super) fn named(name: &Expr, labels: Vec<Entry>, annotations: Vec<Entry>) -> Entry {
    map(
        "metadata",
        vec![
            pair("name", Node::Text(name.clone())),
            pair("namespace", Node::Text(Expr::Namespace)),
            map("labels", labels),
            map("annotations", annotations),
        ],
    )
}

/// Labels that the user gives all objects of a block: written out where every environment gives the same.
fn own_labels(across: &Across<'_>) -> Vec<Entry> {
    let labels = across.each(labels_of);
    let mut all = labels.iter().flatten();
    let Some(first) = all.next() else { return Vec::new() };
    if all.any(|labels| labels != first) {
        return vec![Entry::Texts(across.path("labels"))];
    }
    first.iter().map(|(key, text)| pair(key.clone(), Node::Text(Expr::Text(text.clone())))).collect()
}

fn labels_of(view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&pod::LABELS);
    entries.iter().filter_map(|(key, entry)| Some((SmolStr::new(key), entry.value.literal()?))).collect()
}

/// Declares the keys that names and labels of a block's objects are read from, where environments differ in them.
pub(super) fn declare(across: &Across<'_>, part: &mut Part) {
    if let [Entry::Texts(path)] = own_labels(across).as_slice() {
        let labels = across
            .each(|view| Val::Map(labels_of(view).into_iter().map(|(key, text)| (key, Val::Text(text))).collect()));
        let labels = labels.into_iter().map(|labels| labels.unwrap_or(Val::Unset)).collect();
        let origin = across.origin_of(crate::chart::tree::Place::Block);
        part.knob_from(path.clone(), "Labels of every object.", Schema::Texts(schema::QUALIFIED), labels, origin);
    }
    if let Expr::Default(..) = across.object_name() {
        let names = across.each(|view| Val::text(view.text(&shared::OBJECT_NAME).unwrap_or_default()));
        let names = names.into_iter().map(|name| name.unwrap_or(Val::Unset)).collect();
        let doc = "Name of the objects. Default: the release's, and this one's in the stack.";
        let origin = across.origin(&shared::OBJECT_NAME);
        part.knob_from(across.object_name_path(), doc, Schema::Pattern(schema::OBJECT_NAME), names, origin);
    }
}

/// An open map of texts as a key of the values, and what of it the chart derives from other parts of the stack.
pub(super) fn texts(
    context: &Context<'_>,
    across: &Across<'_>,
    kind: &'static vocabulary::Block,
    key: &str,
    part: &mut Part,
) -> Vec<Entry> {
    let mut derived: IndexMap<SmolStr, Vec<Built<Expr>>> = IndexMap::new();
    let mut values = Vec::new();
    for (environment, view) in across.views.iter().enumerate() {
        let Some(view) = view else {
            values.push(Val::Unset);
            continue;
        };
        let mut known = Vec::new();
        for (key, entry) in view.entries(kind) {
            let text = plain(&entry.value).map(|value| Expr::Text(crate::chart::values::write::scalar(&value)));
            match text.unwrap_or_else(|| reference::text_of_key(context, environment, &entry.value)) {
                Expr::Text(text) => known.push((SmolStr::new(key), Val::Text(text))),
                expr => {
                    let sources = derived.entry(SmolStr::new(key)).or_insert_with(|| unsaid(across, kind, key));
                    if let Some(slot) = sources.get_mut(environment) {
                        *slot = Built::As(context.source_of(&entry.value), expr);
                    }
                }
            }
        }
        values.push(Val::Map(known));
    }
    let path = across.path(key);
    let doc = kind.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    part.knob_from(path.clone(), doc, Schema::Texts(schema::QUALIFIED), values, across.origin_of(Place::Block));
    let mut entries = vec![Entry::Texts(path.clone())];
    for (key, built) in derived {
        entries.extend(derived_text(across, kind, &path, &key, built, part));
    }
    entries
}

/// What environments say of an entry before it is known to be derived: a literal wins in any case.
fn unsaid(across: &Across<'_>, kind: &'static vocabulary::Block, key: &str) -> Vec<Built<Expr>> {
    across.built(|_, view| if view.entries(kind).contains_key(key) { Built::Absent } else { Built::Nothing })
}

fn derived_text(
    across: &Across<'_>,
    kind: &'static vocabulary::Block,
    path: &SmolStr,
    key: &SmolStr,
    built: Vec<Built<Expr>>,
    part: &mut Part,
) -> Vec<Entry> {
    let origin = across.origin_of(Place::Entry(kind, key.clone()));
    let doc = format!("What {key} is derived from, where it is not given; nothing: it is not there.");
    let switch = format_smolstr!("{path}Source.{}", names::values_key(&key.replace(['.', '/', '_'], "-")));
    let free = !Test::Has(path.clone(), key.clone());
    let chosen = part.chosen(&switch, doc, origin.clone(), built);
    let entries = chosen.into_iter().flat_map(|(test, expr)| {
        let entry = vec![tree::pair_from(key.clone(), Node::Text(expr), origin.clone())];
        tree::when(Test::all(test.into_iter().chain([free.clone()])), entry)
    });
    entries.collect()
}
