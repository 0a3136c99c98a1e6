//! What every container has, in whichever workload it runs.

use super::choices::{CONFINEMENT, GROUP_CHANGE, PULL_POLICY, TERMINATION_MESSAGE};
use super::{Base, Check, Entries, Naming, To, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of every container.
    CONTAINER:
    /// The image: the name of an `image` block, or a complete reference such as `"nginx:1.29.0"`.
    IMAGE: "image", Type::Image, required = true;
    /// What the container runs instead of the image's entry point. `${env.NAME}` is a variable of the same container.
    COMMAND: "command", Type::List(&Type::Text(Check::Any)), to = To::Container("command");
    /// Arguments of the command. `${env.NAME}` is a variable of the same container.
    ARGS: "args", Type::List(&Type::Text(Check::Any)), to = To::Container("args");
    /// Folder in which the command starts; else that of the image.
    WORKING_DIR: "working_dir", Type::Text(Check::ContainerPath), to = To::Container("workingDir");
    /// Processor time in cores: request and limit alike (`500m`), apart (`250m..1`), or a request alone
    /// (`250m..none`).
    CPU: "cpu", Type::Resource(Kind::Cpu);
    /// Memory: request and limit alike (`256Mi`), apart (`256Mi..1Gi`), or a request alone (`256Mi..none`).
    MEMORY: "memory", Type::Resource(Kind::Memory);
    /// Space on the node's disk for logs and temporary files: request and limit, as for memory.
    EPHEMERAL_STORAGE: "ephemeral_storage", Type::Resource(Kind::Storage);
    /// When the node fetches the image; else what the image or the environment says.
    PULL_POLICY_FIELD: "pull_policy", Type::Choice(PULL_POLICY);
    /// Paths that the container writes to, each a temporary folder, beside `/tmp`.
    WRITABLE: "writable", Type::List(&Type::Text(Check::ContainerPath));
    /// Where Kubernetes finds the reason why the container ended.
    TERMINATION_MESSAGE_FIELD: "termination_message", Type::Choice(TERMINATION_MESSAGE), to = To::Container("terminationMessagePolicy");
    /// Configurations of which every key becomes an environment variable.
    ENV_FROM: "env_from", Type::List(&Type::Block(&["config"]));
}

block! {
    /// Environment variables. A value is text, a number, a truth, or a reference; what is secret stays in its Secret.
    ENV: "env", Naming::None,
    entries = Entries { key: Check::Variable, value: Type::Scalar, secret: true, short: None };
}

fields! {
    /// Fields of `env_from NAME { … }`.
    ENV_FROM_FIELDS:
    /// Name of a Secret that todoc does not write.
    ENV_FROM_SECRET: "secret", Type::Text(Check::Subdomain);
    /// Name of a ConfigMap that todoc does not write.
    ENV_FROM_CONFIG: "config", Type::Text(Check::Subdomain);
    /// Text that is put before the name of each variable.
    ENV_FROM_PREFIX: "prefix", Type::Text(Check::VariablePrefix);
    /// Whether the container starts without it.
    ENV_FROM_OPTIONAL: "optional", Type::Bool, default = "false";
}

block! {
    /// Variables from an object that todoc does not write.
    ENV_FROM_BLOCK: "env_from", Naming::Named, fields = &[ENV_FROM_FIELDS];
}

block! {
    /// Devices and other things that nodes lend, each as request and limit: `resources { "nvidia.com/gpu" = 1 }`, or huge pages,
    /// `"hugepages-2Mi" = 64Mi`. See
    /// <https://kubernetes.io/docs/tasks/configure-pod-container/extended-resource/>.
    RESOURCES: "resources", Naming::None,
    entries = Entries { key: Check::ResourceName, value: Type::Quantity(Kind::Amount), secret: false, short: None };
}

/// A profile of the runtime, or the path of one of the node's own.
static SECCOMP_PROFILE: &[Type] = &[Type::Choice(CONFINEMENT), Type::Text(Check::PathWithin)];

/// The same, or the name of one that the node has loaded.
static APPARMOR_PROFILE: &[Type] = &[Type::Choice(CONFINEMENT), Type::Text(Check::Any)];

fields! {
    /// Fields of `selinux { … }`.
    SELINUX_FIELDS:
    /// Level, such as `s0:c123,c456`.
    SELINUX_LEVEL: "level", Type::Text(Check::Any);
    /// Role.
    SELINUX_ROLE: "role", Type::Text(Check::Any);
    /// Type, such as `container_t`.
    SELINUX_TYPE: "type", Type::Text(Check::Any);
    /// User.
    SELINUX_USER: "user", Type::Text(Check::Any);
}

block! {
    /// The `SELinux` context of the container; what is not said the runtime chooses.
    SELINUX: "selinux", Naming::None, fields = &[SELINUX_FIELDS];
}

block! {
    /// Settings of the pod's part of the kernel, such as `"net.core.somaxconn" = 1024`. See
    /// <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/>.
    SYSCTLS: "sysctls", Naming::None,
    entries = Entries { key: Check::Sysctl, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `security { … }`.
    SECURITY_FIELDS:
    /// Numeric id of the user that the container runs as; else that of the image, else 10001.
    USER: "user", Type::Int(0, 4_294_967_295);
    /// Numeric id of the group that the container runs as; else the user's number.
    GROUP: "group", Type::Int(0, 4_294_967_295);
    /// Numeric id of the group that owns the files of volumes; else `group`.
    FS_GROUP: "fs_group", Type::Int(0, 4_294_967_295);
    /// Whether the container can't write to its own file system; name the folders it needs in `writable`.
    READ_ONLY_ROOT: "read_only_root", Type::Bool, default = "true", to = To::Security("readOnlyRootFilesystem");
    /// Whether the container may run as root.
    RUN_AS_ROOT: "run_as_root", Type::Bool, default = "false";
    /// Whether a process may gain more privileges than its parent; else only where the container is `privileged`.
    PRIVILEGE_ESCALATION: "privilege_escalation", Type::Bool, to = To::Security("allowPrivilegeEscalation");
    /// Whether the container has all rights of the node's root user, which is almost never right.
    PRIVILEGED: "privileged", Type::Bool, to = To::Security("privileged");
    /// Linux capabilities that the container keeps, such as `NET_BIND_SERVICE`; all others are dropped.
    CAPABILITIES: "capabilities", Type::List(&Type::Text(Check::Any));
    /// Numeric ids of further groups that the processes of the pod belong to.
    SUPPLEMENTAL_GROUPS: "supplemental_groups", Type::List(&Type::Int(0, 4_294_967_295));
    /// When the files of volumes get the group `fs_group`.
    FS_GROUP_POLICY: "fs_group_policy", Type::Choice(GROUP_CHANGE), default = "on_root_mismatch";
    /// Which calls to the kernel are allowed: `runtime_default`, `unconfined`, or the path of a profile below the node's folder of
    /// them, such as `"profiles/audit.json"`. See <https://kubernetes.io/docs/tutorials/security/seccomp/>.
    SECCOMP: "seccomp", Type::Either(SECCOMP_PROFILE);
    /// The profile of `AppArmor`: `runtime_default`, `unconfined`, or the name of one that the node has loaded, from Kubernetes
    /// 1.30 on. See <https://kubernetes.io/docs/tutorials/security/apparmor/>.
    APPARMOR: "apparmor", Type::Either(APPARMOR_PROFILE);
}

block! {
    /// Whom the container runs as, and what it may do. See
    /// <https://kubernetes.io/docs/concepts/security/pod-security-standards/>.
    SECURITY: "security", Naming::None, fields = &[SECURITY_FIELDS], blocks = &[&SELINUX, &SYSCTLS];
}

block! {
    /// Waivers: a rule's name and the reason why it does not hold here.
    ALLOW: "allow", Naming::None,
    entries = Entries { key: Check::Rule, value: Type::Text(Check::Reason), secret: false, short: None };
}

/// What a base may be where templates of the same kind are meant.
pub const TEMPLATE: Base = Base::Template;
