//! Where people reach a service: derived in the chart from its ingress, node port or load balancer.

use super::across::Across;
use super::{Context, Part};
use crate::chart::tree::{Body, Expr, Piece, Test};
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
        let routes = own.children(&ingress::ROUTE);
        let leads = routes
            .iter()
            .filter(|route| route.any(|view| view.block(&ingress::TO).is_some_and(|(_, to)| to == target.name)));
        let Some(path) = leads.map(|route| route.name.trim_end_matches('/')).min_by_key(|path| path.len()) else {
            continue;
        };
        let reached = || [own.enabled(), target.enabled()];
        let host = || Expr::Value(own.path("host"));
        let suffix = if attribute == Attribute::PublicUrl { path } else { "" };
        let of = |scheme: &'static str| {
            if attribute == Attribute::PublicHost {
                host()
            } else {
                Expr::join(vec![Expr::text(scheme), host(), Expr::text(suffix)])
            }
        };
        let secured = Test::all(reached().into_iter().chain([Test::Value(own.path("tls"))]));
        if attribute != Attribute::PublicHost {
            cases.extend(secured.map(|test| (test, of("https://"))));
        }
        cases.extend(Test::all(reached()).map(|test| (test, of("http://"))));
    }
    cases.extend(by_node(context, target, attribute));
    cases.extend(by_balancer(target, attribute));
    cases
}

fn by_node(context: &Context<'_>, target: &Across<'_>, attribute: Attribute) -> Option<(Test, Expr)> {
    if !super::service::has_face(target) || !context.has_address() {
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
