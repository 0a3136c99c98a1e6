//! `service`: a long-running workload and its network face.

use super::account::SERVICE_ACCOUNT;
use super::autoscale::{AUTOSCALE, DISRUPTION};
use super::choices::{
    AFFINITY, DISTRIBUTION, EXPOSE, INTERNAL_TRAFFIC, IP_FAMILIES, IP_FAMILY, POD_MANAGEMENT, RETENTION,
    STRATEGY as STRATEGIES, TRAFFIC, WORKLOAD,
};
use super::container::{ALLOW, CONTAINER, ENV, ENV_FROM_BLOCK, RESOURCES, SECURITY};
use super::dapr::DAPR_SIDECAR;
use super::lifecycle::{POST_START, PRE_STOP};
use super::metrics::METRICS;
use super::network::NETWORK;
use super::objects::OBJECT_NAMES;
use super::placement::{AFFINITY as NODE_AFFINITY, ANTI_AFFINITY, SPREAD};
use super::pod::{ANNOTATIONS, DNS, HOST_ALIAS, LABELS, NODE_SELECTOR, POD, POD_ANNOTATIONS, POD_LABELS, TOLERATION};
use super::port::{PORT, PORT_SHORTS};
use super::probe::PROBE;
use super::shared::{NAMED_OBJECT, SWITCH};
use super::sidecar::{INIT, SIDECAR};
use super::volume::VOLUME;
use super::{Base, Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of a service.
    SERVICE_FIELDS:
    /// Kind of workload that runs the pods.
    KIND: "kind", Type::Choice(WORKLOAD), default = "deployment";
    /// Number of pods, or a range within which an autoscaler keeps it.
    REPLICAS: "replicas", Type::Scale;
    /// From where it can be reached: the type of its Service.
    EXPOSE_FIELD: "expose", Type::Choice(EXPOSE), default = "cluster";
    /// Host name of a service that runs outside of the stack; it has no image and no pods then.
    EXTERNAL: "external", Type::Text(Check::Host);
    /// Addresses that `external` may have, which network policies open; else its ports are opened anywhere.
    EXTERNAL_RANGES: "external_ranges", Type::List(&Type::Text(Check::Cidr));
    /// Services whose pods answer, each of which must have the ports: only a network face, without pods of its own.
    TARGETS: "targets", Type::List(&Type::Block(&["service"]));
    /// Services and databases whose port must be open before the containers start.
    WAIT_FOR: "wait_for", Type::List(&super::job::AWAITED);
    /// Time that a new pod must be ready without a break before the rollout goes on.
    MIN_READY: "min_ready", Type::Duration, to = To::Workload("minReadySeconds");
    /// Time without progress after which a rollout counts as failed.
    PROGRESS_DEADLINE: "progress_deadline", Type::Duration, to = To::Workload("progressDeadlineSeconds");
    /// How many old versions are kept to roll back to.
    REVISION_HISTORY: "revision_history", Type::Int(0, 1000), default = "10", to = To::Workload("revisionHistoryLimit");
    /// Whether changes of the pods are held back until this is `false` again.
    PAUSED: "paused", Type::Bool, to = To::Workload("paused");
    /// How the pods come and go, where `kind = stateful_set`. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies>.
    POD_MANAGEMENT_FIELD: "pod_management", Type::Choice(POD_MANAGEMENT), to = To::Workload("podManagementPolicy");
    /// Whether requests of one client always reach the same pod.
    SESSION_AFFINITY: "session_affinity", Type::Choice(AFFINITY), to = To::Service("sessionAffinity");
    /// How long one client keeps its pod after its last request, where `session_affinity = client_ip`.
    SESSION_AFFINITY_TIMEOUT: "session_affinity_timeout", Type::Duration;
    /// Which nodes pass on traffic from outside of the cluster.
    EXTERNAL_TRAFFIC: "external_traffic", Type::Choice(TRAFFIC);
    /// Which pods serve traffic from inside of the cluster.
    INTERNAL_TRAFFIC_FIELD: "internal_traffic", Type::Choice(INTERNAL_TRAFFIC), to = To::Service("internalTrafficPolicy");
    /// Families of the addresses of the Service, the first before the second.
    IP_FAMILIES_FIELD: "ip_families", Type::List(&Type::Choice(IP_FAMILY)), to = To::Service("ipFamilies");
    /// Whether the Service has addresses of one family or of both.
    IP_FAMILY_POLICY: "ip_family_policy", Type::Choice(IP_FAMILIES), to = To::Service("ipFamilyPolicy");
    /// Whether DNS also names pods that are not ready, as peers of a cluster need to find each other.
    PUBLISH_NOT_READY: "publish_not_ready", Type::Bool;
    /// Host name by which the load balancer is reached, where `expose = load_balancer`.
    LOAD_BALANCER_HOST: "load_balancer_host", Type::Text(Check::Host);
    /// Class of the load balancer, where the cluster offers several.
    LOAD_BALANCER_CLASS: "load_balancer_class", Type::Text(Check::QualifiedName);
    /// Addresses from which the load balancer takes requests; else any.
    LOAD_BALANCER_RANGES: "load_balancer_source_ranges", Type::List(&Type::Text(Check::Cidr));
    /// Port of every node that the load balancer asks whether there is a pod, where `external_traffic = local`; else the cluster
    /// picks one.
    HEALTH_CHECK_NODE_PORT: "health_check_node_port", Type::Int(30000, 32767);
    /// IP address that the load balancer is asked for, where the cloud lets one choose; most want an annotation instead.
    LOAD_BALANCER_IP: "load_balancer_ip", Type::Text(Check::Ip);
    /// Whether each port of a load balancer also gets a port of every node, which many clouds can do without.
    ALLOCATE_NODE_PORTS: "allocate_node_ports", Type::Bool;
    /// Fixed IP address of the Service within the cluster; else the cluster picks one.
    CLUSTER_IP: "cluster_ip", Type::Text(Check::Ip), to = To::Service("clusterIP");
    /// Addresses outside of Kubernetes' care that lead to nodes, on which the Service answers too. See
    /// <https://kubernetes.io/docs/concepts/services-networking/service/#external-ips>.
    EXTERNAL_IPS: "external_ips", Type::List(&Type::Text(Check::Ip)), to = To::Service("externalIPs");
    /// Which pods serve a request first, from Kubernetes 1.31 on. See
    /// <https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution>.
    TRAFFIC_DISTRIBUTION: "traffic_distribution", Type::Choice(DISTRIBUTION), to = To::Service("trafficDistribution");
}

fields! {
    /// Fields of `strategy { … }`.
    STRATEGY_FIELDS:
    /// Whether new pods start before old ones end.
    STRATEGY_TYPE: "type", Type::Choice(STRATEGIES), default = "rolling";
    /// How many pods there may be beyond `replicas` during a rollout; of a `daemon_set` how many nodes may run the old and the
    /// new pod at once, which is 0 unless it is said.
    SURGE: "surge", Type::IntOrPercent, default = "1";
    /// How many pods of `replicas` may be missing during a rollout; for `kind = daemon_set` and `kind = stateful_set` it is 1
    /// unless it is said.
    UNAVAILABLE: "unavailable", Type::IntOrPercent, default = "0";
    /// Number of the first pod that a rollout changes; those of smaller numbers stay as they are, until it is lowered. For
    /// `kind = stateful_set`.
    PARTITION: "partition", Type::Int(0, 10_000);
}

block! {
    /// How a new version is rolled out. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy>.
    STRATEGY: "strategy", Naming::None, fields = &[STRATEGY_FIELDS];
}

fields! {
    /// Fields of `claim_retention { … }`.
    CLAIM_RETENTION_FIELDS:
    /// What becomes of the claims when the service is taken away.
    WHEN_DELETED: "deleted", Type::Choice(RETENTION), default = "retain";
    /// What becomes of the claims of pods that are no more, once there are fewer.
    WHEN_SCALED: "scaled", Type::Choice(RETENTION), default = "retain";
}

block! {
    /// What becomes of the claims that the pods of a `stateful_set` have each; `keep = false` of a volume is short for
    /// `deleted = delete`. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/>.
    CLAIM_RETENTION: "claim_retention", Naming::None, fields = &[CLAIM_RETENTION_FIELDS];
}

block! {
    /// Labels of the Service, for those who find services by them.
    SERVICE_LABELS: "service_labels", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// Annotations of the Service, for instance for a cloud's load balancer.
    SERVICE_ANNOTATIONS: "service_annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// A long-running workload and its network face.
    SERVICE: "service", Naming::Named, base = Base::Template,
    fields = &[SWITCH, CONTAINER, PORT_SHORTS, SERVICE_FIELDS, POD, NAMED_OBJECT],
    blocks = &[&PORT, &ENV, &ENV_FROM_BLOCK, &PROBE, &PRE_STOP, &POST_START, &AUTOSCALE, &METRICS, &DISRUPTION, &STRATEGY, &CLAIM_RETENTION, &SIDECAR, &INIT, &VOLUME, &SECURITY, &SERVICE_ACCOUNT, &NETWORK, &DAPR_SIDECAR,
        &RESOURCES, &DNS, &HOST_ALIAS, &SPREAD, &NODE_AFFINITY, &ANTI_AFFINITY, &TOLERATION, &NODE_SELECTOR, &LABELS, &ANNOTATIONS, &POD_LABELS, &POD_ANNOTATIONS, &SERVICE_LABELS, &SERVICE_ANNOTATIONS, &OBJECT_NAMES, &ALLOW];
}
