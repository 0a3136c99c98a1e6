//! Hooks of a container: what runs right after its start, and right before its end.
//! <https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/>

use super::{Block, Check, Naming, Type, block, fields};

fields! {
    /// Fields of `pre_stop { … }` and `post_start { … }`.
    HOOK_FIELDS:
    /// Command that runs in the container. Kubernetes expands no variables in it.
    EXEC: "exec", Type::List(&Type::Text(Check::Any));
    /// Path of an HTTP request to the container.
    HTTP: "http", Type::Text(Check::UrlPath);
    /// Time that is waited, from Kubernetes 1.30 on.
    SLEEP: "sleep", Type::Duration;
    /// Name of the port of the HTTP request; else the first.
    PORT: "port", Type::Text(Check::PortName);
    /// Whether the HTTP request goes over TLS; the certificate is not checked.
    HTTPS: "https", Type::Bool, default = "false";
}

block! {
    /// What happens before the container is told to stop, such as a wait until no more requests come. It counts against
    /// `termination_grace`. See <https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/>.
    PRE_STOP: "pre_stop", Naming::None, fields = &[HOOK_FIELDS];
}

block! {
    /// What happens right after the container has started; it counts as started when this is done. See
    /// <https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/>.
    POST_START: "post_start", Naming::None, fields = &[HOOK_FIELDS];
}

/// Both hooks, each with the field of Kubernetes.
pub static HOOKS: [(&Block, &str); 2] = [(&POST_START, "postStart"), (&PRE_STOP, "preStop")];
