//! Findings as they are shown: in the order of the files and places, each once.

use super::{Diagnostic, mask};
use std::borrow::Cow;
use std::mem;

/// Puts findings in order (those without a place last) and joins those that differ only in their environments.
///
/// A finding that holds for the source itself (no environments) takes in those that say the same of an environment. Words of
/// the user that have the form of a credential are hidden.
#[must_use]
pub fn gather(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.iter_mut().for_each(hide);
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut gathered: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for next in diagnostics {
        match gathered.last_mut() {
            Some(last) if same(last, &next) => join(last, next),
            Some(_) | None => gathered.push(next),
        }
    }
    gathered
}

fn hide(diagnostic: &mut Diagnostic) {
    let further = [&mut diagnostic.note, &mut diagnostic.help].into_iter().flatten();
    let labels = diagnostic.labels.iter_mut().map(|label| &mut label.message);
    for words in further.chain(labels).chain([&mut diagnostic.message]) {
        if let Cow::Owned(hidden) = mask::text(words) {
            *words = hidden;
        }
    }
}

/// What findings are ordered by; equal findings come to stand side by side.
fn key(diagnostic: &Diagnostic) -> impl Ord + use<'_> {
    let details = (&diagnostic.note, &diagnostic.help, diagnostic.severity);
    (diagnostic.span.is_none(), diagnostic.span, diagnostic.code, &diagnostic.message, details)
}

fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    key(a) == key(b) && a.labels == b.labels && a.edits == b.edits
}

fn join(into: &mut Diagnostic, other: Diagnostic) {
    if into.environments.is_empty() || other.environments.is_empty() {
        into.environments.clear();
        return;
    }
    let known = mem::take(&mut into.environments);
    let new = other.environments.into_iter().filter(|name| !known.contains(name)).collect::<Vec<_>>();
    into.environments = known.into_iter().chain(new).collect();
}

#[cfg(test)]
mod tests;
