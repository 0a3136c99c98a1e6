//! Data that is deleted, or that nothing reads any longer.

use super::look::{self, at, list, quantity, replicas, text};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;

pub(super) static RISK: Risk = Risk {
    name: "data-loss",
    meaning: "data is deleted, or is where nothing reads it any longer",
    page: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming",
    find,
};

const RETENTION: &str =
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention";
const NAMESPACE: &str = "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/";
const CUSTOM: &str = "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#delete-a-customresourcedefinition";
const SECRET: &str = "https://kubernetes.io/docs/concepts/configuration/secret/";
const KEEP: &str = "https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource";

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    match (delta.gone(), delta.both()) {
        (Some(old), _) if !is_kept(old) => gone(delta, old).into_iter().collect(),
        (_, Some((old, new))) => changed(delta, old, new),
        (Some(_) | None, None) => Vec::new(),
    }
}

/// Helm leaves an object alone that asks for it; whoever else applies the manifests has to know.
fn is_kept(object: &Value) -> bool {
    let annotations = at(object, "metadata.annotations");
    annotations.and_then(|all| all.get("helm.sh/resource-policy")).and_then(Value::as_str) == Some("keep")
}

fn gone(delta: &Delta<'_>, old: &Value) -> Option<Finding> {
    let (what, page) = match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("", "PersistentVolumeClaim") => {
            ("the claim is deleted, and with it the volume and all data on it unless its class retains volumes", None)
        }
        ("", "PersistentVolume") => {
            ("the cluster no longer knows the volume, so no claim can reach what is on it", None)
        }
        ("", "Namespace") => {
            ("every object in the namespace is deleted with it, claims and Secrets too", Some(NAMESPACE))
        }
        ("", "Secret") => ("what the Secret holds is gone, and stands nowhere else in the output", Some(SECRET)),
        ("bitnami.com", "SealedSecret") => ("the Secret that was unsealed from it is deleted with it", Some(SECRET)),
        ("external-secrets.io", "ExternalSecret") => {
            ("the Secret that was made from the store is deleted with it; what the store holds stays", Some(SECRET))
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            ("every object of this kind is deleted with its definition, in all namespaces", Some(CUSTOM))
        }
        ("apps", "StatefulSet") if !list(old, "spec.volumeClaimTemplates").is_empty() => {
            let deletes = text(old, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted") == Some("Delete");
            let what = if deletes {
                "its claims are deleted with it, and the data on them"
            } else {
                "its claims stay, and nothing reads the data on them any longer"
            };
            (what, Some(RETENTION))
        }
        _ => return None,
    };
    Some(Finding { path: String::new(), what: what.to_owned(), page })
}

fn changed(delta: &Delta<'_>, old: &Value, new: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    if is_kept(old) && !is_kept(new) {
        let what = "Helm no longer keeps the object where the release or the template goes away";
        found.push(Finding::new("metadata.annotations[\"helm.sh/resource-policy\"]", what).page(KEEP));
    }
    match (delta.id.group.as_str(), delta.id.kind.as_str()) {
        ("", "PersistentVolumeClaim") => found.extend(shrinks(old, new, "spec", "the claim")),
        ("", "PersistentVolume") => found.extend(policy(old, new, "spec.persistentVolumeReclaimPolicy", "Retain")),
        ("storage.k8s.io", "StorageClass") => found.extend(policy(old, new, "reclaimPolicy", "Delete")),
        ("apps", "StatefulSet") => found.extend(stateful(old, new)),
        ("", "Secret") => found.extend(keys(old, new)),
        _ => {}
    }
    found.extend(volumes(delta, old, new));
    found
}

fn shrinks(old: &Value, new: &Value, under: &str, name: &str) -> Option<Finding> {
    let path = format!("{under}.resources.requests.storage");
    let (before, after) = (quantity(old, &path)?, quantity(new, &path)?);
    let what = format!(
        "{name} is to be smaller, and no volume can be: it has to be made anew, and what does not get copied is lost"
    );
    (after < before).then(|| Finding::new(path, what))
}

/// A policy that becomes `Delete`.
fn policy(old: &Value, new: &Value, path: &str, unsaid: &str) -> Option<Finding> {
    let said = |value| text(value, path).unwrap_or(unsaid).to_owned();
    let what = "volumes are deleted with their claims from now on, and were retained before";
    (said(old) != "Delete" && said(new) == "Delete").then(|| Finding::new(path, what))
}

fn stateful(old: &Value, new: &Value) -> Vec<Finding> {
    const POLICY: &str = "spec.persistentVolumeClaimRetentionPolicy";
    let mut found = Vec::new();
    let said = |value, when: &str| text(value, &format!("{POLICY}.{when}")) == Some("Delete");
    for (when, what) in [
        ("whenDeleted", "claims and their data are deleted with the StatefulSet from now on"),
        ("whenScaled", "claims and their data are deleted with every pod that is scaled away from now on"),
    ] {
        if said(new, when) && !said(old, when) {
            found.push(Finding::new(format!("{POLICY}.{when}"), what).page(RETENTION));
        }
    }
    let fewer = replicas(new).unwrap_or(1) < replicas(old).unwrap_or(1);
    let templates = |value| list(value, "spec.volumeClaimTemplates");
    if fewer && said(new, "whenScaled") && !templates(new).is_empty() {
        let what = "the claims of the pods that go are deleted, and the data on them";
        found.push(Finding::new("spec.replicas", what).page(RETENTION));
    }
    for template in templates(old) {
        let Some(name) = text(template, "metadata.name") else { continue };
        match templates(new).iter().find(|other| text(other, "metadata.name") == Some(name)) {
            None => {
                let what = "pods no longer have the claim, and nothing reads the data on it any longer";
                found.push(Finding::new(format!("spec.volumeClaimTemplates[{name}]"), what).page(RETENTION));
            }
            Some(other) => {
                let smaller = shrinks(template, other, "spec", "every claim of it");
                found.extend(
                    smaller
                        .map(|own| Finding { path: format!("spec.volumeClaimTemplates[{name}].{}", own.path), ..own }),
                );
            }
        }
    }
    found
}

/// Keys of a Secret that go away. Their values are nobody's business.
fn keys(old: &Value, new: &Value) -> Vec<Finding> {
    let has = |value: &Value, key: &str| {
        ["data", "stringData"].iter().any(|map| at(value, map).is_some_and(|map| map.get(key).is_some()))
    };
    let all = ["data", "stringData"].iter().filter_map(|map| at(old, map)?.as_object()).flatten();
    let gone = all.filter(|(key, _)| !has(new, key));
    gone.map(|(key, _)| Finding::new(format!("data[\"{key}\"]"), "what stands at this key is gone").page(SECRET))
        .collect()
}

/// A volume of a pod that was a claim and becomes something that goes with the pod.
fn volumes(delta: &Delta<'_>, old: &Value, new: &Value) -> Vec<Finding> {
    let (Some(old), Some(new)) = (look::pods(delta.id, old), look::pods(delta.id, new)) else { return Vec::new() };
    let all = |pods: &look::Pods<'_>| pods.at("spec.volumes").and_then(Value::as_array).cloned().unwrap_or_default();
    let after = all(&new);
    let lost = all(&old).into_iter().filter_map(|volume| {
        let (name, claim) =
            (text(&volume, "name")?.to_owned(), text(&volume, "persistentVolumeClaim.claimName")?.to_owned());
        let own = after.iter().find(|other| text(other, "name") == Some(&name))?;
        let what = if at(own, "emptyDir").is_some() {
            format!("pods no longer use claim `{claim}`, and what they write is deleted with each pod")
        } else {
            let other = text(own, "persistentVolumeClaim.claimName").filter(|other| *other != claim)?;
            format!("pods use claim `{other}` instead of `{claim}`, and nothing reads the data there any longer")
        };
        Some(Finding::new(new.path(&format!("spec.volumes[{name}]")), what))
    });
    lost.collect()
}
