//! Raw content: what Kubernetes or a chart defines and the vocabulary does not, as a checked tree with its places.
//!
//! A block `key { … }` is a map, and `key name { … }` the entry of that name in a list of things with a `name`. Blocks of several
//! layers merge; `key = value` replaces what is there, and `key = none` takes it away. No list is merged by position.

pub mod file;

use super::typed::{Kind, Value};
use crate::source::Span;
use crate::syntax::ast::Name;
use smol_str::SmolStr;

/// What stands between the braces of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// In written order; no key stands twice, but for the names of one list.
    pub items: Vec<Item>,
    /// Whether it stands for all that was inherited (`object = { … }`).
    pub replaces: bool,
    /// Whether nothing of it was reported. Otherwise what seems to be missing may stand there misspelt.
    pub is_sound: bool,
    /// The whole of it.
    pub span: Span,
}

/// A key of raw content.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The key.
    pub key: Name,
    /// Which entry of the list below the key it is.
    pub name: Option<Name>,
    /// What is said of it.
    pub content: Content,
}

/// What is said of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// `key = value`.
    Value(Value),
    /// `key { … }` or `key name { … }`.
    Body(Body),
    /// `key name { "$patch" = "delete" }`: the list has no such entry.
    Gone(Span),
}

impl Body {
    /// Every value that is neither a map nor a list, with the key that it stands at.
    #[must_use]
    pub fn leaves(&self) -> Vec<(&Name, &Value)> {
        let mut found = Vec::new();
        for item in &self.items {
            match &item.content {
                Content::Value(value) => leaves_of(&item.key, value, &mut found),
                Content::Body(body) => found.extend(body.leaves()),
                Content::Gone(_) => {}
            }
        }
        found
    }
}

fn leaves_of<'v>(key: &'v Name, value: &'v Value, found: &mut Vec<(&'v Name, &'v Value)>) {
    for leaf in value.leaves() {
        if let Kind::Object(body) = &leaf.kind { found.extend(body.leaves()) } else { found.push((key, leaf)) }
    }
}

/// Raw content as it holds in an environment.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    /// A map, in written order.
    Map(Vec<Entry<'a>>),
    /// A list of things with a `name`, in written order.
    Named(Vec<Entry<'a>>),
    /// Any other list.
    List(Vec<Tree<'a>>),
    /// Text, a number, a truth, `null` or a reference.
    Leaf(&'a Value),
    /// An entry that a list must not have.
    Gone(Span),
}

/// A key of a map, or a name of a list, and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The key or name.
    pub key: &'a str,
    /// Its place in the strongest layer.
    pub span: Span,
    /// Whether it was written with `=`, and stands for all that there may be elsewhere.
    pub is_whole: bool,
    /// What stands there.
    pub tree: Tree<'a>,
}

/// A block of a stronger layer that cannot merge with what is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The key of the block.
    pub key: Span,
    /// The key of what is there.
    pub before: Span,
    /// Whether the block has a name.
    pub named: bool,
}

impl<'a> Tree<'a> {
    /// What layers make of a block, from the weakest to the strongest.
    pub fn of(bodies: impl IntoIterator<Item = &'a Body>) -> Self {
        Self::checked(bodies).0
    }

    /// The same, with what does not fit together.
    pub fn checked(bodies: impl IntoIterator<Item = &'a Body>) -> (Self, Vec<Clash>) {
        let (mut entries, mut clashes) = (Vec::new(), Vec::new());
        for body in bodies {
            merge(&mut entries, body, &mut clashes);
        }
        (Tree::Map(entries), clashes)
    }

    /// What a value stands for; none for `none`.
    #[must_use]
    pub fn of_value(value: &'a Value) -> Option<Self> {
        if let Kind::Object(body) = &value.kind {
            Some(Tree::of([body]))
        } else if let Some(items) = value.items() {
            Some(Tree::List(items.iter().filter_map(Tree::of_value).collect()))
        } else {
            (!value.is_none()).then_some(Tree::Leaf(value))
        }
    }

    /// The entries of a map, or of a list of things with a name.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'a>] {
        match self {
            Tree::Map(entries) | Tree::Named(entries) => entries,
            Tree::List(_) | Tree::Leaf(_) | Tree::Gone(_) => &[],
        }
    }

    /// What stands at a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree<'a>> {
        self.entry(key).map(|entry| &entry.tree)
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value, where it is one.
    #[must_use]
    pub fn leaf(&self) -> Option<&'a Value> {
        if let Tree::Leaf(value) = self { Some(value) } else { None }
    }

    /// Text that is known when the source is read.
    #[must_use]
    pub fn text(&self) -> Option<&'a SmolStr> {
        self.leaf()?.text()
    }

    /// Every value in it, with the key that it stands at.
    pub fn values(&self, each: &mut impl FnMut(&'a str, &'a Value)) {
        for entry in self.entries() {
            entry.tree.values_at(entry.key, each);
        }
    }

    fn values_at(&self, key: &'a str, each: &mut impl FnMut(&'a str, &'a Value)) {
        match self {
            Tree::Map(_) | Tree::Named(_) => self.values(each),
            Tree::List(items) => items.iter().for_each(|item| item.values_at(key, each)),
            Tree::Leaf(value) => each(key, value),
            Tree::Gone(_) => {}
        }
    }
}

/// Lays one layer over what is there.
fn merge<'a>(entries: &mut Vec<Entry<'a>>, body: &'a Body, clashes: &mut Vec<Clash>) {
    if body.replaces {
        entries.clear();
    }
    for item in &body.items {
        match &item.content {
            Content::Value(value) => match Tree::of_value(value) {
                Some(tree) => at(entries, &item.key, |own, _| {
                    own.is_whole = true;
                    own.tree = tree;
                }),
                None => entries.retain(|entry| entry.key != item.key.value),
            },
            Content::Body(_) | Content::Gone(_) => at(entries, &item.key, |own, before| {
                let fits = own.tree.takes(item.name.is_some());
                clashes.extend(before.filter(|_| !fits).map(|before| Clash {
                    key: item.key.span,
                    before,
                    named: item.name.is_some(),
                }));
                within(&mut own.tree, item, clashes);
            }),
        }
    }
}

/// Lays a block over what stands at its key.
fn within<'a>(own: &mut Tree<'a>, item: &'a Item, clashes: &mut Vec<Clash>) {
    let Some(name) = &item.name else {
        return change(own, false, |entries| {
            if let Content::Body(body) = &item.content {
                merge(entries, body, clashes);
            }
        });
    };
    change(own, true, |entries| {
        at(entries, name, |own, _| match &item.content {
            Content::Body(body) => change(&mut own.tree, false, |entries| merge(entries, body, clashes)),
            Content::Gone(span) => own.tree = Tree::Gone(*span),
            Content::Value(_) => {}
        });
    });
}

impl<'a> Tree<'a> {
    /// Whether a block merges with it: one with a name with a list of things that have one.
    fn takes(&self, is_named: bool) -> bool {
        match self {
            Tree::Map(_) => !is_named,
            Tree::Named(_) => is_named,
            Tree::List(items) => is_named && items.iter().all(|item| item.name().is_some()),
            Tree::Leaf(_) | Tree::Gone(_) => false,
        }
    }

    fn name(&self) -> Option<(&'a str, Span)> {
        let value = self.get("name")?.leaf()?;
        Some((value.text()?.as_str(), value.span))
    }

    /// A thing of a list without its name.
    fn unnamed(self) -> Tree<'a> {
        match self {
            Tree::Map(entries) => Tree::Map(entries.into_iter().filter(|entry| entry.key != "name").collect()),
            Tree::Named(_) | Tree::List(_) | Tree::Leaf(_) | Tree::Gone(_) => self,
        }
    }
}

/// Changes the entries of a map or of a list of things with a name; what is neither becomes one.
fn change<'a>(own: &mut Tree<'a>, is_named: bool, how: impl FnOnce(&mut Vec<Entry<'a>>)) {
    let mut entries = match std::mem::replace(own, Tree::List(Vec::new())) {
        Tree::Map(entries) if !is_named => entries,
        Tree::Named(entries) if is_named => entries,
        Tree::List(items) if is_named => {
            let named = items.into_iter().filter_map(|item| item.name().map(|name| (name, item)));
            named.map(|((key, span), tree)| Entry { key, span, is_whole: false, tree: tree.unnamed() }).collect()
        }
        Tree::Map(_) | Tree::Named(_) | Tree::List(_) | Tree::Leaf(_) | Tree::Gone(_) => Vec::new(),
    };
    how(&mut entries);
    *own = if is_named { Tree::Named(entries) } else { Tree::Map(entries) };
}

/// Changes what stands at a key; shown is also where that was written, if it was.
fn at<'a>(entries: &mut Vec<Entry<'a>>, key: &'a Name, how: impl FnOnce(&mut Entry<'a>, Option<Span>)) {
    if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key.value) {
        let before = entry.span;
        entry.span = key.span;
        return how(entry, Some(before));
    }
    let tree = Tree::Map(Vec::new());
    let mut entry = Entry { key: key.value.as_str(), span: key.span, is_whole: false, tree };
    how(&mut entry, None);
    entries.push(entry);
}
