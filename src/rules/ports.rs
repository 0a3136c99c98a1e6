//! Ports that a service does not have.

use super::walk::is_used;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::{Environment, View};
use crate::schema::attributes::Attribute;
use crate::schema::{Choice, Naming, choices, ingress, job, lifecycle, metrics, port, probe, service};
use crate::source::Span;
use crate::types::nearest;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for view in environment.all(&service::SERVICE).values().filter(|view| view.is_on()) {
            let probes = facts::containers_of(view).flat_map(|container| probes(container.own));
            for found in probes.chain(metrics(view)) {
                findings.about(environment, view, found);
            }
        }
        for view in environment.all(&service::SERVICE).values() {
            for found in targets(environment, view) {
                findings.about(environment, view, found);
            }
        }
        for container in facts::containers(environment) {
            for found in hooks(container.own) {
                findings.about(environment, container.pod, found);
            }
        }
        for view in environment.all(&ingress::INGRESS).values().filter(|view| view.is_on()) {
            for found in routes(context, environment, view) {
                findings.about(environment, view, found);
            }
        }
    }
    references(context, findings);
}

/// Where a port's name is written; none where the first is meant.
type Named<'a> = Option<(&'a str, Span)>;

/// What is wrong with a port of a service that something means, at `place`.
fn fault(service: &View<'_>, named: Named<'_>, place: Span, what: &str) -> Option<Diagnostic> {
    let ports = service.children(&port::PORT);
    let Some((name, span)) = named else {
        if !ports.is_empty() || !service.is_sound() {
            return None;
        }
        let message = format!("{what} needs a port, but {} `{}` has none", service.kind.name, service.name);
        let found = finding(Code::E0312, place, message).label(service.head(), "declared here, without a port");
        let help = format!("write `port = …` in {} `{}`", service.kind.name, service.name);
        return Some(if service.kind.block(port::PORT.name).is_some() { found.help(help) } else { found });
    };
    if !service.is_sound() || ports.iter().any(|port| port.name == name) {
        return None;
    }
    let found = finding(Code::E0312, span, format!("{} `{}` has no port `{name}`", service.kind.name, service.name));
    let known = || ports.iter().map(|port| port.name);
    Some(match nearest(name, known()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None if ports.is_empty() => found.help(format!("write `port {name} {{ container = … }}` in it")),
        None => found.help(format!("there is {}", describe::list(known()))),
    })
}

/// What is wrong with a port of another service that something means.
fn meant(context: &Context<'_>, service: &View<'_>, named: Named<'_>, place: Span, what: &str) -> Option<Diagnostic> {
    let fault = fault(service, named, place, what);
    if named.is_some() { fault } else { fault.or_else(|| first_of_all(context, service, place, what, true)) }
}

/// What is wrong with the first port of a service: one chart is for all environments, so it must be the same in all. What means it
/// may take a port by its name.
fn first_of_all(
    context: &Context<'_>,
    service: &View<'_>,
    place: Span,
    what: &str,
    takes_name: bool,
) -> Option<Diagnostic> {
    let in_each = context.environments.iter().filter_map(|environment| {
        let view = environment.on(&service::SERVICE, service.name)?;
        Some((environment.name, view.blocks_of(&port::PORT).next()?))
    });
    let in_each: Vec<_> = in_each.collect();
    let (first_in, first) = in_each.first()?;
    let (other_in, other) = in_each.iter().find(|(_, port)| port.name != first.name)?;
    let message =
        format!("{what} means the first port of service `{}`, which is not the same everywhere", service.name);
    let found = finding(Code::E0312, place, message)
        .label(first.head(), format!("the first in {first_in}"))
        .label(other.head(), format!("the first in {other_in}"));
    let same = format!("give `{}` the same first port in all environments", service.name);
    Some(found.help(if takes_name { format!("name the port, or {same}") } else { same }))
}

fn probes(service: &View<'_>) -> Vec<Diagnostic> {
    let probes = service.children(&probe::PROBE);
    let found = probes.iter().filter(|probe| is_used(probe) && has_meaning(probe)).filter_map(|probe| {
        let named = probe.text(&probe::PORT).map(|name| (name, probe.place(&probe::PORT)));
        let asks = [&probe::HTTP, &probe::TCP, &probe::GRPC].iter().any(|field| probe.value(field).is_some());
        let what = format!("the {} probe", probe.name);
        if asks || named.is_some() { fault(service, named, probe.head(), &what) } else { None }
    });
    found.collect()
}

/// Requests of Prometheus.
fn metrics(service: &View<'_>) -> Option<Diagnostic> {
    let own = service.child(&metrics::METRICS).filter(is_used)?;
    let named = own.text(&metrics::PORT).map(|name| (name, own.place(&metrics::PORT)));
    fault(service, named, own.head(), "`metrics`")
}

/// HTTP requests of hooks.
fn hooks(container: &View<'_>) -> Vec<Diagnostic> {
    let hooks = lifecycle::HOOKS.iter().filter_map(|(kind, _)| container.child(kind));
    let asking = hooks.filter(|hook| hook.value(&lifecycle::HTTP).is_some());
    let found = asking.filter_map(|hook| {
        let named = hook.text(&lifecycle::PORT).map(|name| (name, hook.place(&lifecycle::PORT)));
        fault(container, named, hook.place(&lifecycle::HTTP), &format!("`{}`", hook.kind.name))
    });
    found.collect()
}

/// Whoever answers for a service must have its ports, by their names or their numbers. One that is switched off may lead to what
/// its environment has not got, but a protocol does not mend itself when it is switched on by hand.
fn targets(environment: &Environment<'_>, service: &View<'_>) -> Vec<Diagnostic> {
    let items = service.list(&service::TARGETS);
    let ports = service.children(&port::PORT);
    if let (Some(first), true, true) = (items.first(), ports.is_empty(), service.is_sound() && service.is_on()) {
        let message = format!("service `{}` has no port by which others could answer for it", service.name);
        let found = finding(Code::E0312, first.span, message);
        return vec![found.help(format!("write `port = …` in service `{}`", service.name))];
    }
    let found = items.iter().filter_map(|item| {
        let (_, name) = item.block()?;
        let target = environment.on(&service::SERVICE, name).filter(|target| target.is_sound())?;
        let numbered = ports.iter().filter(|port| port.int(&port::CONTAINER).is_some());
        let (port, own) = numbered.map(|port| (port, answer(target, port))).find(|(port, own)| match own {
            Some(own) => own.choice(&port::PROTOCOL_FIELD) != port.choice(&port::PROTOCOL_FIELD),
            None => service.is_on(),
        })?;
        if let Some(own) = own {
            let message = format!("port `{}` of service `{name}` is of another protocol", own.name);
            let found = finding(Code::E0312, item.span, message).label(port.head(), "requests come to this port");
            return Some(found.help("let both have the same `protocol`"));
        }
        let number = port.int(&port::CONTAINER)?;
        let message = format!("service `{name}` has neither a port `{}` nor the port {number}", port.name);
        let found = finding(Code::E0312, item.span, message).label(port.head(), "requests come to this port");
        Some(found.help(format!("write `port {} {{ container = {number} }}` in service `{name}`", port.name)))
    });
    found.collect()
}

/// The port of a service that answers for another's, by its name or its number.
fn answer<'a>(target: &View<'a>, port: &View<'_>) -> Option<View<'a>> {
    let number = port.int(&port::CONTAINER);
    let own = target.children(&port::PORT);
    let named = own.iter().find(|own| own.name == port.name);
    named.or_else(|| own.iter().find(|own| own.int(&port::CONTAINER) == number)).cloned()
}

/// A probe of a misspelt name was reported as that.
fn has_meaning(probe: &View<'_>) -> bool {
    matches!(probe.kind.naming, Naming::Fixed(known) if known.contains(&probe.name))
}

fn routes(context: &Context<'_>, environment: &Environment<'_>, ingress: &View<'_>) -> Vec<Diagnostic> {
    let routes = ingress.children(&ingress::ROUTE);
    let found = routes.iter().filter(|route| is_used(route)).filter_map(|route| {
        let (_, name) = route.block(&ingress::TO)?;
        let service = environment.on(&service::SERVICE, name)?;
        let named = route.text(&ingress::PORT).map(|name| (name, route.place(&ingress::PORT)));
        meant(context, service, named, route.place(&ingress::TO), "a route")
    });
    found.collect()
}

fn references(context: &Context<'_>, findings: &mut Findings) {
    for (environment, mention) in context.mentions().filter(|(_, mention)| mention.target.kind.is(&service::SERVICE)) {
        let Some(service) = environment.on(&service::SERVICE, mention.target.name) else { continue };
        let found = match mention.target.reference {
            Some(reference) => {
                let named = reference.port.as_ref().map(|port| (port.value.as_str(), port.span));
                reference.attribute.and_then(|attribute| {
                    let what = format!("`{}`", attribute.name());
                    if named.is_some() || needs_port(attribute, service) {
                        meant(context, service, named, reference.span, &what)
                    } else if is_public(attribute) && service.choice(&service::EXPOSE_FIELD).is_some_and(opens_port) {
                        first_of_all(context, service, reference.span, &what, true)
                    } else {
                        None
                    }
                })
            }
            None if waits(mention.place.field) => {
                let (place, what) = (mention.target.span, "waiting");
                fault(service, None, place, what).or_else(|| first_of_all(context, service, place, what, false))
            }
            None => None,
        };
        if let Some(found) = found {
            findings.about(environment, mention.owner, found);
        }
    }
}

fn waits(field: Option<&crate::schema::Field>) -> bool {
    field.is_some_and(|field| field.is(&service::WAIT_FOR) || field.is(&job::WAIT_FOR))
}

fn is_public(attribute: Attribute) -> bool {
    matches!(attribute, Attribute::PublicHost | Attribute::PublicOrigin | Attribute::PublicUrl)
}

/// Whether people reach the first port of a service from outside, without an ingress.
fn opens_port(exposed: &Choice) -> bool {
    *exposed == choices::NODE_PORT || *exposed == choices::LOAD_BALANCER
}

/// Without a port a service has no Service; what runs elsewhere has a host all the same.
fn needs_port(attribute: Attribute, service: &View<'_>) -> bool {
    match attribute {
        Attribute::Port | Attribute::Address | Attribute::Url | Attribute::ContainerPort => true,
        Attribute::Host => service.value(&service::EXTERNAL).is_none(),
        Attribute::Name
        | Attribute::ServiceAccount
        | Attribute::PublicHost
        | Attribute::PublicOrigin
        | Attribute::PublicUrl
        | Attribute::User
        | Attribute::Password
        | Attribute::Username
        | Attribute::Cert
        | Attribute::PrivateKey
        | Attribute::Authority
        | Attribute::Object
        | Attribute::Key
        | Attribute::Repository
        | Attribute::Tag
        | Attribute::Reference
        | Attribute::Namespace
        | Attribute::Release
        | Attribute::Ip
        | Attribute::LimitsCpu
        | Attribute::LimitsMemory
        | Attribute::RequestsCpu
        | Attribute::RequestsMemory
        | Attribute::Node
        | Attribute::NodeIp
        | Attribute::Uid => false,
    }
}
