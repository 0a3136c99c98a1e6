//! `environment`, `profile` and `cluster`.

use super::choices::{CLUSTER_KIND, DRIVER, PULL_POLICY};
use super::container::ALLOW;
use super::secret::SECRETS;
use super::{Base, Check, Naming, Type, block, database, fields, image, ingress, job, service};
use crate::types::quantity::Kind;

fields! {
    /// Fields of an environment.
    ENVIRONMENT_FIELDS:
    /// Namespace of every object; it is named here, not made.
    NAMESPACE: "namespace", Type::Text(Check::Label), default = "\"default\"";
    /// Name of the Helm release; else the stack's name.
    RELEASE: "release", Type::Text(Check::Label);
    /// Pull policy of every image that does not set its own.
    PULL_POLICY_FIELD: "pull_policy", Type::Choice(PULL_POLICY), default = "if_not_present";
    /// Whether network policies are made from the references between blocks.
    NETWORK_POLICIES: "network_policies", Type::Bool;
    /// Whether traffic that no network policy allows is refused.
    DEFAULT_DENY: "default_deny", Type::Bool;
    /// Namespace of the ingress controller, whose pods the policies let in.
    INGRESS_NAMESPACE: "ingress_namespace", Type::Text(Check::Label), default = "\"ingress-nginx\"";
    /// Whether services of two pods or more get a disruption budget.
    DISRUPTION_BUDGETS: "disruption_budgets", Type::Bool;
}

fields! {
    /// Fields of `cluster NAME { … }`.
    CLUSTER_FIELDS:
    /// What minikube runs the node in; else what it finds.
    DRIVER_FIELD: "driver", Type::Choice(DRIVER);
    /// Number of processors of the node.
    CPUS: "cpus", Type::Int(1, 1024);
    /// Memory of the node.
    MEMORY: "memory", Type::Quantity(Kind::Memory);
    /// Size of the node's disk.
    DISK: "disk", Type::Quantity(Kind::Storage);
    /// Version of Kubernetes that the cluster runs, such as `1.33`.
    KUBERNETES: "kubernetes", Type::Text(Check::Any);
    /// Address or host name of a node, by which node ports are reached from outside.
    ADDRESS: "address", Type::Text(Check::Address), default = "\"localhost\"";
}

block! {
    /// The local cluster of an environment: `cluster minikube { … }` or `cluster kind { … }`.
    CLUSTER: "cluster", Naming::Fixed(&["minikube", "kind"]), base = Base::Choice(CLUSTER_KIND), fields = &[CLUSTER_FIELDS];
}

block! {
    /// What differs in one environment. As a file's head (`environment prod : production extends "app.todostack"`) it
    /// makes the rest of the file its overlay.
    ENVIRONMENT: "environment", Naming::Named, base = Base::Environment, fields = &[ENVIRONMENT_FIELDS],
    blocks = &[&SECRETS, &CLUSTER, &image::IMAGE, &service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON,
        &super::secret::SECRET, &super::config::CONFIG, &ingress::INGRESS, &ALLOW];
}

block! {
    /// A base for environments, built on another: `profile company : production { service { … } }`.
    PROFILE: "profile", Naming::Named, base = Base::Environment, fields = &[ENVIRONMENT_FIELDS],
    blocks = &[&SECRETS, &image::IMAGE, &service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON,
        &super::secret::SECRET, &super::config::CONFIG, &ingress::INGRESS, &ALLOW];
}
