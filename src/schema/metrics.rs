//! `metrics`: what Prometheus asks the pods of a service. <https://prometheus-operator.dev/docs/api-reference/api/>

use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// Fields of `metrics { … }`.
    METRICS_FIELDS:
    /// Name of the port that answers; else the first.
    PORT: "port", Type::Text(Check::PortName);
    /// Path of the request.
    PATH: "path", Type::Text(Check::UrlPath), default = "\"/metrics\"";
    /// Time from one request to the next; else as Prometheus is set.
    INTERVAL: "interval", Type::Duration;
    /// Time after which a request without an answer counts as failed, at most `interval`; else as Prometheus is set.
    SCRAPE_TIMEOUT: "scrape_timeout", Type::Duration;
    /// Whether the request goes over TLS; the certificate is not checked.
    HTTPS: "https", Type::Bool, default = "false";
    /// Whether labels of the metrics themselves win over those that Prometheus gives them.
    HONOR_LABELS: "honor_labels", Type::Bool;
    /// Whether Prometheus is told.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// Labels by which Prometheus finds what tells it of the service, such as `release = "kube-prometheus-stack"`.
    METRICS_LABELS: "labels", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// What Prometheus asks the pods, by an object of its operator: a `ServiceMonitor`, or for a service without ports of its own
    /// in the cluster (`expose = off`) a `PodMonitor`. The network policy lets the environment's `monitoring_namespace` in. See
    /// <https://prometheus-operator.dev/docs/developer/getting-started/>.
    METRICS: "metrics", Naming::None, fields = &[METRICS_FIELDS], blocks = &[&METRICS_LABELS];
}
