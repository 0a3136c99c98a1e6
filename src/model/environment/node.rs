//! What a block says in an environment, found once in its layers, because everything asks for it again and again.

use super::{Entries, View};
use crate::model::needs::LeftOut;
use crate::model::program::Defaults;
use crate::model::raw::{Body, Tree};
use crate::model::typed::{Block, Field, Layer};
use crate::schema;

/// What a view shows.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its kind.
    pub kind: &'static schema::Block,
    /// Its name; nothing where it has none.
    pub name: &'a str,
    /// What speaks of it, from the weakest to the strongest.
    pub layers: Vec<&'a Block>,
    pub(in crate::model) defaults: &'a Defaults,
    /// What the strongest layer says of each field that is written, which may be `none`.
    pub(super) written: Vec<(&'static schema::Field, &'a Field)>,
    /// What weaker layers set that means nothing here, and is not in `written`.
    pub left_out: Vec<LeftOut>,
    /// The nested blocks, open maps too, those of a kind in written order.
    pub(super) blocks: Vec<View<'a>>,
    /// What of it is raw content.
    pub(super) raw: Vec<(&'static schema::Block, Tree<'a>)>,
    /// The entries of its open maps.
    pub(super) maps: Vec<(&'static schema::Block, Entries<'a>)>,
}

impl<'a> Node<'a> {
    pub(super) fn new(
        kind: &'static schema::Block,
        name: &'a str,
        layers: Vec<&'a Block>,
        defaults: &'a Defaults,
    ) -> Self {
        let (written, blocks, maps) = (written(&layers), blocks(&layers, defaults), maps(&layers));
        let raw = raw(&layers);
        Self { kind, name, layers, defaults, written, left_out: Vec::new(), blocks, raw, maps }
    }
}

fn written<'a>(layers: &[&'a Block]) -> Vec<(&'static schema::Field, &'a Field)> {
    let mut written: Vec<(&'static schema::Field, &'a Field)> = Vec::new();
    for own in layers.iter().rev().flat_map(|layer| &layer.fields) {
        if !written.iter().any(|(known, _)| known.is(own.field)) {
            written.push((own.field, own));
        }
    }
    written
}

fn blocks<'a>(layers: &[&'a Block], defaults: &'a Defaults) -> Vec<View<'a>> {
    let mut found: Vec<(&'static schema::Block, &'a str, Vec<&'a Block>)> = Vec::new();
    for block in layers.iter().flat_map(|layer| &layer.blocks) {
        match found.iter_mut().find(|(kind, name, _)| kind.is(block.kind) && *name == block.name()) {
            // `probe = none` takes all of them away.
            _ if block.removed => found.retain(|(kind, ..)| !kind.is(block.kind)),
            Some((_, _, layers)) => layers.push(block),
            None => found.push((block.kind, block.name(), vec![block])),
        }
    }
    // The first port is what is meant where none is named, so one that a profile gives every service comes last.
    let is_given = |layers: &[&Block]| layers.iter().all(|layer| layer.layer <= Layer::Profile);
    found.sort_by_key(|(kind, _, layers)| kind.is(&schema::port::PORT) && is_given(layers));
    found.into_iter().map(|(kind, name, layers)| View::new(kind, name, layers, defaults)).collect()
}

fn maps<'a>(layers: &[&'a Block]) -> Vec<(&'static schema::Block, Entries<'a>)> {
    let mut maps: Vec<(&'static schema::Block, Entries<'a>)> = Vec::new();
    for block in layers
        .iter()
        .flat_map(|layer| &layer.blocks)
        .filter(|block| block.kind.entries.is_some() && !block.kind.is_raw())
    {
        let place = maps.iter().position(|(kind, _)| kind.is(block.kind)).unwrap_or_else(|| {
            maps.push((block.kind, Entries::default()));
            maps.len() - 1
        });
        let Some((_, entries)) = maps.get_mut(place) else { continue };
        if block.removed {
            entries.clear();
        }
        entries.extend(block.entries.iter().map(|entry| (entry.key.value.as_str(), entry)));
    }
    for (_, entries) in &mut maps {
        entries.retain(|_, entry| !entry.value.is_none());
    }
    maps
}

/// The raw content of a block, layer over layer.
fn raw<'a>(layers: &[&'a Block]) -> Vec<(&'static schema::Block, Tree<'a>)> {
    let mut kinds: Vec<&'static schema::Block> = Vec::new();
    for block in layers.iter().flat_map(|layer| &layer.blocks).filter(|block| block.kind.is_raw()) {
        if !kinds.iter().any(|kind| kind.is(block.kind)) {
            kinds.push(block.kind);
        }
    }
    let of = |kind: &'static schema::Block| (kind, bodies(layers, kind));
    let said = kinds.into_iter().map(of).filter(|(_, bodies)| !bodies.is_empty());
    said.map(|(kind, bodies)| (kind, Tree::of(bodies))).collect()
}

/// What layers say of the raw content of a kind.
pub(super) fn bodies<'a>(layers: &[&'a Block], kind: &schema::Block) -> Vec<&'a Body> {
    let mut bodies = Vec::new();
    for block in layers.iter().flat_map(|layer| &layer.blocks).filter(|block| block.kind.is(kind)) {
        if block.removed {
            bodies.clear();
        }
        bodies.extend(&block.raw);
    }
    bodies
}
