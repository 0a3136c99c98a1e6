//! `sidecar` and `init`: further containers of a pod, and what they mount.

use super::container::{CONTAINER, ENV, ENV_FROM_BLOCK, RESOURCES, SECURITY};
use super::lifecycle::{POST_START, PRE_STOP};
use super::port::PORT;
use super::probe::PROBE;
use super::shared::SWITCH;
use super::{Check, Naming, Type, block, fields};

fields! {
    /// Fields of `mount VOLUME { … }`.
    MOUNT_FIELDS:
    /// Path in the container at which the volume is mounted; else the volume's own `path`.
    PATH: "path", Type::Text(Check::ContainerPath);
    /// Folder or file within the volume that is mounted instead of all of it.
    SUB_PATH: "sub_path", Type::Text(Check::PathWithin);
    /// Whether the container can only read; of a configuration or secret it always can only read.
    READ_ONLY: "read_only", Type::Bool, default = "false";
}

block! {
    /// A volume of the block around it, by its name, that the container sees. What no sidecar or init container mounts is seen by
    /// the main container alone.
    MOUNT: "mount", Naming::Free, names = Check::Label, fields = &[MOUNT_FIELDS];
}

block! {
    /// A container that runs beside the main one, such as a proxy or a shipper of logs. In a service it starts with the main
    /// container; in a job it starts before it and ends after it, so that the job can end. See
    /// <https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/>.
    SIDECAR: "sidecar", Naming::Named, fields = &[SWITCH, CONTAINER],
    blocks = &[&PORT, &ENV, &ENV_FROM_BLOCK, &PROBE, &PRE_STOP, &POST_START, &RESOURCES, &SECURITY, &MOUNT];
}

block! {
    /// A container that must have succeeded before the main one starts. Several run one after the other, in written order, after
    /// the ports that are waited for and the jobs that come before. See
    /// <https://kubernetes.io/docs/concepts/workloads/pods/init-containers/>.
    INIT: "init", Naming::Named, fields = &[SWITCH, CONTAINER], blocks = &[&ENV, &ENV_FROM_BLOCK, &RESOURCES, &SECURITY, &MOUNT];
}
