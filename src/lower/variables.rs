//! The environment of a container: literals and what the chart derives in a `ConfigMap`, secrets as references, and what
//! is made of secrets as `$(NAME)` expansion, in an order in which every name is known before it is used.

use super::across::Across;
use super::knobs::Built;
use super::reference::{self, Late, Piece};
use super::{Context, Part};
use crate::chart::tree::{self, Body, Entry, Expr, Item, Node, Origin, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::model::environment::View;
use crate::model::typed::{Kind, Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::{config, container};
use crate::types::names;
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

/// Lowers the variables of a block: its values, its `ConfigMap` and its container's `env`.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Variables {
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
            let named = Named { name: SmolStr::new(name), source, test };
            match named.source {
                Source::Derived(ref expr) => {
                    let origin = across.origin_of(Place::Entry(&container::ENV, named.name.clone()));
                    let entry = vec![tree::pair_from(named.name.clone(), Node::Text(expr.clone()), origin)];
                    derived.extend(tree::when(Some(named.test.clone()), entry));
                }
                Source::Config(..) | Source::Late(_) | Source::Composed(..) => late.push(named),
            }
        }
    }
    finish(context, across, part, literals, derived, late)
}

fn finish(
    context: &Context<'_>,
    across: &Across<'_>,
    part: &mut Part,
    literals: Vec<Vec<(SmolStr, Val)>>,
    derived: Vec<Entry>,
    late: Vec<Named>,
) -> Variables {
    let values = across.views.iter().zip(literals).map(|(view, literals)| match view {
        Some(_) => Val::Map(literals),
        None => Val::Unset,
    });
    let path = across.path("env");
    let doc = "Environment variables. One that is given here wins over one that the chart derives from other parts of the stack.";
    let origin = across.origin_of(Place::Block);
    part.knob_from(path.clone(), doc, Schema::Variables(schema::VARIABLE), values.collect(), origin);
    let piece = format_smolstr!("{}.config", across.name);
    let mut entries = vec![Entry::Variables(path)];
    entries.extend(derived);
    part.objects.push(config_map(across, &piece, entries));
    let mut items = vec![Item::EachKey(piece.clone(), from_config(across))];
    items.extend(late_items(across, &late));
    let mut checksums =
        tree::when(Some(Test::Filled(piece.clone())), vec![pair("checksum/config", Node::Text(Expr::Checksum(piece)))]);
    checksums.extend(other_checksums(across));
    Variables { items, from: env_from(context, across, part), checksums }
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
    let late: Vec<Late> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Late(late) => Some(late.clone()),
            Piece::Known(_) => None,
        })
        .collect();
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

fn config_map(across: &Across<'_>, piece: &SmolStr, entries: Vec<Entry>) -> tree::Object {
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("ConfigMap")),
        super::metadata::of(across, &across.object_name(), Vec::new()),
        map("data", vec![Entry::Include(piece.clone())]),
    ];
    tree::Object {
        file: format!("configmap-{}.yaml", across.name),
        block: SmolStr::new(across.name),
        when: Test::all([across.enabled(), Test::Filled(piece.clone())]),
        doc: None,
        body,
        pieces: vec![tree::Piece {
            name: piece.clone(),
            doc: format!(
                "What the pods of {} read as environment; hashed into their template so that a change rolls them.",
                across.name
            ),
            body: Body::Map(entries),
        }],
        chart_only: false,
    }
}

fn from_config(across: &Across<'_>) -> Node {
    let key = vec![pair("name", Node::Text(across.object_name())), pair("key", Node::Text(Expr::Key))];
    Node::Map(vec![pair("name", Node::Text(Expr::Key)), map("valueFrom", vec![map("configMapKeyRef", key)])])
}

/// Variables that only the container knows, each before those that are made of it.
fn late_items(across: &Across<'_>, late: &[Named]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut printed: Vec<SmolStr> = Vec::new();
    let of_itself = |late: &Late| matches!(late, Late::Secret(_) | Late::Pod(_));
    for named in late.iter().filter(|named| !matches!(named.source, Source::Composed(..))) {
        printed.push(named.name.clone());
        items.extend(item(across, &named.name, &named.source, Some(named.test.clone())));
    }
    let composed: Vec<&Named> = late.iter().filter(|named| matches!(named.source, Source::Composed(..))).collect();
    for needed in composed.iter().flat_map(|named| needs(named)).filter(|needed| of_itself(needed)) {
        let variable = needed.variable();
        if printed.contains(&variable) {
            continue;
        }
        printed.push(variable.clone());
        let users = composed.iter().filter(|named| needs(named).contains(&needed)).map(|named| named.test.clone());
        let free = !Test::Has(across.path("env"), variable.clone());
        let test = Test::any(users).and_then(|users| Test::all([users, free]));
        items.extend(item(across, &variable, &Source::Late(needed.clone()), test));
    }
    for named in in_order(&composed) {
        items.extend(item(across, &named.name, &named.source, Some(named.test.clone())));
    }
    items
}

fn needs(named: &Named) -> &[Late] {
    match &named.source {
        Source::Composed(_, late) => late,
        Source::Derived(_) | Source::Config(..) | Source::Late(_) => &[],
    }
}

/// Variables in an order in which each stands after those it is made of. A cycle was refused before.
fn in_order<'a>(composed: &[&'a Named]) -> Vec<&'a Named> {
    let mut waiting: Vec<&Named> = composed.to_vec();
    let mut ordered: Vec<&Named> = Vec::new();
    while !waiting.is_empty() {
        let ready = |named: &&Named| {
            needs(named).iter().all(|late| match late {
                Late::Variable(name) => !waiting.iter().any(|other| other.name == *name && other.name != named.name),
                Late::Secret(_) | Late::Pod(_) => true,
            })
        };
        let (now, later): (Vec<&Named>, Vec<&Named>) = waiting.iter().copied().partition(ready);
        if now.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(now);
        waiting = later;
    }
    ordered
}

fn item(across: &Across<'_>, name: &SmolStr, source: &Source, test: Option<Test>) -> Vec<Item> {
    let origin = across.origin_of(Place::Entry(&container::ENV, name.clone()));
    let node = Node::Map(vec![
        tree::pair_from("name", Node::Text(Expr::Text(name.clone())), origin.clone()),
        value(source, &origin),
    ]);
    match test {
        Some(test) => vec![Item::When(test, vec![Item::Node(node)])],
        None => vec![Item::Node(node)],
    }
}

fn value(source: &Source, origin: &Origin) -> Entry {
    let from = |entry: Entry| map("valueFrom", vec![entry]);
    match source {
        Source::Derived(expr) | Source::Composed(expr, _) => {
            tree::pair_from("value", Node::Text(expr.clone()), origin.clone())
        }
        Source::Config(object, key) => from(map("configMapKeyRef", reference_to(object, key, false))),
        Source::Late(Late::Secret(key)) => from(map("secretKeyRef", reference_to(&key.object, &key.key, key.optional))),
        Source::Late(Late::Pod(path)) => from(map("fieldRef", vec![pair("fieldPath", Node::text(*path))])),
        Source::Late(Late::Variable(name)) => pair("value", Node::text(format_smolstr!("$({name})"))),
    }
}

/// `name` and `key` of an object.
pub(super) fn reference_to(object: &Expr, key: &SmolStr, optional: bool) -> Vec<Entry> {
    let mut entries = vec![pair("name", Node::Text(object.clone())), pair("key", Node::text(key.clone()))];
    if optional {
        entries.push(pair("optional", Node::Bool(true)));
    }
    entries
}

/// `envFrom`: config blocks of the stack, and objects that todoc does not write.
fn env_from(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut items = Vec::new();
    for name in configs_from(across) {
        let Some(target) = context.find(&config::CONFIG, &name) else { continue };
        let object = super::config::object_name(target);
        let source = Node::Map(vec![map("configMapRef", vec![pair("name", Node::Text(object))])]);
        let reads = |view: &View<'_>| view.list(&container::ENV_FROM).iter().any(|item| names_config(item, &name));
        let label = format_smolstr!("config.{name}");
        let built = across.built(|_, view| {
            if reads(view) { Built::As(label.clone(), source.clone()) } else { Built::Nothing }
        });
        items.extend(whole_objects(across, &name, across.origin(&container::ENV_FROM), built, part));
    }
    for foreign in across.children(&container::ENV_FROM_BLOCK) {
        let built = across.built(|_, view| match view.nested(&container::ENV_FROM_BLOCK, foreign.name) {
            Some(own) => {
                let object = own.text(&container::ENV_FROM_SECRET).or_else(|| own.text(&container::ENV_FROM_CONFIG));
                Built::As(SmolStr::new(object.unwrap_or(foreign.name)), foreign_object(&own))
            }
            None => Built::Nothing,
        });
        items.extend(whole_objects(across, foreign.name, foreign.origin_of(Place::Block), built, part));
    }
    items
}

/// An object of which every key becomes a variable, where the environments that have it may differ.
fn whole_objects(across: &Across<'_>, name: &str, origin: Origin, built: Vec<Built<Node>>, part: &mut Part) -> Vec<Item> {
    let path = across.path(&format!("envFrom.{}", names::values_key(name)));
    let doc = format!("What {name} is, every key of which becomes a variable; nothing: it is not read.");
    let chosen = part.chosen(&path, doc, origin, built);
    chosen.into_iter().flat_map(|(test, node)| tree::guarded(test, node)).collect()
}

fn foreign_object(own: &View<'_>) -> Node {
    let mut entries = Vec::new();
    if let Some(prefix) = own.text(&container::ENV_FROM_PREFIX) {
        entries.push(pair("prefix", Node::text(prefix)));
    }
    let optional = own.bool(&container::ENV_FROM_OPTIONAL);
    for (field, kind) in [(&container::ENV_FROM_SECRET, "secretRef"), (&container::ENV_FROM_CONFIG, "configMapRef")] {
        if let Some(name) = own.text(field) {
            let mut object = vec![pair("name", Node::text(name))];
            object.extend(optional.then(|| pair("optional", Node::Bool(true))));
            entries.push(map(kind, object));
        }
    }
    Node::Map(entries)
}

fn names_config(item: &Value, name: &str) -> bool {
    matches!(&item.kind, Kind::Block(_, own) if own == name)
}

fn configs_from(across: &Across<'_>) -> Vec<SmolStr> {
    let mut names: Vec<SmolStr> = Vec::new();
    for item in across.views.iter().flatten().flat_map(|view| view.list(&container::ENV_FROM)) {
        if let Some((_, name)) = item.block()
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    names
}

/// A checksum for every config block that the container reads.
fn other_checksums(across: &Across<'_>) -> Vec<Entry> {
    let mut names = configs_from(across);
    let volumes = across.children(&crate::schema::volume::VOLUME);
    for view in volumes.iter().flat_map(|volume| volume.views.iter().flatten()) {
        names.extend(view.block(&crate::schema::volume::CONFIG).map(|(_, name)| SmolStr::new(name)));
    }
    for entries in across.each(|view| view.entries(&container::ENV)).iter().flatten() {
        let references = entries.values().flat_map(|entry| entry.value.references());
        let configs = references.filter(|reference| reference.root == Root::Config && reference.key.is_some());
        names.extend(configs.map(|reference| SmolStr::new(reference.target())));
    }
    names.sort();
    names.dedup();
    let checksum = |name: &SmolStr| {
        pair(format_smolstr!("checksum/{name}"), Node::Text(Expr::Checksum(format_smolstr!("{name}.data"))))
    };
    names.iter().map(checksum).collect()
}
