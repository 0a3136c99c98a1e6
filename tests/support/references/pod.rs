//! What a pod reads: configuration, Secrets, volumes, its account.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Check;
use crate::support::objects::{Key, Objects, entries, items, text};
use crate::support::pods::Pod;

impl<'a> Check<'a> {
    pub(super) fn pod(&mut self, pod: &Pod<'_>) {
        let account = text(pod.spec(), "/serviceAccountName");
        if !matches!(account, "" | "default") {
            self.named(pod.owner, "ServiceAccount", account);
        }
        for volume in items(pod.spec(), "/volumes") {
            self.volume(pod, volume);
        }
        for container in pod.containers() {
            self.container(pod, container);
        }
    }

    fn container(&mut self, pod: &Pod<'_>, container: &Value) {
        for source in items(container, "/envFrom") {
            self.data(pod.owner, "ConfigMap", source.get("configMapRef"), "/name", &[]);
            self.data(pod.owner, "Secret", source.get("secretRef"), "/name", &[]);
        }
        for variable in items(container, "/env") {
            for (kind, pointer) in [("ConfigMap", "/valueFrom/configMapKeyRef"), ("Secret", "/valueFrom/secretKeyRef")]
            {
                let source = variable.pointer(pointer);
                let key = source.map_or("", |source| text(source, "/key"));
                self.data(pod.owner, kind, source, "/name", &[key]);
            }
            if let Some(value) = variable.get("value") {
                self.addresses(pod.owner, value);
            }
        }
        for word in items(container, "/command").chain(items(container, "/args")) {
            self.addresses(pod.owner, word);
        }
        self.expansions(pod, container);
        let mounts = items(container, "/volumeMounts").map(|mount| text(mount, "/name"));
        for mount in mounts {
            let claimed = self.objects.get(pod.owner).is_some_and(|owner| {
                items(owner, "/spec/volumeClaimTemplates").any(|claim| text(claim, "/metadata/name") == mount)
            });
            if !claimed && !items(pod.spec(), "/volumes").any(|volume| text(volume, "/name") == mount) {
                self.found.push(format!("{} mounts the volume {mount}, which it does not have", pod.owner));
            }
        }
    }

    /// `$(NAME)` in words and values is a variable of the container; whole objects (`envFrom`) may bring any.
    fn expansions(&mut self, pod: &Pod<'_>, container: &Value) {
        if items(container, "/envFrom").next().is_some() {
            return;
        }
        let known: BTreeSet<&str> = items(container, "/env").map(|variable| text(variable, "/name")).collect();
        let values = items(container, "/env").filter_map(|variable| variable.get("value"));
        let words = items(container, "/command").chain(items(container, "/args")).chain(values);
        for name in words.filter_map(Value::as_str).flat_map(expanded) {
            if !known.contains(name) {
                self.found.push(format!("{} is made of the variable {name}, which it does not have", pod.owner));
            }
        }
    }

    fn volume(&mut self, pod: &Pod<'_>, volume: &Value) {
        let projected = items(volume, "/projected/sources");
        for source in projected.chain([volume]) {
            for (kind, field, name) in [
                ("ConfigMap", "configMap", "/name"),
                ("Secret", "secret", "/secretName"),
                ("Secret", "secret", "/name"),
            ] {
                let reference = source.get(field).filter(|reference| !text(reference, name).is_empty());
                let keys: Vec<&str> = reference
                    .into_iter()
                    .flat_map(|reference| items(reference, "/items"))
                    .map(|item| text(item, "/key"))
                    .collect();
                self.data(pod.owner, kind, reference, name, &keys);
            }
        }
        let claim = text(volume, "/persistentVolumeClaim/claimName");
        if !claim.is_empty() && !self.outside.names.contains(claim) {
            self.named(pod.owner, "PersistentVolumeClaim", claim);
        }
    }

    /// A reference to keys of a `ConfigMap` or a Secret.
    fn data(&mut self, owner: &Key, kind: &str, reference: Option<&Value>, pointer: &str, keys: &[&str]) {
        let Some(reference) = reference else { return };
        if reference.get("optional") == Some(&Value::Bool(true)) {
            return;
        }
        let name = text(reference, pointer);
        match self.keys_of(kind, &owner.namespace, name) {
            Some(known) => {
                for key in keys.iter().filter(|key| !known.contains(**key)) {
                    self.found.push(format!("{owner} reads the key {key} that {kind} {name} does not have"));
                }
            }
            None if self.outside.names.contains(name) || (kind == "Secret" && self.outside.secrets) => {}
            None => self.found.push(format!("{owner} refers to {kind} {name}, which is not there")),
        }
    }

    /// The keys of a `ConfigMap` or a Secret, or of what will make that Secret; `None` when nothing does.
    fn keys_of(&self, kind: &str, namespace: &str, name: &str) -> Option<BTreeSet<&'a str>> {
        let pointers = |object: &'a Value, pointers: &[&str]| -> BTreeSet<&'a str> {
            pointers.iter().flat_map(|pointer| entries(object, pointer)).map(|(key, _)| key).collect()
        };
        let objects: &'a Objects = self.objects;
        objects.iter().filter(|(key, _)| key.namespace == namespace).find_map(|(key, object)| {
            let or_own = |given| if text(object, given).is_empty() { key.name.as_str() } else { text(object, given) };
            match (key.kind.as_str(), kind) {
                ("ConfigMap", "ConfigMap") if key.name == name => Some(pointers(object, &["/data", "/binaryData"])),
                ("Secret", "Secret") if key.name == name => Some(pointers(object, &["/data", "/stringData"])),
                ("SealedSecret", "Secret") if or_own("/spec/template/metadata/name") == name => {
                    Some(pointers(object, &["/spec/encryptedData", "/spec/template/data"]))
                }
                ("ExternalSecret", "Secret") if or_own("/spec/target/name") == name => {
                    let made = pointers(object, &["/spec/target/template/data"]);
                    let fetched = items(object, "/spec/data").map(|item| text(item, "/secretKey"));
                    Some(if made.is_empty() { fetched.collect() } else { made })
                }
                _ => None,
            }
        })
    }
}

/// The names that a kubelet puts values in for: `$$(NAME)` is none.
fn expanded(text: &str) -> Vec<&str> {
    let at = |(at, _): (usize, &str)| {
        let dollars = text[..=at].len() - text[..=at].trim_end_matches('$').len();
        let (name, _) = text[at + 2..].split_once(')').filter(|_| dollars % 2 == 1)?;
        Some(name)
    };
    text.match_indices("$(").filter_map(at).collect()
}
