//! The environment of a container: literals and what the chart derives in a `ConfigMap`, secrets as references, and what
//! is made of secrets as `$(NAME)` expansion, in an order in which every name is known before it is used.

mod late;
mod whole;

pub(super) use late::Wanted;

use super::across::Across;
use super::container::Seat;
use super::knobs::Built;
use super::reference::{self, Late, Piece};
use super::{Context, Part};
use crate::chart::tree::{self, Body, Entry, Expr, Item, Node, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::model::typed::{Kind, Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::objects::ObjectKind;
use crate::schema::{config, container};
use smol_str::{SmolStr, format_smolstr};

/// What a variable is, where it is no literal.
#[derive(Debug, Clone, PartialEq)]
enum Source {
    /// A text that the chart derives: it goes into the `ConfigMap`.
    Derived(Expr),
    /// A key of a config block.
    Config(Expr, SmolStr),
    /// Something that only the container knows, by itself.
    Late(Late),
    /// A text with such a thing inside.
    Composed(Expr, Vec<Late>),
}

/// The variables of a container.
#[derive(Debug)]
pub(super) struct Variables {
    /// Items of `env`.
    pub(super) items: Vec<Item>,
    /// Items of `envFrom`.
    pub(super) from: Vec<Item>,
    /// Annotations by which a change of configuration rolls the pods.
    pub(super) checksums: Vec<Entry>,
}

/// Lowers the variables of a container: its values, its `ConfigMap` and its `env`. `wanted` are those that its command is made of.
pub(super) fn lower(context: &Context<'_>, seat: Seat<'_, '_>, wanted: &[Wanted], part: &mut Part) -> Variables {
    let across = seat.own;
    let mut names: Vec<&str> = Vec::new();
    let entries = across.each(|view| view.entries(&container::ENV));
    for name in entries.iter().flatten().flat_map(|entries| entries.keys()) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let mut literals: Vec<Vec<(SmolStr, Val)>> = vec![Vec::new(); across.views.len()];
    let mut derived: Vec<Entry> = Vec::new();
    let mut late: Vec<Named> = Vec::new();
    for name in names {
        let values =
            entries.iter().map(|entries| entries.as_ref().map(|entries| entries.get(name).map(|entry| &entry.value)));
        let mut sources: Vec<Option<(Source, SmolStr)>> = Vec::new();
        for (environment, value) in values.enumerate() {
            sources.push(match value {
                Some(Some(value)) => match literal(context, environment, value) {
                    Some(text) => {
                        if let Some(own) = literals.get_mut(environment) {
                            own.push((SmolStr::new(name), Val::Text(text)));
                        }
                        None
                    }
                    None => Some((source(context, environment, value), context.source_of(value))),
                },
                _ => None,
            });
        }
        let absent = entries.iter().map(|entries| entries.as_ref().is_some_and(|entries| !entries.contains_key(name)));
        let absent: Vec<bool> = absent.collect();
        for (source, test) in alternatives(across, part, name, &sources, &absent) {
            let name = SmolStr::new(name);
            match source {
                Source::Derived(expr) => {
                    let origin = across.origin_of(Place::Entry(&container::ENV, name.clone()));
                    let entry = vec![tree::pair_from(name, Node::Text(expr), origin)];
                    derived.extend(tree::when(Some(test), entry));
                }
                Source::Config(..) | Source::Late(_) | Source::Composed(..) => late.push(Named { name, source, test }),
            }
        }
    }
    finish(context, seat, part, literals, derived, late::items(across, &late, wanted))
}

fn finish(
    context: &Context<'_>,
    seat: Seat<'_, '_>,
    part: &mut Part,
    literals: Vec<Vec<(SmolStr, Val)>>,
    derived: Vec<Entry>,
    late: Vec<Item>,
) -> Variables {
    let across = seat.own;
    let values = across.views.iter().zip(literals).map(|(view, literals)| match view {
        Some(_) => Val::Map(literals),
        None => Val::Unset,
    });
    let path = across.path("env");
    let doc = "Environment variables. One that is given here wins over one that the chart derives from other parts of the stack.";
    let origin = across.origin_of(Place::Block);
    part.knob_from(path.clone(), doc, Schema::Variables(schema::VARIABLE), values.collect(), origin);
    let piece = format_smolstr!("{}.config", seat.name());
    let mut entries = vec![Entry::Variables(path)];
    entries.extend(derived);
    part.objects.push(config_map(seat, &piece, entries));
    let mut items = vec![Item::EachKey(piece.clone(), from_config(seat))];
    items.extend(late);
    let mut checksums =
        tree::when(Some(Test::Filled(piece.clone())), vec![pair("checksum/config", Node::Text(Expr::Checksum(piece)))]);
    checksums.extend(whole::checksums(context, across, part));
    Variables { items, from: whole::items(context, across, part), checksums }
}

/// A variable and when it is printed.
#[derive(Debug)]
struct Named {
    name: SmolStr,
    source: Source,
    test: Test,
}

/// The text of a value that is known when the source is read.
fn literal(context: &Context<'_>, environment: usize, value: &Value) -> Option<SmolStr> {
    if let Some(text) = value.literal() {
        return Some(text);
    }
    let is_constant = |reference: &&Reference| matches!(reference.root, Root::Environment | Root::Image);
    if let Some(path) = context.file_of(environment, value) {
        return Some(path);
    }
    let references = value.references();
    if references.is_empty() || !references.iter().all(is_constant) {
        return None;
    }
    Expr::join(known(reference::pieces(context, environment, value))?).known().cloned()
}

fn known(pieces: Vec<Piece>) -> Option<Vec<Expr>> {
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Known(expr) => Some(expr),
            Piece::Late(_) => None,
        })
        .collect()
}

fn source(context: &Context<'_>, environment: usize, value: &Value) -> Source {
    if let Kind::Reference(reference) = &value.kind
        && let (Root::Config, Some(key)) = (reference.root, &reference.key)
        && let Some(target) = context.find(&config::CONFIG, reference.target())
    {
        return Source::Config(super::config::object_name(target), key.value.clone());
    }
    let pieces = reference::pieces(context, environment, value);
    if let [Piece::Late(late)] = pieces.as_slice()
        && !matches!(late, Late::Variable(_))
    {
        return Source::Late(late.clone());
    }
    let late: Vec<Late> = pieces.iter().cloned().filter_map(Piece::late).collect();
    if late.is_empty() {
        return Source::Derived(Expr::join(known(pieces).unwrap_or_default()));
    }
    Source::Composed(reference::text(context, environment, value), late)
}

impl Context<'_> {
    /// The path of the file by which a secret reaches a container, where it does so: the variable holds the path.
    fn file_of(&self, environment: usize, value: &Value) -> Option<SmolStr> {
        let Kind::Reference(reference) = &value.kind else { return None };
        if reference.root != Root::Secret || reference.attribute.is_some() {
            return None;
        }
        super::volume::delivered(self.environments.get(environment)?, reference.target())
    }
}

impl Context<'_> {
    /// A value as it stands in the source: its name where environments choose between several.
    pub(super) fn source_of(&self, value: &Value) -> SmolStr {
        let words: Vec<&str> = self.sources.text(value.span).split_whitespace().collect();
        SmolStr::from(words.join(" ").trim_matches('"'))
    }
}

/// Each source of a variable and when it is printed: where the values hold no such variable, and, where environments
/// differ in the source, where the documented switch says so.
fn alternatives(
    across: &Across<'_>,
    part: &mut Part,
    name: &str,
    sources: &[Option<(Source, SmolStr)>],
    absent: &[bool],
) -> Vec<(Source, Test)> {
    let free = !Test::Has(across.path("env"), SmolStr::new(name));
    let built = sources.iter().zip(&across.views).zip(absent).map(|((source, view), absent)| match (source, view) {
        (Some((source, label)), Some(_)) => Built::As(label.clone(), source.clone()),
        (None, Some(_)) if *absent => Built::Nothing,
        // A literal wins in any case.
        (None, Some(_)) | (_, None) => Built::Absent,
    });
    let path = across.path(&format!("envSource.{name}"));
    let doc = format!("What {name} is derived from, where env does not give it; nothing: it is not set.");
    let origin = across.origin_of(Place::Entry(&container::ENV, SmolStr::new(name)));
    let chosen = part.chosen(&path, doc, origin, built);
    let tests = chosen
        .into_iter()
        .filter_map(|(test, source)| Some((source, Test::all(test.into_iter().chain([free.clone()]))?)));
    tests.collect()
}

fn config_map(seat: Seat<'_, '_>, piece: &SmolStr, entries: Vec<Entry>) -> tree::Object {
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("ConfigMap")),
        super::metadata::of(seat.pod, &seat.object_name(ObjectKind::ConfigMap), Vec::new()),
        map("data", vec![Entry::Include(piece.clone())]),
    ];
    tree::Object {
        file: format!("configmap-{}.yaml", seat.name()),
        block: SmolStr::new(seat.pod.name),
        when: Test::all(seat.enabled().into_iter().chain([Test::Filled(piece.clone())])),
        doc: None,
        body,
        pieces: vec![tree::Piece {
            name: piece.clone(),
            doc: format!(
                "What {} as environment; hashed into their template so that a change rolls them.",
                readers(seat)
            ),
            body: Body::Map(entries),
        }],
        chart_only: false,
    }
}

/// Who reads the variables, with the verb.
fn readers(seat: Seat<'_, '_>) -> String {
    if seat.is_main() {
        format!("the pods of {} read", seat.pod.name)
    } else {
        format!("{} in the pods of {} reads", seat.own.name, seat.pod.name)
    }
}

fn from_config(seat: Seat<'_, '_>) -> Node {
    let key =
        vec![pair("name", Node::Text(seat.object_name(ObjectKind::ConfigMap))), pair("key", Node::Text(Expr::Key))];
    Node::Map(vec![pair("name", Node::Text(Expr::Key)), map("valueFrom", vec![map("configMapKeyRef", key)])])
}

/// `name` and `key` of an object.
pub(super) fn reference_to(object: &Expr, key: &SmolStr, optional: bool) -> Vec<Entry> {
    let mut entries = vec![pair("name", Node::Text(object.clone())), pair("key", Node::text(key.clone()))];
    if optional {
        entries.push(pair("optional", Node::Bool(true)));
    }
    entries
}
