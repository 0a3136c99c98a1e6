//! References to what a block holds in an environment: ports of services, keys of configurations, variables of the container.

use super::{Environment, View};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::typed::Reference;
use crate::schema::attributes::Root;
use crate::schema::{config, container, port, service};
use crate::syntax::ast::Name;
use crate::types::nearest;
use smol_str::SmolStr;

/// Checks the references of everything that is switched on. What is wrong in every environment is wrong in the source.
pub(super) fn check(environments: &[Environment<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut found: Vec<(Diagnostic, Vec<SmolStr>)> = Vec::new();
    for environment in environments {
        for next in check_all(environment) {
            let name = SmolStr::new(environment.name);
            match found.iter_mut().find(|(known, _)| *known == next) {
                Some((_, names)) if names.last() == Some(&name) => {}
                Some((_, names)) => names.push(name),
                None => found.push((next, vec![name])),
            }
        }
    }
    diagnostics.extend(found.into_iter().map(|(found, names)| {
        let everywhere = names.len() == environments.len();
        Diagnostic { environments: if everywhere { Vec::new() } else { names }, ..found }
    }));
}

fn check_all(environment: &Environment<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for view in environment.kinds.iter().flat_map(|(_, views)| views.values()).filter(|view| view.is_on()) {
        let mut references = Vec::new();
        view.references(&mut references);
        found.extend(references.into_iter().filter_map(|reference| check_one(environment, view, reference)));
    }
    found
}

fn check_one(environment: &Environment<'_>, view: &View<'_>, reference: &Reference) -> Option<Diagnostic> {
    let target = reference.target();
    match reference.root {
        Root::Service => {
            let wanted = reference.port.as_ref()?;
            let ports = environment.get(&service::SERVICE, target)?.children(&port::PORT);
            let known: Vec<&str> = ports.iter().map(|port| port.name).collect();
            missing(wanted, &known, &format!("service `{target}` has no port `{}`", wanted.value))
        }
        Root::Config => {
            let wanted = reference.key.as_ref()?;
            let of = environment.get(&config::CONFIG, target)?;
            let files = of.children(&config::FILE);
            let known: Vec<&str> =
                of.entries(&config::KEYS).keys().copied().chain(files.iter().map(|file| file.name)).collect();
            missing(wanted, &known, &format!("config `{target}` has no key `{}`", wanted.value))
        }
        Root::Env if is_container(view) => {
            let wanted = reference.name.as_ref()?;
            let variables = view.entries(&container::ENV);
            // Variables that come from elsewhere are not known here.
            let more =
                !view.list(&container::ENV_FROM).is_empty() || !view.children(&container::ENV_FROM_BLOCK).is_empty();
            let known: Vec<&str> = variables.keys().copied().collect();
            let message = format!("{} `{}` has no variable `{}`", view.kind.name, view.name, wanted.value);
            missing(wanted, &known, &message).filter(|_| !more)
        }
        Root::Env | Root::Pod if !is_container(view) => {
            let message =
                format!("`{}` is known in a container only, and a {} is none", reference.root.name(), view.kind.name);
            Some(Diagnostic::new(Code::E0301, reference.span, message))
        }
        Root::Database
        | Root::Secret
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => None,
    }
}

fn is_container(view: &View<'_>) -> bool {
    view.kind.block(container::ENV.name).is_some()
}

fn missing(wanted: &Name, known: &[&str], message: &str) -> Option<Diagnostic> {
    if known.contains(&wanted.value.as_str()) {
        return None;
    }
    let found = Diagnostic::new(Code::E0302, wanted.span, message);
    Some(match nearest(&wanted.value, known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")).edit(wanted.span, near),
        None if known.is_empty() => found,
        None => found.help(format!("there is {}", describe::list(known.iter().copied()))),
    })
}
