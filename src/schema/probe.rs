//! Probes: how the node finds out whether a container is well.
//! <https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/>

use super::{Check, Entries, Naming, To, Type, block, fields};

fields! {
    /// Fields of `probe NAME { … }`.
    PROBE_FIELDS:
    /// Path that answers with a status from 200 to 399.
    HTTP: "http", Type::Text(Check::UrlPath);
    /// Whether a connection that opens is enough.
    TCP: "tcp", Type::Bool;
    /// Whether the gRPC health service is asked.
    GRPC: "grpc", Type::Bool;
    /// Command that ends with 0.
    EXEC: "exec", Type::List(&Type::Text(Check::Any));
    /// Name of the port; else the first.
    PORT: "port", Type::Text(Check::PortName);
    /// Whether the path is asked over TLS.
    HTTPS: "https", Type::Bool, default = "false";
    /// Time after the start before the first probe.
    DELAY: "delay", Type::Duration, to = To::Probe("initialDelaySeconds");
    /// Time between two probes.
    PERIOD: "period", Type::Duration, to = To::Probe("periodSeconds");
    /// Time after which a probe has failed.
    TIMEOUT: "timeout", Type::Duration, to = To::Probe("timeoutSeconds");
    /// Failures in a row until the container counts as failed.
    FAILURES: "failures", Type::Int(1, 1000), to = To::Probe("failureThreshold");
    /// Successes in a row until the container counts as well again.
    SUCCESSES: "successes", Type::Int(1, 1000), to = To::Probe("successThreshold");
    /// Whether it is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// Headers of the request.
    HEADERS: "headers", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Text(Check::Any), secret: false, short: None };
}

block! {
    /// How the node finds out whether the container has started (`startup`), serves (`readiness`), lives (`liveness`).
    PROBE: "probe", Naming::Fixed(&["startup", "readiness", "liveness"]), fields = &[PROBE_FIELDS], blocks = &[&HEADERS];
}
