//! Who talks to whom: what `todoc graph` draws of an environment is what its policies allow, in both directions.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use todoc::graph::{Graph, Kind};

/// From whom, to whom.
type Pairs = BTreeSet<(String, String)>;

/// The port on which sidecars of Dapr call each other, whoever they are.
const DAPR: i64 = 50002;

/// Adds what only one of the two says of an environment whose pods have policies.
pub(crate) fn compare(graph: &Graph, objects: &[Value], found: &mut Vec<String>) {
    let policies: BTreeMap<&str, &Value> = objects
        .iter()
        .filter(|object| object["kind"] == "NetworkPolicy")
        .filter_map(|object| Some((component(object.pointer("/spec/podSelector")?)?, object)))
        .filter(|(component, _)| graph.nodes.iter().any(|node| node.name == *component))
        .collect();
    let drawn = drawn(graph, &policies);
    for (direction, rules, peers) in [("to", "/spec/egress", "to"), ("from", "/spec/ingress", "from")] {
        let mut allowed = Pairs::new();
        for (own, policy) in &policies {
            for other in asked(policy, rules, peers).filter(|other| policies.contains_key(other) && other != own) {
                let pair = if direction == "to" { [*own, other] } else { [other, *own] };
                allowed.insert((pair[0].to_owned(), pair[1].to_owned()));
            }
        }
        let environment = &graph.environment;
        let told =
            |what: &str, (from, to): &(String, String)| format!("{environment}: {what} {direction}: {from} -> {to}");
        found.extend(drawn.difference(&allowed).map(|pair| told("drawn and not let through", pair)));
        found.extend(allowed.difference(&drawn).map(|pair| told("let through and not drawn", pair)));
    }
}

/// The traffic between pods that have policies; what is sent to a service over the pods of others goes to these.
fn drawn(graph: &Graph, policies: &BTreeMap<&str, &Value>) -> Pairs {
    let name = |index: usize| graph.nodes[index].name.as_str();
    let mut targets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.because.iter().any(|because| because == "targets")) {
        targets.entry(edge.from).or_default().push(edge.to);
    }
    let mut pairs = Pairs::new();
    for edge in graph.edges.iter().filter(|edge| edge.is_traffic && graph.nodes[edge.from].kind != Kind::Ingress) {
        let through = targets.get(&edge.to).cloned().unwrap_or_else(|| vec![edge.to]);
        let ends = through.into_iter().filter(|to| *to != edge.from).map(|to| (name(edge.from), name(to)));
        let inside = ends.filter(|(from, to)| policies.contains_key(from) && policies.contains_key(to));
        pairs.extend(inside.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }
    pairs
}

/// The components that rules of a policy are about.
fn asked<'o>(policy: &'o Value, rules: &str, peers: &'o str) -> impl Iterator<Item = &'o str> {
    let rules = policy.pointer(rules).and_then(Value::as_array).into_iter().flatten();
    let rules = rules.filter(|rule| rule.pointer("/ports/0/port").and_then(Value::as_i64) != Some(DAPR));
    let peers = rules.flat_map(move |rule| rule[peers].as_array().into_iter().flatten());
    peers.filter(|peer| peer.get("namespaceSelector").is_none()).filter_map(|peer| component(peer.get("podSelector")?))
}

fn component(selector: &Value) -> Option<&str> {
    selector.pointer("/matchLabels/app.kubernetes.io~1component").and_then(Value::as_str)
}
