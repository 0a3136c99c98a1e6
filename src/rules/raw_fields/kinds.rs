//! Kinds of objects: whether there are such, in which versions, and whether they belong to a namespace.

use super::{Versions, told};
use crate::diagnostics::{Code, Diagnostic};
use crate::kubernetes::{self, Kind, Minors};
use crate::model::raw::Tree;
use crate::rules::finding;
use crate::source::Span;

/// A kind that Kubernetes does not have in a group of its own. In others' groups there may be any.
pub(super) fn unknown(object: &Tree<'_>, api_version: &str, name: &str, file: Option<&str>) -> Option<Diagnostic> {
    if !kubernetes::is_own_group(api_version) {
        return None;
    }
    let (group, kind) = (object.get("apiVersion")?.leaf()?.span, object.get("kind")?.leaf()?.span);
    let message = told(file, &format!("`{api_version}` has no kind `{name}`"));
    if let Some(known) = kubernetes::kinds_named(name).first() {
        let found = finding(Code::E0469, group, message).help(format!("`{name}` is in `{}`", known.api_version));
        return Some(if file.is_some() { found } else { found.edit(group, format!("\"{}\"", known.api_version)) });
    }
    let found = finding(Code::E0469, kind, message);
    Some(match kubernetes::nearest_kind(name) {
        Some(near) if file.is_none() => found.help(format!("did you mean `{near}`?")).edit(kind, format!("\"{near}\"")),
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("kinds of a CustomResourceDefinition have a group with the name of a domain"),
    })
}

/// A kind that not every version of the stack knows.
pub(super) fn newer(object: &Tree<'_>, kind: &Kind, versions: Option<&Versions>) -> Option<Diagnostic> {
    let place = object.get("apiVersion")?.leaf()?.span;
    outside(kind.minors, &format!("`{}` of `{}`", kind.name, kind.api_version), place, versions?)
}

/// Something that a version of the stack does not know.
pub(super) fn outside(minors: Minors, what: &str, place: Span, versions: &Versions) -> Option<Diagnostic> {
    let missing = minors.missing_in(&versions.range)?;
    let (message, help) = match minors.since().filter(|since| missing < *since) {
        Some(since) => (
            format!("{what} needs Kubernetes 1.{since}, and the stack is for 1.{missing} too"),
            format!("write `kubernetes = \">=1.{since}\"` in the stack"),
        ),
        None => (
            format!("{what} is gone in Kubernetes 1.{missing}, which the stack is for too"),
            "write what has taken its place".to_owned(),
        ),
    };
    Some(finding(Code::E0418, place, message).label(versions.place, "the stack's versions").help(help))
}

/// An object of the whole cluster that would be put into a namespace.
pub(super) fn namespaced(object: &Tree<'_>, kind: &Kind, file: Option<&str>) -> Option<Diagnostic> {
    let entry = object.get("metadata")?.entry("namespace").filter(|_| !kind.is_namespaced)?;
    let message = format!("{} belongs to the whole cluster, and to no namespace", kind.name);
    let found = finding(Code::E0482, entry.span, told(file, &message));
    Some(found.help("take `namespace` away"))
}
