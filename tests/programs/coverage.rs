//! Which fields of the vocabulary some program says.

use std::collections::{BTreeMap, BTreeSet};

use todoc::schema::{Block, Entries, Field, TOP};

use super::tree::{Program, What};

/// Fields, each with the block that it stands in, by how many programs say it.
#[derive(Default)]
pub(crate) struct Coverage {
    seen: BTreeMap<String, usize>,
}

/// What no program says, each with the reason.
static LEFT_OUT: &[(&str, &str)] = &[
    ("secrets.file", "only kubeseal makes the file"),
    ("allow_from.except", RARE),
    ("backup.endpoint", RARE),
    ("claim_retention.deleted", RARE),
    ("claim_retention.scaled", RARE),
    ("object_names.ingress", RARE),
    ("suffixes.config_map", RARE),
    ("volume.from_claim", RARE),
    ("volume.from_snapshot", RARE),
];

const RARE: &str = "it goes only with several choices that rarely fall together";

impl Coverage {
    pub(crate) fn add(&mut self, program: &Program) {
        let mut own = BTreeSet::new();
        for (item, block) in program.items() {
            let Some(block) = block else { continue };
            match &item.what {
                What::Field(field, _) => own.insert(format!("{}.{}", block.name, field.name)),
                What::Entry(..) | What::Words(_) => own.insert(format!("{} {{ … }}", block.name)),
                What::Block(_) => false,
            };
        }
        for name in own {
            *self.seen.entry(name).or_default() += 1;
        }
    }

    /// What the vocabulary has, and no program said.
    pub(crate) fn missing(&self) -> Vec<String> {
        let mut blocks: Vec<&'static Block> = TOP.to_vec();
        let mut missing = BTreeSet::new();
        let mut next = 0;
        while let Some(block) = blocks.get(next).copied() {
            next += 1;
            let fields = block.all_fields().map(|field: &Field| format!("{}.{}", block.name, field.name));
            let entries = block.entries.map(|_: Entries| format!("{} {{ … }}", block.name));
            missing.extend(fields.chain(entries).filter(|name| !self.seen.contains_key(name)));
            let nested = block.blocks.iter().filter(|nested| !blocks.iter().any(|known| known.is(nested)));
            let nested: Vec<&'static Block> = nested.copied().collect();
            blocks.extend(nested);
        }
        missing.into_iter().filter(|name| !LEFT_OUT.iter().any(|(known, _)| known == name)).collect()
    }
}
