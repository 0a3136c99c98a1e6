//! Volumes: what a container may write to, and what is mounted into it.
//! <https://kubernetes.io/docs/concepts/storage/volumes/>

mod folder;
mod mount;

use super::across::Across;
use super::container::Seat;
use super::knobs::Built;
use super::{Context, Part, knobs, metadata, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::{config, volume};
use crate::types::quantity::Kind as Amount;
use crate::types::{FileMode, names};
use smol_str::{SmolStr, format_smolstr};

pub(super) use folder::delivered;

/// Volumes of a pod and the mounts of a container.
#[derive(Debug, Default)]
pub(super) struct Storage {
    pub(super) mounts: Vec<Item>,
    pub(super) volumes: Vec<Item>,
    /// Templates of claims that every pod has one of.
    pub(super) claims: Vec<Item>,
}

/// Lowers what a container mounts, and with the main container the volumes of its pods.
pub(super) fn lower(context: &Context<'_>, seat: Seat<'_, '_>, part: &mut Part) -> Storage {
    let mut all = Storage::default();
    folder::writable(context, seat, part, &mut all);
    folder::files(context, seat.own, &mut all);
    for own in seat.pod.children(&volume::VOLUME) {
        if seat.is_main() {
            declared(context, seat.pod, &own, part, &mut all);
        } else {
            mount::beside(seat, &own, part, &mut all);
        }
    }
    all
}

fn declared(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let when = presence(across, own, part);
    mount::main(across, own, when.as_ref(), part, all);
    let base = format!("volumes.{}", names::values_key(own.name));
    let doc = "What the volume is.";
    let path = across.path(&format!("{base}.type"));
    let built = own.built(|environment, view| source(context, environment, view));
    for (test, source) in part.chosen(&path, doc, own.origin_of(Place::Block), built) {
        let when = Test::all(when.clone().into_iter().chain(test));
        match source {
            Source::PerReplica => all.claims.extend(tree::guarded(when, template(across, own, part))),
            Source::Claim => {
                let name = pair("claimName", Node::Text(claim_name(across, own)));
                all.volumes.extend(tree::guarded(when.clone(), named(own, map("persistentVolumeClaim", vec![name]))));
                let claim = claim(across, own, part, when);
                part.objects.push(claim);
            }
            Source::Other(entry) => all.volumes.extend(tree::guarded(when, named(own, entry))),
        }
    }
}

fn named(own: &Across<'_>, source: Entry) -> Node {
    Node::Map(vec![pair("name", Node::text(own.name)), source])
}

/// Where a volume's files come from.
#[derive(Debug, PartialEq)]
enum Source {
    /// A claim for every pod.
    PerReplica,
    /// A claim that all pods share.
    Claim,
    /// Anything that stands in the pod alone.
    Other(Entry),
}

/// The switch of a volume that not every environment has.
fn presence(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Option<Test> {
    let on = own.each(|view| view.bool(&volume::ENABLED));
    let on: Vec<Option<bool>> =
        across.views.iter().zip(on).map(|(block, on)| block.as_ref().map(|_| on.unwrap_or(false))).collect();
    if on.iter().all(|on| *on != Some(false)) {
        return None;
    }
    let path = across.path(&format!("volumes.{}.enabled", names::values_key(own.name)));
    let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    part.knob_from(path.clone(), "", Schema::Bool, values, own.origin(&volume::ENABLED));
    Some(Test::Value(path))
}

fn source(context: &Context<'_>, environment: usize, view: &View<'_>) -> Built<Source> {
    let other = |label: SmolStr, entry: Entry| Built::As(label, Source::Other(entry));
    if let Some((_, name)) = view.block(&volume::CONFIG) {
        let object = context.find(&config::CONFIG, name).map_or_else(|| Expr::text(""), super::config::object_name);
        let mut body = vec![pair("name", Node::Text(object))];
        body.extend(mode(view));
        return other(format_smolstr!("config.{name}"), map("configMap", body));
    }
    if let Some((_, name)) = view.block(&volume::SECRET) {
        return other(format_smolstr!("secret.{name}"), secret(context, environment, name, mode(view)));
    }
    if let Some(name) = view.text(&volume::EXISTING) {
        let claim = map("persistentVolumeClaim", vec![pair("claimName", Node::text(name))]);
        return other(SmolStr::new_static("existing"), claim);
    }
    if view.value(&volume::SIZE).is_some() {
        return if view.bool(&volume::PER_REPLICA) {
            Built::As(SmolStr::new_static("claim-per-replica"), Source::PerReplica)
        } else {
            Built::As(SmolStr::new_static("claim"), Source::Claim)
        };
    }
    let temporary = match view.quantity(&volume::TEMPORARY) {
        Some(size) => map("emptyDir", vec![pair("sizeLimit", Node::text(size.to_string()))]),
        None => pair("emptyDir", Node::EmptyMap),
    };
    other(SmolStr::new_static("temporary"), temporary)
}

/// A secret's key as a file of its name; of a Secret with a type every key.
fn secret(context: &Context<'_>, environment: usize, name: &str, mode: Option<Entry>) -> Entry {
    let key = reference::secret_key(context, environment, name);
    let mut body = vec![pair("secretName", Node::Text(key.object))];
    if !reference::is_typed(context, environment, name) {
        let item = vec![pair("key", Node::text(key.key.clone())), pair("path", Node::text(key.key))];
        body.push(list("items", vec![Item::Node(Node::Map(item))]));
    }
    body.extend(mode);
    map("secret", body)
}

fn mode(view: &View<'_>) -> Option<Entry> {
    let mode = FileMode::parse(view.text(&volume::MODE)?).ok()?;
    Some(pair("defaultMode", Node::int(mode.value().into())))
}

fn claim_name(across: &Across<'_>, own: &Across<'_>) -> Expr {
    Expr::Name(format_smolstr!("{}-{}", across.name, own.name))
}

fn claim(across: &Across<'_>, own: &Across<'_>, part: &mut Part, when: Option<Test>) -> Object {
    let name = claim_name(across, own);
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("PersistentVolumeClaim")),
        metadata::of(across, &name, Vec::new()),
        map("spec", claim_spec(across, own, part)),
    ];
    Object {
        file: format!("pvc-{}-{}.yaml", across.name, own.name),
        block: SmolStr::new(across.name),
        when: Test::all([across.enabled()].into_iter().chain(when)),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    }
}

/// `spec` of a claim, or of the template of one.
pub(super) fn claim_spec(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let base = format!("volumes.{}", names::values_key(own.name));
    let access = own.said(|view| Some(Val::List(vec![knobs::value_of(view, &volume::ACCESS_FIELD)?])));
    let modes = Schema::List(Box::new(knobs::schema_of(&volume::ACCESS_FIELD.ty)));
    let (modes_path, origin) = (across.path(&format!("{base}.accessModes")), own.origin(&volume::ACCESS_FIELD));
    let doc = knobs::doc(&volume::ACCESS_FIELD);
    let mut spec = part.settled("accessModes", modes_path, access, &modes, origin, doc);
    let path = across.path(&format!("{base}.size"));
    let values = own.views.iter().map(|view| {
        let value = view.as_ref().and_then(|view| knobs::value_of(view, &volume::SIZE));
        value.unwrap_or(Val::Unset)
    });
    part.knob_from(path.clone(), "", Schema::Quantity(Amount::Storage), values.collect(), own.origin(&volume::SIZE));
    spec.extend(class(across, own, part, &base));
    spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(Expr::Value(path)))])]));
    spec
}

fn class(across: &Across<'_>, own: &Across<'_>, part: &mut Part, base: &str) -> Vec<Entry> {
    let values = own.views.iter().map(|view| match view {
        Some(view) => knobs::value_of(view, &volume::STORAGE_CLASS).unwrap_or_else(|| Val::text("")),
        None => Val::Unset,
    });
    storage_class(
        across.path(&format!("{base}.storageClass")),
        values.collect(),
        own.origin(&volume::STORAGE_CLASS),
        part,
    )
}

/// `storageClassName` from the values: nothing is the cluster's default, `-` none at all.
pub(super) fn storage_class(path: SmolStr, values: Vec<Val>, origin: tree::Origin, part: &mut Part) -> Vec<Entry> {
    let doc = "Class of storage. Default: the cluster's; \"-\": none.";
    part.knob_from(path.clone(), doc, Schema::Pattern("^(-|[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$"), values, origin);
    let none = Test::Is(path.clone(), SmolStr::new_static("-"));
    let named = vec![pair("storageClassName", Node::Text(Expr::Value(path.clone())))];
    let other = tree::when(Some(Test::Value(path)), named);
    vec![Entry::When(none, vec![pair("storageClassName", Node::text(""))], other)]
}

/// The template of a claim that every pod has one of.
fn template(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Node {
    let name = map("metadata", vec![pair("name", Node::text(own.name))]);
    Node::Map(vec![name, map("spec", claim_spec(across, own, part))])
}
