//! Pods that may do more to their node or to each other than before.

use super::look::{self, at, is_true, list, text, words};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;

pub(super) static RISK: Risk = Risk {
    name: "weakens-pods",
    meaning: "pods are confined less than before, or new ones hardly at all",
    page: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    find,
};

const ADMISSION: &str = "https://kubernetes.io/docs/concepts/security/pod-security-admission/";
const TOKEN: &str = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting";

/// What a pod or container may do.
#[derive(Debug, Clone, PartialEq)]
struct Weakness {
    /// Container, or nothing for the pod.
    of: String,
    path: String,
    what: String,
    /// Whether it counts in a pod that is new, where nothing was stricter before.
    is_grave: bool,
    page: Option<&'static str>,
}

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    if delta.is("", "Namespace") {
        return namespace(delta).into_iter().collect();
    }
    let Some(after) = delta.new.and_then(|new| look::pods(delta.id, new)) else { return Vec::new() };
    let before = delta.old.and_then(|old| look::pods(delta.id, old));
    let known = before.as_ref().map(weaknesses).unwrap_or_default();
    let names: Vec<&str> = before.iter().flat_map(look::Pods::containers).map(|own| own.name).collect();
    let is_new = |own: &Weakness| before.is_none() || (!own.of.is_empty() && !names.contains(&own.of.as_str()));
    let fresh = weaknesses(&after).into_iter().filter(|own| {
        let same = |other: &&Weakness| other.of == own.of && other.what == own.what;
        !known.iter().any(|other| same(&other)) && (own.is_grave || !is_new(own))
    });
    fresh.map(|own| Finding { path: own.path, what: own.what, page: own.page }).collect()
}

/// The strictness that a namespace asks for.
fn namespace(delta: &Delta<'_>) -> Option<Finding> {
    const KEY: &str = "pod-security.kubernetes.io/enforce";
    let (old, new) = delta.both()?;
    let level = |object: &Value| {
        let label = at(object, "metadata.labels").and_then(|labels| labels.get(KEY)).and_then(Value::as_str);
        ["restricted", "baseline"].iter().position(|known| Some(*known) == label).unwrap_or(2)
    };
    let what = "the namespace takes pods that it refused before";
    (level(new) > level(old)).then(|| Finding::new(format!("metadata.labels[\"{KEY}\"]"), what).page(ADMISSION))
}

fn weaknesses(pods: &look::Pods<'_>) -> Vec<Weakness> {
    let mut found = of_pod(pods);
    for container in pods.containers() {
        of_container(pods, &container, &mut found);
    }
    found
}

fn of_pod(pods: &look::Pods<'_>) -> Vec<Weakness> {
    let weakness = |inner: &str, what: &str, is_grave: bool| Weakness {
        of: String::new(),
        path: pods.path(inner),
        what: what.to_owned(),
        is_grave,
        page: None,
    };
    let is_on = |inner: &str| is_true(pods.object, &pods.path(inner));
    let mut found = Vec::new();
    for (inner, what) in [
        ("spec.hostPID", "pods see and can signal every process of their node"),
        ("spec.hostIPC", "pods share the memory of processes of their node"),
    ] {
        if is_on(inner) {
            found.push(weakness(inner, what, true));
        }
    }
    if pods.at("spec.automountServiceAccountToken") != Some(&Value::Bool(false)) {
        let what = "pods hold a token for the Kubernetes API";
        found.push(Weakness { page: Some(TOKEN), ..weakness("spec.automountServiceAccountToken", what, false) });
    }
    for volume in pods.at("spec.volumes").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(name), Some(path)) = (text(volume, "name"), text(volume, "hostPath.path")) {
            found.push(weakness(
                &format!("spec.volumes[{name}].hostPath"),
                &format!("pods see `{path}` of their node"),
                true,
            ));
        }
    }
    found
}

/// What a container may do; where it says nothing, what its pod says holds.
fn of_container(pods: &look::Pods<'_>, container: &look::Container<'_>, found: &mut Vec<Weakness>) {
    let own = |key: &str| at(container.value, &format!("securityContext.{key}"));
    let either = |key: &str| own(key).or_else(|| pods.at(&format!("spec.securityContext.{key}")));
    let name = container.name;
    let mut add = |key: &str, what: String, is_grave: bool| {
        let path = container.path(pods, &format!("securityContext.{key}"));
        found.push(Weakness { of: name.to_owned(), path, what, is_grave, page: None });
    };
    let (yes, no) = (Value::Bool(true), Value::Bool(false));
    if own("privileged") == Some(&yes) {
        add("privileged", format!("container `{name}` can do to its node whatever root can"), true);
    }
    if own("allowPrivilegeEscalation") != Some(&no) {
        add(
            "allowPrivilegeEscalation",
            format!("processes of container `{name}` can gain more privileges than they start with"),
            false,
        );
    }
    if own("readOnlyRootFilesystem") != Some(&yes) {
        add("readOnlyRootFilesystem", format!("container `{name}` can change its own programs"), false);
    }
    if either("runAsNonRoot") != Some(&yes) {
        add("runAsNonRoot", format!("container `{name}` may run as root"), false);
    }
    if either("runAsUser").and_then(Value::as_i64) == Some(0) {
        add("runAsUser", format!("container `{name}` runs as root"), true);
    }
    match either("seccompProfile").and_then(|profile| text(profile, "type")) {
        Some("RuntimeDefault" | "Localhost") => {}
        Some(_) | None => add("seccompProfile", format!("container `{name}` may use every system call"), false),
    }
    for word in own("capabilities").map(|all| words(all, "add")).unwrap_or_default() {
        add("capabilities.add", format!("container `{name}` has the capability {word}"), true);
    }
    let dropped = own("capabilities").map(|all| words(all, "drop")).unwrap_or_default();
    if !dropped.contains(&"ALL") {
        let what = format!("container `{name}` keeps capabilities that its runtime gives to every container");
        add("capabilities.drop", what, false);
    }
    if own("procMount").and_then(Value::as_str) == Some("Unmasked") {
        add("procMount", format!("container `{name}` sees what its runtime hides of `/proc`"), true);
    }
    let devices = list(container.value, "volumeDevices").iter().filter_map(|device| text(device, "devicePath"));
    for path in devices {
        let what = format!("container `{name}` reads and writes the device behind `{path}` as it is");
        found.push(Weakness {
            of: name.to_owned(),
            path: container.path(pods, "volumeDevices"),
            what,
            is_grave: false,
            page: None,
        });
    }
}
