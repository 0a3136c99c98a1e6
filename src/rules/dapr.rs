//! Dapr's components, configurations and sidecars: what each needs, and what none can take.

use super::walk::used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::typed::Kind;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{choices, dapr, port, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in used(environment) {
            let found = if view.kind.is(&dapr::DAPR) {
                block(context, environment, view)
            } else if view.kind.is(&service::SERVICE) {
                sidecar(environment, view)
            } else {
                Vec::new()
            };
            for found in found {
                findings.report(environment, found);
            }
        }
    }
}

fn block(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Vec<Diagnostic> {
    let is_configuration = view.choice(&dapr::KIND) == Some(&choices::DAPR_CONFIGURATION);
    let mut found: Vec<Diagnostic> = secrets(view).chain(scopes(environment, view)).collect();
    let is_whole = context.whole && view.is_sound();
    if is_configuration && view.raw(&dapr::SPEC).is_none() && is_whole {
        let message = format!("configuration `{}` sets nothing", view.name);
        found.push(finding(Code::E0204, view.head(), message).help("write `spec { … }`"));
    }
    if !is_configuration && view.value(&dapr::TYPE).is_none() && is_whole {
        let message = format!("dapr `{}` has no `type`", view.name);
        let help = "write `type = \"pubsub.kafka\"` or another type of Dapr, or `kind = configuration`";
        found.push(finding(Code::E0204, view.head(), message).help(help));
    }
    found.extend(changed(context, view));
    let alien = if is_configuration { &dapr::METADATA } else { &dapr::SPEC };
    let stands = view.blocks_of(alien).next();
    found.extend(stands.map(|own| {
        let message =
            format!("`{}` belongs to a {}", alien.name, if is_configuration { "component" } else { "configuration" });
        finding(Code::E0212, own.head(), message)
    }));
    found
}

/// A block that is of the other kind in an environment before: the chart has one object for it.
fn changed(context: &Context<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let mut same = context.environments.iter().filter_map(|environment| environment.on(&dapr::DAPR, view.name));
    let first = same.next().filter(|first| first.choice(&dapr::KIND) != view.choice(&dapr::KIND))?;
    let message = format!("dapr `{}` is a {} here and a {} elsewhere", view.name, kind(view), kind(first));
    let found =
        finding(Code::E0212, view.place(&dapr::KIND), message).label(first.place(&dapr::KIND), "its kind there");
    Some(found.note("a block makes one object, of one kind in every environment").help("declare two blocks"))
}

fn kind(view: &View<'_>) -> &'static str {
    view.choice(&dapr::KIND).map_or(choices::DAPR_COMPONENT.name, |kind| kind.name)
}

/// A secret within a text, or a URL with a password: Dapr takes a secret alone.
fn secrets<'v>(view: &'v View<'_>) -> impl Iterator<Item = Diagnostic> + 'v {
    let entries = view.entries(&dapr::METADATA).iter().filter(|(_, entry)| entry.value.is_secret());
    let mixed = entries.filter(|(_, entry)| {
        let Kind::Reference(own) = &entry.value.kind else { return true };
        own.root != Root::Secret && own.attribute != Some(Attribute::Password)
    });
    mixed.map(|(key, entry)| {
        let message = format!("setting `{key}` has a secret within a text");
        let found = finding(Code::E0465, entry.value.span, message);
        found
            .note("a component names a Secret and its key, and takes all that lies there")
            .help("keep the whole text as a secret, or give host and password apart")
    })
}

/// Services of a scope that no sidecar could call the component for.
fn scopes<'v>(environment: &'v Environment<'_>, view: &'v View<'_>) -> impl Iterator<Item = Diagnostic> + 'v {
    view.list(&dapr::SCOPES).iter().filter_map(|scope| {
        let (_, name) = scope.block()?;
        let target = environment.on(&service::SERVICE, name)?;
        let has_sidecar = target.child(&dapr::DAPR_SIDECAR).is_some_and(|own| own.is_on());
        let message = format!("service `{name}` has no sidecar that could use `{}`", view.name);
        let found = finding(Code::W0470, scope.span, message);
        (!has_sidecar).then(|| found.help(format!("write `dapr {{ … }}` in service `{name}`")))
    })
}

fn sidecar(environment: &Environment<'_>, view: &View<'_>) -> Vec<Diagnostic> {
    let Some(own) = view.child(&dapr::DAPR_SIDECAR).filter(View::is_on) else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(name) = own.text(&dapr::APP_PORT)
        && view.nested(&port::PORT, name).is_none()
    {
        let message = format!("service `{}` has no port `{name}`", view.name);
        let known: Vec<&str> = view.blocks_of(&port::PORT).map(|own| own.name).collect();
        let place = finding(Code::E0312, own.place(&dapr::APP_PORT), message);
        let help = crate::model::check::describe::list(known.iter().copied());
        found.push(if known.is_empty() { place } else { place.help(format!("there is {help}")) });
    }
    if let Some((_, name)) = own.block(&dapr::CONFIG)
        && let Some(target) = environment.on(&dapr::DAPR, name)
        && target.choice(&dapr::KIND) != Some(&choices::DAPR_CONFIGURATION)
    {
        let message = format!("`{name}` is a component, and no settings of a sidecar");
        let found_at =
            finding(Code::E0212, own.place(&dapr::CONFIG), message).label(target.head(), "it is declared here");
        found.push(found_at.help("`config` names a `dapr` block with `kind = configuration`"));
    }
    found
}
