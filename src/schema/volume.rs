//! Volumes of a workload.

use super::choices::{ACCESS, TEMPORARY_STORAGE};
use super::{Check, Naming, Type, block, fields};
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
    /// Whether every pod has a claim of its own, where `kind = stateful_set`.
    PER_REPLICA: "per_replica", Type::Bool, default = "false";
    /// Class of the claim's storage; else the cluster's default.
    STORAGE_CLASS: "storage_class", Type::Text(Check::Subdomain);
    /// How many nodes or pods may use the claim at once.
    ACCESS_FIELD: "access", Type::Choice(ACCESS), default = "read_write_once";
    /// Folder or file within the volume that is mounted instead of all of it.
    SUB_PATH: "sub_path", Type::Text(Check::Any);
    /// Whether the containers can only read.
    READ_ONLY: "read_only", Type::Bool, default = "false";
    /// Mode of the files of a configuration or secret, in octal, such as `0440`.
    MODE: "mode", Type::Text(Check::Mode);
    /// Whether the volume is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// A volume: exactly one of `size`, `temporary`, `config`, `secret` and `existing`. See
    /// <https://kubernetes.io/docs/concepts/storage/volumes/>.
    VOLUME: "volume", Naming::Named, fields = &[VOLUME_FIELDS];
}

/// What `storage` of a database may be: a size or `temporary`.
pub static STORAGE_TYPES: &[Type] = &[Type::Quantity(Kind::Storage), Type::Choice(TEMPORARY_STORAGE)];
