//! References as expressions that the chart still derives, under any release name and port.

use super::across::Across;
use super::database::Side;
use super::{Context, public};
use crate::chart::tree::{Expr, Test};
use crate::model::images::app_version;
use crate::model::typed::{Part, Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::objects::ObjectKind;
use crate::schema::{choices, config, database, image, port, secret, service};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// What a piece of a variable is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// What the chart knows when it renders.
    Known(Expr),
    /// What only the container knows when it starts: a variable of its own that holds it.
    Late(Late),
}

/// What only a container knows when it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Late {
    /// A key of a Secret.
    Secret(SecretKey),
    /// A field of the pod, by its path.
    Pod(&'static str),
    /// Another variable of the container.
    Variable(SmolStr),
}

/// A key of a Secret.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SecretKey {
    /// The Secret's name.
    pub(super) object: Expr,
    /// The key within it.
    pub(super) key: SmolStr,
    /// Whether the container starts without it.
    pub(super) optional: bool,
    /// Name of a variable that holds it.
    pub(super) variable: SmolStr,
}

impl Piece {
    /// What only the container knows.
    pub(super) fn late(self) -> Option<Late> {
        match self {
            Piece::Late(late) => Some(late),
            Piece::Known(_) => None,
        }
    }
}

/// The pieces of a text in an environment.
pub(super) fn pieces(context: &Context<'_>, environment: usize, value: &Value) -> Vec<Piece> {
    let parts = value.parts().into_iter().flat_map(|part| match part {
        Part::Literal(text) => vec![Piece::Known(Expr::Text(text))],
        Part::Reference(reference) => of_reference(context, environment, &reference),
    });
    parts.collect()
}

/// A text that the chart knows; what only a container knows prints as `$(NAME)`, which Kubernetes expands in commands.
pub(super) fn text(context: &Context<'_>, environment: usize, value: &Value) -> Expr {
    let pieces = pieces(context, environment, value);
    let last = pieces.len().saturating_sub(1);
    let parts = pieces.into_iter().enumerate().map(|(index, piece)| match piece {
        Piece::Known(Expr::Text(text)) => Expr::Text(escaped(&text, index == last)),
        Piece::Known(expr) => expr,
        Piece::Late(late) => Expr::Text(format_smolstr!("$({})", late.variable())),
    });
    Expr::join(parts.collect())
}

/// A literal as Kubernetes takes it for characters: a `$` stands twice before another and before `(`, also where only what
/// follows the literal could be one.
fn escaped(text: &SmolStr, is_last: bool) -> SmolStr {
    if !text.contains('$') {
        return text.clone();
    }
    let mut out = String::with_capacity(text.len() + 2);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        out.push(character);
        let is_taken = characters.peek().map_or(!is_last, |next| matches!(next, '$' | '('));
        if character == '$' && is_taken {
            out.push('$');
        }
    }
    SmolStr::from(out)
}

impl Late {
    /// The variable that holds it.
    pub(super) fn variable(&self) -> SmolStr {
        match self {
            Late::Secret(key) => key.variable.clone(),
            Late::Pod(path) => pod_variable(path),
            Late::Variable(name) => name.clone(),
        }
    }
}

fn pod_variable(path: &str) -> SmolStr {
    let last = path.rsplit('.').next().unwrap_or(path);
    if is_resource(path) {
        return SmolStr::from(path.to_uppercase().replace('.', "_"));
    }
    match last {
        "podIP" => SmolStr::new_static("POD_IP"),
        "hostIP" => SmolStr::new_static("NODE_IP"),
        "nodeName" => SmolStr::new_static("NODE_NAME"),
        "serviceAccountName" => SmolStr::new_static("SERVICE_ACCOUNT"),
        other => SmolStr::from(format!("POD_{}", other.to_uppercase())),
    }
}

fn of_reference(context: &Context<'_>, environment: usize, reference: &Reference) -> Vec<Piece> {
    let known = |expr: Expr| vec![Piece::Known(expr)];
    match reference.root {
        Root::Service => known(of_service(context, reference)),
        Root::Database => super::database::of_reference(context, environment, reference),
        Root::Secret => of_secret(context, environment, reference),
        Root::Config => known(of_config(context, environment, reference)),
        Root::Image => known(of_image(context, environment, reference)),
        Root::Environment => known(of_environment(context, environment, reference)),
        Root::Pod => {
            reference.attribute.map(|attribute| Piece::Late(Late::Pod(pod_field(attribute)))).into_iter().collect()
        }
        Root::Env => vec![Piece::Late(Late::Variable(SmolStr::new(reference.target())))],
        Root::Param => known(context.install_param(reference.target())),
        Root::Let => Vec::new(),
    }
}

/// Whether a path is that of a resource of the container, and not of a field of the pod.
pub(super) fn is_resource(path: &str) -> bool {
    path.starts_with("limits.") || path.starts_with("requests.")
}

/// The path of a pod's field, or of a resource of the container. <https://kubernetes.io/docs/concepts/workloads/pods/downward-api/>
fn pod_field(attribute: Attribute) -> &'static str {
    let paths = [
        (Attribute::Ip, "status.podIP"),
        (Attribute::Node, "spec.nodeName"),
        (Attribute::NodeIp, "status.hostIP"),
        (Attribute::Namespace, "metadata.namespace"),
        (Attribute::ServiceAccount, "spec.serviceAccountName"),
        (Attribute::Uid, "metadata.uid"),
        (Attribute::LimitsCpu, "limits.cpu"),
        (Attribute::LimitsMemory, "limits.memory"),
        (Attribute::RequestsCpu, "requests.cpu"),
        (Attribute::RequestsMemory, "requests.memory"),
    ];
    paths.into_iter().find(|(own, _)| *own == attribute).map_or("metadata.name", |(_, path)| path)
}

fn of_service(context: &Context<'_>, reference: &Reference) -> Expr {
    let Some(target) = context.find(&service::SERVICE, reference.target()) else { return Expr::text("") };
    let named = reference.port.as_ref().map(|port| port.value.as_str());
    let host = || target.object_name(ObjectKind::Service);
    let number = || service_port(target, named);
    match reference.attribute {
        Some(Attribute::Port) => number(),
        Some(Attribute::Address) => Expr::join(vec![host(), Expr::text(":"), number()]),
        Some(Attribute::Url) => Expr::join(vec![Expr::text("http://"), host(), Expr::text(":"), number()]),
        Some(Attribute::ContainerPort) => container_port(target, named),
        Some(Attribute::ServiceAccount) => super::account::name(target),
        Some(Attribute::PublicHost) => public::host(target),
        Some(Attribute::PublicOrigin) => public::origin(target),
        Some(Attribute::PublicUrl) => public::url(target),
        _ => host(),
    }
}

/// The port of the Service, from the values.
pub(super) fn service_port(target: &Across<'_>, named: Option<&str>) -> Expr {
    let is_first = |name: &str| target.children_names(&port::PORT).next().is_none_or(|first| first == name);
    match named.filter(|name| !is_first(name)) {
        None => Expr::Number(target.path("service.port")),
        Some(name) => Expr::Number(target.path(&format!("service.ports.{}", names::values_key(name)))),
    }
}

/// The port that the container listens on: known, unless environments differ.
pub(super) fn container_port(target: &Across<'_>, named: Option<&str>) -> Expr {
    let ports = target.children(&port::PORT);
    let found = named.and_then(|name| ports.iter().find(|port| port.name == name)).or_else(|| ports.first());
    let Some(found) = found else { return Expr::Int(0) };
    let numbers = found.each(|view| view.int(&port::CONTAINER));
    let everywhere = super::container::port_test(target, found).is_none();
    let mut known = numbers.iter().flatten().flatten();
    let first = known.next().copied().unwrap_or(0);
    if everywhere && known.all(|number| *number == first) {
        Expr::Int(first)
    } else {
        Expr::Number(target.path(&format!("containerPorts.{}", names::values_key(found.name))))
    }
}

/// The key that holds a password which a database declares by itself; a `secret` of its name may say where it lies.
pub(super) fn password(context: &Context<'_>, environment: usize, name: &str) -> SecretKey {
    SecretKey { optional: false, ..secret_key(context, environment, name) }
}

fn of_secret(context: &Context<'_>, environment: usize, reference: &Reference) -> Vec<Piece> {
    let key = secret_key(context, environment, reference.target());
    match reference.attribute {
        Some(Attribute::Object) => vec![Piece::Known(key.object)],
        Some(Attribute::Key) => vec![Piece::Known(Expr::Text(key.key))],
        Some(part) => vec![Piece::Late(Late::Secret(part_of(context, environment, reference.target(), part, key)))],
        None => vec![Piece::Late(Late::Secret(key))],
    }
}

/// The key of a part of a secret of several keys.
fn part_of(context: &Context<'_>, environment: usize, name: &str, part: Attribute, key: SecretKey) -> SecretKey {
    let view = context.environments.get(environment).and_then(|environment| environment.get(&secret::SECRET, name));
    let kind = view.and_then(|view| view.choice(&secret::TYPE)).unwrap_or(&choices::OPAQUE);
    let of_part = crate::secrets::key_of_part(kind, part.name()).map_or_else(|| key.key.clone(), SmolStr::new_static);
    SecretKey { key: of_part, variable: SmolStr::from(upper(&format!("{name}-{}", part.name()))), ..key }
}

/// The key that holds a declared secret.
pub(super) fn secret_key(context: &Context<'_>, environment: usize, name: &str) -> SecretKey {
    let view = context.environments.get(environment).and_then(|environment| environment.get(&secret::SECRET, name));
    let text = |field| view.and_then(|view| view.text(field));
    let kind = view.and_then(|view| view.choice(&secret::TYPE)).filter(|kind| *kind != &choices::OPAQUE);
    let shared = || context.secrets_object(context.charts.of_secret(name));
    let own = || kind.map_or_else(shared, |_| Expr::Name(SmolStr::new(name)));
    let key = kind.and_then(crate::secrets::first_key).or_else(|| text(&secret::KEY)).unwrap_or(name);
    SecretKey {
        object: text(&secret::OBJECT).map_or_else(own, Expr::text),
        key: SmolStr::new(key),
        optional: view.is_some_and(|view| view.bool(&secret::OPTIONAL)),
        variable: SmolStr::from(upper(name)),
    }
}

/// Whether a secret is a whole Secret of a type of its own, such as a certificate, and no single key names it.
pub(super) fn is_typed(context: &Context<'_>, environment: usize, name: &str) -> bool {
    let view = context.environments.get(environment).and_then(|environment| environment.get(&secret::SECRET, name));
    view.is_some_and(|view| {
        view.choice(&secret::TYPE).is_some_and(|own| *own != choices::OPAQUE) && view.value(&secret::KEY).is_none()
    })
}

/// `openai-api-key` as a variable: `OPENAI_API_KEY`.
pub(super) fn upper(name: &str) -> String {
    name.to_uppercase().replace(['-', '.'], "_")
}

fn of_config(context: &Context<'_>, environment: usize, reference: &Reference) -> Expr {
    let Some(target) = context.find(&config::CONFIG, reference.target()) else { return Expr::text("") };
    let Some(key) = &reference.key else { return super::config::object_name(target) };
    let view =
        context.environments.get(environment).and_then(|environment| environment.get(&config::CONFIG, target.name));
    let entry = view.and_then(|view| view.entries(&config::KEYS).get(key.value.as_str()).copied());
    match entry {
        Some(entry) if entry.value.literal().is_some() => Expr::Entry(target.path("data"), key.value.clone()),
        Some(entry) => text(context, environment, &entry.value),
        None => {
            let file = view.and_then(|view| view.nested(&config::FILE, &key.value));
            file.and_then(|file| super::config::text(context, environment, &file)).unwrap_or_else(|| Expr::text(""))
        }
    }
}

fn of_image(context: &Context<'_>, environment: usize, reference: &Reference) -> Expr {
    let Some(environment) = context.environments.get(environment) else { return Expr::text("") };
    let Some(view) = environment.get(&image::IMAGE, reference.target()) else { return Expr::text("") };
    let image = super::images::of_block(context, environment, view);
    Expr::Text(match reference.attribute {
        Some(Attribute::Repository) => image.repository,
        Some(Attribute::Tag) => image.tag_or(&app_version(&environment.stack)),
        _ => image.reference(&app_version(&environment.stack)),
    })
}

fn of_environment(context: &Context<'_>, environment: usize, reference: &Reference) -> Expr {
    match reference.attribute {
        Some(Attribute::Namespace) => Expr::Namespace,
        Some(Attribute::Release) => Expr::Release,
        _ => Expr::text(context.environments.get(environment).map_or("", |environment| environment.name)),
    }
}

/// Whether what others refer to is there in the values.
pub(super) fn is_there(target: &Across<'_>) -> Option<Test> {
    if target.kind.is(&database::DATABASE) {
        return Test::any(Side::all(target).into_iter().map(|side| side.test(target)));
    }
    Test::all([target.enabled()].into_iter().chain(super::service::any_there(target)))
}

/// The text of a key of a configuration, where `$(` means itself.
pub(super) fn text_of_key(context: &Context<'_>, environment: usize, value: &Value) -> Expr {
    let parts = pieces(context, environment, value).into_iter().map(|piece| match piece {
        Piece::Known(expr) => expr,
        Piece::Late(late) => Expr::Text(format_smolstr!("$({})", late.variable())),
    });
    Expr::join(parts.collect())
}
