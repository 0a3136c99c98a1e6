//! Access to registries that the stack and its environments give every pod: one more layer of each block that makes pods, below
//! what such a block says itself.

use super::check;
use super::program::Program;
use super::typed::{Block, Field};
use crate::schema::{self, database, environment, job, pod, service, stack};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// The kinds of block that make pods.
static KINDS: [&schema::Block; 4] = [&service::SERVICE, &database::DATABASE, &job::JOB, &job::CRON];

/// The layers that the stack, profiles and environments add, by the kind and name of who says so.
pub(super) type Access = FxHashMap<(&'static str, SmolStr), Vec<Block>>;

/// The layers of all who say something.
pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Access {
    blocks.filter_map(|block| Some((key(block), layers(block)?))).collect()
}

fn key(block: &Block) -> (&'static str, SmolStr) {
    (block.kind.name, SmolStr::new(block.name()))
}

/// A layer for each kind of block that makes pods.
fn layers(block: &Block) -> Option<Vec<Block>> {
    let fields = [&stack::PULL_SECRETS, &environment::PULL_SECRETS];
    let said = block.fields.iter().find(|own| fields.iter().any(|field| own.field.is(field)))?;
    let layer = |kind: &&'static schema::Block| {
        let field = Field { field: &pod::PULL_SECRETS, value: said.value.clone(), param: None, key: said.key };
        Block { fields: vec![field], ..check::blank(kind, None, block.head, block.span, block.layer) }
    };
    Some(KINDS.iter().map(layer).collect())
}

impl Program {
    /// The layers that some blocks, from the weakest to the strongest, add to blocks of a kind.
    pub(super) fn access<'a>(
        &'a self,
        said_by: impl Iterator<Item = &'a Block>,
        kind: &'static schema::Block,
    ) -> impl Iterator<Item = &'a Block> {
        let layers = said_by.filter_map(|block| self.access.get(&key(block))).flatten();
        layers.filter(move |layer| layer.kind.is(kind))
    }
}
