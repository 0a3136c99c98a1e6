//! Raw content against what Kubernetes knows: fields, the shapes of values, words, what is missing, and which versions know it.
//!
//! What Kubernetes does not know of, the kinds of a `CustomResourceDefinition`, is taken as it is written.

mod kinds;
mod leaves;
mod walk;

use super::manifests::wanted;
use super::{Context, Findings};
use crate::diagnostics::Diagnostic;
use crate::kubernetes::{self, Kind};
use crate::model::environment::{Environment, View};
use crate::model::raw::{Tree, file};
use crate::schema::{manifest, patch, stack};
use crate::source::Span;
use crate::types::KubernetesRange;
use walk::Walk;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let versions = Versions::of(environment);
        for view in environment.all(&manifest::MANIFEST).values().filter(|view| view.is_on()) {
            for found in written(view, versions.as_ref()).into_iter().chain(of_file(context, view, versions.as_ref())) {
                findings.about(environment, view, found);
            }
        }
        for view in environment.all(&patch::PATCH).values().filter(|view| view.is_on()) {
            for found in patched(view, versions.as_ref()) {
                findings.about(environment, view, found);
            }
        }
    }
}

/// The versions of Kubernetes that a stack is for.
pub(super) struct Versions {
    range: KubernetesRange,
    place: Span,
}

impl Versions {
    fn of(environment: &Environment<'_>) -> Option<Self> {
        let range = KubernetesRange::parse(environment.stack.text(&stack::KUBERNETES)?).ok()?;
        Some(Self { range, place: environment.stack.place(&stack::KUBERNETES) })
    }
}

/// The object that stands in the source.
fn written(view: &View<'_>, versions: Option<&Versions>) -> Vec<Diagnostic> {
    let Some(object) = view.raw(&manifest::OBJECT) else { return Vec::new() };
    let layers = view.raw_layers(&manifest::OBJECT);
    let is_sound = layers.iter().all(|body| body.is_sound);
    // Layers that do not fit together were told, and what came of them is nobody's.
    if !Tree::checked(layers).1.is_empty() {
        return Vec::new();
    }
    object_of(object, view.head(), None, is_sound, versions)
}

/// The objects of a file of the project, at the place that names it.
fn of_file(context: &Context<'_>, view: &View<'_>, versions: Option<&Versions>) -> Vec<Diagnostic> {
    let Some((value, wanted)) = view.value(&manifest::FILE).and_then(|value| Some((value, wanted(value)?))) else {
        return Vec::new();
    };
    let bytes = context.companions.get(&wanted).and_then(|answer| answer.as_ref().ok());
    let bodies = bytes.and_then(|bytes| file::read(bytes, value.span).ok()).unwrap_or_default();
    let objects = bodies.iter().map(|body| Tree::of([body]));
    objects.flat_map(|object| object_of(&object, value.span, Some(&wanted.path), true, versions)).collect()
}

/// What a patch says of an object that todoc makes, which may be some of it.
fn patched(view: &View<'_>, versions: Option<&Versions>) -> Vec<Diagnostic> {
    let made = view.value(&patch::ON).and_then(|value| value.made());
    let kind = made.and_then(|made| kubernetes::kinds_named(made.object.kubernetes).first().copied());
    let (Some(kind), Some(object)) = (kind, view.raw(&manifest::OBJECT)) else { return Vec::new() };
    if !Tree::checked(view.raw_layers(&manifest::OBJECT)).1.is_empty() {
        return Vec::new();
    }
    walked(kind, object, view.head(), None, false, versions)
}

/// What is wrong with a whole object.
fn object_of(
    object: &Tree<'_>,
    place: Span,
    file: Option<&str>,
    is_sound: bool,
    versions: Option<&Versions>,
) -> Vec<Diagnostic> {
    let text = |key| object.get(key).and_then(Tree::text);
    let (Some(api_version), Some(name)) = (text("apiVersion"), text("kind")) else { return Vec::new() };
    let Some(kind) = kubernetes::kind(api_version, name) else {
        return kinds::unknown(object, api_version, name, file).into_iter().collect();
    };
    let mut found: Vec<Diagnostic> = kinds::newer(object, kind, versions).into_iter().collect();
    found.extend(kinds::namespaced(object, kind, file));
    found.extend(walked(kind, object, place, file, is_sound, versions));
    found
}

fn walked(
    kind: &Kind,
    object: &Tree<'_>,
    place: Span,
    file: Option<&str>,
    is_whole: bool,
    versions: Option<&Versions>,
) -> Vec<Diagnostic> {
    let mut walk = Walk::new(kind, file, is_whole, versions);
    walk.object(kind.object, object, place);
    walk.found
}

/// Of a finding in a file only the file's name has a place, so that its message says where.
fn told(file: Option<&str>, message: &str) -> String {
    file.map_or_else(|| message.to_owned(), |file| format!("{message}, in `{file}`"))
}
