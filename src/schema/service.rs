//! `service`: a long-running workload and its network face.

use super::account::SERVICE_ACCOUNT;
use super::autoscale::{AUTOSCALE, DISRUPTION};
use super::choices::{
    AFFINITY, EXPOSE, INTERNAL_TRAFFIC, IP_FAMILIES, IP_FAMILY, STRATEGY as STRATEGIES, TRAFFIC, WORKLOAD,
};
use super::container::{ALLOW, CONTAINER, ENV, ENV_FROM_BLOCK, SECURITY};
use super::dapr::DAPR_SIDECAR;
use super::lifecycle::{POST_START, PRE_STOP};
use super::network::NETWORK;
use super::objects::OBJECT_NAMES;
use super::pod::{ANNOTATIONS, LABELS, NODE_SELECTOR, POD, POD_ANNOTATIONS, POD_LABELS, SPREAD, TOLERATION};
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
    WAIT_FOR: "wait_for", Type::List(&Type::Block(&["service", "database"]));
    /// Time that a new pod must be ready without a break before the rollout goes on.
    MIN_READY: "min_ready", Type::Duration, to = To::Workload("minReadySeconds");
    /// Time without progress after which a rollout counts as failed.
    PROGRESS_DEADLINE: "progress_deadline", Type::Duration, to = To::Workload("progressDeadlineSeconds");
    /// How many old versions are kept to roll back to.
    REVISION_HISTORY: "revision_history", Type::Int(0, 1000), default = "10", to = To::Workload("revisionHistoryLimit");
    /// Whether changes of the pods are held back until this is `false` again.
    PAUSED: "paused", Type::Bool, to = To::Workload("paused");
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
    /// Fixed IP address of the Service within the cluster; else the cluster picks one.
    CLUSTER_IP: "cluster_ip", Type::Text(Check::Any), to = To::Service("clusterIP");
}

fields! {
    /// Fields of `strategy { … }`.
    STRATEGY_FIELDS:
    /// Whether new pods start before old ones end.
    STRATEGY_TYPE: "type", Type::Choice(STRATEGIES), default = "rolling";
    /// How many pods there may be beyond `replicas` during a rollout.
    SURGE: "surge", Type::IntOrPercent, default = "1";
    /// How many pods of `replicas` may be missing during a rollout.
    UNAVAILABLE: "unavailable", Type::IntOrPercent, default = "0";
}

block! {
    /// How a new version is rolled out. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy>.
    STRATEGY: "strategy", Naming::None, fields = &[STRATEGY_FIELDS];
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
    blocks = &[&PORT, &ENV, &ENV_FROM_BLOCK, &PROBE, &PRE_STOP, &POST_START, &AUTOSCALE, &DISRUPTION, &STRATEGY, &SIDECAR, &INIT, &VOLUME, &SECURITY, &SERVICE_ACCOUNT, &NETWORK, &DAPR_SIDECAR,
        &SPREAD, &TOLERATION, &NODE_SELECTOR, &LABELS, &ANNOTATIONS, &POD_LABELS, &POD_ANNOTATIONS, &SERVICE_ANNOTATIONS, &OBJECT_NAMES, &ALLOW];
}
