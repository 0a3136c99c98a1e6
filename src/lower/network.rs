//! Network policies, derived from the references between blocks.
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

mod graph;

use super::across::Across;
use super::knobs::Built;
use super::{Context, Part, metadata, pod, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::objects::ObjectKind;
use crate::schema::port::PORT;
use crate::schema::{database, ingress, job, network, service};
use smol_str::SmolStr;

use graph::Edge;
pub(super) use graph::Graph;

/// Ranges that are not the public internet: private, carrier-grade NAT, link-local with the clouds' metadata.
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/// Where node-local DNS caches answer.
const NODE_LOCAL_DNS: &str = "169.254.20.10/32";

pub(super) const ENABLED: SmolStr = SmolStr::new_static("networkPolicy.enabled");

/// The policy of a block's pods: who may reach them, and whom they may reach.
pub(super) fn policy(context: &Context<'_>, across: &Across<'_>, when: Option<Test>, part: &mut Part) {
    if !context.has_policies() {
        return;
    }
    let mut incoming = Vec::new();
    for edge in context.network.to(across.kind, across.name) {
        incoming.extend(from_block(context, across, edge, part));
    }
    if across.kind.is(&database::DATABASE) {
        incoming.extend(super::database::from_backup(across));
    }
    if across.kind.is(&service::SERVICE) {
        incoming.extend(from_ingress(context, across, part));
        incoming.extend(from_outside(across, part));
        incoming.extend(from_test(across, part));
    }
    let mut outgoing = vec![Item::Node(dns())];
    for edge in context.network.from(across.kind, across.name) {
        outgoing.extend(to_block(context, edge, part));
    }
    let own = across.child(&network::NETWORK);
    incoming.extend(allowed(across, &own, &network::ALLOW_FROM, ("from", "allowFrom"), part));
    outgoing.extend(allowed(across, &own, &network::ALLOW_TO, ("to", "allowTo"), part));
    if !across.kind.is(&database::DATABASE) {
        outgoing.extend(internet(across, &own, part));
    }
    let spec = vec![
        map("podSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(across.name))])]),
        list("policyTypes", vec![Item::Node(Node::text("Ingress")), Item::Node(Node::text("Egress"))]),
        list("ingress", incoming),
        list("egress", outgoing),
    ];
    let body =
        vec![metadata::of(across, &across.object_name(ObjectKind::NetworkPolicy), Vec::new()), map("spec", spec)];
    let when = Test::all(when.into_iter().chain([Test::Value(ENABLED)]));
    part.objects.push(pod::object(across, "NetworkPolicy", "networkpolicy", when, body));
}

/// Pods of another block that refers to this one.
fn from_block(context: &Context<'_>, across: &Across<'_>, edge: &Edge, part: &mut Part) -> Vec<Item> {
    let Some(source) = context.find(edge.from.0, &edge.from.1) else { return Vec::new() };
    let rule = Node::Map(vec![
        list("from", vec![Item::Node(pods(&edge.from.1))]),
        list("ports", vec![Item::Node(pod_port(across, edge, part))]),
    ]);
    vec![Item::When(source.enabled(), vec![Item::Node(rule)])]
}

/// The port of the pods that an edge leads to.
fn pod_port(target: &Across<'_>, edge: &Edge, part: &mut Part) -> Node {
    if target.kind.is(&database::DATABASE) {
        return port(super::database::Facts::of(target).pod_port(), "TCP");
    }
    let ports = target.children(&PORT);
    let named = edge.port.as_deref().and_then(|name| ports.iter().find(|port| port.name == name));
    match named.or_else(|| ports.first()) {
        Some(child) => own_port(target, child, part),
        None => port(Expr::Int(0), "TCP"),
    }
}

/// A port of a service's pods, with its protocol.
fn own_port(target: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Node {
    let mut entries = vec![pair("port", Node::Int(reference::container_port(target, Some(child.name))))];
    entries.extend(super::container::protocol(target, child, part));
    Node::Map(entries)
}

/// The ingress controller, where a route leads here.
fn from_ingress(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let routed = context.of_kind(&ingress::INGRESS).iter().filter(|own| {
        own.children(&ingress::ROUTE)
            .iter()
            .any(|route| route.any(|view| view.block(&ingress::TO).is_some_and(|(_, to)| to == across.name)))
    });
    let Some(test) = Test::any(routed.map(Across::enabled)) else { return Vec::new() };
    let namespace = Expr::Value(SmolStr::new_static("networkPolicy.ingressNamespace"));
    let controller = map(
        "namespaceSelector",
        vec![map("matchLabels", vec![pair("kubernetes.io/metadata.name", Node::Text(namespace))])],
    );
    let rule = Node::Map(vec![
        list("from", vec![Item::Node(Node::Map(vec![controller]))]),
        list("ports", all_ports(across, part)),
    ]);
    vec![Item::When(test, vec![Item::Node(rule)])]
}

/// Anyone, where the service is exposed on the nodes: the address of who asks may be a node's.
fn from_outside(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    if !super::service::has_face(across) {
        return Vec::new();
    }
    let open = !Test::Is(across.path("service.type"), SmolStr::new_static("ClusterIP"));
    vec![Item::When(open, vec![Item::Node(Node::Map(vec![list("ports", all_ports(across, part))]))])]
}

/// The Job of `helm test`.
fn from_test(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    if !super::service::has_face(across) {
        return Vec::new();
    }
    let rule = Node::Map(vec![
        list("from", vec![Item::Node(pods(super::connection::COMPONENT))]),
        list("ports", all_ports(across, part)),
    ]);
    vec![Item::Node(rule)]
}

fn all_ports(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let ports = across.children(&PORT);
    let ports = ports.iter().flat_map(|child| {
        let node = own_port(across, child, part);
        tree::guarded(super::container::port_test(across, child), node)
    });
    ports.collect()
}

/// What a block refers to: its pods, or where it is outside of the cluster its port anywhere.
fn to_block(context: &Context<'_>, edge: &Edge, part: &mut Part) -> Vec<Item> {
    let Some(target) = context.find(edge.to.0, &edge.to.1) else { return Vec::new() };
    let inside = Node::Map(vec![
        list("to", vec![Item::Node(pods(&edge.to.1))]),
        list("ports", vec![Item::Node(pod_port(target, edge, part))]),
    ]);
    if target.kind.is(&database::DATABASE) {
        let facts = super::database::Facts::of(target);
        let outside = Node::Map(vec![list("ports", vec![Item::Node(port(facts.port(), "TCP"))])]);
        return vec![
            Item::When(Test::Value(target.path("internal.enabled")), vec![Item::Node(inside)]),
            Item::When(Test::Value(target.path("external.enabled")), vec![Item::Node(outside)]),
        ];
    }
    if target.any(|view| view.value(&service::EXTERNAL).is_some()) {
        let number = reference::service_port(target, edge.port.as_deref());
        let outside = Node::Map(vec![list("ports", vec![Item::Node(port(number, "TCP"))])]);
        let elsewhere = Test::Value(target.path("externalName"));
        let mut rules = guarded(target, elsewhere.clone(), outside);
        if !super::service::is_outside(target) {
            rules.extend(guarded(target, !elsewhere, inside));
        }
        return rules;
    }
    vec![Item::When(target.enabled(), vec![Item::Node(inside)])]
}

/// A rule towards a service that is switched on, and one thing more.
fn guarded(target: &Across<'_>, test: Test, rule: Node) -> Vec<Item> {
    tree::guarded(Test::all([target.enabled(), test]), rule)
}

/// Peers that the user names; where environments differ in one, a key of the values says which it is.
fn allowed(
    across: &Across<'_>,
    own: &Across<'_>,
    kind: &'static crate::schema::Block,
    (direction, key): (&str, &str),
    part: &mut Part,
) -> Vec<Item> {
    let mut items = Vec::new();
    for peer in own.children(kind) {
        let built = across.built(|_, view| {
            let own = view.child(&network::NETWORK).and_then(|own| own.nested(kind, peer.name));
            own.map_or(Built::Nothing, |own| Built::As(peer_name(&own), peer_rule(&own, direction)))
        });
        let path = across.path(&format!("network.{key}.{}", crate::types::names::values_key(peer.name)));
        let doc = format!("Who {} is; nothing: it is not let through.", peer.name);
        let chosen = part.chosen(&path, doc, peer.origin_of(Place::Block), built);
        items.extend(chosen.into_iter().flat_map(|(test, rule)| tree::guarded(test, rule)));
    }
    items
}

fn peer_name(own: &View<'_>) -> SmolStr {
    let words = [own.text(&network::CIDR), own.text(&network::NAMESPACE)];
    let name = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if name.is_empty() { SmolStr::new_static("anyone") } else { SmolStr::from(name) }
}

fn peer_rule(own: &View<'_>, direction: &str) -> Node {
    let mut peers = Vec::new();
    if let Some(cidr) = own.text(&network::CIDR) {
        peers.push(Item::Node(Node::Map(vec![map("ipBlock", vec![pair("cidr", Node::text(cidr))])])));
    }
    if let Some(namespace) = own.text(&network::NAMESPACE) {
        let labels = map("matchLabels", vec![pair("kubernetes.io/metadata.name", Node::text(namespace))]);
        peers.push(Item::Node(Node::Map(vec![map("namespaceSelector", vec![labels])])));
    }
    let numbers = own.list(&network::PORTS).iter().filter_map(Value::int);
    let ports = numbers.map(|number| Item::Node(port(Expr::Int(number), "TCP")));
    Node::Map(vec![list(direction, peers), list("ports", ports.collect())])
}

/// Pods of a component of this release.
pub(super) fn pods(component: &str) -> Node {
    Node::Map(vec![map("podSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(component))])])])
}

pub(super) fn port(number: Expr, protocol: &'static str) -> Node {
    Node::Map(vec![pair("port", Node::Int(number)), pair("protocol", Node::text(protocol))])
}

/// The cluster's DNS, also where a cache on the node answers.
pub(super) fn dns() -> Node {
    let namespace = map(
        "namespaceSelector",
        vec![map("matchLabels", vec![pair("kubernetes.io/metadata.name", Node::text("kube-system"))])],
    );
    let server = map("podSelector", vec![map("matchLabels", vec![pair("k8s-app", Node::text("kube-dns"))])]);
    let cache = map("ipBlock", vec![pair("cidr", Node::text(NODE_LOCAL_DNS))]);
    Node::Map(vec![
        list("to", vec![Item::Node(Node::Map(vec![namespace, server])), Item::Node(Node::Map(vec![cache]))]),
        list("ports", vec![Item::Node(port(Expr::Int(53), "UDP")), Item::Node(port(Expr::Int(53), "TCP"))]),
    ])
}

/// The public internet, unless it is closed; where environments differ in that, a key of the values says it.
fn internet(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let except = PRIVATE.iter().map(|range| Item::Node(Node::text(*range))).collect();
    let block = map("ipBlock", vec![pair("cidr", Node::text("0.0.0.0/0")), list("except", except)]);
    let rule = Node::Map(vec![list("to", vec![Item::Node(Node::Map(vec![block]))])]);
    let is_open = |view: &View<'_>| view.child(&network::NETWORK).is_none_or(|own| own.bool(&network::INTERNET));
    if across.every(is_open) {
        return vec![Item::Node(rule)];
    }
    if !across.any(is_open) {
        return Vec::new();
    }
    let path = across.path("network.internet");
    let values = across.each(|view| Val::Bool(is_open(view)));
    let values = values.into_iter().map(|open| open.unwrap_or(Val::Unset)).collect();
    let doc = super::knobs::doc(&network::INTERNET);
    part.knob_from(path.clone(), doc, Schema::Bool, values, own.origin(&network::INTERNET));
    tree::guarded(Some(Test::Value(path)), rule)
}

/// What no policy allows is refused.
pub(super) fn default_deny(context: &Context<'_>, chart: usize, part: &mut Part) {
    let runs = [&service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON];
    let has_pods = runs.into_iter().flat_map(|kind| context.of_kind(kind)).any(|across| context.belongs(chart, across));
    if !context.has_policies() || !has_pods {
        return;
    }
    let name = SmolStr::new_static("default-deny");
    let spec = vec![
        map("podSelector", vec![map("matchLabels", vec![Entry::ReleaseSelector])]),
        list("policyTypes", vec![Item::Node(Node::text("Ingress")), Item::Node(Node::text("Egress"))]),
    ];
    let body = vec![
        pair("apiVersion", Node::text("networking.k8s.io/v1")),
        pair("kind", Node::text("NetworkPolicy")),
        metadata::named(&Expr::Name(name.clone()), vec![Entry::Labels(name.clone())], Vec::new()),
        map("spec", spec),
    ];
    part.objects.push(Object {
        file: "networkpolicy-default-deny.yaml".to_owned(),
        block: name,
        when: Test::all([Test::Value(ENABLED), Test::Value(SmolStr::new_static("networkPolicy.defaultDeny"))]),
        doc: Some("What no other policy allows is refused, for every pod of the release.".to_owned()),
        body,
        pieces: Vec::new(),
        chart_only: false,
    });
}

impl Context<'_> {
    /// Whether any environment has network policies.
    pub(super) fn has_policies(&self) -> bool {
        let on = |settings: &View<'_>| settings.bool(&crate::schema::environment::NETWORK_POLICIES);
        self.environments.iter().any(|environment| on(&environment.settings))
    }
}
