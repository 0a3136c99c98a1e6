//! Keys and files of configurations that stand for one another in a circle, so that none of them has a text. The name of a
//! configuration that can't be changed is made from all that it holds, so that it stands for all of that.

use super::cycle::{self, Edges, cycles};
use super::walk::used;
use super::{Context, Findings};
use crate::diagnostics::Diagnostic;
use crate::model::environment::{Environment, View};
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::config;
use crate::source::Span;
use rustc_hash::FxHashMap;

/// A key or a file of a configuration.
struct Text<'v, 'a> {
    config: &'v View<'a>,
    key: &'a str,
    value: &'a Value,
}

/// Where a text refers to another, and whether by the name of a configuration that can't be changed.
type Told = (Span, bool);

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let texts = texts(environment);
        let mut of_configs: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, text) in texts.iter().enumerate() {
            of_configs.entry(text.config.name).or_default().push(at);
        }
        let places = |config: &str| of_configs.get(config).map_or(&[][..], Vec::as_slice);
        let edges: Edges<Told> = texts.iter().map(|text| leads_to(context, text, &texts, places)).collect();
        for circle in cycles(&edges) {
            let first = circle.first().and_then(|(at, _)| texts.get(*at));
            if let (Some(first), Some(found)) = (first, describe(&texts, &circle)) {
                findings.about(environment, first.config, found);
            }
        }
    }
}

fn texts<'v, 'a>(environment: &'v Environment<'a>) -> Vec<Text<'v, 'a>> {
    let configs = used(environment).filter(|view| view.kind.is(&config::CONFIG));
    let of = |config: &'v View<'a>| {
        let entries = config.entries(&config::KEYS);
        let keys = entries.iter().map(|(key, entry)| Text { config, key, value: &entry.value });
        let files = config.children(&config::FILE);
        let files =
            files.iter().filter_map(|file| Some(Text { config, key: file.name, value: file.value(&config::TEXT)? }));
        keys.chain(files).collect::<Vec<_>>()
    };
    configs.flat_map(of).collect()
}

/// The texts that one is made from, and where it says so.
fn leads_to<'p>(
    context: &Context<'_>,
    text: &Text<'_, '_>,
    all: &[Text<'_, '_>],
    places: impl Fn(&str) -> &'p [usize],
) -> Vec<(usize, Told)> {
    let references = text.value.references().into_iter().filter(|reference| reference.root == Root::Config);
    let to = |reference: &Reference| {
        let is_named = |other: &Text<'_, '_>| match &reference.key {
            Some(key) => other.key == key.value,
            None => is_immutable(context, other.config.name),
        };
        let named = places(reference.target()).iter().filter(|at| all.get(**at).is_some_and(is_named));
        named.map(|at| (*at, (reference.span, reference.key.is_none()))).collect::<Vec<_>>()
    };
    references.flat_map(to).collect()
}

/// One environment that says so is enough for the name to be made so in all of them.
fn is_immutable(context: &Context<'_>, name: &str) -> bool {
    let views = context.environments.iter().filter_map(|environment| environment.get(&config::CONFIG, name));
    views.into_iter().any(|view| view.bool(&config::IMMUTABLE))
}

fn describe(texts: &[Text<'_, '_>], circle: &[(usize, Told)]) -> Option<Diagnostic> {
    let name = |at: usize| {
        texts.get(at).map_or_else(String::new, |text| format!("`config.{}.{}`", text.config.name, text.key))
    };
    let found = cycle::of_texts(circle.iter().map(|(at, (span, _))| (*at, *span)), name)?;
    let is_by_name = circle.iter().any(|(_, (_, is_by_name))| *is_by_name);
    let note = "the name of a configuration with `immutable` is made from all that it holds";
    Some(if is_by_name { found.note(note) } else { found })
}
