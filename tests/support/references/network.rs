//! What leads traffic somewhere: Services, routes, policies, addresses in text.

use serde_json::{Value, json};

use super::Check;
use crate::support::addresses;
use crate::support::objects::{Key, entries, items, text};

impl Check<'_> {
    pub(super) fn service(&mut self, key: &Key, object: &Value) {
        let Some(labels) = object.pointer("/spec/selector").filter(|labels| labels.is_object()) else { return };
        let selector = json!({ "matchLabels": labels });
        self.selected(key, Some(&selector));
        for port in items(object, "/spec/ports") {
            let target = port.get("targetPort").or_else(|| port.get("port")).unwrap_or(&Value::Null);
            self.port_of_pods(key, &selector, target, text(port, "/protocol"));
        }
    }

    pub(super) fn ingress(&mut self, key: &Key, object: &Value) {
        let paths = items(object, "/spec/rules").flat_map(|rule| items(rule, "/http/paths"));
        let backends = paths.filter_map(|path| path.pointer("/backend/service"));
        for backend in backends.chain(object.pointer("/spec/defaultBackend/service")) {
            let port = backend.pointer("/port/name").or_else(|| backend.pointer("/port/number"));
            self.service_port(key, text(backend, "/name"), port);
        }
    }

    pub(super) fn route(&mut self, key: &Key, object: &Value) {
        for backend in items(object, "/spec/rules").flat_map(|rule| items(rule, "/backendRefs")) {
            if matches!(text(backend, "/kind"), "" | "Service") {
                self.service_port(key, text(backend, "/name"), backend.get("port"));
            }
        }
    }

    pub(super) fn network_policy(&mut self, key: &Key, object: &Value) {
        // Nothing is left to let through or to refuse where everything is switched off.
        if self.pods.is_empty() {
            return;
        }
        let own = object.pointer("/spec/podSelector");
        self.selected(key, own);
        for (rules, peers) in [("/spec/ingress", "/from"), ("/spec/egress", "/to")] {
            for rule in items(object, rules) {
                // A peer with a namespace selector lies in some other namespace, an address block outside.
                let inside: Vec<&Value> = items(rule, peers)
                    .filter(|peer| peer.get("namespaceSelector").is_none())
                    .filter_map(|peer| peer.get("podSelector"))
                    .collect();
                for peer in &inside {
                    self.selected(key, Some(peer));
                }
                let targets = if peers == "/to" { inside } else { own.into_iter().collect() };
                // A protocol alone means every port, also where there is none.
                for port in items(rule, "/ports").filter(|port| port.get("endPort").is_none()) {
                    let Some(number) = port.get("port") else { continue };
                    for target in &targets {
                        self.port_of_pods(key, target, number, text(port, "/protocol"));
                    }
                }
            }
        }
    }

    pub(super) fn service_monitor(&mut self, key: &Key, object: &Value) {
        for endpoint in items(object, "/spec/endpoints") {
            let port = endpoint.get("port");
            let found = self.objects.iter().filter(|(service, _)| service.kind == "Service").any(|(_, service)| {
                let labels = service.pointer("/metadata/labels").unwrap_or(&Value::Null);
                entries(object, "/spec/selector/matchLabels").all(|(label, value)| labels.get(label) == Some(value))
                    && items(service, "/spec/ports").any(|own| own.get("name") == port)
            });
            if !found {
                self.found.push(format!("{key} scrapes the port {port:?} that no Service it selects has"));
            }
        }
    }

    /// Every address in a text that can only mean a Service of this namespace.
    pub(super) fn addresses(&mut self, key: &Key, value: &Value) {
        for address in addresses::in_text(value.as_str().unwrap_or_default(), &self.outside.prefix) {
            if !self.outside.names.contains(&address.service) {
                let namespace = address.namespace.unwrap_or_else(|| key.namespace.clone());
                let port = address.port.map(Value::from);
                self.service_port(&Key { namespace, ..key.clone() }, &address.service, port.as_ref());
            }
        }
    }

    fn service_port(&mut self, key: &Key, name: &str, port: Option<&Value>) {
        let service = self.find("Service", &key.namespace, name);
        let Some(service) = service else {
            self.found.push(format!("{key} refers to Service {name}, which is not there"));
            return;
        };
        let ports = || items(service, "/spec/ports");
        let known =
            port.is_none_or(|port| ports().any(|own| own.get("port") == Some(port) || own.get("name") == Some(port)));
        // An ExternalName is an alias: whatever port it is asked for, the other side answers.
        if !known && text(service, "/spec/type") != "ExternalName" {
            let port = port.unwrap_or(&Value::Null);
            self.found.push(format!("{key} refers to port {port} that Service {name} does not have"));
        }
    }

    fn port_of_pods(&mut self, key: &Key, selector: &Value, port: &Value, protocol: &str) {
        let without: Vec<String> = self
            .pods_of(&key.namespace, selector)
            .filter(|pod| !pod.has_port(port, protocol))
            .map(|pod| format!("{key} leads to port {port} {protocol} that {} does not have", pod.owner))
            .collect();
        self.found.extend(without);
    }
}
