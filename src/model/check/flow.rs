//! Where secrets may flow, and the way that one took to where it may not.

use super::Checker;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::constants::{Found, Key, constant, paths};
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::Root;
use crate::source::Span;
use crate::syntax::ast;
use std::collections::BTreeSet;

impl Checker<'_> {
    /// A secret where a secret may not be.
    pub(super) fn refuse_secret(&mut self, value: &Value, written: &ast::Value, what: &str) {
        for reference in value.references().into_iter().filter(|reference| reference.is_secret()) {
            let way = self.way(written, reference.span);
            let found =
                Diagnostic::new(Code::E0304, way.first().copied().unwrap_or(reference.span), leak(reference, what))
                    .note("what stands there is written down in plain text, in the chart and in the cluster")
                    .help("a secret may flow into a container's `env`, and into a volume");
            let found = way.iter().skip(1).fold(found, |found, step| found.label(*step, "by way of this"));
            self.report(if way.is_empty() { found } else { found.label(reference.span, "the secret comes in here") });
        }
    }

    /// The places of the constants through which a value reaches a reference, the outermost first.
    fn way(&self, value: &ast::Value, to: Span) -> Vec<Span> {
        let mut way = Vec::new();
        self.search(value, to, &mut way, &mut BTreeSet::new());
        way
    }

    fn search(&self, value: &ast::Value, to: Span, way: &mut Vec<Span>, tried: &mut BTreeSet<Key>) -> bool {
        let mut steps = Vec::new();
        let mut is_here = false;
        paths(value, &mut |path, span| {
            is_here |= span == to;
            steps.extend(constant(path).map(|(root, name)| (root, name, span)));
        });
        is_here
            || steps.into_iter().any(|(root, name, span)| {
                let Found::Value(inner) = self.constants.find(root, &name.value) else { return false };
                // One that did not lead there once never does.
                if !tried.insert((root, name.value.clone())) {
                    return false;
                }
                way.push(span);
                let found = self.search(inner, to, way, tried);
                if !found {
                    way.pop();
                }
                found
            })
    }
}

fn leak(reference: &Reference, what: &str) -> String {
    let name = reference.target();
    match (reference.root, reference.attribute) {
        (Root::Database, Some(attribute)) => {
            format!("`database.{name}.{}` holds a password, which cannot flow into `{what}`", attribute.name())
        }
        _ => format!("secret `{name}` cannot flow into `{what}`"),
    }
}
