//! Ingress: what an ingress controller serves. <https://kubernetes.io/docs/concepts/services-networking/ingress/>
//!
//! ingress-nginx rewrites by an annotation of the whole object, so routes that take their path away stand in one of their own.
//! <https://kubernetes.github.io/ingress-nginx/examples/rewrite/>

use super::hosts;
use super::routes::Route;
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, OBJECT_NAME, Schema};
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part, knobs, metadata, pod};
use crate::model::environment::View;
use crate::model::public;
use crate::schema::objects::ObjectKind;
use crate::schema::{Choice, choices, ingress};
use smol_str::{SmolStr, format_smolstr};

/// What the objects of an ingress have in common.
pub(super) struct Shared<'s, 'c, 'a> {
    pub(super) context: &'s Context<'a>,
    pub(super) across: &'s Across<'a>,
    pub(super) routes: &'s [Route<'c, 'a>],
    /// Whether there may be further hosts.
    pub(super) more_hosts: bool,
    pub(super) annotations: Vec<Entry>,
    /// When this is the way in which requests come in.
    pub(super) when: Option<Test>,
}

/// cert-manager's annotations, each with the field that gives it.
const ISSUERS: [(&str, &str, &crate::schema::Field); 2] = [
    ("cert-manager.io/cluster-issuer", "issuer", &ingress::ISSUER),
    ("cert-manager.io/issuer", "localIssuer", &ingress::LOCAL_ISSUER),
];

pub(super) fn lower(shared: &Shared<'_, '_, '_>, part: &mut Part) {
    let across = shared.across;
    let plain = tests(shared.routes, false);
    let stripped = tests(shared.routes, true);
    let issuer = issuer(across, &mut Part::default());
    if !plain.is_empty() {
        part.objects.extend(object(shared, false, issuer.clone()));
    }
    if stripped.is_empty() {
        return;
    }
    // One object asks for the certificate: the other, where it is there.
    let alone = Test::any(plain).map(|test| !test);
    let mut annotations = tree::when(alone, issuer);
    for (name, value) in [("rewrite-target", "/$2"), ("use-regex", "true")] {
        let key = format_smolstr!("nginx.ingress.kubernetes.io/{name}");
        let free = !Test::Has(across.path("annotations"), key.clone());
        annotations.extend(tree::when(Some(free), vec![pair(key, Node::text(value))]));
    }
    part.objects.extend(object(shared, true, annotations).map(|object| Object {
        file: format!("ingress-{}-stripped.yaml", across.name),
        doc: Some("Routes whose path is taken away before a request is passed on.".to_owned()),
        ..object
    }));
}

fn tests(routes: &[Route<'_, '_>], strips: bool) -> Vec<Test> {
    routes.iter().filter_map(|route| route.stripped(strips)).collect()
}

/// The object of the routes that take their path away, or of the others.
fn object(shared: &Shared<'_, '_, '_>, strips: bool, mut annotations: Vec<Entry>) -> Option<Object> {
    let across = shared.across;
    let any = Test::any(tests(shared.routes, strips))?;
    let class = across.path("className");
    let mut spec =
        tree::when(Some(Test::Value(class.clone())), vec![pair("ingressClassName", Node::Text(Expr::Value(class)))]);
    spec.push(tls(shared, strips));
    spec.push(list("rules", rules(shared, strips)));
    annotations.extend(shared.annotations.clone());
    let name = if strips {
        Expr::join(vec![across.object_name(ObjectKind::Ingress), Expr::text("-stripped")])
    } else {
        across.object_name(ObjectKind::Ingress)
    };
    let body = vec![metadata::of(across, &name, annotations), map("spec", spec)];
    let when = Test::all(shared.when.clone().into_iter().chain([any]));
    Some(pod::object(across, "Ingress", "ingress", pod::when(across, when), body))
}

/// A rule for every host of the ingress, and one for each host of a single route.
fn rules(shared: &Shared<'_, '_, '_>, strips: bool) -> Vec<Item> {
    let across = shared.across;
    let mut common = Vec::new();
    let mut own: Vec<(Expr, Option<Test>, (Test, Node))> = Vec::new();
    for route in shared.routes {
        let Some(test) = route.stripped(strips) else { continue };
        let node = path(route, strips);
        if let Some(all) = route.hosts.all().tests() {
            common.extend(Test::all([test.clone()].into_iter().chain(all)).map(|test| (test, node.clone())));
        }
        // Each has a rule of its own, so that none depends on which others have the same host.
        own.extend(route.hosts.own().map(|(host, has_host)| (host, has_host, (test, node))));
    }
    let rule = |host: Expr, paths: &[(Test, Node)]| {
        let paths = paths.iter().map(|(test, node)| Item::When(test.clone(), vec![Item::Node(node.clone())]));
        Node::Map(vec![hosts::entry(host), map("http", vec![list("paths", paths.collect())])])
    };
    let mut items = Vec::new();
    if !common.is_empty() {
        let mut rules = vec![Item::Node(rule(hosts::first(across), &common))];
        if shared.more_hosts {
            rules.push(Item::Each(across.path("hosts"), rule(Expr::Item, &common)));
        }
        match Test::any(common.into_iter().map(|(test, _)| test)).filter(|_| !own.is_empty()) {
            Some(test) => items.push(Item::When(test, rules)),
            None => items.extend(rules),
        }
    }
    for (host, has_host, path) in own {
        let when = Test::all(has_host.into_iter().chain([path.0.clone()]));
        items.extend(tree::guarded(when, rule(host, &[path])));
    }
    items
}

fn path(route: &Route<'_, '_>, strips: bool) -> Node {
    let backend = vec![
        pair("name", Node::Text(route.target.object_name(ObjectKind::Service))),
        map("port", vec![pair("number", Node::Int(route.port.clone()))]),
    ];
    let mut entries = if strips {
        vec![
            pair("path", Node::text(format!("{}(/|$)(.*)", route.path().trim_end_matches('/')))),
            kind(&choices::IMPLEMENTATION, route),
        ]
    } else {
        let path = pair("path", Node::text(route.path()));
        [path].into_iter().chain(kinds(route)).collect()
    };
    entries.push(map("backend", vec![map("service", backend)]));
    Node::Map(entries)
}

fn kind(kind: &'static Choice, route: &Route<'_, '_>) -> Entry {
    tree::pair_from("pathType", Node::text(kind.kubernetes), route.own.origin(&ingress::TYPE))
}

fn kinds(route: &Route<'_, '_>) -> Vec<Entry> {
    match route.kinds().as_slice() {
        [(None, only)] => vec![kind(only, route)],
        _ => vec![pair("pathType", Node::Text(Expr::Value(format_smolstr!("{}.type", route.key))))],
    }
}

/// Declares the key of the controller's class.
pub(super) fn class(across: &Across<'_>, part: &mut Part) {
    let class = across.each(|view| {
        let class = || knobs::value_of(view, &ingress::CLASS).unwrap_or_else(|| Val::text(""));
        if super::is_gateway(view) { Val::Unset } else { class() }
    });
    let class = class.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let doc = "Class of the controller. Default: the cluster's.";
    part.knob_from(across.path("className"), doc, Schema::Pattern(OBJECT_NAME), class, across.origin(&ingress::CLASS));
}

/// The Secret of certificates that name none, and when it is the one: one of the stack's, or the one of the ingress.
fn default_secrets(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Expr)> {
    let own = || Expr::join(vec![across.object_name(ObjectKind::Ingress), Expr::text("-tls")]);
    if !across.any(|view| view.block(&ingress::TLS_SECRET).is_some()) {
        return vec![(None, own())];
    }
    let built = across.built(|environment, view| match view.block(&ingress::TLS_SECRET) {
        _ if super::is_gateway(view) => Built::Absent,
        Some((_, name)) => {
            Built::As(SmolStr::new(name), crate::lower::reference::secret_key(context, environment, name).object)
        }
        None => Built::As(SmolStr::new_static("own"), own()),
    });
    let doc = "Secret of certificates that name none: one of the stack, or own, which is the ingress' name with -tls.";
    part.chosen(&across.path("tlsSecret"), doc, across.origin(&ingress::TLS_SECRET), built)
}

/// Declares the key of the certificates.
pub(super) fn certificates(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let is_declared = across.any(|view| view.block(&ingress::TLS_SECRET).is_some());
    default_secrets(context, across, part);
    let tls = across.each(tls_value).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let schema = Schema::List(Box::new(Schema::Object(vec![
        (
            "secretName",
            if is_declared {
                "Secret with the certificate. Default: the one that the stack declares."
            } else {
                "Secret with the certificate. Default: the ingress' name with -tls."
            },
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
}

fn tls_value(view: &View<'_>) -> Val {
    if !public::is_secured(view) {
        return Val::List(Vec::new());
    }
    let certificate = |secret: Option<&str>, hosts: Vec<Val>| {
        Val::Map(vec![
            (SmolStr::new_static("secretName"), Val::text(secret.unwrap_or_default())),
            (SmolStr::new_static("hosts"), Val::List(hosts)),
        ])
    };
    let certificates: Vec<Val> = view
        .children(&ingress::CERTIFICATE)
        .iter()
        .map(|own| {
            let hosts = own.texts(&ingress::CERTIFICATE_HOSTS).cloned().map(Val::Text).collect();
            certificate(own.text(&ingress::CERTIFICATE_SECRET), hosts)
        })
        .collect();
    if certificates.is_empty() {
        return Val::List(vec![certificate(view.text(&ingress::TLS_SECRET), Vec::new())]);
    }
    Val::List(certificates)
}

/// The certificates. The object of the routes that take their path away names the hosts of its own rules alone.
fn tls(shared: &Shared<'_, '_, '_>, strips: bool) -> Entry {
    let across = shared.across;
    let defaults = default_secrets(shared.context, across, &mut Part::default());
    let names = defaults.into_iter().flat_map(|(test, name)| {
        tree::when(test, vec![pair("secretName", Node::Text(Expr::ItemField("secretName").or(name)))])
    });
    let here = || shared.routes.iter().filter(|route| !strips || route.stripped(true).is_some());
    let mut all: Vec<Item> = Vec::new();
    if here().any(|route| route.hosts.all().is_ever()) {
        all.extend(hosts::list(across, shared.more_hosts));
    }
    let own: Vec<(Expr, Option<Test>)> = here().filter_map(|route| route.hosts.own()).collect();
    for (host, has_host) in &own {
        let other = own.iter().filter_map(|(other, _)| other.known().cloned());
        let is_new = other.filter_map(|other| host.path().map(|path| !Test::Is(path.clone(), other)));
        let item = tree::guarded(Test::all(has_host.clone().into_iter().chain(is_new)), Node::Text(host.clone()));
        if !item.iter().all(|item| all.contains(item)) {
            all.extend(item);
        }
    }
    let of_hosts = Entry::When(
        Test::ItemField("hosts"),
        vec![pair("hosts", Node::Json(Expr::ItemField("hosts")))],
        vec![list("hosts", all)],
    );
    let entry = Node::Map(names.chain([of_hosts]).collect());
    list("tls", vec![Item::Each(across.path("tls"), entry)])
}

/// The annotation that makes cert-manager get a certificate.
pub(super) fn issuer(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (annotation, key, field) in ISSUERS {
        if !across.any(|view| view.value(field).is_some()) {
            continue;
        }
        let values = across.each(|view| knobs::value_of(view, field).unwrap_or_else(|| Val::text("")));
        let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
        let path = across.path(key);
        part.knob_from(path.clone(), knobs::doc(field), Schema::Pattern(OBJECT_NAME), values, across.origin(field));
        let entry = vec![pair(annotation, Node::Text(Expr::Value(path.clone())))];
        entries.extend(tree::when(Some(Test::Value(path)), entry));
    }
    entries
}
