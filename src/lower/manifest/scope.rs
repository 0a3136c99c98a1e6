//! Which kinds belong to no namespace.

/// Kinds of Kubernetes, and of operators that many clusters have, that belong to the whole cluster.
const CLUSTER_WIDE: [&str; 26] = [
    "APIService",
    "CSIDriver",
    "CSINode",
    "ClusterIssuer",
    "ClusterPolicy",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "CustomResourceDefinition",
    "FlowSchema",
    "GatewayClass",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeSnapshotClass",
    "VolumeSnapshotContent",
];

/// Whether objects of a kind belong to the whole cluster. Unknown kinds are taken for those of a namespace.
pub(super) fn is_cluster_wide(api_version: &str, kind: &str) -> bool {
    CLUSTER_WIDE.contains(&kind) && !api_version.is_empty()
}
