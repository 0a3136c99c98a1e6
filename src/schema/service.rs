//! `service`: a long-running workload and its network face.

use super::autoscale::{AUTOSCALE, DISRUPTION};
use super::choices::{AFFINITY, EXPOSE, STRATEGY as STRATEGIES, TRAFFIC, WORKLOAD};
use super::container::{ALLOW, CONTAINER, ENV, ENV_FROM_BLOCK, SECURITY};
use super::network::NETWORK;
use super::pod::{ANNOTATIONS, LABELS, NODE_SELECTOR, POD, POD_ANNOTATIONS, POD_LABELS, SPREAD, TOLERATION};
use super::port::{PORT, PORT_SHORTS};
use super::probe::PROBE;
use super::shared::{NAMED_OBJECT, SWITCH};
use super::volume::VOLUME;
use super::{Base, Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of a service.
    SERVICE_FIELDS:
    /// Which kind of workload runs it.
    KIND: "kind", Type::Choice(WORKLOAD), default = "deployment";
    /// Number of pods, or a range within which they are scaled.
    REPLICAS: "replicas", Type::Scale;
    /// How it can be reached.
    EXPOSE_FIELD: "expose", Type::Choice(EXPOSE), default = "cluster";
    /// Host name of a service that runs elsewhere; it has no image then.
    EXTERNAL: "external", Type::Text(Check::Host);
    /// Blocks whose port must be open before the pods start.
    WAIT_FOR: "wait_for", Type::List(&Type::Block(&["service", "database"]));
    /// Time that a new pod must be ready before it counts.
    MIN_READY: "min_ready", Type::Duration, to = To::Workload("minReadySeconds");
    /// Time after which a rollout that does not go on has failed.
    PROGRESS_DEADLINE: "progress_deadline", Type::Duration, to = To::Workload("progressDeadlineSeconds");
    /// How many old versions are kept to roll back to.
    REVISION_HISTORY: "revision_history", Type::Int(0, 1000), default = "10", to = To::Workload("revisionHistoryLimit");
    /// Whether changes wait.
    PAUSED: "paused", Type::Bool, to = To::Workload("paused");
    /// Whether one client keeps one pod.
    SESSION_AFFINITY: "session_affinity", Type::Choice(AFFINITY), to = To::Service("sessionAffinity");
    /// Which nodes pass traffic from outside on.
    EXTERNAL_TRAFFIC: "external_traffic", Type::Choice(TRAFFIC);
    /// Host name by which the load balancer is reached, where `expose = load_balancer`.
    LOAD_BALANCER_HOST: "load_balancer_host", Type::Text(Check::Host);
    /// Kind of load balancer.
    LOAD_BALANCER_CLASS: "load_balancer_class", Type::Text(Check::QualifiedName), to = To::Service("loadBalancerClass");
    /// Address of the Service within the cluster; else the cluster picks one.
    CLUSTER_IP: "cluster_ip", Type::Text(Check::Any), to = To::Service("clusterIP");
}

fields! {
    /// Fields of `strategy { … }`.
    STRATEGY_FIELDS:
    /// Which pods go first.
    STRATEGY_TYPE: "type", Type::Choice(STRATEGIES), default = "rolling";
    /// How many pods there may be beyond the wanted number.
    SURGE: "surge", Type::IntOrPercent, default = "1";
    /// How many pods of the wanted number may be missing.
    UNAVAILABLE: "unavailable", Type::IntOrPercent, default = "0";
}

block! {
    /// How a new version is rolled out.
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
    blocks = &[&PORT, &ENV, &ENV_FROM_BLOCK, &PROBE, &AUTOSCALE, &DISRUPTION, &STRATEGY, &VOLUME, &SECURITY, &NETWORK,
        &SPREAD, &TOLERATION, &NODE_SELECTOR, &LABELS, &ANNOTATIONS, &POD_LABELS, &POD_ANNOTATIONS, &SERVICE_ANNOTATIONS, &ALLOW];
}
