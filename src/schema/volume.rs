//! Volumes of a workload.

use super::choices::{ACCESS, TEMPORARY_STORAGE};
use super::{Check, Naming, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of `volume NAME { … }`.
    VOLUME_FIELDS:
    /// Where the containers see it.
    PATH: "path", Type::Text(Check::ContainerPath), required = true;
    /// Size of a claim, which outlives the pod.
    SIZE: "size", Type::Quantity(Kind::Storage);
    /// A temporary folder: `true`, or its greatest size.
    TEMPORARY: "temporary", Type::Either(&[Type::Bool, Type::Quantity(Kind::Storage)]);
    /// A configuration, each key or file of it a file.
    CONFIG: "config", Type::Block(&["config"]);
    /// A secret, as a file.
    SECRET: "secret", Type::Block(&["secret"]), secret = true;
    /// Name of a claim that todoc does not write.
    EXISTING: "existing", Type::Text(Check::Subdomain);
    /// Whether every pod has a claim of its own (stateful services).
    PER_REPLICA: "per_replica", Type::Bool, default = "false";
    /// Class of storage; else the cluster's default.
    STORAGE_CLASS: "storage_class", Type::Text(Check::Subdomain);
    /// Who may use the claim at once.
    ACCESS_FIELD: "access", Type::Choice(ACCESS), default = "read_write_once";
    /// Folder or file within the volume.
    SUB_PATH: "sub_path", Type::Text(Check::Any);
    /// Whether containers may not write.
    READ_ONLY: "read_only", Type::Bool, default = "false";
    /// Mode of the files of a configuration or secret.
    MODE: "mode", Type::Text(Check::Mode);
    /// Whether it is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// A volume: exactly one of `size`, `temporary`, `config`, `secret`, `existing`.
    VOLUME: "volume", Naming::Named, fields = &[VOLUME_FIELDS];
}

/// What `storage` of a database may be: a size or `temporary`.
pub static STORAGE_TYPES: &[Type] = &[Type::Quantity(Kind::Storage), Type::Choice(TEMPORARY_STORAGE)];
