//! `manifest`: objects that the vocabulary does not have, as they are written.

mod scope;

use super::across::Across;
use super::raw::{self, Raw, Said, Way, child, keys, opened};
use super::{Context, Part, pod, reference};
use crate::chart::tree::{Entry, Expr, Node, Object, Place, Test, map, pair};
use crate::companion::Wanted;
use crate::model::environment::View;
use crate::model::raw::{Body, Tree, file};
use crate::schema::attributes::Root;
use crate::schema::{self, manifest};
use crate::types::names;
use smol_str::SmolStr;

/// Labels that todoc gives every object, but where someone else says what they are.
pub(super) const OURS: [&str; 7] = [
    "helm.sh/chart",
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/component",
    "app.kubernetes.io/version",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/managed-by",
];

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Manifest {}.", across.name));
    part.enabled(across);
    refusals(context, across, part);
    let files: Vec<Vec<Body>> = across.views.iter().map(|view| bodies(context, view.as_ref())).collect();
    let trees: Vec<Vec<Tree<'_>>> = files.iter().map(|own| own.iter().map(|body| Tree::of([body])).collect()).collect();
    inline(context, across, part);
    from_files(context, across, &trees, part);
}

/// The object that is written in the source.
fn inline(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let said = across.views.iter().map(|view| match view {
        None => Said::Absent,
        Some(view) => view.raw(&manifest::OBJECT).map_or(Said::Nothing, Said::As),
    });
    let said: Vec<Said<'_, '_>> = said.collect();
    let Some(kind) = text(&said, &["kind"]) else { return };
    let file = format!("{}-{}.yaml", kind.to_lowercase(), across.name);
    put(context, across, &Way::root("the object", manifest::OBJECT.name, ""), &said, file, part);
}

/// The objects of files. One that not every environment's file has is there where a switch says so.
fn from_files(context: &Context<'_>, across: &Across<'_>, trees: &[Vec<Tree<'_>>], part: &mut Part) {
    let mut ids: Vec<file::Id> = Vec::new();
    for id in trees.iter().flatten().map(file::id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let names: Vec<String> = ids.iter().map(|id| format!("{}-{}", id.kind.to_lowercase(), id.name)).collect();
    let segments = raw::segments(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for (id, segment) in ids.iter().zip(&segments) {
        let said = across.views.iter().zip(trees).map(|(view, trees)| match view {
            None => Said::Absent,
            Some(_) => trees.iter().find(|tree| file::id(tree) == *id).map_or(Said::Nothing, Said::As),
        });
        let said: Vec<Said<'_, '_>> = said.collect();
        let way = Way::root(&format!("{} {}", id.kind, id.name), &format!("objects.{segment}"), segment);
        let (kind, words) = (id.kind.to_lowercase(), names::kebab(segment));
        let name = words.strip_prefix(kind.as_str()).unwrap_or(&words);
        let file = format!("{kind}-{}-{}.yaml", across.name, name.trim_start_matches('-'));
        put(context, across, &way, &said, file, part);
    }
}

/// The objects of the file that an environment names.
fn bodies(context: &Context<'_>, view: Option<&View<'_>>) -> Vec<Body> {
    let Some(value) = view.and_then(|view| view.value(&manifest::FILE)) else { return Vec::new() };
    let wanted = Wanted { by: value.span.file, path: value.text().cloned().unwrap_or_default() };
    let bytes = context.companions.get(&wanted).and_then(|answer| answer.as_ref().ok());
    bytes.and_then(|bytes| file::read(bytes, value.span).ok()).unwrap_or_default()
}

/// An object, where any environment has it.
fn put(context: &Context<'_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>], file: String, part: &mut Part) {
    let origin = across.child(&manifest::OBJECT).origin_of(Place::Block);
    let mut raw = Raw::new(context, part, across.key.clone(), origin);
    let there = raw.there(way, said);
    let body = object(&mut raw, across, way, said);
    part.objects.push(Object {
        file,
        block: SmolStr::new(across.name),
        when: pod::when(across, there),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    });
}

/// What the object names in every environment must be there where it is.
fn refusals(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    for (kind, name) in needs(across) {
        let Some(there) = context.find(kind, &name).and_then(reference::is_there) else { continue };
        let message = format!("{} names {name}: switch it on, or switch off {0}", across.name);
        part.refuse(Test::all([across.enabled(), !there]), message);
    }
}

/// The blocks that are named in every environment.
fn needs(across: &Across<'_>) -> Vec<(&'static schema::Block, SmolStr)> {
    let of = |view: &View<'_>| {
        let mut found = Vec::new();
        view.references(&mut found);
        let named = found.into_iter().filter_map(|own| Some((target(own.root)?, SmolStr::new(own.target()))));
        named.collect::<Vec<_>>()
    };
    let mut each = across.views.iter().flatten().map(of);
    let mut needs = each.next().unwrap_or_default();
    for other in each {
        needs.retain(|need| other.contains(need));
    }
    let mut once: Vec<(&'static schema::Block, SmolStr)> = Vec::new();
    for need in needs {
        if !once.contains(&need) {
            once.push(need);
        }
    }
    once
}

/// The kind of block that an object leads to by a reference.
fn target(root: Root) -> Option<&'static schema::Block> {
    match root {
        Root::Service => Some(&schema::service::SERVICE),
        Root::Database => Some(&schema::database::DATABASE),
        Root::Config => Some(&schema::config::CONFIG),
        Root::Secret | Root::Image | Root::Environment | Root::Pod | Root::Env | Root::Let | Root::Param => None,
    }
}

/// The text at a way, which is the same in all environments.
fn text<'a>(said: &[Said<'_, 'a>], way: &[&str]) -> Option<&'a str> {
    let of = |own: &Said<'_, 'a>| way.iter().try_fold(own.tree()?, |tree, key| tree.get(key))?.text();
    said.iter().find_map(of).map(SmolStr::as_str)
}

/// `apiVersion`, `kind`, `metadata`, and the rest as it is written.
fn object(raw: &mut Raw<'_, '_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>]) -> Vec<Entry> {
    let mut body = raw.entry_of(way, "apiVersion", said);
    body.extend(raw.entry_of(way, "kind", said));
    body.push(map("metadata", metadata(raw, across, way, said)));
    body.extend(raw.entries(way, said, &["apiVersion", "kind", "metadata"]));
    body
}

fn metadata(raw: &mut Raw<'_, '_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>]) -> Vec<Entry> {
    let of = |key| text(said, &[key]).unwrap_or_default();
    let is_namespaced = match scope::is_namespaced(of("apiVersion"), of("kind")) {
        Some(known) => known,
        None => across.every(|view| view.bool(&manifest::NAMESPACED)),
    };
    let (way, said) = (way.child("metadata", "metadata"), opened(&child(said, "metadata")));
    let mut entries = raw.entry_of(&way, "name", &said);
    entries.extend(namespace(raw.entry_of(&way, "namespace", &said), is_namespaced));
    entries.push(map("labels", labels(raw, across, &way, &said)));
    entries.extend(raw.entries(&way, &said, &["name", "namespace", "labels"]));
    entries
}

/// The namespace that is written, else that of the release.
fn namespace(written: Vec<Entry>, is_namespaced: bool) -> Vec<Entry> {
    let own = || if is_namespaced { vec![pair("namespace", Node::Text(Expr::Namespace))] } else { Vec::new() };
    if written.is_empty() {
        return own();
    }
    let with_default = |entry| {
        if let Entry::When(test, then, _) = entry { Entry::When(test, then, own()) } else { entry }
    };
    written.into_iter().map(with_default).collect()
}

/// Labels that are written, and of the recommended ones those that are not.
fn labels(raw: &mut Raw<'_, '_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>]) -> Vec<Entry> {
    let (way, said) = (way.child("labels", "labels"), opened(&child(said, "labels")));
    let written = keys(&said);
    let mut entries = if written.iter().any(|key| OURS.contains(key)) {
        let ours = [
            ("app.kubernetes.io/name", Expr::ChartName),
            ("app.kubernetes.io/instance", Expr::Release),
            ("app.kubernetes.io/component", Expr::text(across.name)),
            ("app.kubernetes.io/version", Expr::AppVersion),
            ("app.kubernetes.io/managed-by", Expr::text("Helm")),
        ];
        let left = ours.into_iter().filter(|(key, _)| !written.contains(key));
        left.map(|(key, text)| pair(key, Node::Text(text))).collect()
    } else {
        vec![Entry::Labels(SmolStr::new(across.name))]
    };
    entries.extend(raw.entries(&way, &said, &[]));
    entries
}
