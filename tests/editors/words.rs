//! The words of the vocabulary that editors tell apart.

use std::collections::{BTreeMap, BTreeSet};
use todoc::schema::attributes::Root;
use todoc::schema::{Block, Choice, TOP, Type};

/// A set of words, in the order of the alphabet.
pub(crate) type Set = BTreeSet<&'static str>;

/// Every list of words.
pub(crate) struct Words {
    /// Kinds of blocks.
    pub(crate) kinds: Set,
    /// Those of them whose keys are always free.
    pub(crate) maps: Set,
    /// Fields.
    pub(crate) fields: Set,
    /// Fields that take one of some words.
    pub(crate) choices: Vec<Choices>,
    /// What references begin with.
    pub(crate) roots: Vec<RootWords>,
}

/// Fields that take the same words.
pub(crate) struct Choices {
    pub(crate) fields: Set,
    pub(crate) words: Set,
}

/// What a reference begins with, and how it may end.
pub(crate) struct RootWords {
    pub(crate) name: &'static str,
    /// Whether a name comes between.
    pub(crate) named: bool,
    pub(crate) attributes: Set,
}

impl Words {
    /// The words of the vocabulary.
    pub(crate) fn new() -> Self {
        let blocks = every_block();
        let mixed: Set = blocks.iter().filter(|block| !is_map(block)).map(|block| block.name).collect();
        Self {
            kinds: blocks.iter().map(|block| block.name).collect(),
            maps: blocks.iter().map(|block| block.name).filter(|name| !mixed.contains(name)).collect(),
            fields: blocks.iter().flat_map(|block| block.all_fields()).map(|field| field.name).collect(),
            choices: choices(&blocks),
            roots: roots(),
        }
    }

    /// The words that a field takes.
    pub(crate) fn choices_of(&self, field: &str) -> Option<&Set> {
        self.choices.iter().find(|group| group.fields.contains(field)).map(|group| &group.words)
    }

    /// What is known of the first word of a reference.
    pub(crate) fn root(&self, word: &str) -> Option<&RootWords> {
        self.roots.iter().find(|root| root.name == word)
    }
}

/// Every kind of block, wherever it may stand.
fn every_block() -> Vec<&'static Block> {
    let mut blocks: Vec<&'static Block> = TOP.to_vec();
    let mut next = 0;
    while let Some(block) = blocks.get(next).copied() {
        next += 1;
        for nested in block.blocks {
            if !blocks.iter().any(|known| known.is(nested)) {
                blocks.push(nested);
            }
        }
    }
    blocks
}

/// Whether a block holds nothing but entries whose keys are free.
fn is_map(block: &Block) -> bool {
    block.entries.is_some() && block.all_fields().next().is_none() && block.blocks.is_empty()
}

/// A field of one name may stand in several blocks, with words of its own in each: it takes all of them here.
fn choices(blocks: &[&'static Block]) -> Vec<Choices> {
    let mut of_fields: BTreeMap<&str, Set> = BTreeMap::new();
    for field in blocks.iter().flat_map(|block| block.all_fields()) {
        let words = words_of(&field.ty);
        if !words.is_empty() {
            of_fields.entry(field.name).or_default().extend(words);
        }
    }
    let mut groups: BTreeMap<Set, Set> = BTreeMap::new();
    for (field, words) in of_fields {
        groups.entry(words).or_default().insert(field);
    }
    groups.into_iter().map(|(words, fields)| Choices { fields, words }).collect()
}

fn words_of(ty: &Type) -> Set {
    match ty {
        Type::Choice(choices) => names(choices),
        Type::Either(types) => types.iter().flat_map(words_of).collect(),
        Type::List(ty) => words_of(ty),
        Type::Short(short) => words_of(&short.field.ty),
        Type::Text(_)
        | Type::Bool
        | Type::Int(..)
        | Type::Percent(..)
        | Type::Duration
        | Type::Quantity(_)
        | Type::Resource(_)
        | Type::Scale
        | Type::IntOrPercent
        | Type::Block(_)
        | Type::Image
        | Type::Scalar
        | Type::Made
        | Type::Raw => Set::new(),
    }
}

fn names(choices: &[Choice]) -> Set {
    choices.iter().map(|choice| choice.name).collect()
}

fn roots() -> Vec<RootWords> {
    let words = |(name, root): &(&'static str, Root)| RootWords {
        name,
        named: root.is_named(),
        attributes: root.attributes().map(todoc::schema::attributes::Attribute::name).collect(),
    };
    Root::ALL.iter().map(words).collect()
}
