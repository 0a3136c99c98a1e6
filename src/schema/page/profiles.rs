//! What the built-in profiles say of a field, read from their text.

use super::facts::ProfileValue;
use crate::schema;
use crate::source::Sources;
use crate::syntax::ast::{Block, Field, Item};

/// The parsed text of the built-in profiles.
#[derive(Debug)]
pub struct Profiles {
    sources: Sources,
    blocks: Vec<Block>,
}

impl Default for Profiles {
    fn default() -> Self {
        let mut sources = Sources::default();
        let id = sources.add(schema::profiles::NAME, schema::profiles::TEXT);
        let items = crate::syntax::parse(&sources, id).file.items;
        Self { blocks: blocks(&items).cloned().collect(), sources }
    }
}

impl Profiles {
    /// The names of the profiles, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|profile| Some(profile.name.as_ref()?.value.as_str()))
    }

    /// What each profile says of a field of a kind of block; nothing for those that say nothing. A field of an environment
    /// stands in the profile itself.
    #[must_use]
    pub fn of(&self, holder: &schema::Block, field: &schema::Field) -> Vec<ProfileValue> {
        let is_setting = holder.is(&schema::environment::ENVIRONMENT) || holder.is(&schema::environment::PROFILE);
        let value = |profile: &Block| {
            let block = if is_setting {
                Some(profile)
            } else {
                blocks(&profile.body).find(|block| block.kind.value == holder.name)
            };
            let own = fields(&block?.body).find(|own| own.key.value == field.name)?;
            Some(self.sources.text(own.value.span).to_owned())
        };
        self.each(value)
    }

    /// What each profile starts a kind of block from: `secrets : existing`.
    #[must_use]
    pub fn base(&self, kind: &schema::Block) -> Vec<ProfileValue> {
        let base = |profile: &Block| blocks(&profile.body).find(|block| block.kind.value == kind.name)?.base.clone();
        self.each(|profile| base(profile).map(|base| base.value.to_string()))
    }

    fn each(&self, value: impl Fn(&Block) -> Option<String>) -> Vec<ProfileValue> {
        let named = self.blocks.iter().filter_map(|profile| {
            let name = profile.name.as_ref()?.value.to_string();
            Some(ProfileValue { profile: name, value: value(profile)? })
        });
        named.collect()
    }
}

fn blocks(items: &[Item]) -> impl Iterator<Item = &Block> {
    items.iter().filter_map(|item| match item {
        Item::Block(block) => Some(block),
        Item::Field(_) | Item::Let(_) | Item::Use(_) => None,
    })
}

fn fields(items: &[Item]) -> impl Iterator<Item = &Field> {
    items.iter().filter_map(|item| match item {
        Item::Field(field) => Some(field),
        Item::Block(_) | Item::Let(_) | Item::Use(_) => None,
    })
}
