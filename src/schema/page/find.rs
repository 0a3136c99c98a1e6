//! From a user's words to what they name.

use crate::diagnostics::Code;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, Block, Field, Naming, TOP};
use crate::types::nearest;
use std::collections::BTreeSet;

/// Something that has a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Topic {
    /// A kind of block, with the path of kinds that leads to it.
    Block(String, &'static Block),
    /// A field, with the path of kinds that leads to it, and the block it stands in.
    Field(String, &'static Block, &'static Field),
    /// An attribute of references.
    Attribute(Root, Attribute),
    /// A code.
    Code(Code),
}

impl Topic {
    /// What is typed to get its page.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Topic::Block(path, _) | Topic::Field(path, ..) => path.clone(),
            Topic::Attribute(root, attribute) => format!("{}.{}", root.name(), attribute.name()),
            Topic::Code(code) => code.id().to_owned(),
        }
    }
}

/// What a text names: a code, a path such as `service.probe.http`, or a word or the end of a path (`probe.http`) wherever it
/// is declared. A declaration that many blocks share is one topic. Empty where there is no such thing.
#[must_use]
pub fn find(text: &str) -> Vec<Topic> {
    if let Some(code) = Code::find(text) {
        return vec![Topic::Code(code)];
    }
    let words: Vec<&str> = text.split('.').collect();
    match words.as_slice() {
        [word] => match schema::top(word) {
            Some(block) => vec![Topic::Block((*word).to_owned(), block)],
            None => anywhere(word),
        },
        [first, rest @ ..] => {
            let mut found = schema::top(first).map(|block| below((*first).to_owned(), block, rest)).unwrap_or_default();
            if let ([word], Some(root)) = (rest, Root::find(first)) {
                found.extend(root.attribute(word).map(|attribute| Topic::Attribute(root, attribute)));
            }
            if found.is_empty() { anywhere(text) } else { found }
        }
        [] => Vec::new(),
    }
}

/// The thing whose path or name is closest to a text that names nothing.
#[must_use]
pub fn near(text: &str) -> Option<String> {
    let topics = everything();
    let paths: Vec<String> = topics.iter().map(Topic::path).collect();
    let known: Vec<&str> = if text.contains('.') {
        paths.iter().map(String::as_str).collect()
    } else {
        let words = paths.iter().filter_map(|path| path.rsplit('.').next());
        words.chain(Code::ALL.iter().map(|code| code.name())).collect()
    };
    nearest(text, known).map(str::to_owned)
}

/// Every path of kinds that leads to a declared field, with the block it stands in.
#[must_use]
pub fn places(field: &Field) -> Vec<(String, &'static Block)> {
    let found = everything().into_iter().filter_map(|topic| match topic {
        Topic::Field(path, holder, other) if other.is(field) => Some((path, holder)),
        Topic::Block(..) | Topic::Field(..) | Topic::Attribute(..) | Topic::Code(_) => None,
    });
    found.collect()
}

/// Everything whose path ends with these words, each declaration once.
fn anywhere(words: &str) -> Vec<Topic> {
    let mut seen = BTreeSet::new();
    let mut found = everything();
    found.retain(|topic| {
        let declared = match topic {
            Topic::Block(_, block) => std::ptr::from_ref(*block).addr(),
            Topic::Field(_, _, field) => std::ptr::from_ref(*field).addr(),
            Topic::Attribute(_, attribute) => *attribute as usize,
            Topic::Code(code) => *code as usize,
        };
        let path = topic.path();
        let before = path.strip_suffix(words);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.')) && seen.insert(declared)
    });
    found
}

/// What lies below a block; the fixed name of a block may stand after its kind (`service.probe.startup.http`).
fn below(path: String, block: &'static Block, words: &[&str]) -> Vec<Topic> {
    let words = match (block.naming, words) {
        (Naming::Fixed(known), [name, rest @ ..]) if known.contains(name) => rest,
        _ => words,
    };
    match words {
        [] => vec![Topic::Block(path, block)],
        [word, rest @ ..] => {
            let inner = format!("{path}.{word}");
            let nested = block.block(word).map(|nested| below(inner.clone(), nested, rest)).unwrap_or_default();
            let field = block.field(word).filter(|_| rest.is_empty());
            nested.into_iter().chain(field.map(|field| Topic::Field(inner, block, field))).collect()
        }
    }
}

/// All blocks, fields and attributes, in the order of the reference page.
fn everything() -> Vec<Topic> {
    let mut all = Vec::new();
    for block in TOP {
        collect(block.name, block, &mut all);
    }
    for (_, root) in Root::ALL {
        all.extend(root.attributes().map(|attribute| Topic::Attribute(*root, attribute)));
    }
    all
}

fn collect(path: &str, block: &'static Block, all: &mut Vec<Topic>) {
    all.push(Topic::Block(path.to_owned(), block));
    all.extend(block.all_fields().map(|field| Topic::Field(format!("{path}.{}", field.name), block, field)));
    // What an environment refines is explained where it is at home.
    for nested in block.blocks.iter().filter(|nested| !TOP.iter().any(|top| top.is(nested))) {
        collect(&format!("{path}.{}", nested.name), nested, all);
    }
}
