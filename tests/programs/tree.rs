//! A program as the tree that it was made as, and how it is written down. Every item has a number, by which it is left out where
//! it is withdrawn or where a failing program is made smaller.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use todoc::rules::exclusive_fields::GROUPS;
use todoc::schema::{self, Field, shared};

use super::texts;

/// A block: a service, an environment, a probe.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: &'static schema::Block,
    /// The word of its head, where that is not the kind's: a template's.
    pub(crate) word: Option<&'static str>,
    pub(crate) name: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) add: bool,
    pub(crate) items: Vec<Item>,
}

/// What stands in a block or a file, with its number.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) number: u32,
    pub(crate) what: What,
}

/// What an item is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// `key = value` of the vocabulary.
    Field(&'static Field, String),
    /// An entry of an open map, or a block that is taken away: `autoscale = none`.
    Entry(String, String),
    /// A block.
    Block(Node),
    /// Words that are no part of the vocabulary: `let`, `use`, raw content.
    Words(String),
}

/// A file of the project.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    /// The first line of an environment's file.
    pub(crate) header: Option<String>,
    pub(crate) items: Vec<Item>,
}

/// A whole program.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The number that it is made from.
    #[cfg_attr(not(feature = "real-helm"), expect(dead_code, reason = "what is turned by it needs Helm"))]
    pub(crate) seed: u64,
    /// Sources, the stack's first.
    pub(crate) files: Vec<File>,
    /// Files that they name: Dockerfiles, texts of configurations, manifests.
    pub(crate) beside: Vec<(String, String)>,
    /// Items that are left out.
    pub(crate) without: BTreeSet<u32>,
}

/// A file as it is written, with the places of its items; the inner ones come first.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) places: Vec<(Range<usize>, u32)>,
}

impl Node {
    pub(crate) fn new(kind: &'static schema::Block, name: Option<&str>) -> Self {
        Self { kind, word: None, name: name.map(str::to_owned), base: None, add: false, items: Vec::new() }
    }

    /// The value of a field that was written.
    pub(crate) fn value(&self, field: &Field) -> Option<&str> {
        self.items.iter().find_map(|item| match &item.what {
            What::Field(own, value) if own.is(field) => Some(value.as_str()),
            What::Field(..) | What::Entry(..) | What::Block(_) | What::Words(_) => None,
        })
    }

    /// The blocks in it, of a kind.
    pub(crate) fn blocks(&self, kind: &schema::Block) -> impl Iterator<Item = &Node> {
        self.items.iter().filter_map(move |item| match &item.what {
            What::Block(node) if node.kind.is(kind) => Some(node),
            What::Field(..) | What::Entry(..) | What::Block(_) | What::Words(_) => None,
        })
    }

    /// What it says together with what a layer below says: of two that say the same its own word.
    pub(crate) fn on(&self, below: &Node) -> Node {
        let mut whole = self.clone();
        for item in &below.items {
            let What::Block(lower) = &item.what else {
                whole.items.push(item.clone());
                continue;
            };
            let own = whole.items.iter_mut().find_map(|item| match &mut item.what {
                What::Block(own) if own.kind.is(lower.kind) && own.name == lower.name => Some(own),
                What::Block(_) | What::Field(..) | What::Entry(..) | What::Words(_) => None,
            });
            match own {
                Some(own) => *own = own.on(lower),
                None => whole.items.push(item.clone()),
            }
        }
        whole.base = whole.base.or_else(|| below.base.clone());
        whole
    }

    /// The names of the blocks in it that it switches off.
    pub(crate) fn switched_off(&self) -> impl Iterator<Item = &str> {
        let blocks = self.items.iter().filter_map(|item| match &item.what {
            What::Block(node) => Some(node),
            What::Field(..) | What::Entry(..) | What::Words(_) => None,
        });
        blocks.filter(|own| own.value(&shared::ENABLED) == Some("false")).filter_map(|own| own.name.as_deref())
    }

    /// Every word that stands in it, among which are the names of the blocks that it speaks of.
    pub(crate) fn words(&self) -> BTreeSet<&str> {
        let mut words = BTreeSet::new();
        for item in &self.items {
            match &item.what {
                What::Field(_, text) | What::Words(text) => words.extend(split(text)),
                What::Entry(key, value) => words.extend(split(key).chain(split(value))),
                What::Block(node) => {
                    words.extend(node.name.iter().chain(&node.base).flat_map(|text| split(text)));
                    words.append(&mut node.words());
                }
            }
        }
        words
    }

    /// Whether it means nothing without a field: one that is required, or of which one of several is.
    fn needs(&self, field: &Field) -> bool {
        let groups = GROUPS.iter().filter(|group| group.required && group.kind.is(self.kind));
        let is_nested = !schema::TOP.iter().any(|kind| kind.is(self.kind));
        is_nested && (field.required || groups.flat_map(|group| group.fields).any(|own| own.is(field)))
    }

    fn head(&self) -> String {
        let name = self.name.as_deref().map(|name| format!(" {}", texts::name(name))).unwrap_or_default();
        let base = self.base.as_deref().map(|base| format!(" : {base}")).unwrap_or_default();
        format!("{}{}{name}{base}", if self.add { "add " } else { "" }, self.word.unwrap_or(self.kind.name))
    }
}

impl Program {
    /// Every item that is not left out, the outermost first, with the block that it stands in.
    pub(crate) fn items(&self) -> Vec<(&Item, Option<&'static schema::Block>)> {
        let mut all = Vec::new();
        for file in &self.files {
            let outer = file.header.as_ref().map(|_| &schema::environment::ENVIRONMENT);
            self.within(&file.items, outer, &mut all);
        }
        all
    }

    /// The numbers of all items, those of the top level before what stands in them.
    pub(crate) fn outermost_first(&self) -> Vec<u32> {
        let mut level: Vec<&Item> = self.files.iter().flat_map(|file| &file.items).collect();
        let mut all = Vec::new();
        while !level.is_empty() {
            all.extend(level.iter().map(|item| item.number));
            let inner = level.into_iter().flat_map(|item| match &item.what {
                What::Block(node) => node.items.as_slice(),
                What::Field(..) | What::Entry(..) | What::Words(_) => &[],
            });
            level = inner.collect();
        }
        all
    }

    /// An item, or the block around it where that means nothing without it.
    pub(crate) fn whole(&self, number: u32) -> u32 {
        self.files.iter().find_map(|file| needed(&file.items, number)).unwrap_or(number)
    }

    fn within<'a>(
        &self,
        items: &'a [Item],
        outer: Option<&'static schema::Block>,
        all: &mut Vec<(&'a Item, Option<&'static schema::Block>)>,
    ) {
        for item in items.iter().filter(|item| !self.without.contains(&item.number)) {
            all.push((item, outer));
            if let What::Block(node) = &item.what {
                self.within(&node.items, Some(node.kind), all);
            }
        }
    }

    /// Every file as it is written.
    pub(crate) fn written(&self) -> Vec<Written> {
        self.files.iter().map(|file| self.write(file)).collect()
    }

    fn write(&self, file: &File) -> Written {
        let mut written = Written { path: file.path.clone(), text: String::new(), places: Vec::new() };
        if let Some(header) = &file.header {
            let _ = writeln!(written.text, "{header}");
        }
        self.body(&file.items, 0, &mut written);
        written
    }

    fn body(&self, items: &[Item], depth: usize, written: &mut Written) {
        for item in items.iter().filter(|item| !self.without.contains(&item.number)) {
            written.text.push_str(&"  ".repeat(depth));
            let start = written.text.len();
            match &item.what {
                What::Field(field, value) => drop(write!(written.text, "{} = {value}", field.name)),
                What::Entry(key, value) => drop(write!(written.text, "{} = {value}", texts::key(key))),
                What::Words(words) => written.text.push_str(words),
                What::Block(node) => {
                    let _ = writeln!(written.text, "{} {{", node.head());
                    self.body(&node.items, depth + 1, written);
                    let _ = write!(written.text, "{}}}", "  ".repeat(depth));
                }
            }
            written.places.push((start..written.text.len(), item.number));
            written.text.push('\n');
        }
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').filter(|word| !word.is_empty())
}

/// The block among some items that holds another by a field that it needs.
fn needed(items: &[Item], number: u32) -> Option<u32> {
    items.iter().find_map(|item| {
        let What::Block(node) = &item.what else { return None };
        let is_it =
            |own: &&Item| own.number == number && matches!(own.what, What::Field(field, _) if node.needs(field));
        if node.items.iter().any(|own| is_it(&own)) { Some(item.number) } else { needed(&node.items, number) }
    })
}

impl Written {
    /// The innermost item that a place lies in.
    pub(crate) fn at(&self, place: &Range<usize>) -> Option<u32> {
        let holds = |own: &Range<usize>| own.start <= place.start && place.end <= own.end;
        self.places.iter().find(|(own, _)| holds(own)).map(|(_, number)| *number)
    }
}
