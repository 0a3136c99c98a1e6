//! Raw objects: what every object of Kubernetes has, and what must not change between environments.
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/>

use super::walk::all;
use super::{Context, Findings, finding};
use crate::companion::Wanted;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::raw::{Clash, Tree, file};
use crate::model::typed::{Part, Value};
use crate::schema::manifest;
use crate::source::Span;

/// What tells one object from another, by its way in the object.
const IDENTITY: [&[&str]; 3] = [&["apiVersion"], &["kind"], &["metadata", "name"]];

/// What of a Secret holds its values.
const SECRET_VALUES: [&str; 2] = ["data", "stringData"];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in all(environment) {
            for clash in clashes(view) {
                findings.report(environment, unlike(&clash));
            }
        }
        for view in environment.all(&manifest::MANIFEST).values() {
            for found in broken(context, view) {
                findings.report(environment, found);
            }
            if let Some(found) = changed(context, environment, view) {
                findings.report(environment, found);
            }
        }
    }
}

fn clashes(view: &View<'_>) -> Vec<Clash> {
    let kinds = view.kind.blocks.iter().copied().filter(|kind| kind.is_raw());
    kinds.flat_map(|kind| Tree::checked(view.raw_layers(kind)).1).collect()
}

fn unlike(clash: &Clash) -> Diagnostic {
    let message = if clash.named {
        "a block with a name belongs to a list of things that have one"
    } else {
        "a block can merge with a block alone"
    };
    let found = finding(Code::E0471, clash.key, message).label(clash.before, "this is something else");
    found.help("write `= …` to replace it as a whole")
}

/// What the objects of a manifest lack.
fn broken(context: &Context<'_>, view: &View<'_>) -> Vec<Diagnostic> {
    match (view.raw(&manifest::OBJECT), view.field(&manifest::FILE).filter(|own| !own.value.is_none())) {
        (Some(object), None) => {
            let is_sound = view.raw_layers(&manifest::OBJECT).iter().all(|body| body.is_sound);
            let what = format!("the object of manifest `{}`", view.name);
            let missing = IDENTITY.iter().filter_map(|way| nameless(&what, view.head(), object, way));
            missing.filter(|_| is_sound).chain(secret(object)).collect()
        }
        (None, Some(file)) => of_file(context, &file.value),
        (Some(_), Some(file)) => {
            let message = format!("manifest `{}` has both `object` and `file`", view.name);
            let found = finding(Code::E0210, file.key, message).help("write a manifest for each");
            vec![view.child(&manifest::OBJECT).map_or(found.clone(), |own| found.label(own.head(), "`object` is here"))]
        }
        (None, None) if context.whole && view.is_sound() => {
            let message = format!("manifest `{}` has neither `object` nor `file`", view.name);
            vec![finding(Code::E0204, view.head(), message).help("write `object { … }`, or `file = \"…\"`")]
        }
        (None, None) => Vec::new(),
    }
}

/// What is wrong with a file of objects.
fn of_file(context: &Context<'_>, value: &Value) -> Vec<Diagnostic> {
    let Some(wanted) = wanted(value) else { return Vec::new() };
    let bytes = match context.companions.get(&wanted) {
        Some(Ok(bytes)) => bytes,
        Some(Err(fault)) => return vec![fault.diagnostic(&wanted.path, value.span)],
        None => return Vec::new(),
    };
    let bodies = match file::read(bytes, value.span) {
        Ok(bodies) => bodies,
        Err(why) => {
            let message = format!("`{}` is no file of objects: {why}", wanted.path);
            return vec![finding(Code::E0479, value.span, message)];
        }
    };
    let objects: Vec<Tree<'_>> = bodies.iter().map(|body| Tree::of([body])).collect();
    let mut found = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        let what = format!("object {} of `{}`", index + 1, wanted.path);
        found.extend(IDENTITY.iter().filter_map(|way| nameless(&what, value.span, object, way)));
        found.extend(secret(object));
        let id = file::id(object);
        if objects.iter().take(index).any(|other| file::id(other) == id) {
            let message = format!("{} `{}` stands twice in `{}`", id.kind, id.name, wanted.path);
            found.push(finding(Code::E0479, value.span, message));
        }
    }
    found
}

/// The file that a value names.
pub(super) fn wanted(value: &Value) -> Option<Wanted> {
    Some(Wanted { by: value.span.file, path: value.text()?.clone() })
}

fn nameless(what: &str, place: Span, object: &Tree<'_>, way: &[&str]) -> Option<Diagnostic> {
    let dotted = way.join(".");
    let Some(value) = at(object, way) else {
        let found = finding(Code::E0472, place, format!("{what} has no `{dotted}`"));
        return Some(found.note("Kubernetes finds an object by it"));
    };
    let is_name = dotted == "metadata.name";
    let fits = match value.text() {
        Some(text) => !text.is_empty(),
        None => is_name && !value.references().is_empty() && value.items().is_none(),
    };
    let references = if is_name { "" } else { " without references" };
    (!fits).then(|| finding(Code::E0472, value.span, format!("`{dotted}` of {what} is text{references}")))
}

fn at<'a>(object: &Tree<'a>, way: &[&str]) -> Option<&'a Value> {
    let tree = way.iter().try_fold(object, |tree, key| tree.get(key));
    tree.and_then(Tree::leaf)
}

/// A Secret whose values everyone can read.
fn secret(object: &Tree<'_>) -> Option<Diagnostic> {
    let is_secret = object.get("kind").and_then(Tree::text).is_some_and(|kind| kind == "Secret");
    let values = SECRET_VALUES.iter().filter_map(|key| object.entry(key));
    let values = values.filter(|_| is_secret).find(|entry| !entry.tree.entries().is_empty())?;
    let message = format!("`{}` of a Secret would be written down", values.key);
    let found =
        finding(Code::E0474, values.span, message).note("what stands in a source is known to everyone who can read it");
    Some(found.help("declare `secret NAME { object = \"…\"  key = \"…\" }`, and `todoc secrets` makes the object"))
}

/// An object that is another one in an earlier environment.
fn changed(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let own = view.raw(&manifest::OBJECT)?;
    let first = context.environments.iter().find_map(|other| Some((other, other.get(&manifest::MANIFEST, view.name)?)));
    let (other, first) = first.filter(|(other, _)| other.name != environment.name)?;
    let first = first.raw(&manifest::OBJECT)?;
    IDENTITY.iter().find_map(|way| {
        let (own, first) = (at(own, way)?, at(first, way)?);
        (!same(own, first)).then(|| differs(own.span, first.span, &way.join("."), other.name))
    })
}

fn differs(own: Span, first: Span, what: &str, other: &str) -> Diagnostic {
    let found = finding(Code::E0473, own, format!("`{what}` is another one than in environment `{other}`"));
    let found = found.label(first, format!("`{other}` has this"));
    found
        .note("an object with another kind or name is another object")
        .help("write a manifest for each, and `enabled = false` where it is not wanted")
}

/// Whether two values are written alike.
fn same(one: &Value, other: &Value) -> bool {
    let parts = |value: &Value| -> Vec<String> {
        let shown = |part: Part| match part {
            Part::Literal(text) => text.to_string(),
            Part::Reference(own) => {
                format!("{:?}", (own.root, own.target(), own.attribute, own.key.as_ref().map(|key| &key.value)))
            }
        };
        value.parts().into_iter().map(shown).collect()
    };
    parts(one) == parts(other)
}
