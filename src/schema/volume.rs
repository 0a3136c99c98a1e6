//! Volumes of a workload.

use super::choices::{ACCESS, HOST_TYPE, MEDIUM, TEMPORARY_STORAGE, VOLUME_MODE};
use super::{Check, Entries, Naming, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of `volume NAME { … }`.
    VOLUME_FIELDS:
    /// Path in the main container at which it is mounted; without one only the sidecars and init containers that `mount` it see
    /// it.
    PATH: "path", Type::Text(Check::ContainerPath);
    /// Size of a persistent claim, which outlives the pods.
    SIZE: "size", Type::Quantity(Kind::Storage);
    /// A folder that goes with the pod: `true`, or the most that it may hold.
    TEMPORARY: "temporary", Type::Either(&[Type::Bool, Type::Quantity(Kind::Storage)]);
    /// A configuration, of which each key and file becomes a file.
    CONFIG: "config", Type::Block(&["config"]);
    /// A secret, which becomes a file.
    SECRET: "secret", Type::Block(&["secret"]), secret = true;
    /// Name of a persistent claim that todoc does not write.
    EXISTING: "existing", Type::Text(Check::Subdomain);
    /// A folder or file of the node that the pod runs on, which is for a cluster on one's own machine and for agents.
    HOST_PATH: "host_path", Type::Text(Check::ContainerPath);
    /// What must be at `host_path`.
    HOST_TYPE_FIELD: "host_type", Type::Choice(HOST_TYPE);
    /// Name of a CSI driver that makes the volume for the pod, such as `secrets-store.csi.k8s.io`; what it needs to know stands
    /// in `attributes`.
    CSI: "csi", Type::Text(Check::Subdomain);
    /// Where a temporary folder lies.
    MEDIUM_FIELD: "medium", Type::Choice(MEDIUM);
    /// Whether every pod has a claim of its own, where `kind = stateful_set`.
    PER_REPLICA: "per_replica", Type::Bool, default = "false";
    /// Class of the claim's storage; else the cluster's default.
    STORAGE_CLASS: "storage_class", Type::Text(Check::Subdomain);
    /// How many nodes or pods may use the claim at once.
    ACCESS_FIELD: "access", Type::Choice(ACCESS), default = "read_write_once";
    /// Whether the claim is a folder or a block device; the `path` is then that of the device.
    VOLUME_MODE_FIELD: "volume_mode", Type::Choice(VOLUME_MODE);
    /// Name of the one `PersistentVolume` that the claim takes.
    VOLUME_NAME: "volume_name", Type::Text(Check::Subdomain);
    /// Name of a `VolumeSnapshot` that the claim begins as.
    FROM_SNAPSHOT: "from_snapshot", Type::Text(Check::Subdomain);
    /// Name of a claim that the claim begins as a copy of.
    FROM_CLAIM: "from_claim", Type::Text(Check::Subdomain);
    /// Whether the claim stays when the release is taken away. Where nothing is said, Helm takes a claim away with its release,
    /// and those of `per_replica` stay.
    KEEP: "keep", Type::Bool;
    /// Folder or file within the volume that is mounted instead of all of it.
    SUB_PATH: "sub_path", Type::Text(Check::PathWithin);
    /// Whether the containers can only read.
    READ_ONLY: "read_only", Type::Bool, default = "false";
    /// Mode of the files of a configuration or secret, in octal, such as `0440`.
    MODE: "mode", Type::Text(Check::Mode);
    /// Whether the volume is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// Which keys of a configuration or secret become files, each with the path of its file in the volume; else every key becomes a
    /// file of its name.
    ITEMS: "items", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Text(Check::PathWithin), secret: false, short: None };
}

block! {
    /// Labels that a `PersistentVolume` must have for the claim to take it.
    SELECTOR: "selector", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// What a CSI driver needs to know to make the volume.
    ATTRIBUTES: "attributes", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Text(Check::Any), secret: false, short: None };
}

block! {
    /// Annotations of the claim.
    CLAIM_ANNOTATIONS: "annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `source NAME { … }`.
    SOURCE_FIELDS:
    /// A configuration, of which each key and file becomes a file.
    SOURCE_CONFIG: "config", Type::Block(&["config"]);
    /// A secret, which becomes a file.
    SOURCE_SECRET: "secret", Type::Block(&["secret"]), secret = true;
    /// Whom a token of the pod's service account is for, such as `vault`: the token becomes a file, which is renewed.
    AUDIENCE: "audience", Type::Text(Check::Any);
    /// How long such a token holds, ten minutes or more; it is renewed before that.
    EXPIRES: "expires", Type::Duration;
    /// File of the token in the volume; else the source's name.
    FILE: "file", Type::Text(Check::PathWithin);
}

block! {
    /// One of several things that are files of the same volume: exactly one of `config`, `secret` and `audience`.
    SOURCE: "source", Naming::Free, names = Check::Label, fields = &[SOURCE_FIELDS], blocks = &[&ITEMS];
}

block! {
    /// A volume: exactly one of `size`, `temporary`, `config`, `secret`, `existing`, `host_path` and `csi`, or several `source`
    /// blocks. See <https://kubernetes.io/docs/concepts/storage/volumes/>.
    VOLUME: "volume", Naming::Named, fields = &[VOLUME_FIELDS],
    blocks = &[&ITEMS, &SOURCE, &ATTRIBUTES, &SELECTOR, &CLAIM_ANNOTATIONS];
}

/// What `storage` of a database may be: a size or `temporary`.
pub static STORAGE_TYPES: &[Type] = &[Type::Quantity(Kind::Storage), Type::Choice(TEMPORARY_STORAGE)];
