//! A public address that nothing tells: how people reach a service from outside the cluster.
//!
//! It is known, in this order, from an ingress with a host that routes to the service; from its node port and the
//! address of the environment's cluster; from the host of its load balancer.

use super::walk::is_used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::public::public_origin;
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::Attribute;
use crate::schema::{choices, ingress, port, service};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for (environment, mention) in context.mentions() {
        let Some(reference) = mention.target.reference.filter(|reference| is_public(reference)) else { continue };
        let Some(service) = environment.on(&service::SERVICE, mention.target.name) else { continue };
        if public_origin(environment, service.name).is_none() {
            findings.about(environment, mention.owner, unknown(environment, service, reference.span));
        }
    }
}

fn is_public(reference: &Reference) -> bool {
    matches!(reference.attribute, Some(Attribute::PublicHost | Attribute::PublicOrigin | Attribute::PublicUrl))
}

/// Whether requests can ask for it by a name; `*.example.com` stands for many.
fn has_host(ingress: &View<'_>) -> bool {
    let is_name = |value: &Value| value.literal().is_none_or(|host| !host.starts_with('*'));
    ingress.value(&ingress::HOST).into_iter().chain(ingress.list(&ingress::HOSTS)).any(is_name)
}

fn routes_to(ingress: &View<'_>, service: &View<'_>) -> bool {
    let routes = ingress.children(&ingress::ROUTE);
    let mut to = routes.iter().filter(|route| is_used(route)).filter_map(|route| route.block(&ingress::TO));
    to.any(|(_, name)| name == service.name)
}

/// Says what is missing of what the user began with, or else what there is to begin with.
fn unknown(environment: &Environment<'_>, service: &View<'_>, place: Span) -> Diagnostic {
    let name = service.name;
    let message = format!("nothing says how service `{name}` is reached from outside");
    let found = finding(Code::E0306, place, message);
    let leading = || environment.all(&ingress::INGRESS).values().filter(|ingress| routes_to(ingress, service));
    if let Some(ingress) = leading().find(|ingress| ingress.is_on()) {
        return by_ingress(found, ingress);
    }
    let found = match leading().next() {
        Some(off) => {
            found.label(off.place(&crate::schema::shared::ENABLED), format!("ingress `{}` is switched off", off.name))
        }
        None => found,
    };
    let exposed = service.choice(&service::EXPOSE_FIELD);
    let place = service.place(&service::EXPOSE_FIELD);
    if exposed == Some(&choices::LOAD_BALANCER) {
        let found = found.label(place, "the load balancer's host name is not known");
        return found.help(format!("write `load_balancer_host = \"…\"` in service `{name}`"));
    }
    if exposed != Some(&choices::NODE_PORT) {
        let help = format!(
            "route to it from an ingress with a `host`; or write `expose = node_port  node_port = 30080` in service `{name}`"
        );
        return found.help(format!("{help} and `cluster minikube {{ address = \"…\" }}` in the environment"));
    }
    if service.children(&port::PORT).first().and_then(|port| port.int(&port::NODE_PORT)).is_none() {
        let found = found.label(place, "the cluster picks a port that nobody knows");
        return found.help(format!("write a port from 30000 to 32767 in service `{name}`: `node_port = 30080`"));
    }
    let found = found.label(place, "the address of the nodes is not known");
    found.help("write `cluster minikube { address = \"…\" }` in the environment, with `\"localhost\"` where node ports are forwarded")
}

fn by_ingress(found: Diagnostic, ingress: &View<'_>) -> Diagnostic {
    let name = ingress.name;
    if has_host(ingress) {
        let found =
            found.label(ingress.head(), format!("`{name}` leads to it only where its host or path is a pattern"));
        return found.help(format!("write a plain `host` and a route with a plain path in ingress `{name}`"));
    }
    let found = found.label(ingress.head(), format!("`{name}` leads to it, but has no host of its own"));
    found.help(format!("write `host = \"…\"` in ingress `{name}`"))
}
