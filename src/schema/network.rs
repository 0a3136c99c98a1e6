//! Network policies beyond what the references show.
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

use super::choices::PROTOCOL;
use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// Fields of `network { … }`.
    NETWORK_FIELDS:
    /// Whether the pods may reach the public internet (private and metadata addresses never).
    INTERNET: "internet", Type::Bool, default = "true";
    /// Whether the pods may reach the API server of Kubernetes, at the addresses that the environment's `kubernetes_api` gives.
    KUBERNETES_API: "kubernetes_api", Type::Bool;
}

fields! {
    /// Fields of `allow_to NAME { … }` and `allow_from NAME { … }`.
    PEER_FIELDS:
    /// A range of IP addresses, such as `10.0.0.0/8`.
    CIDR: "cidr", Type::Text(Check::Cidr);
    /// Ranges within `cidr` that are not meant.
    EXCEPT: "except", Type::List(&Type::Text(Check::Cidr));
    /// A namespace, of which every pod is meant, or those of `pods`.
    NAMESPACE: "namespace", Type::Text(Check::Label);
    /// The ports of the pods that are opened; else all.
    PORTS: "ports", Type::List(&Type::Int(1, 65535));
    /// Transport protocol of `ports`, or where there are none the only one that is opened; else TCP.
    PROTOCOL_FIELD: "protocol", Type::Choice(PROTOCOL);
}

block! {
    /// Labels of the pods that are meant, in `namespace`, or where that is not said beside the release.
    PODS: "pods", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// A peer that the pods may reach.
    ALLOW_TO: "allow_to", Naming::Free, fields = &[PEER_FIELDS], blocks = &[&PODS];
}

block! {
    /// A peer that may reach the pods.
    ALLOW_FROM: "allow_from", Naming::Free, fields = &[PEER_FIELDS], blocks = &[&PODS];
}

block! {
    /// Who may talk to whom, beyond what the references show. See
    /// <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.
    NETWORK: "network", Naming::None, fields = &[NETWORK_FIELDS], blocks = &[&ALLOW_TO, &ALLOW_FROM];
}
