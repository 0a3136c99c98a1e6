//! Which kinds belong to no namespace.

use crate::kubernetes;

/// Kinds of operators that many clusters have, that belong to the whole cluster.
const CLUSTER_WIDE: [&str; 8] = [
    "ClusterExternalSecret",
    "ClusterIssuer",
    "ClusterPolicy",
    "ClusterRoleTemplateBinding",
    "ClusterSecretStore",
    "GatewayClass",
    "VolumeSnapshotClass",
    "VolumeSnapshotContent",
];

/// Whether objects of a kind belong to a namespace; none of a kind that nobody here knows.
pub(super) fn is_namespaced(api_version: &str, kind: &str) -> Option<bool> {
    let known = kubernetes::kind(api_version, kind).map(|known| known.is_namespaced);
    known.or_else(|| CLUSTER_WIDE.contains(&kind).then_some(false))
}
