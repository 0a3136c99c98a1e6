//! `HTTPRoute`: what a Gateway serves. <https://gateway-api.sigs.k8s.io/api-types/httproute/>

use super::controller::Shared;
use super::hosts;
use super::routes::Route;
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::lower::across::Across;
use crate::lower::{Part, knobs, metadata, pod};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{Choice, choices, ingress};

pub(super) fn lower(shared: &Shared<'_, '_, '_>, part: &mut Part) {
    let across = shared.across;
    let parent = parent(across, part);
    // The hosts of an HTTPRoute are those of all its rules, so a route with a host of its own has an object of its own.
    let common = shared.routes.iter().filter_map(|route| {
        let all = route.hosts.all().tests()?;
        Some((route, Test::all([route.test.clone()].into_iter().chain(all))?))
    });
    let common: Vec<(&Route<'_, '_>, Test)> = common.collect();
    if !common.is_empty() {
        let first = hosts::first(across);
        let has_host = Test::Value(across.path("host"));
        let mut names = vec![Item::When(has_host, vec![Item::Node(Node::Text(first))])];
        names.extend(shared.more_hosts.then(|| Item::Values(across.path("hosts"))));
        part.objects.extend(object(shared, None, (names, None), &parent, &common));
    }
    // A path that leads to several services, by environment, is one route.
    for routes in shared.routes.chunk_by(|left, right| left.path() == right.path()) {
        let Some(route) = routes.first() else { continue };
        let Some((host, has_host)) = route.hosts.own() else { continue };
        let names = vec![Item::Node(Node::Text(host))];
        let routes: Vec<(&Route<'_, '_>, Test)> = routes.iter().map(|route| (route, route.test.clone())).collect();
        part.objects.extend(object(shared, Some(route.words()), (names, has_host), &parent, &routes));
    }
    for route in shared.routes {
        timeout(route, part);
    }
}

/// The object of some routes; that of a single path has its words behind the name.
fn object(
    shared: &Shared<'_, '_, '_>,
    words: Option<String>,
    (hosts, when): (Vec<Item>, Option<Test>),
    parent: &[Entry],
    routes: &[(&Route<'_, '_>, Test)],
) -> Option<Object> {
    let across = shared.across;
    let any = Test::any(routes.iter().map(|(_, test)| test.clone()))?;
    let rules = routes.iter().map(|(route, test)| Item::When(test.clone(), vec![Item::Node(rule(route))]));
    let spec = vec![
        list("parentRefs", vec![Item::Node(Node::Map(parent.to_vec()))]),
        list("hostnames", hosts),
        list("rules", rules.collect()),
    ];
    let own = across.object_name(ObjectKind::Ingress);
    let name = match &words {
        Some(words) => Expr::join(vec![own, Expr::text(format!("-{words}"))]),
        None => own,
    };
    let body = vec![metadata::of(across, &name, shared.annotations.clone()), map("spec", spec)];
    let when = Test::all(shared.when.clone().into_iter().chain(when).chain([any]));
    let object = pod::object(across, "HTTPRoute", "httproute", pod::when(across, when), body);
    let Some(words) = words else { return Some(object) };
    Some(Object { file: format!("httproute-{}-{words}.yaml", across.name), ..object })
}

/// The Gateway, and where it is said its listener.
fn parent(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let said = |get: &dyn Fn(&View<'_>) -> Option<Val>| {
        across.said(|view| if super::is_gateway(view) { get(view) } else { Some(Val::Unset) })
    };
    let origin = || across.origin(&ingress::GATEWAY);
    let doc = || knobs::doc(&ingress::GATEWAY);
    let name = said(&|view| gateway(view).map(|(_, name)| Val::text(name)));
    let schema = Schema::Pattern(OBJECT_NAME);
    let mut entries = part.settled("name", across.path("gateway.name"), name, &schema, origin(), doc());
    let namespace = said(&|view| gateway(view).and_then(|(namespace, _)| namespace).map(Val::text));
    let path = across.path("gateway.namespace");
    entries.extend(part.settled(
        "namespace",
        path,
        namespace,
        &schema,
        origin(),
        "Namespace of the Gateway.".to_owned(),
    ));
    let section = said(&|view| knobs::value_of(view, &ingress::SECTION));
    let path = across.path("gateway.sectionName");
    let (origin, doc) = (across.origin(&ingress::SECTION), knobs::doc(&ingress::SECTION));
    entries.extend(part.settled("sectionName", path, section, &schema, origin, doc));
    entries
}

/// Namespace, where it is said, and name of a Gateway.
fn gateway<'a>(view: &View<'a>) -> Option<(Option<&'a str>, &'a str)> {
    let text = view.text(&ingress::GATEWAY)?;
    Some(text.split_once('/').map_or((None, text), |(namespace, name)| (Some(namespace), name)))
}

/// The namespace of the Gateway of an ingress; the release's own where none is said.
pub(in crate::lower) fn namespace(across: &Across<'_>) -> Expr {
    let mut said = across.views.iter().flatten().filter(|view| super::is_gateway(view)).map(gateway);
    let first = said.next().flatten().and_then(|(namespace, _)| namespace);
    if said.all(|other| other.and_then(|(namespace, _)| namespace) == first) {
        return first.map_or(Expr::Namespace, Expr::text);
    }
    Expr::Value(across.path("gateway.namespace")).or(Expr::Namespace)
}

fn rule(route: &Route<'_, '_>) -> Node {
    let matches: Vec<Item> = route
        .kinds()
        .into_iter()
        .flat_map(|(test, kind)| {
            let path = vec![pair("type", Node::text(word(kind))), pair("value", Node::text(route.path()))];
            tree::guarded(test, Node::Map(vec![map("path", path)]))
        })
        .collect();
    let rewrite =
        map("path", vec![pair("type", Node::text("ReplacePrefixMatch")), pair("replacePrefixMatch", Node::text("/"))]);
    let filter = vec![pair("type", Node::text("URLRewrite")), map("urlRewrite", vec![rewrite])];
    let filters = route.strip.clone().tests().map(|tests| tree::guarded(Test::all(tests), Node::Map(filter)));
    let backend = vec![
        pair("name", Node::Text(route.target.object_name(ObjectKind::Service))),
        pair("port", Node::Int(route.port.clone())),
    ];
    let mut entries = vec![
        list("matches", matches),
        list("filters", filters.unwrap_or_default()),
        list("backendRefs", vec![Item::Node(Node::Map(backend))]),
    ];
    entries.push(map("timeouts", timeout(route, &mut Part::default())));
    Node::Map(entries)
}

/// The time after which a request is given up.
fn timeout(route: &Route<'_, '_>, part: &mut Part) -> Vec<Entry> {
    let values = route.own.said(|view| view.int(&ingress::TIMEOUT).map(|seconds| Val::text(format!("{seconds}s"))));
    let path = smol_str::format_smolstr!("{}.timeout", route.key);
    let (origin, doc) = (route.own.origin(&ingress::TIMEOUT), knobs::doc(&ingress::TIMEOUT));
    part.settled("request", path, values, &Schema::Text, origin, doc)
}

/// How the Gateway API calls a way to compare paths.
fn word(kind: &'static Choice) -> &'static str {
    if *kind == choices::EXACT {
        "Exact"
    } else if *kind == choices::IMPLEMENTATION {
        "RegularExpression"
    } else {
        "PathPrefix"
    }
}
