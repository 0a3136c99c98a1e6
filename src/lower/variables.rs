//! The environment of a container: literals and what the chart derives in a `ConfigMap`, secrets as references, and what
//! is made of secrets as `$(NAME)` expansion, in an order in which every name is known before it is used.

mod late;
mod whole;

pub(super) use late::Wanted;
pub(super) use whole::{asked_of_all, configs_of};

use super::across::Across;
use super::container::Seat;
use super::knobs::Built;
use super::network::Asked;
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

/// What an environment says of a variable.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    /// It has not got the container.
    Absent,
    /// The container has no such variable.
    Nothing,
    /// A text that is known when the source is read.
    Literal(SmolStr),
    /// What it is made of, and what that is called.
    From(Source, SmolStr),
}

impl Said {
    /// What the chart has to choose from: a literal wins in any case.
    fn built(self) -> Built<Source> {
        match self {
            Said::Absent | Said::Literal(_) => Built::Absent,
            Said::Nothing => Built::Nothing,
            Said::From(source, label) => Built::As(label, source),
        }
    }
}

/// What each environment says of a variable.
fn said(context: &Context<'_>, across: &Across<'_>, name: &str) -> Vec<Said> {
    let all = across.views.iter().enumerate().map(|(environment, view)| {
        let Some(view) = view else { return Said::Absent };
        let Some(entry) = view.entries(&container::ENV).get(name) else { return Said::Nothing };
        literal(context, environment, &entry.value).map_or_else(
            || Said::From(source(context, environment, &entry.value), context.source_of(&entry.value)),
            Said::Literal,
        )
    });
    all.collect()
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
        let said = said(context, across, name);
        for (own, said) in literals.iter_mut().zip(&said) {
            if let Said::Literal(text) = said {
                own.push((SmolStr::new(name), Val::Text(text.clone())));
            }
        }
        for (source, test) in alternatives(across, part, name, said) {
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
        crate::model::mounts::delivered(self.environments.get(environment)?, reference.target())
    }
}

impl Context<'_> {
    /// A value as it stands in the source: its name where environments choose between several.
    pub(super) fn source_of(&self, value: &Value) -> SmolStr {
        SmolStr::from(self.words_of(value).trim_matches('"'))
    }

    /// Its words, the same in every layout and with any comments.
    fn words_of(&self, value: &Value) -> String {
        if let Kind::List(items) = &value.kind {
            let items: Vec<String> = items.iter().map(|item| self.words_of(item)).collect();
            return format!("[{}]", items.join(", "));
        }
        self.sources.text(value.span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Each source of a variable and when it is printed: where the values hold no such variable, and, where environments
/// differ in the source, where the documented switch says so.
fn alternatives(across: &Across<'_>, part: &mut Part, name: &str, said: Vec<Said>) -> Vec<(Source, Test)> {
    let free = is_free(across, name);
    let path = switch(across, name);
    let doc = format!("What {name} is derived from, where env does not give it; nothing: it is not set.");
    let origin = across.origin_of(Place::Entry(&container::ENV, SmolStr::new(name)));
    let chosen = part.chosen(&path, doc, origin, said.into_iter().map(Said::built));
    let tests = chosen
        .into_iter()
        .filter_map(|(test, source)| Some((source, Test::all(test.into_iter().chain([free.clone()]))?)));
    tests.collect()
}

/// Whether the values do not give a variable: one that they give wins.
fn is_free(across: &Across<'_>, name: &str) -> Test {
    !Test::Has(across.path("env"), SmolStr::new(name))
}

/// The key that says what a variable is derived from, where environments differ in that.
fn switch(across: &Across<'_>, name: &str) -> SmolStr {
    across.path(&format!("envSource.{name}"))
}

/// What must be so that a variable has one of the values that it has in some environments.
pub(super) fn asked(context: &Context<'_>, across: &Across<'_>, name: &str, of: &[bool]) -> Vec<Asked> {
    let free = is_free(across, name);
    if across.is_only_in(of) {
        // Whatever is chosen is one of them.
        return vec![Asked { test: free, holds: vec![true; of.len()] }];
    }
    let said = said(context, across, name);
    let holds = said.iter().map(|said| !matches!(said, Said::Literal(_))).collect();
    let source = Asked::chosen(&switch(across, name), said.into_iter().map(Said::built), of);
    // What is given by hand in the values is not what the chart derives.
    [Asked { test: free, holds }].into_iter().chain(source).collect()
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
