//! Network policies beyond what the references show.
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

use super::{Check, Naming, Type, block, fields};

fields! {
    /// Fields of `network { … }`.
    NETWORK_FIELDS:
    /// Whether the pods may reach the public internet (private and metadata addresses never).
    INTERNET: "internet", Type::Bool, default = "true";
}

fields! {
    /// Fields of `allow_to NAME { … }` and `allow_from NAME { … }`.
    PEER_FIELDS:
    /// A range of IP addresses, such as `10.0.0.0/8`.
    CIDR: "cidr", Type::Text(Check::Cidr);
    /// A namespace, of which every pod is meant.
    NAMESPACE: "namespace", Type::Text(Check::Label);
    /// The ports that are opened; else all.
    PORTS: "ports", Type::List(&Type::Int(1, 65535));
}

block! {
    /// A peer that the pods may reach.
    ALLOW_TO: "allow_to", Naming::Free, fields = &[PEER_FIELDS];
}

block! {
    /// A peer that may reach the pods.
    ALLOW_FROM: "allow_from", Naming::Free, fields = &[PEER_FIELDS];
}

block! {
    /// Who may talk to whom, beyond what the references show. See
    /// <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.
    NETWORK: "network", Naming::None, fields = &[NETWORK_FIELDS], blocks = &[&ALLOW_TO, &ALLOW_FROM];
}
