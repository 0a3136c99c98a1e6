//! What a text has to be.

/// A check of text that holds no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Any text.
    Any,
    /// A name such as a release, namespace or object has (DNS-1123 label).
    Label,
    /// An object's name (DNS-1123 subdomain).
    Subdomain,
    /// A host name.
    Host,
    /// A host name or an address.
    Address,
    /// An IP address.
    Ip,
    /// A host name or an address, with a port.
    HostPort,
    /// Name of an extended resource: `nvidia.com/gpu`, `hugepages-2Mi`.
    ResourceName,
    /// Name of a kernel setting: `net.core.somaxconn`.
    Sysctl,
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// A range of addresses.
    Cidr,
    /// An absolute path in a container.
    ContainerPath,
    /// A path inside the project.
    ProjectPath,
    /// A path below a folder of the node, such as a volume.
    PathWithin,
    /// A path of a URL, which begins with `/`.
    UrlPath,
    /// Five-field schedule of a `CronJob`.
    Cron,
    /// IANA time zone.
    TimeZone,
    /// `SemVer`.
    Version,
    /// Version of a chart of others.
    ChartVersion,
    /// Where a chart of others is found.
    ChartRepository,
    /// Version of Kubernetes: `1.33`, `1.33.1`.
    KubernetesVersion,
    /// Range of Kubernetes versions.
    VersionRange,
    /// Name of an environment variable.
    Variable,
    /// Prefix of names of environment variables.
    VariablePrefix,
    /// Name of a header of a probe's request.
    HeaderName,
    /// Name of a metric.
    MetricName,
    /// Name of a port.
    PortName,
    /// Key of a `ConfigMap` or Secret.
    ConfigKey,
    /// Value of a label.
    LabelValue,
    /// Key of a label or annotation, and what else Kubernetes calls a qualified name.
    QualifiedName,
    /// Tag of an image.
    Tag,
    /// Digest of an image.
    Digest,
    /// Repository of an image, without tag.
    Repository,
    /// Complete reference of an image.
    ImageReference,
    /// File mode, octal: `0440`.
    Mode,
    /// Name of a rule, such as `missing-probe`.
    Rule,
    /// A text that says something.
    Reason,
    /// Path of a key in the values: `backend.logLevel`.
    ValuesKey,
}
