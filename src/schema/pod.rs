//! What every pod has, whichever workload makes it.

use super::choices::{DNS, EFFECT};
use super::{Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of every pod.
    POD:
    /// Time between the end's announcement and the end, for requests under way.
    TERMINATION_GRACE: "termination_grace", Type::Duration, to = To::Pod("terminationGracePeriodSeconds");
    /// Class that says which pods go first where room is short.
    PRIORITY_CLASS: "priority_class", Type::Text(Check::Subdomain), to = To::Pod("priorityClassName");
    /// Program that runs the containers, such as `gvisor`.
    RUNTIME_CLASS: "runtime_class", Type::Text(Check::Subdomain), to = To::Pod("runtimeClassName");
    /// Scheduler that places the pods.
    SCHEDULER: "scheduler", Type::Text(Check::Subdomain), to = To::Pod("schedulerName");
    /// How names are looked up.
    DNS_POLICY: "dns_policy", Type::Choice(DNS), to = To::Pod("dnsPolicy");
    /// Host name within the pod.
    HOSTNAME: "hostname", Type::Text(Check::Label), to = To::Pod("hostname");
    /// Whether the containers see each other's processes.
    SHARE_PROCESSES: "share_processes", Type::Bool, to = To::Pod("shareProcessNamespace");
    /// Secrets with access to registries, which todoc does not write.
    PULL_SECRETS: "pull_secrets", Type::List(&Type::Text(Check::Subdomain));
}

block! {
    /// Labels that a node must have.
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
    /// Annotations of the workload.
    ANNOTATIONS: "annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `toleration NAME { … }`.
    TOLERATION_FIELDS:
    /// Key of the taint; none for every taint.
    TOLERATION_KEY: "key", Type::Text(Check::QualifiedName);
    /// Value of the taint; none for every value.
    TOLERATION_VALUE: "value", Type::Text(Check::LabelValue);
    /// Effect of the taint; none for every effect.
    TOLERATION_EFFECT: "effect", Type::Choice(EFFECT);
    /// How long the pod stays after the taint came.
    TOLERATION_SECONDS: "seconds", Type::Duration;
}

block! {
    /// A taint of nodes that the pods bear.
    TOLERATION: "toleration", Naming::Free, fields = &[TOLERATION_FIELDS];
}

fields! {
    /// Fields of `spread NAME { … }`.
    SPREAD_FIELDS:
    /// Label of nodes over whose values the pods are spread.
    SPREAD_KEY: "key", Type::Text(Check::QualifiedName), default = "\"kubernetes.io/hostname\"";
    /// By how many pods two values may differ.
    SPREAD_SKEW: "skew", Type::Int(1, 1000), default = "1";
    /// Whether a pod waits rather than break the rule.
    SPREAD_HARD: "hard", Type::Bool, default = "false";
}

block! {
    /// How the pods are spread over the nodes. From two pods on they are spread softly without being asked.
    SPREAD: "spread", Naming::Free, fields = &[SPREAD_FIELDS];
}
