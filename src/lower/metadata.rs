//! `metadata` of objects. <https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>

use super::across::Across;
use super::knobs::plain;
use super::{Context, Part, reference};
use crate::chart::tree::{Entry, Expr, Node, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::schema::{self as vocabulary, pod};
use smol_str::SmolStr;

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

/// Labels that the user gives all objects of a block, where every environment gives the same.
fn own_labels(across: &Across<'_>) -> Vec<Entry> {
    let Some(view) = across.first() else { return Vec::new() };
    let labels = view.entries(&pod::LABELS);
    let texts =
        labels.iter().filter_map(|(key, entry)| Some(pair(*key, Node::Text(Expr::Text(entry.value.literal()?)))));
    texts.collect()
}

/// An open map of texts as a key of the values.
pub(super) fn texts(
    context: &Context<'_>,
    across: &Across<'_>,
    kind: &'static vocabulary::Block,
    key: &str,
    part: &mut Part,
) -> Entry {
    let values = across.views.iter().enumerate().map(|(environment, view)| {
        let Some(view) = view else { return Val::Unset };
        let entries = view.entries(kind).into_iter().map(|(key, entry)| {
            let text = plain(&entry.value).map(|value| crate::chart::values::write::scalar(&value));
            let derived = || reference::text_of_key(context, environment, &entry.value).known().cloned();
            let text = text.or_else(derived).unwrap_or_default();
            (SmolStr::new(key), Val::Text(text))
        });
        Val::Map(entries.collect())
    });
    let path = across.path(key);
    let doc = kind.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let origin = across.origin_of(crate::chart::tree::Place::Block);
    part.knob_from(path.clone(), doc, Schema::Texts(schema::QUALIFIED), values.collect(), origin);
    Entry::Texts(path)
}
