//! Services: who answers behind them, and where they are reached; Ingresses alike.
//! <https://kubernetes.io/docs/concepts/services-networking/service/>

use super::found::{items, number, text};
use super::{Found, Judged, State};
use serde_json::Value;

pub(super) fn judge(_: &Value, service: &Value, found: &Found) -> Judged {
    let kind = text(service, "/spec/type");
    if kind == "ExternalName" {
        return Judged::new(State::External, text(service, "/spec/externalName"));
    }
    if service.pointer("/spec/selector").is_none() {
        return Judged::new(State::External, "its endpoints are written by hand");
    }
    let ready = ready_endpoints(service, found);
    let endpoints = if ready == 1 { "1 endpoint".to_owned() } else { format!("{ready} endpoints") };
    let summary = match where_reached(service) {
        reached if reached.is_empty() => endpoints,
        reached => format!("{endpoints}, {reached}"),
    };
    if ready == 0 {
        let why = "no pod that it selects is ready".to_owned();
        return Judged::new(State::Unavailable, summary).because([why]);
    }
    if kind == "LoadBalancer" && addresses(service).is_empty() {
        let why = "it has no address yet: something in the cluster must serve load balancers".to_owned();
        return Judged::new(State::Pending, summary).because([why]);
    }
    Judged::new(State::Available, summary)
}

fn ready_endpoints(service: &Value, found: &Found) -> usize {
    let name = text(service, "/metadata/name");
    let of_service = |slice: &&Value| text(slice, "/metadata/labels/kubernetes.io~1service-name") == name;
    let endpoints = found.of("EndpointSlice").filter(of_service).flat_map(|slice| items(slice, "/endpoints"));
    // A condition that is not said counts as true.
    endpoints.filter(|endpoint| endpoint.pointer("/conditions/ready") != Some(&Value::Bool(false))).count()
}

fn where_reached(service: &Value) -> String {
    match text(service, "/spec/type") {
        "LoadBalancer" => addresses(service),
        "NodePort" => {
            let ports = items(service, "/spec/ports").iter().map(|port| number(port, "/nodePort").to_string());
            format!("node port {}", ports.collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    }
}

fn addresses(object: &Value) -> String {
    let all = items(object, "/status/loadBalancer/ingress").iter();
    let named = all.map(|one| [text(one, "/hostname"), text(one, "/ip")].concat());
    named.collect::<Vec<_>>().join(", ")
}

/// Not every controller tells the address of an Ingress, so one without is no trouble.
pub(super) fn judge_ingress(_: &Value, ingress: &Value, _: &Found) -> Judged {
    let hosts = items(ingress, "/spec/rules").iter().map(|rule| text(rule, "/host")).filter(|host| !host.is_empty());
    let hosts = hosts.collect::<Vec<_>>().join(", ");
    Judged::new(
        State::Available,
        match addresses(ingress) {
            none if none.is_empty() => format!("{hosts}, no controller has told an address"),
            addresses => format!("{hosts} at {addresses}"),
        },
    )
}
