//! What every pod has, whichever workload makes it.

use super::choices::{DNS, EFFECT};
use super::{Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of every pod.
    POD:
    /// Time that a pod has to finish what is under way after it was told to stop.
    TERMINATION_GRACE: "termination_grace", Type::Duration, to = To::Pod("terminationGracePeriodSeconds");
    /// Name of the `PriorityClass` that says which pods give way where room is short.
    PRIORITY_CLASS: "priority_class", Type::Text(Check::Subdomain), to = To::Pod("priorityClassName");
    /// Name of the `RuntimeClass` whose program runs the containers, such as `gvisor`.
    RUNTIME_CLASS: "runtime_class", Type::Text(Check::Subdomain), to = To::Pod("runtimeClassName");
    /// Name of the scheduler that places the pods; else the cluster's own.
    SCHEDULER: "scheduler", Type::Text(Check::Subdomain), to = To::Pod("schedulerName");
    /// Whose DNS the containers ask.
    DNS_POLICY: "dns_policy", Type::Choice(DNS), to = To::Pod("dnsPolicy");
    /// Host name that the containers see as their own.
    HOSTNAME: "hostname", Type::Text(Check::Label), to = To::Pod("hostname");
    /// Whether the containers see each other's processes.
    SHARE_PROCESSES: "share_processes", Type::Bool, to = To::Pod("shareProcessNamespace");
    /// Access to registries: secrets of the stack of `type = dockerconfigjson`, or names of Secrets that todoc does not write.
    PULL_SECRETS: "pull_secrets", Type::List(&Type::Either(&[Type::Block(&["secret"]), Type::Text(Check::Subdomain)]));
}

block! {
    /// Labels that a node must have for the pods to be placed on it.
    NODE_SELECTOR: "node_selector", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// Labels of the pods.
    POD_LABELS: "pod_labels", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Annotations of the pods.
    POD_ANNOTATIONS: "pod_annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Labels of every object of the block.
    LABELS: "labels", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Annotations of the workload or Ingress itself.
    ANNOTATIONS: "annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `toleration NAME { … }`.
    TOLERATION_FIELDS:
    /// Key of the taint; without a key every taint is meant.
    TOLERATION_KEY: "key", Type::Text(Check::QualifiedName);
    /// Value of the taint; without a value every value is meant.
    TOLERATION_VALUE: "value", Type::Text(Check::LabelValue);
    /// Effect of the taint; without an effect every effect is meant.
    TOLERATION_EFFECT: "effect", Type::Choice(EFFECT);
    /// How long a pod stays on its node once the taint is there; else for ever.
    TOLERATION_SECONDS: "seconds", Type::Duration;
}

block! {
    /// A taint of nodes that the pods tolerate. See
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>.
    TOLERATION: "toleration", Naming::Free, fields = &[TOLERATION_FIELDS];
}

fields! {
    /// Fields of `spread NAME { … }`.
    SPREAD_FIELDS:
    /// Label of nodes over whose values the pods are spread.
    SPREAD_KEY: "key", Type::Text(Check::QualifiedName), default = "\"kubernetes.io/hostname\"";
    /// By how many pods two values of the label may differ at most.
    SPREAD_SKEW: "skew", Type::Int(1, 1000), default = "1";
    /// Whether a pod that would break the rule waits instead of starting.
    SPREAD_HARD: "hard", Type::Bool, default = "false";
}

block! {
    /// How the pods are spread over the nodes; from two pods on they are spread softly without being asked. See
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/>.
    SPREAD: "spread", Naming::Free, fields = &[SPREAD_FIELDS];
}
