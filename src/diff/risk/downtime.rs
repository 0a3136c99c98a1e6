//! Something that answers now and will not for a while, or no longer.

use super::look::{self, at, list, replicas, text};
use super::{Delta, Finding, Risk, World};
use crate::diff::compare;
use serde_json::Value;

pub(super) static RISK: Risk = Risk {
    name: "downtime",
    meaning: "something stops to answer, for as long as the rollout takes or for good",
    page: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy",
    find,
};

const STATEFUL: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates";
const POSTGRES: &str = "https://www.postgresql.org/docs/current/upgrading.html";
const SERVICE: &str = "https://kubernetes.io/docs/concepts/services-networking/service/";
const INGRESS: &str = "https://kubernetes.io/docs/concepts/services-networking/ingress/";

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    match (delta.gone(), delta.both()) {
        (Some(_), _) => gone(delta).into_iter().collect(),
        (None, Some((old, new))) => {
            let mut found = changed(delta, old, new);
            found.extend(upgrades(delta, old, new));
            found.extend(restarts(delta, old, new));
            found
        }
        (None, None) => Vec::new(),
    }
}

fn gone(delta: &Delta<'_>) -> Option<Finding> {
    let (what, page) = match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("apps", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet") => {
            ("its pods are stopped, and nothing takes their place", RISK.page)
        }
        ("batch", "CronJob") => ("its runs stop", RISK.page),
        ("", "Service") => ("its name no longer leads anywhere: whoever uses it fails", SERVICE),
        ("networking.k8s.io", "Ingress") | ("gateway.networking.k8s.io", "HTTPRoute") => {
            ("its hosts are no longer served from here", INGRESS)
        }
        _ => return None,
    };
    Some(Finding::new("", what).page(page))
}

fn changed(delta: &Delta<'_>, old: &Value, new: &Value) -> Vec<Finding> {
    match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("apps", "Deployment" | "StatefulSet") if replicas(new) == Some(0) && replicas(old) != Some(0) => {
            vec![Finding::new("spec.replicas", "no pod is left")]
        }
        ("batch", "CronJob") if look::is_true(new, "spec.suspend") && !look::is_true(old, "spec.suspend") => {
            vec![Finding::new("spec.suspend", "its runs stop")]
        }
        ("", "Service") => service(old, new),
        ("networking.k8s.io", "Ingress") => {
            let hosts = |ingress: &Value| -> Vec<String> {
                list(ingress, "spec.rules").iter().map(|rule| text(rule, "host").unwrap_or("*").to_owned()).collect()
            };
            let gone = hosts(old).into_iter().filter(|host| !hosts(new).contains(host));
            gone.map(|host| {
                Finding::new(format!("spec.rules[{host}]"), format!("`{host}` is no longer served")).page(INGRESS)
            })
            .collect()
        }
        _ => Vec::new(),
    }
}

fn service(old: &Value, new: &Value) -> Vec<Finding> {
    let ports = |service: &Value| -> Vec<i64> {
        list(service, "spec.ports").iter().filter_map(|port| at(port, "port")?.as_i64()).collect()
    };
    let gone = ports(old).into_iter().filter(|port| !ports(new).contains(port));
    gone.map(|port| {
        Finding::new(format!("spec.ports[{port}]"), format!("port {port} is no longer served")).page(SERVICE)
    })
    .collect()
}

/// A major version of PostgreSQL does not read what another one wrote.
fn upgrades(delta: &Delta<'_>, old: &Value, new: &Value) -> Vec<Finding> {
    let (Some(before), Some(after)) = (look::pods(delta.id, old), look::pods(delta.id, new)) else { return Vec::new() };
    let has_claims = |pods: &look::Pods<'_>| {
        let volumes = pods.at("spec.volumes").and_then(Value::as_array).into_iter().flatten();
        let claims = volumes.filter(|volume| at(volume, "persistentVolumeClaim").is_some()).count();
        claims + list(pods.object, "spec.volumeClaimTemplates").len() > 0
    };
    if !has_claims(&before) || !has_claims(&after) {
        return Vec::new();
    }
    let kept = look::kept(&before, &after).into_iter();
    let found = kept.filter_map(|(before, after)| Some((major(&before)?, major(&after)?, after)));
    found.filter(|(before, after, _)| before != after).map(|(before, major, container)| {
        let what = format!("PostgreSQL {major} does not start on data that {before} wrote: it has to be upgraded or restored from a dump");
        Finding::new(container.path(&after, "image"), what).page(POSTGRES)
    }).collect()
}

/// The major version of a PostgreSQL image.
fn major(container: &look::Container<'_>) -> Option<u32> {
    let image = text(container.value, "image")?.split('@').next()?;
    let (repository, tag) = image.rsplit_once(':')?;
    let is_postgres = repository.rsplit('/').next() == Some("postgres");
    let digits: String = tag.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|_| is_postgres)
}

/// Pods that are stopped before others take their place.
fn restarts(delta: &Delta<'_>, old: &Value, new: &Value) -> Option<Finding> {
    const TEMPLATE: &str = "spec.template";
    let (before, after) = (at(old, TEMPLATE)?, at(new, TEMPLATE)?);
    if compare::compare(before, after, None).is_empty() || replicas(new) == Some(0) {
        return None;
    }
    let strategy = |path: &str| text(new, path);
    match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("apps", "Deployment") if strategy("spec.strategy.type") == Some("Recreate") => Some(Finding::new(
            TEMPLATE,
            "all its pods are stopped before the new ones start, and nothing answers in between",
        )),
        ("apps", "StatefulSet") if strategy("spec.updateStrategy.type") != Some("OnDelete") => {
            let what = if replicas(new).unwrap_or(1) == 1 {
                "its pod is stopped before the new one starts, and nothing answers in between"
            } else {
                "its pods are replaced one after the other, the last one first, each stopped before the new one starts"
            };
            Some(Finding::new(TEMPLATE, what).page(STATEFUL))
        }
        _ => None,
    }
}
