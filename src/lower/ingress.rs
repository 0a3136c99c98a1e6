//! `ingress`: hosts, TLS and routes. <https://kubernetes.io/docs/concepts/services-networking/ingress/>

use super::across::Across;
use super::knobs::Built;
use super::{Context, Part, knobs, metadata, pod, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::schema::{HOST, OBJECT_NAME, Schema};
use crate::chart::values::{Rule, Val};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{ingress, service};
use serde_json::json;
use smol_str::{SmolStr, format_smolstr};

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Ingress {}.", across.name));
    part.enabled(across);
    values(across, part);
    let routes = routes(context, across, part);
    let backends = routes.iter().map(|route| route.test.clone());
    let any_route = Test::any(backends);
    let class = across.path("className");
    let host = Expr::Value(across.path("host"));
    let paths = || {
        list(
            "paths",
            routes.iter().map(|route| Item::When(route.test.clone(), vec![Item::Node(route.node.clone())])).collect(),
        )
    };
    let rule = |host: Expr| Node::Map(vec![pair("host", Node::Text(host)), map("http", vec![paths()])]);
    let mut rules = vec![Item::Node(rule(host.clone()))];
    if has_more_hosts(across) {
        rules.push(Item::Each(across.path("hosts"), rule(Expr::Item)));
    }
    let mut spec =
        tree::when(Some(Test::Value(class.clone())), vec![pair("ingressClassName", Node::Text(Expr::Value(class)))]);
    spec.push(tls(across, host));
    spec.push(list("rules", rules));
    let body = vec![
        metadata::of(across, &across.object_name(ObjectKind::Ingress), annotations(context, across, part)),
        map("spec", spec),
    ];
    part.objects.push(pod::object(across, "Ingress", "ingress", pod::when(across, any_route), body));
}

fn has_more_hosts(across: &Across<'_>) -> bool {
    across.any(|view| hosts(view).len() > 1)
}

/// Every host of an ingress, `host` first.
fn hosts(view: &View<'_>) -> Vec<SmolStr> {
    let listed = view.texts(&ingress::HOSTS).cloned();
    view.text(&ingress::HOST).map(SmolStr::new).into_iter().chain(listed).collect()
}

fn values(across: &Across<'_>, part: &mut Part) {
    let each = |get: &dyn Fn(&View<'_>) -> Val| -> Vec<Val> {
        across.each(get).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect()
    };
    let text = |view: &View<'_>, field| knobs::value_of(view, field).unwrap_or_else(|| Val::text(""));
    let class = each(&|view| text(view, &ingress::CLASS));
    let doc = "Class of the controller. Default: the cluster's.";
    part.knob_from(across.path("className"), doc, Schema::Pattern(OBJECT_NAME), class, across.origin(&ingress::CLASS));
    let host = each(&|view| hosts(view).first().cloned().map_or_else(|| Val::text(""), Val::Text));
    part.knob_from(across.path("host"), "", Schema::Pattern(HOST), host, across.origin(&ingress::HOST));
    if has_more_hosts(across) {
        let more = each(&|view| Val::List(hosts(view).into_iter().skip(1).map(Val::Text).collect()));
        let schema = Schema::List(Box::new(Schema::Pattern(HOST)));
        part.knob_from(across.path("hosts"), "Further hosts.", schema, more, across.origin(&ingress::HOSTS));
    }
    let tls = each(&tls_value);
    let schema = Schema::List(Box::new(Schema::Object(vec![
        (
            "secretName",
            "Secret with the certificate. Default: the ingress' name with -tls.",
            Schema::Pattern(OBJECT_NAME),
        ),
        (
            "hosts",
            "Hosts of the certificate. Default: all hosts of the ingress.",
            Schema::List(Box::new(Schema::Pattern(HOST))),
        ),
    ])));
    let doc = "Certificates; without any, requests are served without TLS.";
    part.knob_from(across.path("tls"), doc, schema, tls, across.origin(&ingress::TLS));
    let needs_host = json!({
        "if": { "properties": { "enabled": { "const": true } }, "required": ["enabled"] },
        "then": { "properties": { "host": { "minLength": 1 } }, "required": ["host"] },
    });
    part.rules.push(Rule { at: across.key.clone(), schema: needs_host });
}

fn tls_value(view: &View<'_>) -> Val {
    if !view.bool(&ingress::TLS) && view.text(&ingress::ISSUER).is_none() {
        return Val::List(Vec::new());
    }
    let secret = view.text(&ingress::TLS_SECRET).unwrap_or_default();
    Val::List(vec![Val::Map(vec![
        (SmolStr::new_static("secretName"), Val::text(secret)),
        (SmolStr::new_static("hosts"), Val::List(Vec::new())),
    ])])
}

fn tls(across: &Across<'_>, host: Expr) -> Entry {
    let default_name = Expr::join(vec![across.object_name(ObjectKind::Ingress), Expr::text("-tls")]);
    let mut all_hosts = vec![Item::Node(Node::Text(host))];
    if has_more_hosts(across) {
        all_hosts.push(Item::Values(across.path("hosts")));
    }
    let entry = Node::Map(vec![
        pair("secretName", Node::Text(Expr::ItemField("secretName").or(default_name))),
        Entry::When(
            Test::ItemField("hosts"),
            vec![pair("hosts", Node::Json(Expr::ItemField("hosts")))],
            vec![list("hosts", all_hosts)],
        ),
    ]);
    list("tls", vec![Item::Each(across.path("tls"), entry)])
}

/// Annotations of the values, and the issuer's.
fn annotations(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    if across.any(|view| view.value(&ingress::ISSUER).is_some()) {
        let values = across.each(|view| knobs::value_of(view, &ingress::ISSUER).unwrap_or_else(|| Val::text("")));
        let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
        let path = across.path("issuer");
        let doc = "cert-manager's cluster issuer, which makes the certificate.";
        part.knob_from(path.clone(), doc, Schema::Pattern(OBJECT_NAME), values, across.origin(&ingress::ISSUER));
        entries.extend(tree::when(
            Some(Test::Value(path.clone())),
            vec![pair("cert-manager.io/cluster-issuer", Node::Text(Expr::Value(path)))],
        ));
    }
    let own = metadata::texts(context, across, &crate::schema::pod::ANNOTATIONS, "annotations", part);
    part.redescribe(&across.path("annotations"), "Annotations of the Ingress, which controllers read.");
    entries.extend(own);
    entries
}

/// A route and when it is there.
struct Route {
    test: Test,
    node: Node,
}

/// Routes, the longest path first: some controllers take the first that fits.
fn routes(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Route> {
    let mut children = across.children(&ingress::ROUTE);
    children.sort_by(|left, right| right.name.len().cmp(&left.name.len()).then_with(|| left.name.cmp(right.name)));
    let mut routes = Vec::new();
    for (index, route) in children.iter().enumerate() {
        let switch = switch(across, route, index, part);
        let key = format!("routes.{}", route_key(route.name, index));
        let built = route.built(|_, view| destination(view));
        let doc = format!("Where route {} leads.", route.name);
        for (chosen, to) in part.chosen(&across.path(&format!("{key}.to")), doc, route.origin(&ingress::TO), built) {
            let Some(target) = context.find(&service::SERVICE, to.service) else { continue };
            let tests = [target.enabled()].into_iter().chain(switch.clone()).chain(chosen);
            let node = path(across, route, target, (to.port, &key), part);
            routes.extend(Test::all(tests).map(|test| Route { test, node }));
        }
    }
    routes
}

/// The switch of a route that not every environment has.
fn switch(across: &Across<'_>, route: &Across<'_>, index: usize, part: &mut Part) -> Option<Test> {
    let on = route.each(|view| view.bool(&ingress::ENABLED));
    let on: Vec<Option<bool>> =
        across.views.iter().zip(on).map(|(own, on)| own.as_ref().map(|_| on.unwrap_or(false))).collect();
    if on.iter().all(|on| *on != Some(false)) {
        return None;
    }
    let path = across.path(&format!("routes.{}.enabled", route_key(route.name, index)));
    let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    part.knob_from(
        path.clone(),
        format!("Route {}.", route.name),
        Schema::Bool,
        values,
        route.origin(&ingress::ENABLED),
    );
    Some(Test::Value(path))
}

/// A service, and the port of it that is meant where it is not the first.
#[derive(Debug, PartialEq)]
struct Destination<'a> {
    service: &'a str,
    port: Option<&'a str>,
}

fn destination<'a>(route: &View<'a>) -> Built<Destination<'a>> {
    let Some((_, service)) = route.block(&ingress::TO) else { return Built::Absent };
    let port = route.text(&ingress::PORT);
    let name = port.map_or_else(|| SmolStr::new(service), |port| format_smolstr!("{service}:{port}"));
    Built::As(name, Destination { service, port })
}

/// A route's key: the words of its path.
fn route_key(path: &str, index: usize) -> String {
    let words: String = path
        .chars()
        .map(|other| if other.is_ascii_alphanumeric() { other.to_ascii_lowercase() } else { '-' })
        .collect();
    let key = crate::types::names::values_key(words.trim_matches('-'));
    match key.as_str() {
        "" if path == "/" => "root".to_owned(),
        "" => format!("route{index}"),
        key if key.starts_with(|first: char| first.is_ascii_digit()) => format!("route{key}"),
        _ => key,
    }
}

fn path(
    across: &Across<'_>,
    route: &Across<'_>,
    target: &Across<'_>,
    (named, key): (Option<&str>, &str),
    part: &mut Part,
) -> Node {
    let (kind, doc) = (across.path(&format!("{key}.type")), knobs::doc(&ingress::TYPE));
    let kinds = route.said(|view| knobs::value_of(view, &ingress::TYPE));
    let schema = knobs::schema_of(&ingress::TYPE.ty);
    let kind = part.settled("pathType", kind, kinds, &schema, route.origin(&ingress::TYPE), doc);
    let service = vec![
        pair("name", Node::Text(target.object_name(ObjectKind::Service))),
        map("port", vec![pair("number", Node::Int(reference::service_port(target, named)))]),
    ];
    let mut entries = vec![pair("path", Node::text(route.name))];
    entries.extend(kind);
    entries.push(map("backend", vec![map("service", service)]));
    Node::Map(entries)
}
