//! A public address that nothing tells: how people reach a service from outside the cluster.
//!
//! It is known, in this order, from an ingress with a host that routes to the service; from its node port and the
//! address of the environment's cluster; from the host of its load balancer.

use super::walk::{is_used, said, targets, used};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::typed::Reference;
use crate::schema::attributes::Attribute;
use crate::schema::{choices, environment as env, ingress, port, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for said in said(used(environment)) {
            for target in targets(said.value) {
                let Some(reference) = target.reference.filter(|reference| is_public(reference)) else { continue };
                let Some(service) = environment.on(&service::SERVICE, target.name) else { continue };
                if !is_known(environment, service, reference) {
                    findings.about(environment, said.owner, unknown(environment, service, reference));
                }
            }
        }
    }
}

fn is_public(reference: &Reference) -> bool {
    matches!(reference.attribute, Some(Attribute::PublicHost | Attribute::PublicOrigin | Attribute::PublicUrl))
}

fn is_known(environment: &Environment<'_>, service: &View<'_>, reference: &Reference) -> bool {
    let ingresses = environment.all(&ingress::INGRESS).values().filter(|ingress| ingress.is_on());
    if ingresses.filter(|ingress| has_host(ingress)).any(|ingress| routes_to(ingress, service)) {
        return true;
    }
    let exposed = service.choice(&service::EXPOSE_FIELD);
    if exposed == Some(&choices::NODE_PORT) {
        return node_port(service, reference).is_some() && !environment.all(&env::CLUSTER).is_empty();
    }
    exposed == Some(&choices::LOAD_BALANCER) && service.value(&service::LOAD_BALANCER_HOST).is_some()
}

fn has_host(ingress: &View<'_>) -> bool {
    ingress.value(&ingress::HOST).is_some() || !ingress.list(&ingress::HOSTS).is_empty()
}

fn routes_to(ingress: &View<'_>, service: &View<'_>) -> bool {
    let routes = ingress.children(&ingress::ROUTE);
    let mut to = routes.iter().filter(|route| is_used(route)).filter_map(|route| route.block(&ingress::TO));
    to.any(|(_, name)| name == service.name)
}

/// The node port of the port that is meant, or of the first.
fn node_port(service: &View<'_>, reference: &Reference) -> Option<i64> {
    let ports = service.children(&port::PORT);
    let port = match &reference.port {
        Some(name) => ports.iter().find(|port| port.name == name.value),
        None => ports.first(),
    };
    port?.int(&port::NODE_PORT)
}

/// Says what is missing of what the user began with, or else what there is to begin with.
fn unknown(environment: &Environment<'_>, service: &View<'_>, reference: &Reference) -> Diagnostic {
    let name = service.name;
    let message = format!("nothing says how service `{name}` is reached from outside");
    let found = finding(Code::E0306, reference.span, message);
    let leading = || environment.all(&ingress::INGRESS).values().filter(|ingress| routes_to(ingress, service));
    if let Some(ingress) = leading().find(|ingress| ingress.is_on()) {
        let found = found.label(ingress.head(), format!("`{}` leads to it, but has no host", ingress.name));
        return found.help(format!("write `host = \"…\"` in ingress `{}`", ingress.name));
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
    if node_port(service, reference).is_none() {
        let found = found.label(place, "the cluster picks a port that nobody knows");
        return found.help(format!("write a port from 30000 to 32767 in service `{name}`: `node_port = 30080`"));
    }
    let found = found.label(place, "the address of the nodes is not known");
    found.help("write `cluster minikube { address = \"…\" }` in the environment, with `\"localhost\"` where node ports are forwarded")
}
