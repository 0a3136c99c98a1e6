//! A container: image, command, ports, environment, probes, resources, what it may do and what it mounts.

use super::across::Across;
use super::images::{self, Image};
use super::variables::{self, Variables};
use super::{Context, Part, knobs, probe, reference, volume};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair, pair_from};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::model::typed::{Kind, Value};
use crate::schema::{self, To, container, port};
use indexmap::IndexMap;
use smol_str::SmolStr;

/// The user of an image that says nothing.
const USER: i64 = 10001;

/// A container and what its pod must know of it.
#[derive(Debug)]
pub(super) struct Container {
    /// The container.
    pub(super) node: Node,
    /// Volumes that it mounts.
    pub(super) volumes: Vec<Item>,
    /// Annotations by which a change of configuration rolls the pods.
    pub(super) checksums: Vec<Entry>,
    /// The user that it runs as, in each environment.
    pub(super) users: Vec<Option<i64>>,
}

/// Lowers the container of a block. `serves` tells whether it has ports and probes.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, serves: bool, part: &mut Part) -> Container {
    let pairs = across.views.iter().zip(context.environments);
    let images: Vec<Option<Image>> =
        pairs.clone().map(|(view, environment)| images::of_workload(context, environment, view.as_ref()?)).collect();
    let users =
        pairs.map(|(view, environment)| Some(user(view.as_ref()?, images::user(context, environment, view.as_ref()?))));
    let users: Vec<Option<i64>> = users.collect();
    let mut entries = vec![pair("name", Node::text(across.name))];
    entries.extend(images::lower(across, &images, part));
    entries.extend(commands(context, across, part));
    if serves {
        entries.extend(ports(across, part));
    }
    let Variables { items, from, checksums } = variables::lower(context, across, part);
    entries.extend([list("envFrom", from), list("env", items)]);
    if serves {
        entries.extend(probe::lower(context, across, part));
    }
    entries.push(resources(across, part));
    entries.push(security(across, part));
    let volumes = volume::lower(context, across, part);
    entries.push(list("volumeMounts", volumes.mounts));
    entries.extend(passed(across, part));
    Container { node: Node::Map(entries), volumes: volumes.volumes, checksums, users }
}

/// The user that a block's containers run as: what is said, what the image says, else one that owns nothing.
fn user(view: &View<'_>, of_image: Option<i64>) -> i64 {
    let said = view.child(&container::SECURITY).and_then(|security| security.int(&container::USER));
    said.or(of_image).unwrap_or(USER)
}

/// `command` and `args`: a variable of the same container prints as `$(NAME)`.
fn commands(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for field in [&container::COMMAND, &container::ARGS] {
        let Some(target) = field.to.kubernetes_field() else { continue };
        let views = across.views.iter().enumerate();
        let lists = views.map(|(environment, view)| words(context, environment, view.as_ref()?.value(field)?));
        let lists: Vec<Option<Vec<Expr>>> = lists.collect();
        let known = lists.iter().map(|list| match list {
            Some(words) => plain_words(words).map(Some),
            None => Some(None),
        });
        let plain: Option<Vec<Option<Val>>> = known.collect();
        let origin = across.origin(field);
        if let Some(values) = plain {
            let schema = Schema::List(Box::new(Schema::Text));
            entries.extend(part.settled(target, across.path(target), values, &schema, origin, knobs::doc(field)));
        } else {
            entries.extend(derived(context, across, part, field, target, &lists));
        }
    }
    entries
}

/// Words that the chart derives: where environments differ, the values say which of the source's lists is meant.
fn derived(
    context: &Context<'_>,
    across: &Across<'_>,
    part: &mut Part,
    field: &'static schema::Field,
    target: &str,
    lists: &[Option<Vec<Expr>>],
) -> Vec<Entry> {
    let written = |environment: usize| {
        let value = across.views.get(environment)?.as_ref()?.value(field)?;
        Some(SmolStr::new(context.sources.text(value.span)))
    };
    let node = |words: &[Expr]| Node::List(words.iter().map(|word| Item::Node(Node::Text(word.clone()))).collect());
    let mut alternatives: IndexMap<SmolStr, &Vec<Expr>> = IndexMap::new();
    for (environment, words) in lists.iter().enumerate() {
        if let (Some(label), Some(words)) = (written(environment), words) {
            alternatives.entry(label).or_insert(words);
        }
    }
    let absent = lists.iter().zip(&across.views).any(|(words, view)| view.is_some() && words.is_none());
    if let ([words], false) = (alternatives.values().collect::<Vec<_>>().as_slice(), absent) {
        return vec![pair_from(target, node(words), across.origin(field))];
    }
    let path = across.path(&format!("{target}Source"));
    let values = (0..lists.len()).map(|environment| match across.views.get(environment) {
        Some(Some(_)) => Val::Text(written(environment).unwrap_or_default()),
        _ => Val::Unset,
    });
    let choices = alternatives.keys().cloned().chain([SmolStr::default()]).collect();
    let doc = format!("Which {target} of the source the container gets; nothing: the image's own.");
    part.knob_from(path.clone(), doc, Schema::Choice(choices), values.collect(), across.origin(field));
    let branches = alternatives.into_iter().flat_map(|(label, words)| {
        tree::when(Some(Test::Is(path.clone(), label)), vec![pair_from(target, node(words), across.origin(field))])
    });
    branches.collect()
}

fn words(context: &Context<'_>, environment: usize, value: &Value) -> Option<Vec<Expr>> {
    Some(value.items()?.iter().map(|item| reference::text(context, environment, item)).collect())
}

/// Words that are all known; nothing where the chart derives one.
fn plain_words(words: &[Expr]) -> Option<Val> {
    let known = words.iter().map(|word| if let Expr::Text(text) = word { Some(Val::Text(text.clone())) } else { None });
    known.collect::<Option<Vec<Val>>>().map(Val::List)
}

/// Ports, each with its name. <https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service>
fn ports(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut items = Vec::new();
    for child in across.children(&port::PORT) {
        let mut entries = vec![pair("name", Node::text(child.name))];
        let key = format!("containerPorts.{}", crate::types::names::values_key(child.name));
        let values = child.views.iter().map(|view| view.as_ref()?.int(&port::CONTAINER).map(Val::Int)).collect();
        let origin = child.origin(&port::CONTAINER);
        let doc = knobs::doc(&port::CONTAINER);
        entries.extend(part.settled("containerPort", across.path(&key), values, &Schema::Int(1, 65535), origin, doc));
        let protocol = child.first().and_then(|view| view.choice(&port::PROTOCOL_FIELD));
        entries.push(pair("protocol", Node::text(protocol.map_or("TCP", |protocol| protocol.kubernetes))));
        items.push(Item::Node(Node::Map(entries)));
    }
    vec![list("ports", items)]
}

/// Requests and limits: the block's own, else those of the whole chart.
pub(super) fn resources(across: &Across<'_>, part: &mut Part) -> Entry {
    let values = across.views.iter().map(|view| view.as_ref().map_or(Val::Unset, amounts)).collect();
    let path = across.path("resources");
    let origin = across.origin_of(Place::Field(&container::CPU));
    part.knob_from(path.clone(), "", Schema::Resources, values, origin);
    pair("resources", Node::ValuesOr(path, SmolStr::new_static("resources")))
}

fn amounts(view: &View<'_>) -> Val {
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
    let parts = [("requests", requests), ("limits", limits)].into_iter().filter(|(_, amounts)| !amounts.is_empty());
    Val::Map(parts.map(|(key, amounts)| (SmolStr::new_static(key), Val::Map(amounts))).collect())
}

/// What the container may do: as little as possible.
/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted>
pub(super) fn security(across: &Across<'_>, part: &mut Part) -> Entry {
    let own = across.with_defaults(&container::SECURITY);
    let mut entries = Vec::new();
    for field in [&container::PRIVILEGE_ESCALATION, &container::PRIVILEGED, &container::READ_ONLY_ROOT] {
        entries.extend(part.passed(&own, field));
    }
    let mut capabilities = vec![list("drop", vec![Item::Node(Node::text("ALL"))])];
    let kept = own.views.iter().map(|view| knobs::value_of(view.as_ref()?, &container::CAPABILITIES)).collect();
    let origin = own.origin(&container::CAPABILITIES);
    let schema = Schema::List(Box::new(Schema::Text));
    let doc = knobs::doc(&container::CAPABILITIES);
    capabilities
        .splice(0..0, part.settled("add", own.path("securityContext.capabilities"), kept, &schema, origin, doc));
    entries.push(map("capabilities", capabilities));
    map("securityContext", entries)
}

/// Fields that pass through to the container as they are.
fn passed(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let is_own = |field: &&'static schema::Field| {
        matches!(field.to, To::Container(_)) && !field.is(&container::COMMAND) && !field.is(&container::ARGS)
    };
    across.kind.all_fields().filter(is_own).flat_map(|field| part.passed(across, field)).collect()
}
