//! What every pod has, whichever workload makes it.

use super::choices::{DNS as DNS_CHOICE, EFFECT, PREEMPTION};
use super::{Check, Entries, Naming, To, Type, block, fields};

/// What gives access to a registry.
pub(super) static ACCESS: &Type = &Type::Either(&[Type::Block(&["secret"]), Type::Text(Check::Subdomain)]);

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
    /// Whether these pods may push others away where room is short, as far as their `priority_class` allows it.
    PREEMPTION_FIELD: "preemption", Type::Choice(PREEMPTION), to = To::Pod("preemptionPolicy");
    /// Whether the pods are in the node's own network: their ports are the node's, and network policies do not hold for them.
    HOST_NETWORK: "host_network", Type::Bool, to = To::Pod("hostNetwork");
    /// Whether the containers see the processes of the node.
    HOST_PID: "host_pid", Type::Bool, to = To::Pod("hostPID");
    /// Whether the containers share memory with processes of the node.
    HOST_IPC: "host_ipc", Type::Bool, to = To::Pod("hostIPC");
    /// Whose DNS the containers ask; with `host_network` it is `cluster_first_with_host_net` unless it is said.
    DNS_POLICY: "dns_policy", Type::Choice(DNS_CHOICE), to = To::Pod("dnsPolicy");
    /// Host name that the containers see as their own.
    HOSTNAME: "hostname", Type::Text(Check::Label), to = To::Pod("hostname");
    /// Domain below that of the cluster under which DNS knows the pods by their `hostname`: the name of a headless Service.
    SUBDOMAIN: "subdomain", Type::Text(Check::Label), to = To::Pod("subdomain");
    /// Whether the containers get variables with the addresses of every Service of the namespace, as old programs expect.
    SERVICE_LINKS: "enable_service_links", Type::Bool, default = "false";
    /// Whether the containers see each other's processes.
    SHARE_PROCESSES: "share_processes", Type::Bool, to = To::Pod("shareProcessNamespace");
    /// Access to registries: secrets of the stack of `type = dockerconfigjson`, or names of Secrets that todoc does not write.
    /// They take the place of those that the stack or the environment gives every pod.
    PULL_SECRETS: "pull_secrets", Type::List(ACCESS);
}

fields! {
    /// Fields of `dns { … }` of a pod.
    DNS_FIELDS:
    /// Addresses of name servers, at most three, which the network policy opens; the cluster's come first, unless
    /// `dns_policy = own`.
    NAMESERVERS: "nameservers", Type::List(&Type::Text(Check::Ip));
    /// Domains in which short names are looked up, beside the cluster's.
    SEARCHES: "searches", Type::List(&Type::Text(Check::Subdomain));
}

block! {
    /// Options of name lookups, such as `ndots = 2`; one without a value, such as `edns0`, is an empty text.
    DNS_OPTIONS: "options", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Whom the containers ask for names, beside what `dns_policy` says. See
    /// <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config>.
    DNS: "dns", Naming::None, fields = &[DNS_FIELDS], blocks = &[&DNS_OPTIONS];
}

fields! {
    /// Fields of `host_alias NAME { … }`.
    HOST_ALIAS_FIELDS:
    /// The address.
    ALIAS_IP: "ip", Type::Text(Check::Ip), required = true;
    /// The names that the containers know it by.
    ALIAS_HOSTS: "hosts", Type::List(&Type::Text(Check::Host)), required = true;
}

block! {
    /// A line of the containers' file `/etc/hosts`. See
    /// <https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/>.
    HOST_ALIAS: "host_alias", Naming::Free, names = Check::Label, fields = &[HOST_ALIAS_FIELDS];
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
