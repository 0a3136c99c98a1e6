//! Where people reach a service from outside of the cluster: what its `public_url` and `public_origin` stand for.

use super::environment::{Environment, View};
use super::typed::{Kind, Part, Reference, Text, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{choices, environment as settings, ingress, port, service};
use smol_str::SmolStr;

/// How people reach a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Host name or address.
    pub host: SmolStr,
    /// Port; none where it is the scheme's own.
    pub port: Option<u16>,
    /// Path below which it answers, without a slash at the end; nothing for the root.
    pub path: SmolStr,
}

impl Public {
    /// Scheme, host and port: what CORS takes.
    #[must_use]
    pub fn origin(&self) -> String {
        // An IPv6 address stands in brackets (RFC 3986, 3.2.2).
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.to_string() };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{host}{port}", self.scheme)
    }

    /// The origin and the path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.origin(), self.path)
    }
}

/// How people reach a service in an environment: by the first ingress that leads to it, else by its node port at the
/// cluster's address, else by its load balancer's host. None where nothing of the kind is known when the source is read.
#[must_use]
pub fn public_origin(environment: &Environment<'_>, name: &str) -> Option<Public> {
    let service = environment.on(&service::SERVICE, name)?;
    let mut ingresses = environment.all(&ingress::INGRESS).values().filter(|ingress| ingress.is_on());
    let routed = ingresses.find_map(|ingress| by_ingress(environment, ingress, name));
    routed.or_else(|| by_node_port(environment, service)).or_else(|| by_load_balancer(environment, service))
}

/// The shortest of the routes to the service, at its own host or the first of the ingress.
fn by_ingress(environment: &Environment<'_>, ingress: &View<'_>, name: &str) -> Option<Public> {
    let routes = ingress.children(&ingress::ROUTE);
    let leads_here = |route: &&View<'_>| {
        route.bool(&ingress::ENABLED)
            && route.block(&ingress::TO).is_some_and(|(_, to)| to == name)
            && is_plain(route.name)
    };
    let of_all = hosts(environment, ingress).into_iter().next();
    let reached = routes.iter().filter(leads_here).filter_map(|route| {
        let own = route.value(&ingress::ROUTE_HOST);
        let host = own.map_or_else(|| of_all.clone(), |own| known_text(environment, own));
        Some((route.name, host.filter(|host| !host.starts_with('*'))?))
    });
    let (path, host) = reached.min_by_key(|(path, _)| path.len())?;
    let scheme = if is_secured(ingress) { "https" } else { "http" };
    Some(Public { scheme, host, port: None, path: path.trim_end_matches('/').into() })
}

/// Whether an ingress is served over TLS. Who makes certificates for it says so as well, unless `tls = false` does not.
#[must_use]
pub fn is_secured(ingress: &View<'_>) -> bool {
    let issuers = [&ingress::ISSUER, &ingress::LOCAL_ISSUER];
    ingress.bool(&ingress::TLS) || issuers.into_iter().any(|field| ingress.value(field).is_some())
}

/// The hosts of an ingress, as far as they are known when the source is read: first one that people can ask for, and those
/// that stand for many, as `*.example.com`, only where there is no other.
#[must_use]
pub fn hosts(environment: &Environment<'_>, ingress: &View<'_>) -> Vec<SmolStr> {
    let all = ingress.value(&ingress::HOST).into_iter().chain(ingress.list(&ingress::HOSTS));
    let mut hosts: Vec<SmolStr> = all.filter_map(|host| known_text(environment, host)).collect();
    hosts.sort_by_key(|host| host.starts_with('*'));
    hosts
}

/// Whether a route's path is one that a browser can ask for, and no regular expression of the controller.
#[must_use]
pub fn is_plain(path: &str) -> bool {
    path.starts_with('/') && !path.contains(['(', ')', '[', ']', '{', '}', '*', '|', '\\', '^', '$', '?', '+'])
}

fn by_node_port(environment: &Environment<'_>, service: &View<'_>) -> Option<Public> {
    if service.choice(&service::EXPOSE_FIELD) != Some(&choices::NODE_PORT) {
        return None;
    }
    let ports = service.children(&port::PORT);
    let number = ports.first()?.int(&port::NODE_PORT)?;
    let cluster = environment.all(&settings::CLUSTER).values().next()?;
    let host = known_text(environment, cluster.value(&settings::ADDRESS)?)?;
    Some(Public { scheme: "http", host, port: u16::try_from(number).ok(), path: SmolStr::default() })
}

fn by_load_balancer(environment: &Environment<'_>, service: &View<'_>) -> Option<Public> {
    if service.choice(&service::EXPOSE_FIELD) != Some(&choices::LOAD_BALANCER) {
        return None;
    }
    let host = known_text(environment, service.value(&service::LOAD_BALANCER_HOST)?)?;
    let ports = service.children(&port::PORT);
    let first = ports.first()?;
    let number = first.int(&port::SERVICE).or_else(|| first.int(&port::CONTAINER))?;
    let (scheme, port) = match number {
        443 => ("https", None),
        80 => ("http", None),
        other => ("http", u16::try_from(other).ok()),
    };
    Some(Public { scheme, host, port, path: SmolStr::default() })
}

/// A text as far as it is known when the source is read: what it says of the environment itself is.
#[must_use]
pub fn known_text(environment: &Environment<'_>, value: &Value) -> Option<SmolStr> {
    if let Kind::Reference(reference) = &value.kind {
        return known_reference(environment, reference);
    }
    let Kind::Text(Text::Parts(parts)) = &value.kind else { return value.literal() };
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::Reference(reference) => text.push_str(&known_reference(environment, reference)?),
        }
    }
    Some(SmolStr::from(text))
}

/// What a reference to the environment itself stands for.
#[must_use]
pub fn known_reference(environment: &Environment<'_>, reference: &Reference) -> Option<SmolStr> {
    let attribute = reference.attribute.filter(|_| reference.root == Root::Environment)?;
    if attribute == Attribute::Name {
        return Some(SmolStr::new(environment.name));
    }
    if attribute == Attribute::Namespace {
        return environment.settings.text(&settings::NAMESPACE).map(SmolStr::new);
    }
    let release = environment.settings.text(&settings::RELEASE).unwrap_or(environment.stack.name);
    (attribute == Attribute::Release).then(|| SmolStr::new(release))
}
