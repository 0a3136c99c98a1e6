//! `config`: a `ConfigMap` of keys and files. <https://kubernetes.io/docs/concepts/configuration/configmap/>

use super::across::Across;
use super::{Context, Part, metadata, pod, reference};
use crate::chart::tree::{self, Body, Entry, Expr, Node, Piece, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::companion::Wanted;
use crate::model::environment::View;
use crate::schema::config;
use smol_str::{SmolStr, format_smolstr};

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Configuration {}.", across.name));
    part.enabled(across);
    let path = across.path("data");
    let derived = keys(context, across, &path, part);
    let mut entries = vec![Entry::Variables(path)];
    entries.extend(derived);
    entries.extend(files(context, across, part));
    let piece = format_smolstr!("{}.data", across.name);
    let mut body = vec![metadata::of(across, &across.object_name(), Vec::new())];
    if across.every(|view| view.bool(&config::IMMUTABLE)) {
        body.push(pair("immutable", Node::Bool(true)));
    }
    body.push(map("data", vec![Entry::Include(piece.clone())]));
    let mut object = pod::object(across, "ConfigMap", "configmap", pod::when(across, None), body);
    object.pieces.push(Piece {
        name: piece,
        doc: format!(
            "What configuration {} holds; hashed into the pods that read it, so that a change rolls them.",
            across.name
        ),
        body: Body::Map(entries),
    });
    part.objects.push(object);
}

/// Keys: literals as values, and what is derived from other parts of the stack.
fn keys(context: &Context<'_>, across: &Across<'_>, path: &SmolStr, part: &mut Part) -> Vec<Entry> {
    let mut literals = Vec::new();
    let mut derived: Vec<(SmolStr, Expr)> = Vec::new();
    for (environment, view) in across.views.iter().enumerate() {
        let Some(view) = view else {
            literals.push(Val::Unset);
            continue;
        };
        let mut own = Vec::new();
        for (key, entry) in view.entries(&config::KEYS) {
            let expr = reference::text_of_key(context, environment, &entry.value);
            if let Expr::Text(text) = expr {
                own.push((SmolStr::new(key), Val::Text(text)));
            } else if !derived.iter().any(|(known, _)| known == key) {
                derived.push((SmolStr::new(key), expr));
            }
        }
        literals.push(Val::Map(own));
    }
    let doc = "Keys. One that is given here wins over one that the chart derives from other parts of the stack.";
    part.knob_from(path.clone(), doc, Schema::Variables(schema::CONFIG_KEY), literals, across.origin_of(Place::Block));
    let entries = derived.into_iter().flat_map(|(key, expr)| {
        let free = !Test::Has(path.clone(), key.clone());
        tree::when(Some(free), vec![pair(key, Node::Text(expr))])
    });
    entries.collect()
}

/// Files, each a key. Where environments differ in a file, its text stands in the values.
fn files(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for own in across.children(&config::FILE) {
        let texts: Vec<Option<Expr>> = own
            .views
            .iter()
            .enumerate()
            .map(|(environment, view)| text(context, environment, view.as_ref()?))
            .collect();
        let Some(first) = texts.iter().flatten().next() else { continue };
        if texts.iter().all(|text| text.as_ref() == Some(first)) {
            entries.push(tree::pair_from(own.name, Node::Text(first.clone()), own.origin(&config::TEXT)));
            continue;
        }
        let values = texts.iter().map(|text| match text {
            Some(Expr::Text(text)) => Some(Val::Text(text.clone())),
            Some(_) => Some(Val::text("")),
            None => None,
        });
        let path =
            across.path(&format!("files.{}", crate::types::names::values_key(&own.name.replace(['.', '/', '_'], "-"))));
        let origin = own.origin(&config::TEXT);
        entries.extend(part.settled(
            own.name,
            path,
            values.collect(),
            &Schema::Text,
            origin,
            format!("File {}.", own.name),
        ));
    }
    entries
}

/// The text of a file: what is written, or the text of a file of the project.
fn text(context: &Context<'_>, environment: usize, view: &View<'_>) -> Option<Expr> {
    if let Some(value) = view.value(&config::TEXT) {
        return Some(reference::text_of_key(context, environment, value));
    }
    let from = view.field(&config::FROM)?;
    let wanted = Wanted { by: from.value.span.file, path: from.value.literal()? };
    let bytes = context.companions.get(&wanted)?.as_ref().ok()?;
    Some(Expr::text(String::from_utf8_lossy(bytes)))
}
