//! Where people reach a service: derived in the chart from its ingress, node port or load balancer.

use super::across::Across;
use super::holds::Holds;
use super::ingress::{first_host, routes_of, secured};
use super::{Context, Part};
use crate::chart::tree::{Body, Expr, Piece, Test};
use crate::model::public::is_plain;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{ingress, service};
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

/// Host by which people reach a service.
pub(super) fn host(target: &Across<'_>) -> Expr {
    Expr::Piece(format_smolstr!("{}.publicHost", target.name))
}

/// Scheme and host.
pub(super) fn origin(target: &Across<'_>) -> Expr {
    Expr::Piece(format_smolstr!("{}.publicOrigin", target.name))
}

/// Scheme, host and path.
pub(super) fn url(target: &Across<'_>) -> Expr {
    Expr::Piece(format_smolstr!("{}.publicUrl", target.name))
}

/// The pieces of every service whose public address something reads when it runs.
pub(super) fn lower(context: &Context<'_>, part: &mut Part) {
    let read = read(context);
    for (attribute, name, word) in [
        (Attribute::PublicHost, "publicHost", "Host"),
        (Attribute::PublicOrigin, "publicOrigin", "Scheme and host"),
        (Attribute::PublicUrl, "publicUrl", "URL"),
    ] {
        for target in context.services() {
            if !read.contains(&(attribute, target.name)) {
                continue;
            }
            let cases = cases(context, target, attribute);
            let message = format!(
                "{} has no public address: enable an ingress that leads to it, or give it a node port or a load balancer's host",
                target.name
            );
            part.pieces.push(Piece {
                name: format_smolstr!("{}.{name}", target.name),
                doc: format!("{word} by which people reach {}.", target.name),
                body: Body::Text(cases, Err(message)),
            });
        }
    }
}

/// The attributes of services that something reads when it runs.
fn read<'a>(context: &Context<'a>) -> FxHashSet<(Attribute, &'a str)> {
    let mut references = Vec::new();
    for view in context.components().into_iter().flat_map(|across| across.views.iter().flatten()) {
        view.references(&mut references);
    }
    let services = references.into_iter().filter(|reference| reference.root == Root::Service);
    services.filter_map(|reference| Some((reference.attribute?, reference.target()))).collect()
}

/// First an ingress that leads to it, then its node port, then its load balancer.
fn cases(context: &Context<'_>, target: &Across<'_>, attribute: Attribute) -> Vec<(Test, Expr)> {
    let mut cases = Vec::new();
    for own in context.of_kind(&ingress::INGRESS) {
        cases.extend(by_ingress(context, own, target, attribute));
    }
    cases.extend(by_node(context, target, attribute));
    cases.extend(by_balancer(target, attribute));
    cases
}

/// The shortest route that leads to a service and is there, at its own host or the first of its ingress.
fn by_ingress(context: &Context<'_>, own: &Across<'_>, target: &Across<'_>, attribute: Attribute) -> Vec<(Test, Expr)> {
    // The keys of the routes are declared where the ingress is lowered.
    let mut routes = routes_of(context, own, &mut Part::default());
    routes.retain(|route| route.target.name == target.name && is_plain(route.path()));
    routes.sort_by_key(|route| route.path().len());
    let mut cases: Vec<(Test, Expr)> = Vec::new();
    for route in &routes {
        let path = if attribute == Attribute::PublicUrl { route.path().trim_end_matches('/') } else { "" };
        let mut hosts: Vec<(Expr, Vec<Test>)> = Vec::new();
        hosts.extend(route.hosts.own().map(|(host, test)| (host, test.into_iter().collect())));
        hosts.extend(route.hosts.all().tests().map(|tests| (first_host(own), tests)));
        for (host, tests) in hosts {
            let reached = || [own.enabled(), route.test.clone()].into_iter().chain(tests.clone());
            let of = |scheme| Expr::join(vec![Expr::text(scheme), host.clone(), Expr::text(path)]);
            if attribute == Attribute::PublicHost {
                cases.extend(Test::all(reached()).map(|test| (test, host.clone())));
                continue;
            }
            let (secured, scheme) = match secured(own, &mut Part::default()) {
                Holds::Where(test) => (Some(test), "http://"),
                Holds::Always => (None, "https://"),
                Holds::Never => (None, "http://"),
            };
            let over_tls = secured.and_then(|test| Test::all(reached().chain([test])));
            cases.extend(over_tls.map(|test| (test, of("https://"))));
            cases.extend(Test::all(reached()).map(|test| (test, of(scheme))));
        }
    }
    cases
}

fn by_node(context: &Context<'_>, target: &Across<'_>, attribute: Attribute) -> Option<(Test, Expr)> {
    // An alias of what runs elsewhere has no port of the nodes.
    if super::service::is_outside(target) || !super::service::has_ports(target) || !context.has_address() {
        return None;
    }
    let port = target.path("service.nodePort");
    let test =
        Test::all([Test::Is(target.path("service.type"), SmolStr::new_static("NodePort")), Test::Value(port.clone())])?;
    let address = Expr::Value(SmolStr::new_static("global.nodeAddress"));
    Some(if attribute == Attribute::PublicHost {
        (test, address)
    } else {
        (test, Expr::join(vec![Expr::text("http://"), address, Expr::text(":"), Expr::Number(port)]))
    })
}

fn by_balancer(target: &Across<'_>, attribute: Attribute) -> Option<(Test, Expr)> {
    if !target.any(|view| view.value(&service::LOAD_BALANCER_HOST).is_some()) {
        return None;
    }
    let host = target.path("service.loadBalancerHost");
    let test = Test::all([
        Test::Is(target.path("service.type"), SmolStr::new_static("LoadBalancer")),
        Test::Value(host.clone()),
    ])?;
    let origin = vec![
        Expr::text("http://"),
        Expr::Value(host.clone()),
        Expr::text(":"),
        super::reference::service_port(target, None),
    ];
    let shown = if attribute == Attribute::PublicHost { Expr::Value(host) } else { Expr::join(origin) };
    Some((test, shown))
}
