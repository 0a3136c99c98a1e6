//! Items of `envFrom`: objects of which every key becomes a variable; and checksums by which their change rolls the pods.

use crate::chart::tree::{self, Entry, Expr, Item, Node, Origin, Place, Test, map, pair};
use crate::lower::across::Across;
use crate::lower::config as config_lowering;
use crate::lower::knobs::Built;
use crate::lower::network::Asked;
use crate::lower::{Context, Part};
use crate::model::environment::View;
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::{config, container, volume};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// `envFrom`: config blocks of the stack, and objects that todoc does not write.
pub(super) fn items(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut items = Vec::new();
    for name in configs_from(across) {
        let Some(target) = context.find(&config::CONFIG, &name) else { continue };
        let object = crate::lower::config::object_name(target);
        let source = Node::Map(vec![map("configMapRef", vec![pair("name", Node::Text(object))])]);
        let reads = |view: &View<'_>| reads(view, &name);
        let label = label(&name);
        let built =
            across.built(|_, view| if reads(view) { Built::As(label.clone(), source.clone()) } else { Built::Nothing });
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

/// What must be so that every key of a config block becomes a variable.
pub(in crate::lower) fn asked_of_all(across: &Across<'_>, name: &str) -> Option<Asked> {
    let built = across.built(|_, view| if reads(view, name) { Built::As(label(name), ()) } else { Built::Nothing });
    let of: Vec<bool> = across.views.iter().map(|view| view.as_ref().is_some_and(|view| reads(view, name))).collect();
    Asked::chosen(&path(across, name), built, &of)
}

fn reads(view: &View<'_>, name: &str) -> bool {
    view.list(&container::ENV_FROM).iter().any(|item| names_config(item, name))
}

fn label(name: &str) -> SmolStr {
    format_smolstr!("config.{name}")
}

/// The key that says what an object is of which every key becomes a variable.
fn path(across: &Across<'_>, name: &str) -> SmolStr {
    across.path(&format!("envFrom.{}", names::values_key(name)))
}

/// A checksum for every config block that the container reads; where not every environment reads it, under its switch.
pub(super) fn checksums(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let read = across.each(configs_of);
    let mut names: Vec<&str> = read.iter().flatten().flatten().copied().collect();
    names.sort_unstable();
    names.dedup();
    let mut entries = Vec::new();
    for name in names {
        let on = read.iter().map(|read| read.as_ref().map(|read| read.contains(&name)));
        let path = across.path(&format!("checksums.{}", names::values_key(name)));
        let doc = format!("Whether a change of {name} rolls the pods, because they read it.");
        let when = part.switch(path, doc, across.origin_of(Place::Block), on);
        let checksum = Expr::Checksum(format_smolstr!("{name}.data"));
        let mut own = vec![pair(checksum_key(name), Node::Text(checksum))];
        let target = context.find(&config::CONFIG, name).filter(|target| config_lowering::has_binary(context, target));
        if let Some(target) = target {
            let piece = config_lowering::binary_piece(target);
            let key = format_smolstr!("checksum/{name}.binary");
            let entry = vec![pair(key, Node::Text(Expr::Checksum(piece.clone())))];
            own.extend(tree::when(Some(Test::Filled(piece)), entry));
        }
        entries.extend(tree::when(when, own));
    }
    entries
}

/// The annotation that holds the checksum of a config block. What is called like an annotation that pods have anyway steps
/// aside.
fn checksum_key(name: &str) -> SmolStr {
    let taken = ["config", "secret"].contains(&name);
    if taken { format_smolstr!("checksum/{name}-data") } else { format_smolstr!("checksum/{name}") }
}

/// The config blocks that a container reads in an environment.
pub(in crate::lower) fn configs_of<'a>(view: &View<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    let listed = view.list(&container::ENV_FROM).iter().filter_map(Value::block);
    names.extend(listed.map(|(_, name)| name.as_str()));
    let volumes = view.children(&volume::VOLUME);
    names.extend(volumes.iter().filter_map(|own| own.block(&volume::CONFIG)).map(|(_, name)| name));
    let sources = volumes.iter().flat_map(|own| own.blocks_of(&volume::SOURCE));
    names.extend(sources.filter_map(|own| own.block(&volume::SOURCE_CONFIG)).map(|(_, name)| name));
    let entries = view.entries(&container::ENV);
    let references = entries.values().flat_map(|entry| entry.value.references());
    let configs = references.filter(|reference| reference.root == Root::Config && reference.key.is_some());
    names.extend(configs.map(Reference::target));
    names
}

/// An object of which every key becomes a variable, where the environments that have it may differ.
fn whole_objects(
    across: &Across<'_>,
    name: &str,
    origin: Origin,
    built: Vec<Built<Node>>,
    part: &mut Part,
) -> Vec<Item> {
    let path = path(across, name);
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
    item.block().is_some_and(|(_, own)| own == name)
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
