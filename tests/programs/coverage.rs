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
static LEFT_OUT: &[(&str, &str)] =
    &[("object_names.ingress", "an ingress makes one object, which `object_name` names, and nothing else makes such")];

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

    /// What the vocabulary has and no program said, and what is left out and some program said.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let is_left_out = |name: &str| LEFT_OUT.iter().any(|(known, _)| *known == name);
        let all = vocabulary();
        let missing = all.iter().filter(|name| !self.seen.contains_key(*name) && !is_left_out(name));
        let stale =
            LEFT_OUT.iter().map(|(name, _)| *name).filter(|name| self.seen.contains_key(*name) || !all.contains(*name));
        missing
            .map(|name| format!("no program says {name}"))
            .chain(stale.map(|name| format!("{name} is said")))
            .collect()
    }
}

/// Every field and every open map, with the block that it stands in.
fn vocabulary() -> BTreeSet<String> {
    let mut blocks: Vec<&'static Block> = TOP.to_vec();
    let mut all = BTreeSet::new();
    let mut next = 0;
    while let Some(block) = blocks.get(next).copied() {
        next += 1;
        let fields = block.all_fields().map(|field: &Field| format!("{}.{}", block.name, field.name));
        let entries = block.entries.map(|_: Entries| format!("{} {{ … }}", block.name));
        all.extend(fields.chain(entries));
        let nested = block.blocks.iter().filter(|nested| !blocks.iter().any(|known| known.is(nested)));
        let nested: Vec<&'static Block> = nested.copied().collect();
        blocks.extend(nested);
    }
    all
}
