//! What a volume is, where it is no claim of the stack.

use crate::chart::tree::{Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::{Context, Part, reference};
use crate::model::environment::View;
use crate::schema::{choices, config, volume};
use crate::types::FileMode;
use crate::types::quantity::Kind as Amount;
use smol_str::{SmolStr, format_smolstr};

/// Where a volume's files come from.
#[derive(Debug, PartialEq)]
pub(super) enum Source {
    /// A claim for every pod.
    PerReplica,
    /// A claim that all pods share.
    Claim,
    /// A claim that todoc does not write.
    Existing,
    /// A folder that goes with the pod.
    Temporary,
    /// Anything else that stands in the pod alone.
    Other(Entry),
}

/// What a volume is in an environment, and what that is called.
pub(super) fn of(context: &Context<'_>, environment: usize, view: &View<'_>) -> Built<Source> {
    let built = |name: &'static str, source: Source| Built::As(SmolStr::new_static(name), source);
    let other = |label: SmolStr, entry: Entry| Built::As(label, Source::Other(entry));
    if let Some((_, name)) = view.block(&volume::CONFIG) {
        let body = config(context, name).chain(items(view)).chain(mode(view));
        return other(format_smolstr!("config.{name}"), map("configMap", body.collect()));
    }
    if let Some((_, name)) = view.block(&volume::SECRET) {
        let body = secret(context, environment, name, "secretName", view).into_iter().chain(mode(view));
        return other(format_smolstr!("secret.{name}"), map("secret", body.collect()));
    }
    if let Some(path) = view.text(&volume::HOST_PATH) {
        return other(format_smolstr!("node {path}"), host_path(view, path));
    }
    if let Some(driver) = view.text(&volume::CSI) {
        return other(format_smolstr!("csi {driver}"), csi(view, driver));
    }
    if view.blocks_of(&volume::SOURCE).next().is_some() {
        return other(SmolStr::new_static("projected"), projected(context, environment, view));
    }
    if view.value(&volume::EXISTING).is_some() {
        return built("existing", Source::Existing);
    }
    match view.value(&volume::SIZE) {
        Some(_) if view.bool(&volume::PER_REPLICA) => built("claim-per-replica", Source::PerReplica),
        Some(_) => built("claim", Source::Claim),
        None => built("temporary", Source::Temporary),
    }
}

/// The name of a claim that is there; an environment whose volume is something else has no say.
pub(super) fn existing(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = own.said(|view| knobs::value_of(view, &volume::EXISTING).or(Some(Val::Unset)));
    let (origin, doc) = (own.origin(&volume::EXISTING), knobs::doc(&volume::EXISTING));
    part.settled("claimName", own.path("claimName"), values, &Schema::Pattern(OBJECT_NAME), origin, doc)
}

/// An `emptyDir`; without bound or medium it is empty, and said all the same.
pub(super) fn temporary(own: &Across<'_>, part: &mut Part) -> Entry {
    let said = |of: &dyn Fn(&View<'_>) -> Option<Val>| {
        own.said(|view| if view.value(&volume::TEMPORARY).is_some() { of(view) } else { Some(Val::Unset) })
    };
    let size = said(&|view| Some(Val::text(view.quantity(&volume::TEMPORARY)?.to_string())));
    let is_memory = |view: &View<'_>| view.choice(&volume::MEDIUM_FIELD) == Some(&choices::MEDIUM_MEMORY);
    let memory = choices::MEDIUM_MEMORY.kubernetes;
    let medium = said(&|view| is_memory(view).then(|| Val::text(memory)));
    let mut entries = Vec::new();
    for (target, values, field, schema) in [
        ("medium", medium, &volume::MEDIUM_FIELD, Schema::Choice(vec![SmolStr::new_static(memory)])),
        ("sizeLimit", size, &volume::TEMPORARY, Schema::Quantity(Amount::Storage)),
    ] {
        entries.extend(part.settled(target, own.path(target), values, &schema, own.origin(field), knobs::doc(field)));
    }
    let tests: Option<Vec<Test>> =
        entries.iter().map(|entry| if let Entry::When(test, ..) = entry { Some(test.clone()) } else { None }).collect();
    let empty = pair("emptyDir", Node::EmptyMap);
    match tests.map(Test::any) {
        Some(Some(any)) => Entry::When(any, vec![map("emptyDir", entries)], vec![empty]),
        Some(None) => empty,
        None => map("emptyDir", entries),
    }
}

fn config(context: &Context<'_>, name: &str) -> impl Iterator<Item = Entry> + use<> {
    let found = context.find(&config::CONFIG, name);
    let object = found.map_or_else(|| Expr::text(""), crate::lower::config::object_name);
    [pair("name", Node::Text(object))].into_iter()
}

/// A secret's key as a file of its name; of a Secret with a type every key.
fn secret(context: &Context<'_>, environment: usize, name: &str, target: &str, view: &View<'_>) -> Vec<Entry> {
    let key = reference::secret_key(context, environment, name);
    let mut body = vec![pair(target, Node::Text(key.object))];
    let said = items(view);
    if said.is_none() && !reference::is_typed(context, environment, name) {
        body.push(list("items", vec![item(&key.key, &key.key)]));
    }
    body.extend(said);
    body.extend(key.optional.then(|| pair("optional", Node::Bool(true))));
    body
}

/// The keys that become files, where they are said.
fn items(view: &View<'_>) -> Option<Entry> {
    let entries = view.entries(&volume::ITEMS);
    let items = entries.iter().filter_map(|(key, entry)| Some(item(key, &entry.value.literal()?)));
    (!entries.is_empty()).then(|| list("items", items.collect()))
}

fn item(key: &str, path: &str) -> Item {
    Item::Node(Node::Map(vec![pair("key", Node::text(key)), pair("path", Node::text(path))]))
}

fn mode(view: &View<'_>) -> Option<Entry> {
    let mode = FileMode::parse(view.text(&volume::MODE)?).ok()?;
    Some(pair("defaultMode", Node::int(mode.value().into())))
}

fn host_path(view: &View<'_>, path: &str) -> Entry {
    let kind = view.choice(&volume::HOST_TYPE_FIELD).map(|kind| pair("type", Node::text(kind.kubernetes)));
    map("hostPath", [pair("path", Node::text(path))].into_iter().chain(kind).collect())
}

/// <https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes>
fn csi(view: &View<'_>, driver: &str) -> Entry {
    let read_only = view.bool(&volume::READ_ONLY).then(|| pair("readOnly", Node::Bool(true)));
    let attributes = view.entries(&volume::ATTRIBUTES);
    let attributes = attributes
        .iter()
        .filter_map(|(key, entry)| Some(pair(*key, Node::Text(Expr::Text(entry.value.literal()?)))))
        .collect();
    let entries = [pair("driver", Node::text(driver))].into_iter().chain(read_only);
    map("csi", entries.chain([map("volumeAttributes", attributes)]).collect())
}

/// <https://kubernetes.io/docs/concepts/storage/projected-volumes/>
fn projected(context: &Context<'_>, environment: usize, view: &View<'_>) -> Entry {
    let sources = view.blocks_of(&volume::SOURCE).map(|own| {
        let source = if let Some((_, name)) = own.block(&volume::SOURCE_CONFIG) {
            map("configMap", config(context, name).chain(items(own)).collect())
        } else if let Some((_, name)) = own.block(&volume::SOURCE_SECRET) {
            map("secret", secret(context, environment, name, "name", own))
        } else {
            token(own)
        };
        Item::Node(Node::Map(vec![source]))
    });
    let sources = list("sources", sources.collect());
    map("projected", mode(view).into_iter().chain([sources]).collect())
}

fn token(own: &View<'_>) -> Entry {
    let mut entries: Vec<Entry> =
        own.text(&volume::AUDIENCE).map(|text| pair("audience", Node::text(text))).into_iter().collect();
    entries.extend(own.int(&volume::EXPIRES).map(|seconds| pair("expirationSeconds", Node::int(seconds))));
    entries.push(pair("path", Node::text(own.text(&volume::FILE).unwrap_or(own.name))));
    map("serviceAccountToken", entries)
}
