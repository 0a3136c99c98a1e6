//! Something refers to what is not there in that environment. Routes of an ingress are left out with their service, so
//! they may.

use super::walk::Target;
use super::{Context, Findings, Mention, finding, routes};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::program::Program;
use crate::schema::attributes::Attribute;
use crate::schema::{Field, choices, ingress, job, service, shared};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for (environment, mention) in context.mentions() {
        let target = &mention.target;
        let found = match environment.get(target.kind, target.name) {
            Some(view) if view.is_on() => {
                let of_service = unreached(mention, view).or_else(|| unexposed(target, view));
                of_service.or_else(|| external(mention, view)).or_else(|| unrouted(environment, target, view))
            }
            _ if is_route(mention) => None,
            Some(view) => Some(switched_off(mention, view)),
            None => Some(elsewhere(context.program, target)),
        };
        if let Some(found) = found {
            findings.about(environment, mention.owner, found);
        }
    }
}

fn is_route(mention: &Mention<'_>) -> bool {
    mention.place.field.is_some_and(|field| field.is(&ingress::TO))
}

fn switched_off(mention: &Mention<'_>, view: &View<'_>) -> Diagnostic {
    let Mention { owner, place, target } = mention;
    let (kind, name) = (target.kind.name, target.name);
    let found = finding(Code::E0307, target.span, format!("{kind} `{name}` is switched off"));
    let found = found.label(view.place(&shared::ENABLED), "switched off here");
    found.help(match (place.field, place.key) {
        (None, Some(key)) => format!(
            "in the same environment take this away (`{} = none`) or switch off {} `{}`",
            key, owner.kind.name, owner.name
        ),
        (Some(field), _) => format!(
            "in the same environment change `{}` or switch off {} `{}`",
            field.name, owner.kind.name, owner.name
        ),
        (None, None) => format!("switch off {} `{}` as well", owner.kind.name, owner.name),
    })
}

/// No route leads to a service that has no Service, and nobody can wait for its port.
fn unreached(mention: &Mention<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let name = mention.target.name;
    let is = |fields: &[&Field]| mention.place.field.is_some_and(|own| fields.iter().any(|field| own.is(field)));
    let message = if is_route(mention) {
        format!("no route leads to service `{name}`: it is not exposed")
    } else if is(&[&service::WAIT_FOR, &job::WAIT_FOR]) {
        format!("nothing can wait for service `{name}`: it is not exposed")
    } else {
        return None;
    };
    let found = finding(Code::E0307, mention.target.span, message);
    is_off(view).then(|| exposed(found, view))
}

/// Nothing can be said of the address of a service that has no Service.
fn unexposed(target: &Target<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let attribute = target.reference?.attribute.filter(|attribute| is_off(view) && needs_service(*attribute))?;
    let message = format!("service `{}` has no `{}`: it is not exposed", target.name, attribute.name());
    Some(exposed(finding(Code::E0307, target.span, message), view))
}

fn is_off(view: &View<'_>) -> bool {
    view.kind.is(&service::SERVICE) && view.choice(&service::EXPOSE_FIELD) == Some(&choices::OFF)
}

fn exposed(found: Diagnostic, view: &View<'_>) -> Diagnostic {
    let found = found.label(view.place(&service::EXPOSE_FIELD), "it has no Service");
    found.help(format!("write `expose = cluster` in service `{}`", view.name))
}

/// What runs elsewhere has no pods here, and neither has that for which others answer.
fn external(mention: &Mention<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let without_pods = [(&service::EXTERNAL, "it runs elsewhere"), (&service::TARGETS, "others answer for it")];
    let without_pods = without_pods.into_iter().filter(|_| view.kind.is(&service::SERVICE));
    let mut without_pods = without_pods.filter_map(|(field, why)| Some((view.field(field)?, why)));
    let (elsewhere, why) = without_pods.find(|(own, _)| !own.value.is_none())?;
    let target = &mention.target;
    let stands_in = |field: &Field| mention.place.field.is_some_and(|own| own.is(field));
    let message = match target.reference.and_then(|reference| reference.attribute) {
        Some(attribute @ (Attribute::ContainerPort | Attribute::ServiceAccount)) => {
            format!("service `{}` has no `{}`: {why}", target.name, attribute.name())
        }
        None if stands_in(&job::BEFORE) => format!("nothing can come before service `{}`: {why}", target.name),
        None if stands_in(&service::TARGETS) => format!("service `{}` cannot answer for another: {why}", target.name),
        Some(_) | None => return None,
    };
    Some(finding(Code::E0307, target.span, message).label(elsewhere.key, "it has no pods here"))
}

/// Nothing is made of an ingress of which no route leads anywhere.
fn unrouted(environment: &Environment<'_>, target: &Target<'_>, view: &View<'_>) -> Option<Diagnostic> {
    if !view.kind.is(&ingress::INGRESS) || !view.is_sound() {
        return None;
    }
    let leads =
        |route: &View<'_>| route.block(&ingress::TO).is_none_or(|(kind, name)| environment.on(kind, name).is_some());
    if routes::routes(view).iter().any(leads) {
        return None;
    }
    let found = finding(Code::E0307, target.span, format!("there is no Ingress `{}`", target.name));
    let found = found.label(view.head(), "none of its routes leads anywhere");
    Some(found.help(format!("write a `route` in ingress `{}`, or take this away", target.name)))
}

fn needs_service(attribute: Attribute) -> bool {
    matches!(attribute, Attribute::Host | Attribute::Port | Attribute::Address | Attribute::Url | Attribute::Name)
}

/// A block that only other environments introduce.
fn elsewhere(program: &Program, target: &Target<'_>) -> Diagnostic {
    let (kind, name) = (target.kind.name, target.name);
    let found = finding(Code::E0307, target.span, format!("{kind} `{name}` is not there in every environment"));
    let blocks =
        program.environments.values().flat_map(|overlay| overlay.blocks.iter().map(move |block| (overlay, block)));
    let mut added =
        blocks.filter(|(_, block)| block.add.is_some() && block.kind.is(target.kind) && block.name() == name);
    match added.next() {
        Some((overlay, block)) => found
            .label(block.head, format!("only environment `{}` adds it", overlay.name()))
            .help(format!("declare {kind} `{name}` in the stack, or refer to it only where it is")),
        None => found.help(format!("declare {kind} `{name}` in the stack")),
    }
}
