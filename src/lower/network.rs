//! Network policies, derived from the references between blocks.
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

mod cause;
mod facts;
mod graph;
mod outside;
mod peers;
mod picture;
mod routed;
mod uses;

use super::across::Across;
use super::database::Side;
use super::service as service_lowering;
use super::{Context, Part, metadata, monitor, pod, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::accounts;
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::port::PORT;
use crate::schema::{database, job, network, service};
use smol_str::SmolStr;

pub(super) use cause::Asked;
pub(super) use facts::Facts;
use graph::Edge;
pub(super) use graph::Graph;
pub(super) use outside::ranges;
use outside::to_service;
pub(super) use picture::draw;
use routed::from_ingress;

/// Ranges that are not the public internet: private, carrier-grade NAT, link-local with the clouds' metadata.
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

pub(super) const INGRESS_NAMESPACE: SmolStr = SmolStr::new_static("networkPolicy.ingressNamespace");

pub(super) const GATEWAY_NAMESPACE: SmolStr = SmolStr::new_static("networkPolicy.gatewayNamespace");

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
        incoming.extend(monitor::rule(across, part));
    }
    if across.kind.is(&service::SERVICE) {
        let faces = faces(context, across);
        incoming.extend(from_ingress(context, across, &faces, part));
        incoming.extend(from_outside(across, &faces, part));
        incoming.extend(from_test(across, &faces, part));
        incoming.extend(super::dapr::incoming(context, across));
        incoming.extend(monitor::rule(across, part));
    }
    let mut outgoing = dns(context);
    outgoing.extend(pod::nameservers(across, part));
    for edge in context.network.from(across.kind, across.name) {
        outgoing.extend(to_block(context, edge));
    }
    outgoing.extend(super::waits::rules(across, part));
    let own = across.child(&network::NETWORK);
    incoming.extend(peers::allowed(across, &own, &network::ALLOW_FROM, ("from", "allowFrom"), part));
    outgoing.extend(peers::allowed(across, &own, &network::ALLOW_TO, ("to", "allowTo"), part));
    outgoing.extend(kubernetes_api(context, across, &own, part));
    if across.kind.is(&service::SERVICE) {
        outgoing.extend(super::dapr::outgoing(context, across));
    }
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
    let runs = if source.kind.is(&database::DATABASE) {
        Test::Value(source.path("internal.enabled"))
    } else {
        source.enabled()
    };
    tree::guarded(Test::all([runs].into_iter().chain(via(context, across, edge)).chain(edge.when(context))), rule)
}

/// When the pods of a block answer for the service that an edge is about.
fn via(context: &Context<'_>, target: &Across<'_>, edge: &Edge) -> Option<Test> {
    let asked = edge.via.as_ref()?;
    let faces = service_lowering::faces_of(context, target).into_iter();
    faces.into_iter().find(|(face, _)| face.name == asked).map(|(_, test)| test)
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
pub(super) fn own_port(target: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Node {
    let mut entries = vec![pair("port", Node::Int(reference::container_port(target, Some(child.name))))];
    entries.extend(super::container::protocol(target, child, part));
    Node::Map(entries)
}

/// A Service that leads to the pods of a block: its own, or one for which they answer, with when they do.
type Face<'c, 'a> = (&'c Across<'a>, Option<Test>);

/// The Services that lead to the pods of a service.
fn faces<'c, 'a>(context: &'c Context<'a>, across: &'c Across<'a>) -> Vec<Face<'c, 'a>> {
    let others = service_lowering::faces_of(context, across).into_iter().map(|(face, test)| (face, Some(test)));
    let all = [(across, service_lowering::face_test(across))].into_iter().chain(others);
    all.filter(|(face, _)| service_lowering::has_ports(face)).collect()
}

/// Anyone, where the service is exposed on the nodes: the address of who asks may be a node's.
fn from_outside(across: &Across<'_>, faces: &[Face<'_, '_>], part: &mut Part) -> Vec<Item> {
    let mut tests = Vec::new();
    for (face, test) in faces {
        match Test::all(test.clone().into_iter().chain(is_open(face))) {
            Some(test) => tests.push(test),
            None => return vec![Item::Node(anyone(across, part))],
        }
    }
    let Some(test) = Test::any(tests) else { return Vec::new() };
    vec![Item::When(test, vec![Item::Node(anyone(across, part))])]
}

fn anyone(across: &Across<'_>, part: &mut Part) -> Node {
    Node::Map(vec![list("ports", all_ports(across, part))])
}

/// When a Service is reached from outside of the cluster; none where it always is, by addresses of its own.
fn is_open(face: &Across<'_>) -> Option<Test> {
    let on_nodes = !Test::Is(face.path("service.type"), SmolStr::new_static("ClusterIP"));
    let has_addresses = |view: &View<'_>| view.value(&service::EXTERNAL_IPS).is_some();
    if !face.any(has_addresses) {
        return Some(on_nodes);
    }
    if face.every(has_addresses) {
        return None;
    }
    Test::any([on_nodes, Test::Value(face.path("externalIPs"))])
}

/// The Job of `helm test`.
fn from_test(across: &Across<'_>, faces: &[Face<'_, '_>], part: &mut Part) -> Vec<Item> {
    let faces: Vec<_> = faces.iter().filter(|(face, _)| super::connection::is_tested(face)).collect();
    if faces.is_empty() {
        return Vec::new();
    }
    let rule = Node::Map(vec![
        list("from", vec![Item::Node(pods(super::connection::COMPONENT))]),
        list("ports", all_ports(across, part)),
    ]);
    let is_always = faces.iter().any(|(_, test)| test.is_none());
    let test = Test::any(faces.iter().filter_map(|(_, test)| test.clone())).filter(|_| !is_always);
    tree::guarded(test, rule)
}

fn all_ports(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let ports = across.children(&PORT);
    let ports = ports.iter().flat_map(|child| {
        let node = own_port(across, child, part);
        tree::guarded(super::container::port_test(across, child), node)
    });
    ports.collect()
}

/// What a block refers to: its pods, or where it is outside of the cluster its port.
fn to_block(context: &Context<'_>, edge: &Edge) -> Vec<Item> {
    let Some(target) = context.find(edge.to.0, &edge.to.1) else { return Vec::new() };
    let inside = Node::Map(vec![
        list("to", vec![Item::Node(pods(&edge.to.1))]),
        list("ports", vec![Item::Node(pod_port(target, edge, &mut Part::default()))]),
    ]);
    let rules = if target.kind.is(&database::DATABASE) {
        to_database(target, &inside)
    } else {
        to_service(context, target, edge, inside)
    };
    match edge.when(context) {
        Some(test) => rules.into_iter().map(|rule| under(&test, rule)).collect(),
        None => rules,
    }
}

/// An item that is there where a test holds as well.
fn under(test: &Test, item: Item) -> Item {
    match item {
        Item::When(own, items) => match Test::all([own.clone(), test.clone()]) {
            Some(both) => Item::When(both, items),
            None => Item::When(own, items),
        },
        other @ (Item::Node(_) | Item::Each(..) | Item::EachKey(..) | Item::Values(_)) => {
            Item::When(test.clone(), vec![other])
        }
    }
}

/// The rules towards a database, wherever it is: to its pods, to its port anywhere, or to that of a chart's pods, whose labels
/// are not known but whose namespace is.
pub(super) fn to_database(target: &Across<'_>, inside: &Node) -> Vec<Item> {
    let facts = super::database::Facts::of(target);
    let ports = list("ports", vec![Item::Node(port(facts.port(), "TCP"))]);
    let here = list("to", vec![Item::Node(Node::Map(vec![namespaced(Expr::Namespace)]))]);
    let rule = |side: Side| match side {
        Side::Inside => inside.clone(),
        Side::Outside => Node::Map(vec![ports.clone()]),
        Side::Chart => Node::Map(vec![here.clone(), ports.clone()]),
    };
    let sides = Side::all(target).into_iter();
    sides.map(|side| Item::When(side.test(target), vec![Item::Node(rule(side))])).collect()
}

/// Pods of a component of this release.
pub(super) fn pods(component: &str) -> Node {
    Node::Map(vec![labelled(vec![Entry::Selector(SmolStr::new(component))])])
}

/// Pods with these labels.
fn labelled(labels: Vec<Entry>) -> Entry {
    map("podSelector", vec![map("matchLabels", labels)])
}

/// Pods of a namespace.
pub(super) fn namespaced(name: Expr) -> Entry {
    map("namespaceSelector", vec![map("matchLabels", vec![pair("kubernetes.io/metadata.name", Node::Text(name))])])
}

pub(super) fn port(number: Expr, protocol: &'static str) -> Node {
    Node::Map(vec![pair("port", Node::Int(number)), pair("protocol", Node::text(protocol))])
}

/// The rule towards the cluster's DNS.
pub(super) fn dns(context: &Context<'_>) -> Vec<Item> {
    context.facts.dns.clone()
}

/// Whether the pods of a block talk to the API server: as is said, else where they have a token to show there.
fn asks_api(view: &View<'_>) -> bool {
    let said = view.child(&network::NETWORK).and_then(|own| own.truth(&network::KUBERNETES_API));
    said.unwrap_or_else(|| accounts::has_token(view))
}

/// The API server; where environments differ in that, a key of the values says it.
fn kubernetes_api(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Item> {
    if !across.any(asks_api) {
        return Vec::new();
    }
    let (path, doc) = (across.path("network.kubernetesApi"), super::knobs::doc(&network::KUBERNETES_API));
    let test = part.switch(path, doc, own.origin(&network::KUBERNETES_API), across.each(asks_api));
    match test {
        Some(test) => vec![Item::When(test, context.facts.api.clone())],
        None => context.facts.api.clone(),
    }
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
    /// Whether the policies of some pods lead to a block.
    pub(super) fn is_asked(&self, across: &Across<'_>) -> bool {
        self.has_policies() && self.network.to(across.kind, across.name).next().is_some()
    }

    /// Whether any environment has network policies.
    pub(super) fn has_policies(&self) -> bool {
        let on = |settings: &View<'_>| settings.bool(&crate::schema::environment::NETWORK_POLICIES);
        self.environments.iter().any(|environment| on(&environment.settings))
    }
}
