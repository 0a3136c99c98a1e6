//! How messages name types, kinds and choices.

use crate::schema::{self, Base, Check, Naming, Type};
use crate::syntax::ast::{Value, ValueKind};

/// `` `a`, `b` or `c` ``.
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What the word after `:` is, for a kind.
pub(crate) fn base(kind: &schema::Block) -> &'static str {
    match (kind.name, kind.base) {
        ("database", _) => "database engine",
        ("secrets", _) => "provider of secrets",
        (_, Base::Template) => "template",
        (_, Base::Environment) => "profile or environment",
        (_, Base::None | Base::Choice(_) | Base::Kind) => "kind",
    }
}

/// How a block without its name is to be written.
pub(crate) fn how_to_name(kind: &schema::Block) -> String {
    match kind.naming {
        Naming::Named if kind.base == Base::Kind => format!("write `{} NAME : service {{ … }}`", kind.name),
        Naming::Fixed(known) => {
            format!("write `{} NAME {{ … }}` with one of {}", kind.name, list(known.iter().copied()))
        }
        Naming::Named | Naming::Free | Naming::None => format!("write `{} NAME {{ … }}`", kind.name),
    }
}

/// A block, as its head reads.
pub(crate) fn block(kind: &schema::Block, name: &str) -> String {
    if name.is_empty() { kind.name.to_owned() } else { format!("{} {name}", kind.name) }
}

/// What a type takes, with an example.
pub(crate) fn ty(ty: &Type) -> String {
    match ty {
        Type::Text(check) => text(*check).to_owned(),
        Type::Bool => "`true` or `false`".to_owned(),
        Type::Int(low, high) => whole_number(*low, *high),
        Type::Percent(low, high) => format!("a percentage from {low}% to {high}%"),
        Type::Duration => "a time such as `30s` or `5m`".to_owned(),
        Type::Quantity(kind) => format!("{} such as `{}`", quantity(*kind), example(*kind)),
        Type::Resource(kind) => {
            format!(
                "{} such as `{}`, or a request and a limit such as `{}`",
                quantity(*kind),
                example(*kind),
                pair(*kind)
            )
        }
        Type::Scale => "a number of pods such as `3`, or a range such as `3..20`".to_owned(),
        Type::IntOrPercent => "a count such as `1`, or a share such as `25%`".to_owned(),
        Type::Choice(choices) => list(choices.iter().map(|choice| choice.name)),
        Type::Block(kinds) => format!("the name of a {}", kinds.join(" or ")),
        Type::Image => "the name of an image, or a complete reference such as `\"nginx:1.29.0\"`".to_owned(),
        Type::Scalar => "text, a number, `true`, `false` or a reference".to_owned(),
        Type::Either(types) => types.iter().map(self::ty).collect::<Vec<_>>().join(", or "),
        Type::List(item) => format!("a list, each item {}", self::ty(item)),
        Type::Made => "an object that a block makes, such as `service.api.deployment`".to_owned(),
        Type::Raw => "raw content".to_owned(),
        Type::Short(short) => self::ty(&short.field.ty),
    }
}

fn quantity(kind: crate::types::quantity::Kind) -> &'static str {
    use crate::types::quantity::Kind;
    match kind {
        Kind::Cpu => "an amount of processor time",
        Kind::Memory => "an amount of memory",
        Kind::Storage => "an amount of storage",
        Kind::Amount => "an amount",
    }
}

fn example(kind: crate::types::quantity::Kind) -> &'static str {
    use crate::types::quantity::Kind;
    match kind {
        Kind::Cpu => "500m",
        Kind::Memory => "256Mi",
        Kind::Storage => "10Gi",
        Kind::Amount => "100",
    }
}

fn pair(kind: crate::types::quantity::Kind) -> &'static str {
    use crate::types::quantity::Kind;
    match kind {
        Kind::Cpu => "250m..1",
        Kind::Memory => "256Mi..1Gi",
        Kind::Storage => "1Gi..10Gi",
        Kind::Amount => "100..1k",
    }
}

fn text(check: Check) -> &'static str {
    match check {
        Check::Any => "text",
        Check::Label => "a DNS label, as text",
        Check::Subdomain => "the name of an object, as text",
        Check::Host => "a host name, as text",
        Check::Address => "a host name or an address, as text",
        Check::Ip => "an IP address such as `\"10.96.0.20\"`",
        Check::ResourceName => "a resource such as `\"nvidia.com/gpu\"`",
        Check::Sysctl => "a kernel setting such as `\"net.core.somaxconn\"`",
        Check::Url => "a URL, as text",
        Check::Email => "an e-mail address, as text",
        Check::Cidr => "a range of addresses such as `\"10.0.0.0/8\"`",
        Check::ContainerPath => "an absolute path, as text",
        Check::ProjectPath => "a path within the project, as text",
        Check::PathWithin => "a relative path without `..`, as text",
        Check::UrlPath => "a path that begins with `/`, as text",
        Check::Cron => "a schedule such as `\"0 8 * * *\"`",
        Check::TimeZone => "a time zone such as `\"Europe/Berlin\"`",
        Check::Version => "a version such as `\"1.2.3\"`",
        Check::ChartVersion => "a chart's version such as `\"1.2.3\"`",
        Check::ChartRepository => "a repository of charts such as `\"oci://registry.example.com/charts\"`",
        Check::KubernetesVersion => "a version such as `\"1.33\"`",
        Check::VersionRange => "a range of versions such as `\">=1.29\"`",
        Check::Variable => "the name of a variable",
        Check::VariablePrefix => "the beginning of a variable's name, as text",
        Check::HeaderName => "the name of a header, as text",
        Check::MetricName => "the name of a metric, as text",
        Check::PortName => "the name of a port, as text",
        Check::ConfigKey => "a key of letters, digits, `-`, `_` and `.`",
        Check::LabelValue => "the value of a label, as text",
        Check::QualifiedName => "a name such as `\"example.com/team\"`",
        Check::Tag => "an image's tag, as text",
        Check::Digest => "an image's digest such as `\"sha256:…\"`",
        Check::HostPort => "a host with its port such as `\"kafka.example.com:9092\"`",
        Check::Repository => "an image's repository, as text",
        Check::ImageReference => "a complete reference of an image, as text",
        Check::Mode => "a file mode such as `\"0440\"`",
        Check::Rule => "the name of a rule, as text",
        Check::Reason => "a reason, as text",
        Check::ValuesKey => "a path of the values such as `\"backend.logLevel\"`",
    }
}

/// What a value is, for "not …": as it was written, where that is short.
pub(crate) fn value(value: &Value) -> String {
    let word = match &value.kind {
        ValueKind::None => "`none`",
        ValueKind::Null => "`null`",
        ValueKind::Bool(true) => "`true`",
        ValueKind::Bool(false) => "`false`",
        ValueKind::Number(number) => return format!("`{}{}`", number.digits, number.unit),
        ValueKind::Text(text) => match text.literal().filter(|text| text.chars().count() <= SHORT) {
            Some(text) => return format!("the text `{}`", super::text::quote(text)),
            None => "text",
        },
        ValueKind::Range(..) => "a range",
        ValueKind::List(_) => "a list",
        ValueKind::Path(path) => match path.word() {
            Some(word) => return format!("the word `{}`", word.value),
            None => "a reference",
        },
        ValueKind::Object(_) => "a block",
    };
    word.to_owned()
}

/// Texts of so many characters are shown in a message.
const SHORT: usize = 40;

/// A whole number between two bounds, or from one on.
pub(super) fn whole_number(low: i64, high: i64) -> String {
    match high {
        i64::MAX => format!("a whole number from {low} on"),
        _ => format!("a whole number from {low} to {high}"),
    }
}
