//! A container: image, command, ports, environment, probes, resources, what it may do and what it mounts.

use super::across::Across;
use super::images::{self, Image};
use super::knobs::Built;
use super::network::Asked;
use super::reference::Late;
use super::variables::{self, Variables, Wanted};
use super::{Context, Part, lifecycle, pod, probe, reference, volume};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair, pair_from};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::model::typed::{Kind, Value};
use crate::schema::objects::ObjectKind;
use crate::schema::{self, To, container, port, sidecar};
use crate::types::names::values_key;
use smol_str::{SmolStr, format_smolstr};

/// The user of an image that says nothing.
const USER: i64 = 10001;

/// A container and what its pod must know of it.
#[derive(Debug, Clone)]
pub(super) struct Container {
    /// The container.
    pub(super) node: Node,
    /// Volumes that it mounts.
    pub(super) volumes: Vec<Item>,
    /// Templates of claims that every pod has one of.
    pub(super) claims: Vec<Item>,
    /// Annotations by which a change of configuration rolls the pods.
    pub(super) checksums: Vec<Entry>,
    /// The user that it runs as, in each environment.
    pub(super) users: Vec<Option<i64>>,
}

/// Where a container stands: in the pods of one block, and another or the same says what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat<'s, 'a> {
    /// The block of the top level whose pods it runs in.
    pub(super) pod: &'s Across<'a>,
    /// That block, or a sidecar or init container in it.
    pub(super) own: &'s Across<'a>,
}

impl<'s, 'a> Seat<'s, 'a> {
    /// The main container of a block's pods.
    pub(super) fn main(across: &'s Across<'a>) -> Self {
        Self { pod: across, own: across }
    }

    /// Whether it is the main container.
    pub(super) fn is_main(self) -> bool {
        std::ptr::eq(self.pod, self.own)
    }

    /// What files and pieces of its own are called: `api`, or `api-proxy`.
    pub(super) fn name(self) -> SmolStr {
        if self.is_main() {
            SmolStr::new(self.own.name)
        } else {
            format_smolstr!("{}-{}", self.pod.name, self.own.name)
        }
    }

    /// The name of an object of its own.
    pub(super) fn object_name(self, kind: ObjectKind) -> Expr {
        let pod = self.pod.object_name(kind);
        if self.is_main() { pod } else { Expr::join(vec![pod, Expr::Text(format_smolstr!("-{}", self.own.name))]) }
    }

    /// Whether it is switched on, in the values.
    pub(super) fn enabled(self) -> Option<Test> {
        Test::all([self.pod.enabled(), self.own.enabled()])
    }
}

/// Lowers a container: that of a block, or one beside it.
pub(super) fn lower(context: &Context<'_>, seat: Seat<'_, '_>, part: &mut Part) -> Container {
    let across = seat.own;
    let pairs = across.views.iter().zip(context.environments);
    let images: Vec<Option<Image>> =
        pairs.clone().map(|(view, environment)| images::of_workload(context, environment, view.as_ref()?)).collect();
    let users =
        pairs.map(|(view, environment)| Some(user(view.as_ref()?, images::user(context, environment, view.as_ref()?))));
    let users: Vec<Option<i64>> = users.collect();
    let mut entries = vec![pair("name", Node::text(across.name))];
    entries.extend(images::lower(across, &images, part));
    let (commands, wanted) = commands(context, across, part);
    entries.extend(commands);
    entries.extend(ports(across, part));
    let Variables { items, from, checksums } = variables::lower(context, seat, &wanted, part);
    entries.extend([list("envFrom", from), list("env", items)]);
    entries.extend(probe::lower(across, part));
    // A job that runs before services does so in their pods, as an init container.
    let is_before = !super::job::services_after(across).is_empty();
    if !is_before {
        entries.push(lifecycle::lower(across, part));
    }
    entries.push(if seat.own.kind.is(&sidecar::INIT) {
        resources_or(across, seat.pod.path("resources"), part)
    } else {
        resources(across, part)
    });
    entries.push(if is_before || !seat.is_main() {
        security_beside(context, across, part)
    } else {
        security(across, part)
    });
    let volumes = volume::lower(context, seat, part);
    entries.push(list("volumeMounts", volumes.mounts));
    entries.push(list("volumeDevices", volumes.devices));
    entries.extend(passed(across, part));
    Container { node: Node::Map(entries), volumes: volumes.volumes, claims: volumes.claims, checksums, users }
}

/// The user that a block's containers run as: what is said, what the image says, else one that owns nothing, or root
/// where that is wanted.
fn user(view: &View<'_>, of_image: Option<i64>) -> i64 {
    let own = view.child(&container::SECURITY);
    let said = own.as_ref().and_then(|security| security.int(&container::USER));
    let is_root = own.is_some_and(|security| security.bool(&container::RUN_AS_ROOT));
    said.or(of_image).unwrap_or(if is_root { 0 } else { USER })
}

/// `command` and `args`, in which a variable of the same container prints as `$(NAME)`, and what only the container knows of that.
fn commands(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> (Vec<Entry>, Vec<Wanted>) {
    let (mut entries, mut wanted) = (Vec::new(), Vec::new());
    for field in [&container::COMMAND, &container::ARGS] {
        let Some(target) = field.to.kubernetes_field() else { continue };
        let (origin, doc) = (across.origin(field), super::knobs::doc(field));
        if !across.any(|view| view.value(field).is_some_and(|value| !value.references().is_empty())) {
            let known = across.views.iter().enumerate().map(|(environment, view)| match view {
                None => Some(Val::Unset),
                Some(view) => Some(known(&words(context, environment, view.value(field)?))),
            });
            let known = known.collect();
            let schema = Schema::List(Box::new(Schema::Text));
            entries.extend(part.settled(target, across.path(target), known, &schema, origin, doc));
            continue;
        }
        let (path, built) = (source(across, target), said(context, across, field));
        for (test, (words, late)) in part.chosen(&path, doc, origin.clone(), built) {
            wanted.extend(late.into_iter().map(|late| Wanted { late, test: test.clone() }));
            let items = words.into_iter().map(|word| Item::Node(Node::Text(word))).collect();
            entries.extend(tree::when(test, vec![pair_from(target, Node::List(items), origin.clone())]));
        }
    }
    (entries, wanted)
}

/// The key that says which words it is, where environments differ and some are derived.
fn source(across: &Across<'_>, target: &str) -> SmolStr {
    across.path(&format!("{target}Source"))
}

/// What each environment says of a command or its arguments: the words, and what they have in them that only the container knows.
fn said(
    context: &Context<'_>,
    across: &Across<'_>,
    field: &'static schema::Field,
) -> Vec<Built<(Vec<Expr>, Vec<Late>)>> {
    across.built(|environment, view| match view.value(field) {
        Some(value) => {
            let words = (words(context, environment, value), late(context, environment, value));
            Built::As(context.source_of(value), words)
        }
        None => Built::Nothing,
    })
}

/// What must be so that a command or its arguments are those of some environments.
pub(super) fn asked(
    context: &Context<'_>,
    across: &Across<'_>,
    field: &'static schema::Field,
    of: &[bool],
) -> Option<Asked> {
    Asked::chosen(&source(across, field.to.kubernetes_field()?), said(context, across, field), of)
}

fn words(context: &Context<'_>, environment: usize, value: &Value) -> Vec<Expr> {
    let Kind::List(items) = &value.kind else { return Vec::new() };
    items.iter().map(|item| reference::text(context, environment, item)).collect()
}

/// What words have in them that only the container knows.
fn late(context: &Context<'_>, environment: usize, value: &Value) -> Vec<Late> {
    let items = value.items().into_iter().flatten();
    items.flat_map(|item| reference::pieces(context, environment, item)).filter_map(reference::Piece::late).collect()
}

/// Words without references.
fn known(words: &[Expr]) -> Val {
    Val::List(words.iter().map(|word| Val::Text(word.known().cloned().unwrap_or_default())).collect())
}

/// Ports, each with its name. <https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service>
fn ports(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut items = Vec::new();
    for child in across.children(&port::PORT) {
        let mut entries = vec![pair("name", Node::text(child.name))];
        let number = container_port(across, &child, part);
        entries.push(pair("containerPort", Node::Int(number)));
        entries.extend(protocol(across, &child, part));
        items.extend(tree::guarded(port_test(across, &child), Node::Map(entries)));
    }
    vec![list("ports", items)]
}

/// The number of a port; where environments differ a key of the values, which is 0 where there is no such port.
pub(super) fn container_port(across: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Expr {
    let number = reference::container_port(across, Some(child.name));
    if let Expr::Number(path) = &number {
        let pairs = across.views.iter().zip(&child.views);
        let values = pairs.map(|(block, view)| match (block, view) {
            (None, _) => Val::Unset,
            (_, Some(view)) => view.int(&port::CONTAINER).map_or(Val::Int(0), Val::Int),
            (_, None) => Val::Int(0),
        });
        let least = i64::from(port_test(across, child).is_none());
        let doc = super::knobs::doc(&port::CONTAINER);
        let origin = child.origin(&port::CONTAINER);
        part.knob_from(path.clone(), doc, Schema::Int(least, 65535), values.collect(), origin);
    }
    number
}

/// Whether a port is there, where not every environment has it.
pub(super) fn port_test(across: &Across<'_>, child: &Across<'_>) -> Option<Test> {
    let everywhere = across.views.iter().zip(&child.views).all(|(block, view)| block.is_none() || view.is_some());
    (!everywhere).then(|| Test::Value(across.path(&format!("containerPorts.{}", values_key(child.name)))))
}

/// `protocol` of a port, for containers, Services and policies alike.
pub(super) fn protocol(across: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = child.said(|view| super::knobs::value_of(view, &port::PROTOCOL_FIELD));
    let path = across.path(&format!("portProtocols.{}", values_key(child.name)));
    let schema = super::knobs::schema_of(&port::PROTOCOL_FIELD.ty);
    let (origin, doc) = (child.origin(&port::PROTOCOL_FIELD), super::knobs::doc(&port::PROTOCOL_FIELD));
    part.settled("protocol", path, values, &schema, origin, doc)
}

/// Requests and limits: the block's own, else those of the whole chart.
pub(super) fn resources(across: &Across<'_>, part: &mut Part) -> Entry {
    resources_or(across, SmolStr::new_static("resources"), part)
}

fn resources_or(across: &Across<'_>, other: SmolStr, part: &mut Part) -> Entry {
    let values = across.views.iter().map(|view| view.as_ref().map_or(Val::Unset, amounts)).collect();
    let path = across.path("resources");
    let origin = across.origin_of(Place::Field(&container::CPU));
    part.knob_from(path.clone(), "", Schema::Resources, values, origin);
    pair("resources", Node::ValuesOr(path, other))
}

pub(super) fn amounts(view: &View<'_>) -> Val {
    let mut requests = Vec::new();
    let mut limits = Vec::new();
    for (field, name) in
        [(&container::CPU, "cpu"), (&container::MEMORY, "memory"), (&container::EPHEMERAL_STORAGE, "ephemeral-storage")]
    {
        let (request, limit) = match view.value(field).map(|value| &value.kind) {
            Some(Kind::Quantity(quantity)) => (Some(*quantity), Some(*quantity)),
            Some(Kind::Range(low, high)) => (low.quantity(), high.quantity()),
            Some(_) | None => (None, None),
        };
        requests.extend(request.map(|quantity| (SmolStr::new_static(name), Val::text(quantity.to_string()))));
        limits.extend(limit.map(|quantity| (SmolStr::new_static(name), Val::text(quantity.to_string()))));
    }
    for (name, entry) in view.entries(&container::RESOURCES) {
        let Some(amount) = entry.value.quantity().map(|quantity| Val::text(quantity.to_string())) else { continue };
        // Kubernetes wants the same for both.
        requests.push((SmolStr::new(name), amount.clone()));
        limits.push((SmolStr::new(name), amount));
    }
    let parts = [("requests", requests), ("limits", limits)].into_iter().filter(|(_, amounts)| !amounts.is_empty());
    Val::Map(parts.map(|(key, amounts)| (SmolStr::new_static(key), Val::Map(amounts))).collect())
}

/// What the container may do: as little as possible.
/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted>
pub(super) fn security(across: &Across<'_>, part: &mut Part) -> Entry {
    map("securityContext", rights(across, part))
}

/// The same for a container beside the main one, which may run as another user than the pod.
fn security_beside(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Entry {
    let security = across.with_defaults(&container::SECURITY);
    let pairs = across.views.iter().zip(&security.views).zip(context.environments);
    let users: Vec<Option<Option<i64>>> = pairs
        .map(|((view, own), environment)| {
            let (view, own) = (view.as_ref()?, own.as_ref()?);
            let said = own.int(&container::USER).or_else(|| images::user(context, environment, view));
            Some(said.or(own.bool(&container::RUN_AS_ROOT).then_some(0)))
        })
        .collect();
    let id = |number: Option<i64>| number.map(Val::Int);
    let user = users.iter().map(|user| user.map_or(Some(Val::Unset), id)).collect();
    let group = security.views.iter().zip(&users).map(|(own, user)| match (own, user) {
        (Some(own), Some(user)) => id(own.int(&container::GROUP).or(*user)),
        (None, _) | (_, None) => Some(Val::Unset),
    });
    let group = group.collect();
    let root = security.said(|own| Some(Val::Bool(!own.bool(&container::RUN_AS_ROOT))));
    let mut entries = Vec::new();
    let ids = Schema::Int(0, 4_294_967_295);
    for (target, values, field, schema) in [
        ("runAsNonRoot", root, &container::RUN_AS_ROOT, &Schema::Bool),
        ("runAsUser", user, &container::USER, &ids),
        ("runAsGroup", group, &container::GROUP, &ids),
    ] {
        let path = across.path(&format!("securityContext.{target}"));
        let doc = super::knobs::doc(field);
        entries.extend(part.settled(target, path, values, schema, security.origin(field), doc));
    }
    entries.extend(rights(across, part));
    entries.extend(pod::confined(&security, &container::SECCOMP, ("seccompProfile", "securityContext"), None, part));
    entries.extend(pod::confined(&security, &container::APPARMOR, ("appArmorProfile", "securityContext"), None, part));
    entries.extend(pod::selinux(&security, "securityContext", part));
    map("securityContext", entries)
}

fn rights(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let own = across.with_defaults(&container::SECURITY);
    let mut entries = Vec::new();
    for field in [&container::PRIVILEGE_ESCALATION, &container::PRIVILEGED, &container::READ_ONLY_ROOT] {
        let Some(target) = field.to.kubernetes_field() else { continue };
        let value = |view: &View<'_>| match super::knobs::value_of(view, field) {
            // Who has all rights can gain no more, and Kubernetes refuses to be told otherwise.
            None if field.is(&container::PRIVILEGE_ESCALATION) => Some(Val::Bool(view.bool(&container::PRIVILEGED))),
            value => value,
        };
        let path = own.path(&format!("securityContext.{target}"));
        let (schema, doc) = (super::knobs::schema_of(&field.ty), super::knobs::doc(field));
        entries.extend(part.settled(target, path, own.said(value), &schema, own.origin(field), doc));
    }
    let mut capabilities = vec![list("drop", vec![Item::Node(Node::text("ALL"))])];
    let kept = own.said(|view| super::knobs::value_of(view, &container::CAPABILITIES));
    let origin = own.origin(&container::CAPABILITIES);
    let schema = Schema::List(Box::new(Schema::Text));
    let doc = super::knobs::doc(&container::CAPABILITIES);
    capabilities
        .splice(0..0, part.settled("add", own.path("securityContext.capabilities"), kept, &schema, origin, doc));
    entries.push(map("capabilities", capabilities));
    entries
}

/// Fields that pass through to the container as they are.
fn passed(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let is_own = |field: &&'static schema::Field| {
        matches!(field.to, To::Container(_)) && !field.is(&container::COMMAND) && !field.is(&container::ARGS)
    };
    across.kind.all_fields().filter(is_own).flat_map(|field| part.passed(across, field)).collect()
}
