//! The pod template, whichever workload makes the pods.

mod access;
mod host;
mod placement;
mod security;

use super::across::Across;
use super::container::Container;
use super::{Context, Part, account, beside, metadata};
use crate::chart::tree::{self, Entry, Item, Node, Test, list, map, pair};
use crate::schema::{To, pod, service};
use smol_str::SmolStr;

pub(super) use access::pull_secrets;
pub(super) use host::nameservers;
pub(super) use placement::placement;
pub(super) use security::{confined, labelled as selinux, security};

/// What a workload adds to its pods.
#[derive(Debug, Clone, Default)]
pub(super) struct Extras {
    /// Containers that run before.
    pub(super) init: Vec<Item>,
    /// Containers that run beside the main one.
    pub(super) beside: Vec<Item>,
    /// Volumes beside those of the container.
    pub(super) volumes: Vec<Item>,
    /// Annotations by which a change of configuration rolls the pods.
    pub(super) checksums: Vec<Entry>,
    /// What a container that failed is restarted by; none for Kubernetes' default.
    pub(super) restart: Option<Entry>,
    /// Whether the pods are spread over the nodes.
    pub(super) spread: bool,
}

/// The pod template of a block.
pub(super) fn lower(
    context: &Context<'_>,
    across: &Across<'_>,
    container: Container,
    extras: Extras,
    part: &mut Part,
) -> Vec<Entry> {
    let mut labels = vec![Entry::Selector(SmolStr::new(across.name))];
    if across.kind.is(&service::SERVICE) {
        labels.extend(super::service::target_labels(context, across));
    }
    labels.extend(metadata::texts(context, across, &pod::POD_LABELS, "podLabels", part));
    let checksums = container.checksums.iter().chain(&extras.checksums).cloned();
    let mut annotations = beside::united(checksums.collect());
    annotations.extend(super::secrets::checksum(context, across));
    annotations.extend(metadata::texts(context, across, &pod::POD_ANNOTATIONS, "podAnnotations", part));
    if across.kind.is(&service::SERVICE) {
        annotations.extend(super::dapr::annotations(across, part));
    }
    vec![
        map("metadata", vec![map("labels", labels), map("annotations", annotations)]),
        map("spec", spec(context, across, container, extras, part)),
    ]
}

fn spec(
    context: &Context<'_>,
    across: &Across<'_>,
    container: Container,
    extras: Extras,
    part: &mut Part,
) -> Vec<Entry> {
    let mut spec: Vec<Entry> = extras.restart.into_iter().collect();
    spec.extend([pair("serviceAccountName", Node::Text(account::name(across)))]);
    spec.extend(account::token(across, part));
    spec.extend(host::service_links(across, part));
    let is_own = |field: &&'static crate::schema::Field| matches!(field.to, To::Pod(_));
    for field in across.kind.all_fields().filter(is_own) {
        spec.extend(if field.is(&pod::DNS_POLICY) {
            host::dns_policy(across, part)
        } else {
            part.passed(across, field)
        });
    }
    spec.extend(host::dns_config(across, part));
    spec.push(host::aliases(across, part));
    spec.push(pull_secrets(context, across, part));
    spec.push(security(across, &container.users, part));
    spec.push(list("initContainers", extras.init));
    spec.push(list("containers", [Item::Node(container.node)].into_iter().chain(extras.beside).collect()));
    spec.push(list("volumes", united(container.volumes.into_iter().chain(extras.volumes))));
    spec.extend(placement(context, across, extras.spread, part));
    spec
}

/// Volumes, each once: one that several containers mount is there where any of them needs it.
fn united(volumes: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let mut flat: Vec<(Option<Test>, Item)> = Vec::new();
    volumes.into_iter().for_each(|volume| flatten(None, volume, &mut flat));
    let mut united: Vec<(Option<Test>, Item)> = Vec::new();
    for (test, volume) in flat {
        match united.iter_mut().find(|(_, known)| *known == volume) {
            Some((known, _)) => *known = known.take().zip(test).and_then(|(known, test)| Test::any([known, test])),
            None => united.push((test, volume)),
        }
    }
    let guarded = united.into_iter().map(|(test, volume)| match test {
        Some(test) => Item::When(test, vec![volume]),
        None => volume,
    });
    guarded.collect()
}

fn flatten(test: Option<Test>, volume: Item, into: &mut Vec<(Option<Test>, Item)>) {
    match volume {
        Item::When(own, items) => {
            let test = Test::all(test.into_iter().chain([own]));
            for item in items {
                flatten(test.clone(), item, into);
            }
        }
        Item::Node(_) | Item::Each(..) | Item::EachKey(..) | Item::Values(_) => into.push((test, volume)),
    }
}

/// A test that is always asked together with a block's own switch.
pub(super) fn when(across: &Across<'_>, more: Option<Test>) -> Option<Test> {
    Test::all([across.enabled()].into_iter().chain(more))
}

/// Selects the pods of a block.
pub(super) fn selector(name: &str) -> Entry {
    map("selector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(name))])])
}

/// An object of a block.
pub(super) fn object(
    across: &Across<'_>,
    kind: &str,
    short: &str,
    when: Option<Test>,
    body: Vec<Entry>,
) -> tree::Object {
    let mut whole = vec![pair("apiVersion", Node::text(api_version(kind))), pair("kind", Node::text(kind))];
    whole.extend(body);
    tree::Object {
        file: format!("{short}-{}.yaml", across.name),
        block: SmolStr::new(across.name),
        when,
        doc: None,
        body: whole,
        pieces: Vec::new(),
        chart_only: false,
    }
}

fn api_version(kind: &str) -> &'static str {
    match kind {
        "ServiceMonitor" | "PodMonitor" => "monitoring.coreos.com/v1",
        "HTTPRoute" => "gateway.networking.k8s.io/v1",
        "Deployment" | "StatefulSet" | "DaemonSet" => "apps/v1",
        "Job" | "CronJob" => "batch/v1",
        "HorizontalPodAutoscaler" => "autoscaling/v2",
        "PodDisruptionBudget" => "policy/v1",
        "NetworkPolicy" | "Ingress" => "networking.k8s.io/v1",
        "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => "rbac.authorization.k8s.io/v1",
        "ExternalSecret" => "external-secrets.io/v1",
        _ => "v1",
    }
}
