//! The pods that the workloads of a render make, and what selects them.

use serde_json::Value;

use super::objects::{Key, Objects, entries, items, text};

/// Ports of Dapr's sidecar: of its HTTP and gRPC interfaces, and for other sidecars.
/// <https://docs.dapr.io/reference/arguments-annotations-overview/>
const DAPR_PORTS: [u64; 3] = [3500, 50001, 50002];

/// The pod template of one workload.
pub(crate) struct Pod<'a> {
    pub(crate) owner: &'a Key,
    pub(crate) namespace: &'a str,
    template: &'a Value,
}

/// The pod templates of all workloads, of Helm's test Jobs too.
pub(crate) fn of(objects: &Objects) -> Vec<Pod<'_>> {
    objects.iter().filter_map(|(owner, object)| Pod::of(owner, object)).collect()
}

impl<'a> Pod<'a> {
    fn of(owner: &'a Key, object: &'a Value) -> Option<Self> {
        let template = match owner.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => object.pointer("/spec/template")?,
            "CronJob" => object.pointer("/spec/jobTemplate/spec/template")?,
            "Pod" => object,
            _ => return None,
        };
        Some(Self { owner, namespace: &owner.namespace, template })
    }

    pub(crate) fn spec(&self) -> &'a Value {
        self.template.get("spec").unwrap_or(&Value::Null)
    }

    /// Init containers, sidecars and containers.
    pub(crate) fn containers(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        items(self.spec(), "/initContainers").chain(items(self.spec(), "/containers"))
    }

    /// Whether a label selector (`matchLabels` and `matchExpressions`) takes this pod; an empty one takes every pod.
    pub(crate) fn is_selected(&self, selector: &Value) -> bool {
        entries(selector, "/matchLabels").all(|(key, value)| self.label(key) == value.as_str())
            && items(selector, "/matchExpressions").all(|expression| self.satisfies(expression))
    }

    /// Whether a container listens on a port, given by name or number; `protocol` empty means TCP.
    pub(crate) fn has_port(&self, port: &Value, protocol: &str) -> bool {
        let or_tcp = |protocol: &'a str| if protocol.is_empty() { "TCP" } else { protocol };
        let wanted = if protocol.is_empty() { "TCP" } else { protocol };
        if self.has_dapr() && wanted == "TCP" && DAPR_PORTS.iter().any(|own| port == own) {
            return true;
        }
        self.containers().flat_map(|container| items(container, "/ports")).any(|own| {
            let same = own.get("containerPort") == Some(port) || (port.is_string() && own.get("name") == Some(port));
            same && or_tcp(text(own, "/protocol")) == wanted
        })
    }

    /// Whether Dapr adds its sidecar when the pod is made.
    fn has_dapr(&self) -> bool {
        let annotations = self.template.pointer("/metadata/annotations");
        annotations.and_then(|own| own.get("dapr.io/enabled")).and_then(Value::as_str) == Some("true")
    }

    fn label(&self, key: &str) -> Option<&'a str> {
        self.template.get("metadata")?.get("labels")?.get(key)?.as_str()
    }

    fn satisfies(&self, expression: &Value) -> bool {
        let label = self.label(text(expression, "/key"));
        let listed = items(expression, "/values").any(|value| value.as_str() == label && label.is_some());
        match text(expression, "/operator") {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => label.is_some(),
            "DoesNotExist" => label.is_none(),
            _ => false,
        }
    }
}
