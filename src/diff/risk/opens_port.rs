//! What can be reached that could not be reached before: ports of nodes and load balancers, hosts of an ingress.

use super::look::{self, at, is_true, list, text, words};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) static RISK: Risk = Risk {
    name: "opens-port",
    meaning: "something can be reached that could not be reached before",
    page: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
    find,
};

const INGRESS: &str = "https://kubernetes.io/docs/concepts/services-networking/ingress/";
const ROUTE: &str = "https://gateway-api.sigs.k8s.io/api-types/httproute/";
const HOST: &str = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline";

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    let Some(new) = delta.new else { return Vec::new() };
    let mut found = match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("", "Service") => service(delta.old, new),
        ("networking.k8s.io", "Ingress") => ingress(delta.old, new),
        ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute" | "TLSRoute") => {
            let hosts = added(delta.old, new, |route| owned(words(route, "spec.hostnames")));
            hosts
                .iter()
                .map(|host| Finding::new("spec.hostnames", format!("`{host}` leads here from the gateway")).page(ROUTE))
                .collect()
        }
        _ => Vec::new(),
    };
    found.extend(pods(delta, new));
    found
}

/// What is in the new object and not in the old one.
fn added(old: Option<&Value>, new: &Value, of: impl Fn(&Value) -> Vec<String>) -> Vec<String> {
    let before = old.map(&of).unwrap_or_default();
    let mut all = of(new);
    all.retain(|own| !before.contains(own));
    all
}

fn owned(words: Vec<&str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

fn service(old: Option<&Value>, new: &Value) -> Vec<Finding> {
    let kind = |service: &Value| text(service, "spec.type").unwrap_or("ClusterIP").to_owned();
    let is_open = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    let (before, after) = (old.map(kind), kind(new));
    let mut found = Vec::new();
    if is_open(&after) && before.as_ref() != Some(&after) && before.as_deref() != Some("LoadBalancer") {
        let what = if after == "NodePort" {
            "every node of the cluster answers on the ports of this Service"
        } else {
            "a load balancer makes the ports of this Service reachable from outside of the cluster"
        };
        found.push(Finding::new("spec.type", what));
    } else if let Some(old) = old {
        found.extend(ports(old, new, is_open(&after)));
    }
    for address in added(old, new, |service| owned(words(service, "spec.externalIPs"))) {
        found.push(Finding::new(
            "spec.externalIPs",
            format!("nodes that get traffic for {address} pass it on to this Service"),
        ));
    }
    found.extend(old.and_then(|old| sources(old, new)));
    found
}

fn ports(old: &Value, new: &Value, is_open: bool) -> Vec<Finding> {
    let name = |port: &Value| {
        let protocol = text(port, "protocol").unwrap_or("TCP").to_owned();
        Some((at(port, "port")?.as_i64()?, protocol))
    };
    let known: Vec<_> = list(old, "spec.ports").iter().filter_map(name).collect();
    let added = list(new, "spec.ports").iter().filter_map(name).filter(|own| !known.contains(own));
    let whom = if is_open { "also from outside of the cluster" } else { "within the cluster" };
    added
        .map(|(port, protocol)| {
            Finding::new(format!("spec.ports[{port}]"), format!("port {port}/{protocol} is served, {whom}"))
        })
        .collect()
}

/// A load balancer that takes traffic from more addresses.
fn sources(old: &Value, new: &Value) -> Option<Finding> {
    const PATH: &str = "spec.loadBalancerSourceRanges";
    let (before, after) = (words(old, PATH), words(new, PATH));
    let wider = !before.is_empty() && (after.is_empty() || after.iter().any(|range| !before.contains(range)));
    wider.then(|| Finding::new(PATH, "the load balancer takes traffic from addresses that it refused before"))
}

fn ingress(old: Option<&Value>, new: &Value) -> Vec<Finding> {
    let rule = |host: &str| format!("spec.rules[{host}]");
    let fresh = added(old, new, hosts);
    let served = fresh.iter().map(|host| (rule(host), format!("`{host}` is served by the ingress controller")));
    let mut found: Vec<(String, String)> = served.collect();
    if let Some(old) = old {
        let secure = |ingress: &Value| -> Vec<String> {
            list(ingress, "spec.tls").iter().flat_map(|tls| owned(words(tls, "hosts"))).collect()
        };
        let (before, after) = (secure(old), secure(new));
        let bare = hosts(new).into_iter().filter(|host| before.contains(host) && !after.contains(host));
        found.extend(bare.map(|host| ("spec.tls".to_owned(), format!("`{host}` is served without TLS"))));
        for (host, path) in paths(new).into_iter().filter(|own| !fresh.contains(&own.0) && !paths(old).contains(own)) {
            found.push((rule(&host), format!("path `{path}` of `{host}` is served")));
        }
    }
    found.into_iter().map(|(path, what)| Finding::new(path, what).page(INGRESS)).collect()
}

fn hosts(ingress: &Value) -> Vec<String> {
    list(ingress, "spec.rules").iter().map(host).collect()
}

/// The host of a rule; one without takes all.
fn host(rule: &Value) -> String {
    text(rule, "host").unwrap_or("*").to_owned()
}

fn paths(ingress: &Value) -> Vec<(String, String)> {
    let of = |rule: &Value| {
        let own =
            list(rule, "http.paths").iter().map(|path| (host(rule), text(path, "path").unwrap_or("/").to_owned()));
        own.collect::<Vec<_>>()
    };
    list(ingress, "spec.rules").iter().flat_map(of).collect()
}

fn pods(delta: &Delta<'_>, new: &Value) -> Vec<Finding> {
    let Some(after) = look::pods(delta.id, new) else { return Vec::new() };
    let before = delta.old.and_then(|old| look::pods(delta.id, old));
    let mut found = Vec::new();
    let on_host = |pods: &look::Pods<'_>| is_true(pods.object, &pods.path("spec.hostNetwork"));
    if on_host(&after) && !before.as_ref().is_some_and(on_host) {
        let what = "pods use the network of their node: their ports are the node's, and policies don't hold for them";
        found.push(Finding::new(after.path("spec.hostNetwork"), what).page(HOST));
    }
    let ports = |pods: &look::Pods<'_>| -> BTreeSet<i64> {
        let all = pods.containers().into_iter().flat_map(|own| list(own.value, "ports"));
        all.filter_map(|port| at(port, "hostPort")?.as_i64()).collect()
    };
    let known = before.as_ref().map(ports).unwrap_or_default();
    for port in ports(&after).difference(&known) {
        let what = format!("port {port} of every node that runs such a pod leads to it");
        found.push(Finding::new(after.path("spec.containers"), what).page(HOST));
    }
    found
}
