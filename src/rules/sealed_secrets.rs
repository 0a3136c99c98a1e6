//! The file of sealed secrets: whether it is there, and holds what the environment needs.

use super::{Context, Findings, finding};
use crate::companion::Fault;
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::Holders;
use crate::model::environment::Environment;
use crate::schema::{choices, secret, stack};
use crate::secrets::sealed::{self, Scope, Sealed};
use crate::secrets::{self, Declared, Object, Provider, Release};
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        if Provider::of(environment) != Provider::SealedSecrets {
            continue;
        }
        if environment.stack.choice(&stack::CHARTS) == Some(&choices::PER_SERVICE) {
            findings.report(environment, several_charts(environment));
            continue;
        }
        let Some(wanted) = sealed::wanted(environment) else { continue };
        let place = environment.secrets.place(&secret::FILE);
        let how = sealed::how_to_make(environment.name, &wanted.path);
        match context.companions.get(&wanted) {
            Some(Err(fault)) => {
                let found = fault.diagnostic(&wanted.path, place);
                let is_missing = *fault == Fault::Missing;
                findings.report(environment, if is_missing { found.help(format!("make it: {how}")) } else { found });
            }
            Some(Ok(bytes)) => match sealed::read(bytes) {
                Ok(all) => {
                    for found in unfit(environment, &all, &wanted.path, place) {
                        findings.report(environment, found.help(format!("make it anew: {how}")));
                    }
                }
                Err(why) => {
                    let message = format!("`{}` is no file of sealed secrets: {why}", wanted.path);
                    findings
                        .report(environment, finding(Code::E0470, place, message).help(format!("make it anew: {how}")));
                }
            },
            None => {}
        }
    }
}

fn several_charts(environment: &Environment<'_>) -> Diagnostic {
    let place = environment.secrets.base().map_or_else(|| environment.settings.head(), |base| base.span);
    let message = "`sealed-secrets` goes with one chart for the whole stack";
    let note =
        "what is sealed is sealed for one name, and with a chart for each service the secrets of each have their own";
    finding(Code::E0210, place, message).note(note).help("take `charts = per_service` away, or use another provider")
}

fn unfit(environment: &Environment<'_>, all: &[Sealed], path: &str, place: Span) -> Vec<Diagnostic> {
    problems(environment, all, path).into_iter().map(|problem| finding(Code::E0470, place, problem)).collect()
}

/// What the file lacks, object by object, as one clause each.
#[must_use]
pub fn problems(environment: &Environment<'_>, all: &[Sealed], path: &str) -> Vec<String> {
    let release = Release::of(environment, Holders::default());
    let mut objects: BTreeMap<Object, Vec<Declared<'_>>> = BTreeMap::new();
    for declared in secrets::declared(environment) {
        if !declared.is_kept() {
            objects.entry(declared.object.clone()).or_default().push(declared);
        }
    }
    let found = objects.values().flat_map(|keys| {
        let name = keys.first().map(|key| release.object(key)).unwrap_or_default();
        match sealed::find(all, &name) {
            None => vec![format!("there is no SealedSecret `{name}` in `{path}`")],
            Some(own) => wrong(own, &name, release.namespace, keys),
        }
    });
    found.collect()
}

fn wrong(own: &Sealed, name: &str, namespace: &str, keys: &[Declared<'_>]) -> Vec<String> {
    let mut problems = Vec::new();
    if own.scope != Scope::Cluster && own.namespace != namespace {
        problems.push(format!(
            "SealedSecret `{name}` is sealed for namespace `{}`, and the release goes to `{namespace}`",
            own.namespace
        ));
    }
    let kind = keys.first().map_or(choices::OPAQUE.kubernetes, |key| key.kind.kubernetes);
    if own.kind != kind {
        problems.push(format!("SealedSecret `{name}` makes a Secret of type `{}`, and `{kind}` is declared", own.kind));
    }
    let lacks = |key: &&Declared<'_>| !key.optional && own.data.iter().all(|(known, _)| *known != key.key);
    problems.extend(keys.iter().filter(lacks).map(|key| format!("SealedSecret `{name}` has no key `{}`", key.key)));
    problems
}
