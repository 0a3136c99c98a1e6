//! Routes that cannot be served as they are written: rewrites that break them, patterns that are none, paths that are served
//! twice, certificates of hosts that are not there.

mod rewrites;
mod twice;

use super::walk::is_used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::public;
use crate::schema::{choices, ingress};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let ingresses: Vec<&View<'_>> =
            environment.all(&ingress::INGRESS).values().filter(|view| view.is_on()).collect();
        for view in &ingresses {
            let found = rewrites::check(view).into_iter().chain(patterns(view)).chain(certificates(environment, view));
            let found = found.chain(context.whole.then(|| missing(environment, view)).flatten()).chain(gateway(view));
            for found in found {
                findings.about(environment, view, found);
            }
        }
        for (view, found) in twice::check(environment, &ingresses) {
            findings.about(environment, view, found);
        }
    }
}

/// Whether requests come in by the Gateway API.
fn is_gateway(ingress: &View<'_>) -> bool {
    ingress.choice(&ingress::API) == Some(&choices::BY_GATEWAY)
}

/// The routes of an ingress that are used.
pub(super) fn routes<'a>(ingress: &View<'a>) -> Vec<View<'a>> {
    ingress.children(&ingress::ROUTE).into_iter().filter(is_used).collect()
}

/// A path that only a regular expression could be, where none is expected.
fn patterns(ingress: &View<'_>) -> Vec<Diagnostic> {
    let found = routes(ingress).into_iter().filter_map(|route| {
        let kind = route.choice(&ingress::TYPE).filter(|kind| **kind != choices::IMPLEMENTATION)?;
        // A path that does not begin with `/` is told of as that.
        if public::is_plain(route.name) || !route.name.starts_with('/') {
            return None;
        }
        let message = format!("route `{}` of type `{}` has characters of a regular expression", route.name, kind.name);
        let found = finding(Code::E0453, route.head(), message).note("they would be compared as they are");
        Some(found.help("write `type = implementation` in the route, or a plain path"))
    });
    found.collect()
}

/// What a certificate is for is a host that requests ask for.
fn certificates(environment: &Environment<'_>, ingress: &View<'_>) -> Vec<Diagnostic> {
    let own = routes(ingress)
        .into_iter()
        .filter_map(|route| route.value(&ingress::ROUTE_HOST).and_then(|host| public::known_text(environment, host)));
    let known: Vec<_> = public::hosts(environment, ingress).into_iter().chain(own).collect();
    let certificates = ingress.children(&ingress::CERTIFICATE);
    let hosts = certificates.iter().flat_map(|own| own.list(&ingress::CERTIFICATE_HOSTS));
    let found = hosts.filter_map(|item| {
        let host = item.text().filter(|host| !known.contains(host))?;
        let message = format!("no rule of ingress `{}` is for host `{host}`", ingress.name);
        let found = finding(Code::E0454, item.span, message).label(ingress.head(), "its hosts are others");
        Some(found.help(format!("write `{host}` in `hosts` of ingress `{}`, or take it away here", ingress.name)))
    });
    found.collect()
}

/// An Ingress has a host, an `HTTPRoute` a Gateway.
fn missing(environment: &Environment<'_>, ingress: &View<'_>) -> Option<Diagnostic> {
    if !ingress.is_sound() {
        return None;
    }
    if is_gateway(ingress) {
        let message = format!("ingress `{}` does not say which Gateway serves it", ingress.name);
        let found = || finding(Code::E0204, ingress.place(&ingress::API), message);
        let is_missing = ingress.value(&ingress::GATEWAY).is_none();
        return is_missing.then(|| found().help("write `gateway = \"NAMESPACE/NAME\"` in it"));
    }
    let needs = routes(ingress).iter().any(|route| route.value(&ingress::ROUTE_HOST).is_none());
    let has = !public::hosts(environment, ingress).is_empty();
    let said = ingress.value(&ingress::HOST).is_some() || !ingress.list(&ingress::HOSTS).is_empty();
    if has || said || !needs {
        return None;
    }
    let found = finding(Code::E0204, ingress.head(), format!("ingress `{}` has no `host`", ingress.name));
    Some(found.help("write `host = \"…\"` with the name that requests ask for"))
}

/// The name of a Gateway, with or without its namespace.
fn gateway(ingress: &View<'_>) -> Option<Diagnostic> {
    let field = ingress.field(&ingress::GATEWAY)?;
    let text = field.value.text()?;
    let mut parts = text.split('/');
    let is_name = |name: &str| crate::types::names::dns_subdomain(name).is_ok();
    if parts.clone().count() <= 2 && parts.all(is_name) {
        return None;
    }
    let found = finding(Code::E0205, field.value.span, format!("`{text}` is no Gateway"));
    Some(found.help("write `NAMESPACE/NAME`, or the name of a Gateway in the release's own namespace"))
}
