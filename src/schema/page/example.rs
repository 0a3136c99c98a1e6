//! An example of everything that is declared, made from its type.

use crate::schema::{Base, Block, Check, Choice, Entries, Field, Naming, TOP, Type};
use crate::schema::{
    config, container, database, environment, image, network, pod, port, probe, secret, service, stack, volume,
};
use crate::types::quantity::Kind;

/// Fields for which a value that is made from the type would tell little.
static TELLING: &[(&Field, &str)] = &[
    (&container::COMMAND, "[\"python\", \"-m\", \"app\"]"),
    (&container::ARGS, "[\"--listen=:8080\"]"),
    (&container::CAPABILITIES, "[\"NET_BIND_SERVICE\"]"),
    (&probe::EXEC, "[\"pg_isready\"]"),
    (&probe::FAILURES, "30"),
    (&service::CLUSTER_IP, "\"10.96.0.20\""),
    (&pod::RUNTIME_CLASS, "\"gvisor\""),
    (&port::APP_PROTOCOL, "\"kubernetes.io/h2c\""),
    (&database::VERSION, "\"16\""),
    (&database::NAME, "\"todo\""),
    (&database::USER, "\"todo\""),
    (&database::SCHEME, "\"postgresql+asyncpg\""),
    (&database::BUCKET, "\"backups/todo\""),
    (&database::REGION, "\"eu-central-1\""),
    (&database::UPLOADER, "\"rclone/rclone:1.71.0\""),
    (&environment::KUBERNETES, "\"1.33\""),
    (&environment::CPUS, "4"),
    (&environment::MEMORY, "4Gi"),
    (&image::TARGET, "\"runtime\""),
    (&image::PLATFORMS, "[\"linux/amd64\", \"linux/arm64\"]"),
    (&image::NAME, "\"todo-backend\""),
    (&image::WRITABLE, "[\"/var/cache/nginx\"]"),
    (&network::PORTS, "[9092]"),
    (&secret::MIN_LENGTH, "32"),
    (&secret::PREFIX, "\"sk-\""),
    (&secret::ROTATION, "90d"),
    (&secret::PATTERN, "\"[0-9a-f]{64}\""),
    (&secret::MESSAGE, "\"an API key is required\""),
    (&secret::KEY, "\"API_KEY\""),
    (&secret::PROPERTY, "\"api_key\""),
    (&secret::STORE, "\"aws-secrets-manager\""),
    (&secret::STORE_PATH, "\"todo-app/production\""),
    (&secret::PATH, "\"/etc/app/key\""),
    (&stack::DESCRIPTION, "\"Todo chatbot\""),
    (&stack::KEYWORDS, "[\"todo\"]"),
    (&stack::CHOICES, "[\"debug\", \"info\"]"),
    (&stack::ICON, "\"https://example.com/todo.svg\""),
    (&config::TEXT, "\"level: info\""),
    (&config::FROM, "\"config/app.yaml\""),
    (&volume::STORAGE_CLASS, "\"fast-ssd\""),
    (&volume::SUB_PATH, "\"uploads\""),
];

/// A field in the blocks that lead to it, as it is written in a source. The path is that of kinds: `service.probe.http`.
pub(super) fn field(path: &str, field: &Field) -> String {
    let telling = TELLING.iter().find(|(known, _)| known.is(field)).map(|(_, value)| (*value).to_owned());
    let line = format!("{} = {}", field.name, telling.unwrap_or_else(|| value(&field.ty, field.default)));
    let mut kinds: Vec<&str> = path.split('.').collect();
    kinds.pop();
    within(&kinds, &line)
}

/// An entry of an open map, in the blocks that lead to it.
pub(super) fn entry(path: &str, entries: &Entries) -> String {
    let line = format!("{} = {}", key(entries.key), value(&entries.value, None));
    within(&path.split('.').collect::<Vec<_>>(), &line)
}

/// The head of a block: `service NAME : TEMPLATE`.
pub(super) fn head(block: &Block) -> String {
    let name = match block.naming {
        Naming::None => String::new(),
        Naming::Named | Naming::Free => " NAME".to_owned(),
        Naming::Fixed(names) => format!(" {}", names.join("|")),
    };
    let base = match block.base {
        Base::None => String::new(),
        Base::Template => " : TEMPLATE".to_owned(),
        Base::Choice(choices) => {
            format!(" : {}", choices.iter().map(|choice| choice.name).collect::<Vec<_>>().join("|"))
        }
        Base::Environment => " : PROFILE".to_owned(),
        Base::Kind => " : KIND".to_owned(),
    };
    format!("{}{name}{base} {{ … }}", block.name)
}

/// A line in the blocks of a path of kinds.
fn within(kinds: &[&str], line: &str) -> String {
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    let mut blocks: &[&Block] = TOP;
    for (depth, kind) in kinds.iter().enumerate() {
        let Some(block) = blocks.iter().find(|block| block.name == *kind) else { break };
        let indent = "  ".repeat(depth);
        opened.push(format!("{indent}{} {{", concrete_head(block)));
        closed.insert(0, format!("{indent}}}"));
        blocks = block.blocks;
    }
    opened.push(format!("{}{line}", "  ".repeat(kinds.len())));
    opened.append(&mut closed);
    opened.join("\n")
}

fn concrete_head(block: &Block) -> String {
    let name = match block.naming {
        Naming::None => String::new(),
        Naming::Fixed(names) => format!(" {}", names.first().copied().unwrap_or_default()),
        Naming::Named | Naming::Free => format!(" {}", name(block.name)),
    };
    let base = match block.name {
        "environment" => " : development".to_owned(),
        "profile" => " : production".to_owned(),
        "template" => " : service".to_owned(),
        "secrets" => " : external-secrets".to_owned(),
        "database" => " : postgres".to_owned(),
        _ => String::new(),
    };
    format!("{}{name}{base}", block.name)
}

/// A name such as a block of a kind has.
fn name(kind: &str) -> &'static str {
    match kind {
        "stack" => "todo-app",
        "environment" => "dev",
        "profile" => "company",
        "image" | "service" => "api",
        "database" => "pg",
        "job" => "migrate",
        "cron" => "report",
        "secret" => "api-key",
        "param" => "log-level",
        "config" => "settings",
        "maintainer" => "\"DevOps Team\"",
        "port" => "http",
        "volume" => "data",
        "toleration" => "spot",
        "spread" => "node",
        "route" => "\"/\"",
        "file" => "\"app.yaml\"",
        "allow_to" | "allow_from" => "monitoring",
        "env_from" => "legacy",
        _ => "web",
    }
}

/// A value of a type; where words may be chosen, one that is not the default.
fn value(ty: &Type, default: Option<&str>) -> String {
    match ty {
        Type::Text(check) => format!("\"{}\"", text(*check)),
        Type::Bool => (default != Some("true")).to_string(),
        Type::Int(low, high) => match default.and_then(|default| default.parse::<i64>().ok()) {
            Some(default) if default < *high => (default + 1).to_string(),
            _ => usual(*low, *high).to_string(),
        },
        Type::Percent(low, high) => format!("{}%", (*low).max(70.min(*high))),
        Type::Duration => "30s".to_owned(),
        Type::Quantity(kind) => quantity(*kind).0.to_owned(),
        Type::Resource(kind) => format!("{}..{}", quantity(*kind).0, quantity(*kind).1),
        Type::Scale => "3..20".to_owned(),
        Type::IntOrPercent => "25%".to_owned(),
        Type::Choice(choices) => choice(choices, default).to_owned(),
        Type::Block(kinds) => block(kinds),
        Type::Image => "api".to_owned(),
        Type::Scalar => "\"info\"".to_owned(),
        Type::Either(types) => types.last().map(|ty| value(ty, default)).unwrap_or_default(),
        Type::List(item) => format!("[{}]", value(item, None)),
        Type::Made => "service.api.deployment".to_owned(),
        Type::Raw => "{ }".to_owned(),
        Type::Short(short) => value(&short.field.ty, short.field.default),
    }
}

/// A port, a node port, a user or a small number, as the bounds tell.
fn usual(low: i64, high: i64) -> i64 {
    match (low, high) {
        (30000, _) => 30080,
        (_, 65535) => 8080,
        (_, 4_294_967_295) => 1000,
        _ => low.max(2.min(high)),
    }
}

fn choice(choices: &[Choice], default: Option<&str>) -> &'static str {
    // Without a default, Kubernetes' own is most often the first word.
    let usual = default.or(choices.first().map(|choice| choice.name));
    let other = choices.iter().find(|choice| Some(choice.name) != usual);
    other.or(choices.first()).map_or("", |choice| choice.name)
}

fn block(kinds: &[&str]) -> String {
    kinds.last().copied().map(name).unwrap_or_default().to_owned()
}

/// A lower and a higher amount.
fn quantity(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Cpu => ("250m", "1"),
        Kind::Memory => ("256Mi", "1Gi"),
        Kind::Storage => ("10Gi", "20Gi"),
        Kind::Amount => ("100", "1k"),
    }
}

fn key(check: Check) -> String {
    if matches!(check, Check::Variable | Check::Rule) {
        text(check).to_owned()
    } else if matches!(check, Check::Any | Check::ConfigKey) {
        "LEVEL".to_owned()
    } else {
        format!("\"{}\"", text(check))
    }
}

fn text(check: Check) -> &'static str {
    match check {
        Check::Any => "text",
        Check::Label | Check::Subdomain => "todo-app",
        Check::HeaderName => "X-Probe",
        Check::MetricName => "queue_messages_ready",
        Check::PortName => "http",
        Check::Host => "todo.example.com",
        Check::Address => "192.168.49.2",
        Check::Ip => "10.96.0.20",
        Check::ResourceName => "nvidia.com/gpu",
        Check::Sysctl => "net.core.somaxconn",
        Check::Url => "https://example.com/todo",
        Check::Email => "devops@example.com",
        Check::Cidr => "10.0.0.0/8",
        Check::ContainerPath => "/var/lib/app",
        Check::ProjectPath => "backend",
        Check::PathWithin => "config/app.yaml",
        Check::UrlPath => "/healthz",
        Check::Cron => "0 8 * * *",
        Check::TimeZone => "Europe/Berlin",
        Check::Version => "1.2.3",
        Check::ChartVersion => "18.8.12",
        Check::ChartRepository => "oci://registry.example.com/charts",
        Check::KubernetesVersion => "1.33",
        Check::VersionRange => ">=1.29",
        Check::Variable => "LOG_LEVEL",
        Check::VariablePrefix => "OLD_",
        Check::ConfigKey => "app.yaml",
        Check::LabelValue => "linux",
        Check::QualifiedName => "example.com/team",
        Check::Tag => "v1.2.3",
        Check::Digest => "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Check::HostPort => "kafka.example.com:9092",
        Check::Repository => "ghcr.io/yourorg",
        Check::ImageReference => "node:22.21.1-alpine",
        Check::Mode => "0440",
        Check::Rule => "missing-probe",
        Check::Reason => "it serves no requests",
        Check::ValuesKey => "backend.logLevel",
    }
}
