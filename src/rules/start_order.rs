//! Blocks that wait for one another, so that none of them ever starts.

use super::cycle::cycles;
use super::walk::used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::jobs::{self, Awaited};
use crate::schema::{self, service};
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let views: Vec<&View<'_>> = used(environment).collect();
        for circle in cycles(&waits(&views)) {
            let first = circle.first().and_then(|(at, _)| views.get(*at).copied());
            if let (Some(first), Some(found)) = (first, describe(&views, &circle)) {
                about(environment, first, found, findings);
            }
        }
    }
}

fn about(environment: &Environment<'_>, first: &View<'_>, found: Diagnostic, findings: &mut Findings) {
    findings.about(environment, first, found.help("take one of these out: something must start first"));
}

/// For each block the blocks that must be there before it.
fn waits(views: &[&View<'_>]) -> Vec<Vec<(usize, Span)>> {
    let places: BTreeMap<(&str, &str), usize> =
        views.iter().enumerate().map(|(at, view)| ((view.kind.name, view.name), at)).collect();
    let place = |kind: &schema::Block, name: &str| places.get(&(kind.name, name)).copied();
    let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); views.len()];
    for (at, view) in views.iter().enumerate() {
        for (awaited, span) in jobs::awaited(view) {
            let Awaited::Block(kind, name) = awaited else { continue };
            if let (Some(to), Some(own)) = (place(kind, name), edges.get_mut(at)) {
                own.push((to, span));
            }
        }
        for (name, span) in jobs::before(view) {
            if let Some(own) = place(&service::SERVICE, name).and_then(|later| edges.get_mut(later)) {
                own.push((at, span));
            }
        }
    }
    edges
}

fn describe(views: &[&View<'_>], circle: &[(usize, Span)]) -> Option<Diagnostic> {
    let name = |at: usize| views.get(at).map_or("", |view| view.name);
    let ((first, span), rest) = circle.split_first()?;
    let message = match rest.first() {
        None => format!("`{}` waits for itself", name(*first)),
        Some((second, _)) => format!("`{}` waits for `{}`, and so in the end for itself", name(*first), name(*second)),
    };
    let found = finding(Code::E0316, *span, message);
    Some(rest.iter().fold(found, |found, (at, span)| found.label(*span, format!("`{}` waits here", name(*at)))))
}
