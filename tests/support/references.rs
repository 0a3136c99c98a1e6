//! Finds references between objects that lead nowhere.
//!
//! Everything by which one object of a release names or selects another: selectors, ports, Services in addresses,
//! configuration, accounts, targets. What lies outside the release is told by [`Outside`].

use std::collections::BTreeSet;

use serde_json::Value;

use super::objects::{Key, Objects, entries, items, text};
use super::pods::{self, Pod};

/// What a release may refer to without having it.
#[derive(Default)]
pub(crate) struct Outside {
    /// Names that the author wrote down: of objects that the stack does not own.
    pub(crate) names: BTreeSet<String>,
    /// Whether Secrets are kept by the user, so that no object of the release makes them.
    pub(crate) secrets: bool,
    /// What the release's object names begin with, to recognise them in the middle of text.
    pub(crate) prefix: String,
}

/// One sentence per reference that does not resolve.
pub(crate) fn dangling(objects: &Objects, outside: &Outside) -> Vec<String> {
    let mut check = Check { objects, outside, pods: pods::of(objects), found: Vec::new() };
    for pod in &pods::of(objects) {
        check.pod(pod);
    }
    for (key, object) in objects {
        check.object(key, object);
    }
    check.found
}

struct Check<'a> {
    objects: &'a Objects,
    outside: &'a Outside,
    pods: Vec<Pod<'a>>,
    found: Vec<String>,
}

impl Check<'_> {
    fn object(&mut self, key: &Key, object: &Value) {
        match key.kind.as_str() {
            "Service" => self.service(key, object),
            "StatefulSet" => self.governing_service(key, object),
            "Ingress" => self.ingress(key, object),
            "HTTPRoute" => self.route(key, object),
            "HorizontalPodAutoscaler" => self.scale_target(key, object),
            "PodDisruptionBudget" => self.selected(key, object.pointer("/spec/selector")),
            "NetworkPolicy" => self.network_policy(key, object),
            "RoleBinding" => self.role_binding(key, object),
            "ServiceMonitor" => self.service_monitor(key, object),
            "ConfigMap" if self.is_read(key) => {
                entries(object, "/data").for_each(|(_, value)| self.addresses(key, value));
            }
            "ExternalSecret" => {
                entries(object, "/spec/target/template/data").for_each(|(_, value)| self.addresses(key, value));
            }
            _ => {}
        }
    }

    fn governing_service(&mut self, key: &Key, object: &Value) {
        let name = text(object, "/spec/serviceName");
        if !name.is_empty() {
            self.named(key, "Service", name);
        }
    }

    fn scale_target(&mut self, key: &Key, object: &Value) {
        let part = |pointer| text(object, pointer).to_owned();
        let target = Key {
            api_version: part("/spec/scaleTargetRef/apiVersion"),
            kind: part("/spec/scaleTargetRef/kind"),
            namespace: key.namespace.clone(),
            name: part("/spec/scaleTargetRef/name"),
        };
        if !self.objects.contains_key(&target) {
            self.found.push(format!("{key} scales {target}, which is not there"));
        }
    }

    fn role_binding(&mut self, key: &Key, object: &Value) {
        if text(object, "/roleRef/kind") == "Role" {
            self.named(key, "Role", text(object, "/roleRef/name"));
        }
        for subject in items(object, "/subjects").filter(|subject| text(subject, "/kind") == "ServiceAccount") {
            self.named(key, "ServiceAccount", text(subject, "/name"));
        }
    }

    fn named(&mut self, key: &Key, kind: &str, name: &str) {
        if self.find(kind, &key.namespace, name).is_none() && !self.outside.names.contains(name) {
            self.found.push(format!("{key} refers to {kind} {name}, which is not there"));
        }
    }

    /// Whether some pod names an object; what nobody reads leads nobody anywhere.
    fn is_read(&self, key: &Key) -> bool {
        let name = format!("\"{}\"", key.name);
        self.pods.iter().any(|pod| pod.namespace == key.namespace && pod.spec().to_string().contains(&name))
    }

    fn selected(&mut self, key: &Key, selector: Option<&Value>) {
        let selector = selector.unwrap_or(&Value::Null);
        if self.pods_of(&key.namespace, selector).next().is_none() {
            self.found.push(format!("{key} selects no pod with {selector}"));
        }
    }

    fn pods_of(&self, namespace: &str, selector: &Value) -> impl Iterator<Item = &Pod<'_>> {
        self.pods.iter().filter(move |pod| pod.namespace == namespace && pod.is_selected(selector))
    }

    fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&Value> {
        let same = |key: &Key| key.kind == kind && key.namespace == namespace && key.name == name;
        self.objects.iter().find(|(key, _)| same(key)).map(|(_, object)| object)
    }
}

mod network;
mod pod;
mod tests;
