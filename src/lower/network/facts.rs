//! What a cluster is like: where its DNS and its API server answer. It stands in the environment.

use crate::chart::tree::{self, Expr, Item, Node, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{CIDR, Schema};
use crate::lower::across::{self, Across};
use crate::lower::knobs::Built;
use crate::lower::{Context, Part};
use crate::model::environment::{Environment, View};
use crate::model::typed::Value;
use crate::schema::{environment, network};
use smol_str::SmolStr;

use super::{labelled, namespaced, port};

/// Ports on which API servers listen.
const API_PORTS: [i64; 2] = [443, 6443];

/// Rules that the policies of many pods have.
#[derive(Debug, Default)]
pub(in crate::lower) struct Facts {
    /// Towards DNS.
    pub(super) dns: Vec<Item>,
    /// Towards the API server.
    pub(super) api: Vec<Item>,
}

impl Facts {
    /// The rules, and the keys of the values that they read.
    pub(in crate::lower) fn of(context: &Context<'_>, part: &mut Part) -> Self {
        let first = context.environments.first().filter(|_| context.has_policies());
        let Some(Environment { naming, .. }) = first else { return Self::default() };
        let settings = Across {
            kind: &environment::ENVIRONMENT,
            name: "",
            key: SmolStr::new_static("networkPolicy"),
            views: context.environments.iter().map(|environment| Some(environment.settings.clone())).collect(),
            chart: None,
            naming,
            way: Vec::new(),
        };
        Self { dns: dns(&settings, part), api: api(context, part) }
    }
}

/// The cluster's DNS, also where a cache on the node answers.
fn dns(settings: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let own = settings.with_defaults(&environment::DNS);
    let built = own.built(|_, view| Built::As(SmolStr::new(namespace(view)), dns_rule(view)));
    let doc = "Namespace of the cluster's DNS.";
    let chosen = part.chosen(&settings.path("dns"), doc, own.origin(&environment::DNS_NAMESPACE), built);
    chosen.into_iter().flat_map(|(test, rule)| tree::guarded(test, rule)).collect()
}

fn namespace<'a>(view: &View<'a>) -> &'a str {
    view.text(&environment::DNS_NAMESPACE).unwrap_or("kube-system")
}

fn dns_rule(view: &View<'_>) -> Node {
    let mut labels = labels(view);
    if labels.is_empty() {
        labels.push(pair("k8s-app", Node::text("kube-dns")));
    }
    let server = Node::Map(vec![namespaced(Expr::text(namespace(view))), labelled(labels)]);
    let mut peers = vec![Item::Node(server)];
    if let Some(cache) = view.text(&environment::DNS_NODE_LOCAL) {
        let block = map("ipBlock", vec![pair("cidr", Node::text(cache))]);
        peers.push(Item::Node(Node::Map(vec![block])));
    }
    let mut ports: Vec<i64> = view.list(&environment::DNS_PORTS).iter().filter_map(Value::int).collect();
    if view.value(&environment::DNS_NODE_LOCAL).is_some() && !ports.contains(&53) {
        // The cache listens on the port that clients ask.
        ports.push(53);
    }
    let ports = ports.into_iter().flat_map(|number| ["UDP", "TCP"].map(|protocol| (number, protocol)));
    let ports = ports.map(|(number, protocol)| Item::Node(port(Expr::Int(number), protocol)));
    Node::Map(vec![list("to", peers), list("ports", ports.collect())])
}

/// The labels of pods that a block gives.
pub(super) fn labels(view: &View<'_>) -> Vec<tree::Entry> {
    let entries = view.entries(&network::PODS).iter();
    entries.filter_map(|(key, entry)| Some(pair(*key, Node::Text(Expr::Text(entry.value.literal()?))))).collect()
}

/// The API server, where some pods talk to it.
fn api(context: &Context<'_>, part: &mut Part) -> Vec<Item> {
    if !context.components().iter().any(|across| across.any(super::asks_api)) {
        return Vec::new();
    }
    let path = SmolStr::new_static("networkPolicy.kubernetesApi");
    let values = context.environments.iter().map(|environment| {
        let ranges = environment.settings.texts(&environment::KUBERNETES_API).cloned();
        Val::List(ranges.map(Val::Text).collect())
    });
    let doc = "Addresses of the API server, for pods that talk to it.";
    let origin = across::setting(&environment::ENVIRONMENT, Place::Field(&environment::KUBERNETES_API));
    let schema = Schema::List(Box::new(Schema::Pattern(CIDR)));
    part.knob_from(path.clone(), doc, schema, values.collect(), origin);
    let block = map("ipBlock", vec![pair("cidr", Node::Text(Expr::Item))]);
    let ports = API_PORTS.map(|number| Item::Node(port(Expr::Int(number), "TCP"))).to_vec();
    let rule =
        Node::Map(vec![list("to", vec![Item::Each(path.clone(), Node::Map(vec![block]))]), list("ports", ports)]);
    tree::guarded(Some(Test::Value(path)), rule)
}
