//! Probes: how the node finds out whether a container is well.
//! <https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/>

use super::{Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of `probe NAME { … }`.
    PROBE_FIELDS:
    /// Path of an HTTP request that must be answered with a status from 200 to 399.
    HTTP: "http", Type::Text(Check::UrlPath);
    /// Whether it is enough that the port accepts a connection.
    TCP: "tcp", Type::Bool;
    /// Whether the standard health service is asked over gRPC.
    GRPC: "grpc", Type::Bool;
    /// Name of the service whose health is asked over gRPC; else the whole server's.
    GRPC_SERVICE: "grpc_service", Type::Text(Check::Any);
    /// Command in the container that must end with exit code 0.
    EXEC: "exec", Type::List(&Type::Text(Check::Any));
    /// Name of the port that is probed; else the first.
    PORT: "port", Type::Text(Check::PortName);
    /// Whether `http` is asked over TLS; the certificate is not checked.
    HTTPS: "https", Type::Bool, default = "false";
    /// Time from the container's start to the first probe.
    DELAY: "delay", Type::Duration, to = To::Probe("initialDelaySeconds");
    /// Time from one probe to the next.
    PERIOD: "period", Type::Duration, to = To::Probe("periodSeconds");
    /// Time after which a probe without an answer counts as failed.
    TIMEOUT: "timeout", Type::Duration, to = To::Probe("timeoutSeconds");
    /// How many probes in a row must fail before the container counts as unwell.
    FAILURES: "failures", Type::Int(1, 1000), to = To::Probe("failureThreshold");
    /// How many probes in a row must succeed before the container counts as well again.
    SUCCESSES: "successes", Type::Int(1, 1000), to = To::Probe("successThreshold");
    /// Time that the container has to finish once this probe has failed; else the pod's `termination_grace`. Not for
    /// `readiness`, which ends nothing.
    GRACE: "termination_grace", Type::Duration, to = To::Probe("terminationGracePeriodSeconds");
    /// Whether the probe is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// Headers of the request that `http` makes.
    HEADERS: "headers", Naming::None,
    entries = Entries { key: Check::HeaderName, value: Type::Text(Check::Any), secret: false, short: None };
}

block! {
    /// How the node finds out whether the container has started (`startup`), can serve (`readiness`) or must be
    /// restarted (`liveness`). See
    /// <https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/>.
    PROBE: "probe", Naming::Fixed(&["startup", "readiness", "liveness"]), fields = &[PROBE_FIELDS], blocks = &[&HEADERS];
}
