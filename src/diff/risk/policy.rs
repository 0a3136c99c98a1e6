//! Network policies as the cluster reads them: which pods one selects, and what it lets through.
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

use super::look::{at, list, selects, text, words};
use serde_json::Value;
use std::collections::BTreeMap;

/// A way that traffic goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

impl Way {
    pub(super) const BOTH: [Way; 2] = [Way::In, Way::Out];

    fn kind(self) -> &'static str {
        match self {
            Way::In => "Ingress",
            Way::Out => "Egress",
        }
    }

    /// Where the rules of the way are.
    pub(super) fn rules(self) -> &'static str {
        match self {
            Way::In => "spec.ingress",
            Way::Out => "spec.egress",
        }
    }

    fn peers(self) -> &'static str {
        match self {
            Way::In => "from",
            Way::Out => "to",
        }
    }
}

/// Traffic that a policy lets through: with whom, none for anyone; on which port, none for any.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pass<'p> {
    pub(super) peer: Option<&'p Value>,
    pub(super) port: Option<Value>,
}

/// Whether a policy restricts a way.
pub(super) fn restricts(policy: &Value, way: Way) -> bool {
    let kinds = words(policy, "spec.policyTypes");
    match way {
        _ if !kinds.is_empty() => kinds.contains(&way.kind()),
        Way::In => true,
        Way::Out => at(policy, way.rules()).is_some(),
    }
}

/// Whether a policy selects the pods of these labels in a namespace.
pub(super) fn takes(policy: &Value, namespace: &str, labels: &BTreeMap<&str, &str>) -> bool {
    let own = text(policy, "metadata.namespace").unwrap_or_default();
    own == namespace && selects(at(policy, "spec.podSelector"), labels)
}

/// All that a policy lets through on a way.
pub(super) fn passes(policy: &Value, way: Way) -> Vec<Pass<'_>> {
    let mut passes = Vec::new();
    for rule in list(policy, way.rules()) {
        let peers: Vec<Option<&Value>> = match list(rule, way.peers()) {
            [] => vec![None],
            peers => peers.iter().map(Some).collect(),
        };
        let ports: Vec<Option<Value>> = match list(rule, "ports") {
            [] => vec![None],
            ports => ports.iter().map(|port| Some(whole(port))).collect(),
        };
        for peer in peers {
            passes.extend(ports.iter().map(|port| Pass { peer, port: port.clone() }));
        }
    }
    passes
}

/// A port with its protocol, which is TCP where none is said.
fn whole(port: &Value) -> Value {
    let mut port = port.clone();
    if let Some(entries) = port.as_object_mut() {
        entries.entry("protocol").or_insert_with(|| Value::String("TCP".to_owned()));
    }
    port
}

/// Whether what passes here passes there as well.
pub(super) fn covers(known: &Pass<'_>, own: &Pass<'_>) -> bool {
    let peer = known.peer.is_none_or(|known| Some(known) == own.peer || is_everywhere(known, own.peer));
    let port = known.port.as_ref().is_none_or(|known| own.port.as_ref().is_some_and(|own| has(known, own)));
    peer && port
}

/// Whether a peer is all addresses, and the other one some of them.
fn is_everywhere(known: &Value, own: Option<&Value>) -> bool {
    let all = text(known, "ipBlock.cidr") == Some("0.0.0.0/0") && list(known, "ipBlock.except").is_empty();
    all && own.and_then(|own| text(own, "ipBlock.cidr")).is_some_and(|range| !range.contains(':'))
}

/// Whether a port, or a range of ports, or all of a protocol, has a port in it.
fn has(known: &Value, own: &Value) -> bool {
    let number = |port: &Value, key: &str| at(port, key).and_then(Value::as_i64);
    if known == own {
        return true;
    }
    if text(known, "protocol") != text(own, "protocol") {
        return false;
    }
    if at(known, "port").is_none() {
        return true;
    }
    let (Some(first), Some(start)) = (number(known, "port"), number(own, "port")) else { return false };
    let (last, end) = (number(known, "endPort").unwrap_or(first), number(own, "endPort").unwrap_or(start));
    first <= start && end <= last
}

/// What passes, in words.
pub(super) fn told(pass: &Pass<'_>, way: Way) -> String {
    let port = match &pass.port {
        None => "any port".to_owned(),
        Some(port) => {
            let word = |key: &str| {
                let value = at(port, key)?;
                Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            let end = word("endPort").map(|end| format!("-{end}")).unwrap_or_default();
            let number = word("port").map_or_else(|| "any port".to_owned(), |number| format!("port {number}{end}"));
            format!("{number}/{}", word("protocol").unwrap_or_default())
        }
    };
    let peer = pass.peer.map_or_else(|| "anyone".to_owned(), peer);
    match way {
        Way::In => format!("from {peer} on {port}"),
        Way::Out => format!("to {peer} on {port}"),
    }
}

fn peer(peer: &Value) -> String {
    if let Some(range) = text(peer, "ipBlock.cidr") {
        return range.to_owned();
    }
    let labels = |key: &str| -> Option<String> {
        let selector = at(peer, key)?;
        let labels = super::look::labels(selector, "matchLabels");
        // Where a chart says which of its components it means, the rest of the labels says only which release.
        let component = labels.get("app.kubernetes.io/component").map(|own| format!("of `{own}`"));
        let words: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        Some(component.unwrap_or_else(|| words.join(",")))
    };
    let all =
        |words: String, what: &str| if words.is_empty() { format!("all {what}") } else { format!("{what} {words}") };
    match (labels("podSelector"), labels("namespaceSelector")) {
        (Some(pods), Some(namespaces)) => format!("{} in {}", all(pods, "pods"), all(namespaces, "namespaces")),
        (Some(pods), None) => all(pods, "pods"),
        (None, Some(namespaces)) => format!("pods in {}", all(namespaces, "namespaces")),
        (None, None) => "anyone".to_owned(),
    }
}
