//! The variables of a container: those that name each other in a circle or name none, and those that are set twice.

use super::cycle::{self, cycles};
use super::walk::{is_used, used};
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::typed::{Kind, Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::{config, container};
use crate::source::Span;
use crate::types::nearest;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for pod in used(environment).filter(|view| view.kind.block(container::ENV.name).is_some()) {
            let mut found = Vec::new();
            for view in facts::containers_of(pod).map(|container| container.own) {
                circles(view, &mut found);
                if context.whole {
                    unknown(environment, view, &mut found);
                }
                twice(environment, view, &mut found);
            }
            for diagnostic in found {
                findings.about(environment, pod, diagnostic);
            }
        }
    }
}

/// The variables of the same container that a value names.
fn named(value: &Value) -> impl Iterator<Item = &Reference> {
    value.references().into_iter().filter(|reference| reference.root == Root::Env)
}

fn circles(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let entries = view.entries(&container::ENV);
    let edges = entries.values().map(|entry| {
        let named = named(&entry.value);
        named.filter_map(|other| entries.get_index_of(other.target()).map(|at| (at, other.span))).collect()
    });
    for circle in cycles::<Span>(&edges.collect()) {
        let name = |at: usize| format!("variable `{}`", entries.get_index(at).map_or("", |(name, _)| *name));
        let told = cycle::of_texts(circle, name);
        found.extend(told.map(|told| told.note("a variable can only hold what was set before it")));
    }
}

fn unknown(environment: &Environment<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    // Objects that todoc does not write may hold any variable.
    if view.children(&container::ENV_FROM_BLOCK).iter().any(is_used) {
        return;
    }
    let mut known: BTreeSet<&str> = view.entries(&container::ENV).keys().copied().collect();
    known.extend(from_configs(environment, view).into_iter().map(|from| from.name));
    let is_faulty = |name: &str| view.child(&container::ENV).is_some_and(|env| env.is_faulty(name));
    let fields = view.values().map(|(_, value)| value);
    let entries = view.entries(&container::ENV).values().map(|entry| &entry.value);
    for reference in fields.chain(entries).flat_map(named) {
        if !known.contains(reference.target()) && !is_faulty(reference.target()) {
            found.push(no_variable(view, reference, &known));
        }
    }
}

fn no_variable(view: &View<'_>, reference: &Reference, known: &BTreeSet<&str>) -> Diagnostic {
    let place = reference.name.as_ref().map_or(reference.span, |name| name.span);
    let message = format!("{} `{}` has no variable `{}`", view.kind.name, view.name, reference.target());
    let found = finding(Code::E0301, place, message);
    match nearest(reference.target(), known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")).edit(place, near),
        None => {
            found.help("`${env.NAME}` is a variable of the same container; write `$(NAME)` for one that the image sets")
        }
    }
}

/// A variable that comes out of a configuration.
struct From<'a> {
    name: &'a str,
    /// The configuration.
    config: &'a str,
    /// The item of `env_from`.
    span: Span,
    /// The key in the configuration.
    key: Span,
}

/// The variables that `env_from = [config.app]` brings.
fn from_configs<'a>(environment: &Environment<'a>, view: &View<'a>) -> Vec<From<'a>> {
    let mut found = Vec::new();
    for item in view.list(&container::ENV_FROM) {
        let Kind::Block(_, config) = &item.kind else { continue };
        let Some(view) = environment.on(&config::CONFIG, config) else { continue };
        let from = |name, key| From { name, config: view.name, span: item.span, key };
        found.extend(view.entries(&config::KEYS).into_iter().map(|(name, entry)| from(name, entry.key.span)));
        found.extend(view.children(&config::FILE).into_iter().map(|file| from(file.name, file.head())));
    }
    found
}

fn twice(environment: &Environment<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let entries = view.entries(&container::ENV);
    let mut seen: BTreeMap<&str, From<'_>> = BTreeMap::new();
    for from in from_configs(environment, view) {
        if let Some(entry) = entries.get(from.name) {
            let message = format!("variable `{}` is set here and in config `{}`", from.name, from.config);
            let told = finding(Code::E0315, entry.key.span, message);
            let told = told.label(from.key, "the other value").label(from.span, "every key of it becomes a variable");
            found.push(told.help("set it in one place: take it out of the config, or out of `env`"));
        }
        if let Some(first) = seen.get(from.name).filter(|first| first.config != from.config) {
            let message =
                format!("variable `{}` comes from config `{}` and from `{}`", from.name, first.config, from.config);
            let told = finding(Code::E0315, from.span, message);
            found.push(told.label(first.key, "one value").label(from.key, "the other value"));
        } else {
            seen.insert(from.name, from);
        }
    }
}
