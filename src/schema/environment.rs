//! `environment`, `profile` and `cluster`.

use super::choices::{CLUSTER_KIND, DRIVER, PULL_POLICY};
use super::container::ALLOW;
use super::network::PODS;
use super::secret::SECRETS;
use super::{Base, Check, Naming, Type, block, chart, database, fields, image, ingress, job, pod, service};
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
    /// Access to registries for every pod whose block names none, instead of what the stack says; `none` where the nodes have
    /// access or the images by themselves.
    PULL_SECRETS: "pull_secrets", Type::List(pod::ACCESS);
    /// Whether network policies are made from the references between blocks.
    NETWORK_POLICIES: "network_policies", Type::Bool;
    /// Whether traffic that no network policy allows is refused.
    DEFAULT_DENY: "default_deny", Type::Bool;
    /// Namespace of the ingress controller, whose pods the policies let in.
    INGRESS_NAMESPACE: "ingress_namespace", Type::Text(Check::Label), default = "\"ingress-nginx\"";
    /// Namespace of the pods that serve requests for a Gateway, which the policies let in; else the Gateway's own.
    GATEWAY_NAMESPACE: "gateway_namespace", Type::Text(Check::Label);
    /// Namespace of Prometheus, whose pods the policies let in to where a service has `metrics`.
    MONITORING_NAMESPACE: "monitoring_namespace", Type::Text(Check::Label), default = "\"monitoring\"";
    /// Addresses of the API server as `kubectl get endpointslices kubernetes` shows them, which policies open to pods that talk to it.
    KUBERNETES_API: "kubernetes_api", Type::List(&Type::Text(Check::Cidr));
    /// Whether services of two pods or more get a disruption budget.
    DISRUPTION_BUDGETS: "disruption_budgets", Type::Bool;
}

fields! {
    /// Fields of `dns { … }`.
    DNS_FIELDS:
    /// Namespace of the pods that answer.
    DNS_NAMESPACE: "namespace", Type::Text(Check::Label), default = "\"kube-system\"";
    /// Ports that these pods listen on, over UDP and TCP.
    DNS_PORTS: "ports", Type::List(&Type::Int(1, 65535)), default = "[53]";
    /// Where a cache on every node answers; `none` where there is no such cache.
    DNS_NODE_LOCAL: "node_local", Type::Text(Check::Cidr), default = "\"169.254.20.10/32\"";
}

block! {
    /// The cluster's DNS, which network policies open to every pod. Its `pods` are those with the label `k8s-app: kube-dns` unless
    /// others are given. See <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>.
    DNS: "dns", Naming::None, fields = &[DNS_FIELDS], blocks = &[&PODS];
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
    KUBERNETES: "kubernetes", Type::Text(Check::KubernetesVersion);
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
    blocks = &[&SECRETS, &CLUSTER, &DNS, &image::IMAGE, &service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON,
        &super::secret::SECRET, &super::config::CONFIG, &ingress::INGRESS, &super::dapr::DAPR, &super::manifest::MANIFEST, &super::patch::PATCH, &chart::CHART, &ALLOW];
}

block! {
    /// A base for environments, built on another: `profile company : production { service { … } }`.
    PROFILE: "profile", Naming::Named, base = Base::Environment, fields = &[ENVIRONMENT_FIELDS],
    blocks = &[&SECRETS, &DNS, &image::IMAGE, &service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON,
        &super::secret::SECRET, &super::config::CONFIG, &ingress::INGRESS, &super::dapr::DAPR, &super::manifest::MANIFEST, &super::patch::PATCH, &chart::CHART, &ALLOW];
}
