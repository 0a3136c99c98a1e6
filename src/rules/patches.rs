//! Patches: what each is for, and whether two of them say the same of one object.

use super::walk::used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::raw::Tree;
use crate::model::typed::Made;
use crate::schema::{manifest, patch};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let patches: Vec<&View<'_>> = used(environment).filter(|view| view.kind.is(&patch::PATCH)).collect();
        for view in &patches {
            let is_empty = view.raw(&manifest::OBJECT).is_none() && context.whole && view.is_sound();
            let found = is_empty.then(|| empty(view)).into_iter().chain(moved(context, environment, view));
            found.for_each(|found| findings.report(environment, found));
        }
        for (index, view) in patches.iter().enumerate() {
            for first in patches.iter().take(index) {
                if let Some(found) = twice(first, view) {
                    findings.report(environment, found);
                }
            }
        }
    }
}

fn empty(view: &View<'_>) -> Diagnostic {
    let message = format!("patch `{}` changes nothing", view.name);
    finding(Code::E0204, view.head(), message).help("write what it changes: `object { … }`")
}

fn made<'a>(view: &View<'a>) -> Option<&'a Made> {
    view.value(&patch::ON)?.made()
}

/// A patch that is for another object in an earlier environment.
fn moved(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let first = context.environments.iter().find_map(|other| Some((other, other.get(&patch::PATCH, view.name)?)));
    let (other, first) = first.filter(|(other, _)| other.name != environment.name)?;
    let is_other = made(first)? != made(view)?;
    let message = format!("`on` is another object than in environment `{}`", other.name);
    let found = finding(Code::E0473, view.place(&patch::ON), message);
    let found = found.label(first.place(&patch::ON), format!("`{}` has this", other.name));
    is_other.then(|| found.help("write a patch for each, and `enabled = false` where it is not wanted"))
}

/// Two patches that set the same place of one object.
fn twice(first: &View<'_>, second: &View<'_>) -> Option<Diagnostic> {
    if made(first)? != made(second)? {
        return None;
    }
    let (ones, others) = (places(first.raw(&manifest::OBJECT)?), places(second.raw(&manifest::OBJECT)?));
    let overlap = |one: &[&str], other: &[&str]| one.iter().zip(other).all(|(one, other)| one == other);
    let clash = others.iter().find_map(|(way, span)| {
        let (_, before) = ones.iter().find(|(other, _)| overlap(way, other))?;
        Some((way, *span, *before))
    });
    let (way, span, before) = clash?;
    let message = format!("patches `{}` and `{}` both set `{}`", first.name, second.name, way.join("."));
    Some(finding(Code::E0477, span, message).label(before, "the other is here"))
}

/// Every place that is set, by its way in the object.
fn places<'t>(tree: &'t Tree<'_>) -> Vec<(Vec<&'t str>, Span)> {
    let mut found = Vec::new();
    collect(tree, &mut Vec::new(), None, &mut found);
    found
}

fn collect<'t>(tree: &'t Tree<'_>, way: &mut Vec<&'t str>, span: Option<Span>, found: &mut Vec<(Vec<&'t str>, Span)>) {
    let entries = tree.entries();
    if let (true, Some(span)) = (entries.is_empty(), span) {
        found.push((way.clone(), span));
    }
    for entry in entries {
        way.push(entry.key);
        collect(&entry.tree, way, Some(entry.span), found);
        way.pop();
    }
}
