//! `dapr`: components and configurations of Dapr, and the sidecars that use them. <https://docs.dapr.io/reference/resource-specs/>

use super::choices::{DAPR_KIND, DAPR_LOG_LEVEL, DAPR_PROTOCOL};
use super::container::ALLOW;
use super::shared::SWITCH;
use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// Fields of a component or a configuration.
    DAPR_FIELDS:
    /// Whether it is a component, which applications call by its name, or settings of sidecars.
    KIND: "kind", Type::Choice(DAPR_KIND), default = "component";
    /// Type of the component, such as `pubsub.kafka` or `state.redis`.
    TYPE: "type", Type::Text(Check::Any);
    /// Version of the component's type.
    VERSION: "version", Type::Text(Check::Any), default = "\"v1\"";
    /// Services that may use the component; else all applications of the namespace.
    SCOPES: "scopes", Type::List(&Type::Block(&["service"]));
    /// Dapr's secret store in which the component's secrets lie.
    SECRET_STORE: "secret_store", Type::Text(Check::Any), default = "\"kubernetes\"";
    /// Whether sidecars start although the component cannot be loaded.
    IGNORE_ERRORS: "ignore_errors", Type::Bool;
    /// Time that the component has to start.
    INIT_TIMEOUT: "init_timeout", Type::Duration;
}

block! {
    /// Settings of the component, as its type defines them. A secret is named and never written down.
    METADATA: "metadata", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Scalar, secret: true, short: None };
}

block! {
    /// What a configuration sets, as Dapr defines it: `tracing`, `mtls`, `accessControl` …
    SPEC: "spec", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Raw, secret: false, short: None };
}

block! {
    /// A component of Dapr, or with `kind = configuration` settings of sidecars. The object is called as the block, because
    /// applications call it so.
    DAPR: "dapr", Naming::Named, fields = &[SWITCH, DAPR_FIELDS], blocks = &[&METADATA, &SPEC, &ALLOW];
}

fields! {
    /// Fields of `dapr { … }` in a service.
    SIDECAR_FIELDS:
    /// Name by which other applications call the service through Dapr. Default: that of the service.
    APP_ID: "app_id", Type::Text(Check::Label);
    /// Port by which the sidecar calls the application, by its name; without one it is not called.
    APP_PORT: "port", Type::Text(Check::PortName);
    /// How the sidecar calls the application.
    PROTOCOL: "protocol", Type::Choice(DAPR_PROTOCOL);
    /// Settings of the sidecar: a `dapr` block with `kind = configuration`.
    CONFIG: "config", Type::Block(&["dapr"]);
    /// How much the sidecar logs.
    LOG_LEVEL: "log_level", Type::Choice(DAPR_LOG_LEVEL);
    /// Most requests that the application handles at once.
    MAX_CONCURRENCY: "max_concurrency", Type::Int(1, 100_000);
}

block! {
    /// The sidecar of Dapr, which its operator adds to the pods. See
    /// <https://docs.dapr.io/reference/arguments-annotations-overview/>.
    DAPR_SIDECAR: "dapr", Naming::None, fields = &[SWITCH, SIDECAR_FIELDS];
}
