//! Keys that a configuration does not have, and keys that can be no variable.

use super::walk::used;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::{Environment, View};
use crate::model::typed::Kind;
use crate::schema::{config, container};
use crate::source::Span;
use crate::syntax::ast::Name;
use crate::types::{names, nearest};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.whole {
        references(context, findings);
    }
    for environment in context.environments {
        for view in used(environment) {
            for found in facts::containers_of(view).flat_map(|container| no_variables(environment, container.own)) {
                findings.about(environment, view, found);
            }
        }
    }
}

fn references(context: &Context<'_>, findings: &mut Findings) {
    for (environment, mention) in context.mentions().filter(|(_, mention)| mention.target.kind.is(&config::CONFIG)) {
        let config = environment.on(&config::CONFIG, mention.target.name);
        let key = mention.target.reference.and_then(|reference| reference.key.as_ref());
        if let Some(found) = config.zip(key).and_then(|(config, key)| unknown(config, key)) {
            findings.about(environment, mention.owner, found);
        }
    }
}

/// The keys of a configuration with their places, files included.
pub(super) fn keys<'a>(config: &View<'a>) -> Vec<(&'a str, Span)> {
    let entries = config.entries(&config::KEYS);
    let keys = entries.iter().map(|(name, entry)| (*name, entry.key.span));
    keys.chain(config.children(&config::FILE).iter().map(|file| (file.name, file.head()))).collect()
}

/// A key that a configuration does not have.
pub(super) fn unknown(config: &View<'_>, key: &Name) -> Option<Diagnostic> {
    let known = keys(config);
    let is_faulty = config.child(&config::KEYS).is_some_and(|keys| keys.is_faulty(&key.value));
    if is_faulty || known.iter().any(|(name, _)| *name == key.value) {
        return None;
    }
    let found = finding(Code::E0313, key.span, format!("config `{}` has no key `{}`", config.name, key.value));
    let found = found.label(config.head(), "declared here");
    let names = || known.iter().map(|(name, _)| *name);
    Some(match nearest(&key.value, names()) {
        Some(near) if names::is_shell_name(near) => found.help(format!("did you mean `{near}`?")).edit(key.span, near),
        Some(near) => found.help(format!("did you mean `\"{near}\"`?")),
        None if known.is_empty() || known.len() > 12 => found,
        None => found.help(format!("there is {}", describe::list(names()))),
    })
}

/// Keys that `env_from` would make variables of which no shell can read.
fn no_variables(environment: &Environment<'_>, view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in view.list(&container::ENV_FROM) {
        let Kind::Block(_, name) = &item.kind else { continue };
        let Some(config) = environment.on(&config::CONFIG, name) else { continue };
        for (key, place) in
            keys(config).into_iter().filter(|(key, _)| !names::is_shell_name(key) && names::config_key(key).is_ok())
        {
            let message = format!("key `{key}` of config `{name}` is no name of a variable");
            let diagnostic =
                finding(Code::E0211, place, message).label(item.span, "every key of it becomes a variable");
            let help = "write letters, digits and `_`, not a digit first; or mount the config as a volume";
            found.push(diagnostic.help(help));
        }
    }
    found
}
