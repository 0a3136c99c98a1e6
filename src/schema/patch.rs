//! `patch`: what an object that todoc makes has beyond the vocabulary.

use super::container::ALLOW;
use super::manifest::OBJECT;
use super::shared::SWITCH;
use super::{Block, Naming, Type, block, config, database, fields, ingress, job, service};

fields! {
    /// Fields of a patch.
    PATCH_FIELDS:
    /// The object that it changes: a block and a kind of its objects, such as `service.api.deployment`.
    ON: "on", Type::Made, required = true;
}

block! {
    /// A change of an object that todoc makes, in chart and manifests alike: maps merge, things with a name are addressed by it,
    /// other lists are replaced as a whole, and `null` takes a field away. What the vocabulary can say is said there.
    PATCH: "patch", Naming::Named, fields = &[SWITCH, PATCH_FIELDS], blocks = &[&OBJECT, &ALLOW];
}

/// A kind of object by which a block's own is meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// The word in the source.
    pub name: &'static str,
    /// What Kubernetes calls it.
    pub kubernetes: &'static str,
}

const fn word(name: &'static str, kubernetes: &'static str) -> Word {
    Word { name, kubernetes }
}

/// Kinds of object, by the word for each.
static WORDS: [Word; 17] = [
    word("deployment", "Deployment"),
    word("stateful_set", "StatefulSet"),
    word("daemon_set", "DaemonSet"),
    word("job", "Job"),
    word("cron_job", "CronJob"),
    word("service", "Service"),
    word("config_map", "ConfigMap"),
    word("service_account", "ServiceAccount"),
    word("horizontal_pod_autoscaler", "HorizontalPodAutoscaler"),
    word("pod_disruption_budget", "PodDisruptionBudget"),
    word("network_policy", "NetworkPolicy"),
    word("persistent_volume_claim", "PersistentVolumeClaim"),
    word("role", "Role"),
    word("role_binding", "RoleBinding"),
    word("service_monitor", "ServiceMonitor"),
    word("ingress", "Ingress"),
    word("http_route", "HTTPRoute"),
];

/// Kinds of block, and the words for the objects that they can make.
static MADE: [(&Block, &[&str]); 6] = [
    (
        &service::SERVICE,
        &[
            "deployment",
            "stateful_set",
            "daemon_set",
            "service",
            "config_map",
            "service_account",
            "horizontal_pod_autoscaler",
            "pod_disruption_budget",
            "network_policy",
            "persistent_volume_claim",
            "role",
            "role_binding",
            "service_monitor",
        ],
    ),
    (
        &database::DATABASE,
        &[
            "stateful_set",
            "service",
            "config_map",
            "service_account",
            "network_policy",
            "cron_job",
            "persistent_volume_claim",
        ],
    ),
    (
        &job::JOB,
        &["job", "config_map", "service_account", "network_policy", "persistent_volume_claim", "role", "role_binding"],
    ),
    (
        &job::CRON,
        &[
            "cron_job",
            "config_map",
            "service_account",
            "network_policy",
            "persistent_volume_claim",
            "role",
            "role_binding",
        ],
    ),
    (&config::CONFIG, &["config_map"]),
    (&ingress::INGRESS, &["ingress", "http_route"]),
];

/// Kinds of block whose objects can be patched.
pub fn blocks() -> impl Iterator<Item = &'static Block> {
    MADE.iter().map(|(block, _)| *block)
}

/// The kinds of object that a kind of block can make.
pub fn words(block: &Block) -> impl Iterator<Item = &'static Word> {
    let names = MADE.iter().find(|(known, _)| known.is(block)).map_or(&[][..], |(_, names)| names);
    WORDS.iter().filter(move |word| names.contains(&word.name))
}
