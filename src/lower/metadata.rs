//! `metadata` of objects. <https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>

use super::across::Across;
use super::{Context, Part, texts, waivers};
use crate::chart::tree::{Entry, Expr, Node, Object, Place, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::model::environment::View;
use crate::model::naming;
use crate::schema::objects::{self, ObjectKind};
use crate::schema::{self as vocabulary, pod, shared};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// Name, namespace, labels and annotations of an object of a block.
pub(super) fn of(across: &Across<'_>, name: &Expr, annotations: Vec<Entry>) -> Entry {
    let mut labels = vec![Entry::Labels(SmolStr::new(across.name))];
    labels.extend(own_labels(across));
    named(name, labels, annotations)
}

/// The same for an object whose labels are more than those of all objects of its block.
pub(super) fn labelled(across: &Across<'_>, name: &Expr, own: Vec<Entry>, annotations: Vec<Entry>) -> Entry {
    named(name, [Entry::Labels(SmolStr::new(across.name))].into_iter().chain(own).collect(), annotations)
}

/// Labels of all objects of a block with those of one kind of object, which win: written out where every environment gives the
/// same, else a key of the values.
pub(super) fn own_and(
    across: &Across<'_>,
    own: &dyn Fn(&View<'_>) -> Vec<(SmolStr, SmolStr)>,
    path: &SmolStr,
    doc: String,
    part: &mut Part,
) -> Vec<Entry> {
    if !across.any(|view| !own(view).is_empty()) {
        return own_labels(across);
    }
    let labels = across.each(|view| {
        let mut labels = labels_of(view);
        for (key, text) in own(view) {
            labels.retain(|(known, _)| *known != key);
            labels.push((key, text));
        }
        // As a chart goes through the values.
        labels.sort();
        labels
    });
    let mut all = labels.iter().flatten();
    let first = all.next().cloned().unwrap_or_default();
    if !all.any(|labels| *labels != first) {
        return first.into_iter().map(|(key, text)| pair(key, Node::Text(Expr::Text(text)))).collect();
    }
    let text = |(key, text): (SmolStr, SmolStr)| (key, Val::Text(text));
    let values = labels.into_iter().map(|labels| match labels {
        Some(labels) => Val::Map(labels.into_iter().map(text).collect()),
        None => Val::Unset,
    });
    let origin = across.origin_of(Place::Block);
    part.knob_from(path.clone(), doc, Schema::Texts(schema::QUALIFIED), values.collect(), origin);
    vec![Entry::Texts(path.clone())]
}

/// The same for an object of a block that belongs to no namespace.
pub(super) fn cluster_wide(across: &Across<'_>, name: &Expr) -> Entry {
    let mut labels = vec![Entry::Labels(SmolStr::new(across.name))];
    labels.extend(own_labels(across));
    map("metadata", vec![pair("name", Node::Text(name.clone())), map("labels", labels)])
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
pub(super) fn own_labels(across: &Across<'_>) -> Vec<Entry> {
    let labels = across.each(labels_of);
    let mut all = labels.iter().flatten();
    let Some(first) = all.next() else { return Vec::new() };
    if all.any(|labels| labels != first) {
        // What runs in the cluster of a database has the labels of the database.
        let key = across.key.strip_suffix(".internal").unwrap_or(&across.key);
        return vec![Entry::Texts(format_smolstr!("{key}.labels"))];
    }
    first.iter().map(|(key, text)| pair(key.clone(), Node::Text(Expr::Text(text.clone())))).collect()
}

/// Adds labels that the user gives to an object of a block, where the object is made of another block.
pub(super) fn add_labels(across: &Across<'_>, object: &mut Object) {
    add(object, "labels", own_labels(across));
}

/// Adds entries to a map in the metadata of an object.
pub(super) fn add(object: &mut Object, key: &str, own: Vec<Entry>) {
    let Some(metadata) = object.body.iter_mut().find_map(|entry| of_key(entry, "metadata")) else { return };
    match metadata.iter_mut().find_map(|entry| of_key(entry, key)) {
        Some(entries) => entries.extend(own),
        None => metadata.push(map(key, own)),
    }
}

/// The entries of a map under a key.
fn of_key<'e>(entry: &'e mut Entry, key: &str) -> Option<&'e mut Vec<Entry>> {
    if let Entry::Pair(pair) = entry
        && pair.key == key
        && let Node::Map(entries) = &mut pair.value
    {
        return Some(entries);
    }
    None
}

fn labels_of(view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&pod::LABELS);
    entries.iter().filter_map(|(key, entry)| Some((SmolStr::new(key), entry.value.literal()?))).collect()
}

/// Declares the key that labels of a block's objects are read from, where environments differ in them.
pub(super) fn declare(across: &Across<'_>, part: &mut Part) {
    if let [Entry::Texts(path)] = own_labels(across).as_slice() {
        let labels = across
            .each(|view| Val::Map(labels_of(view).into_iter().map(|(key, text)| (key, Val::Text(text))).collect()));
        let labels = labels.into_iter().map(|labels| labels.unwrap_or(Val::Unset)).collect();
        let origin = across.origin_of(crate::chart::tree::Place::Block);
        part.knob_from(path.clone(), "Labels of every object.", Schema::Texts(schema::QUALIFIED), labels, origin);
    }
}

/// Declares the keys of names that environments give differently, of the objects that were made of a block.
pub(super) fn names(across: &Across<'_>, part: &mut Part) {
    let own = part.objects.iter().filter(|object| object.block == across.name);
    // An HTTPRoute is called as the Ingress that it stands for, what Prometheus reads as the Service.
    let known = |kind: &str| match kind {
        "HTTPRoute" => Some(ObjectKind::Ingress),
        "ServiceMonitor" | "PodMonitor" => Some(ObjectKind::Service),
        _ => ObjectKind::of_object(kind),
    };
    let kinds: Vec<ObjectKind> = own.filter_map(|object| known(object.kind()?)).collect();
    for kind in kinds {
        if let Expr::Default(..) = across.object_name(kind) {
            name(across, kind, part);
        }
    }
}

/// Declares the key of a name that environments give differently.
fn name(across: &Across<'_>, kind: ObjectKind, part: &mut Part) {
    let names = across.each(|view| Val::text(naming::given(view, kind).unwrap_or_default()));
    let names = names.into_iter().map(|name| name.unwrap_or(Val::Unset)).collect();
    let (doc, origin) = if across.any(|view| naming::of_kind(view, kind).is_some()) {
        let own = across.child(&objects::OBJECT_NAMES);
        (format!("Name of the {}. Default: by the rule of the stack.", kind.kubernetes()), own.origin(kind.field()))
    } else {
        let doc = "Name of the objects. Default: by the rule of the stack.";
        (doc.to_owned(), across.origin(&shared::OBJECT_NAME))
    };
    part.knob_from(across.object_name_path(kind), doc, Schema::Pattern(schema::OBJECT_NAME), names, origin);
}

/// An open map of texts as a key of the values, and what of it the chart derives from other parts of the stack.
pub(super) fn texts(
    context: &Context<'_>,
    across: &Across<'_>,
    kind: &'static vocabulary::Block,
    key: &str,
    part: &mut Part,
) -> Vec<Entry> {
    texts_and(context, across, (kind, |_| Vec::new()), key, part)
}

/// Annotations of a workload: those that the block gives, and what it waives.
pub(super) fn of_workload(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    texts_and(context, across, (&pod::ANNOTATIONS, waivers::annotations), "annotations", part)
}

/// The same for one that has seldom any, and then a key of the values.
pub(super) fn of_plain_workload(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let has_any =
        |view: &View<'_>| !view.entries(&pod::ANNOTATIONS).is_empty() || !waivers::annotations(view).is_empty();
    if across.any(has_any) { of_workload(context, across, part) } else { Vec::new() }
}

/// Keys, each with its text.
type Pairs = Vec<(SmolStr, SmolStr)>;

/// An open map of texts, with more that the map itself does not give.
fn texts_and(
    context: &Context<'_>,
    across: &Across<'_>,
    (kind, more): (&'static vocabulary::Block, fn(&View<'_>) -> Pairs),
    key: &str,
    part: &mut Part,
) -> Vec<Entry> {
    let (mut known, derived) = texts::read(context, across, kind);
    for (known, view) in known.iter_mut().zip(&across.views) {
        if let (Val::Map(known), Some(view)) = (known, view) {
            let new = more(view).into_iter().filter(|(key, _)| !view.entries(kind).contains_key(key.as_str()));
            known.extend(new.map(|(key, text)| (key, Val::Text(text))));
        }
    }
    let path = across.path(key);
    let doc = kind.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let origin = across.origin_of(Place::Block);
    part.knob_from(path.clone(), doc, Schema::Texts(schema::QUALIFIED), known, origin);
    let switch = |key: &str| format_smolstr!("{path}Source.{}", names::values_key(&key.replace(['.', '/', '_'], "-")));
    let derived = derived.lower(across, &path, "it is not given", switch, part);
    [Entry::Texts(path.clone())].into_iter().chain(derived).collect()
}
