//! `manifest`: objects that the vocabulary does not have, as they are written.

mod scope;

use super::across::Across;
use super::raw::{Raw, Said, Way, child, keys, opened};
use super::{Context, Part, pod, reference};
use crate::chart::tree::{Entry, Expr, Node, Object, Place, Test, map, pair};
use crate::model::environment::View;
use crate::schema::attributes::Root;
use crate::schema::{self, manifest};
use smol_str::SmolStr;

/// Labels that todoc gives every object, but where someone else says what they are.
const OURS: [&str; 7] = [
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
    let said = across.views.iter().map(|view| match view {
        None => Said::Absent,
        Some(view) => view.raw(&manifest::OBJECT).map_or(Said::Nothing, Said::As),
    });
    let said: Vec<Said<'_, '_>> = said.collect();
    let Some(kind) = text(&said, "kind") else { return };
    refusals(context, across, part);
    let file = format!("{}-{}.yaml", kind.to_lowercase(), across.name);
    let way = Way::root(manifest::OBJECT.name, "");
    let object = object(context, across, &way, &said, part);
    part.objects.push(Object {
        file,
        block: SmolStr::new(across.name),
        when: pod::when(across, None),
        doc: None,
        body: object,
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

/// The text at a key, which is the same in all environments.
fn text<'a>(said: &[Said<'_, 'a>], key: &str) -> Option<&'a str> {
    let found = child(said, key).into_iter().find_map(|own| if let Said::As(tree) = own { tree.text() } else { None });
    found.map(SmolStr::as_str)
}

/// `apiVersion`, `kind`, `metadata`, and the rest as it is written.
fn object(context: &Context<'_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>], part: &mut Part) -> Vec<Entry> {
    let origin = across.child(&manifest::OBJECT).origin_of(Place::Block);
    let mut raw = Raw::new(context, part, across.key.clone(), origin);
    let mut body = raw.entry_of(way, "apiVersion", said);
    body.extend(raw.entry_of(way, "kind", said));
    body.push(map("metadata", metadata(&mut raw, across, way, said)));
    body.extend(raw.entries(way, said, &["apiVersion", "kind", "metadata"]));
    body
}

fn metadata(raw: &mut Raw<'_, '_>, across: &Across<'_>, way: &Way, said: &[Said<'_, '_>]) -> Vec<Entry> {
    let is_wide =
        scope::is_cluster_wide(text(said, "apiVersion").unwrap_or_default(), text(said, "kind").unwrap_or_default());
    let is_namespaced = !is_wide && across.every(|view| view.bool(&manifest::NAMESPACED));
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
