//! What comes to anything with the values of a release, told without writing it.

use super::{Loop, Release};
use crate::chart::tree::{Entry, Item, Node};
use crate::chart::values::Val;

impl<'a> Release<'a> {
    /// Whether a map has any entry; [`crate::chart::tree::presence`] is the test by which a chart asks the same.
    pub(super) fn is_filled(&self, entries: &'a [Entry], at: Loop<'_>) -> bool {
        entries.iter().any(|entry| match entry {
            Entry::Pair(pair) => self.is_there(&pair.value, at),
            Entry::When(test, then, otherwise) => {
                self.is_filled(if self.test(test, at) { then } else { otherwise }, at)
            }
            Entry::Texts(path) | Entry::Variables(path) => self.value(path).is_true(),
            Entry::Include(piece) => self.is_filled(self.map_piece(piece), at),
            Entry::ChartOnly(entries) => self.is_filled(entries, at),
            Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector => true,
        })
    }

    fn is_there(&self, node: &'a Node, at: Loop<'_>) -> bool {
        match node {
            Node::Map(entries) => self.is_filled(entries, at),
            Node::Piece(piece) => self.is_filled(self.map_piece(piece), at),
            Node::List(items) => items.iter().any(|item| self.has_items(item, at)),
            Node::Values(path) => self.value(path).is_true(),
            Node::ValuesOr(first, second) => self.value(first).is_true() || self.value(second).is_true(),
            Node::Text(_)
            | Node::Int(_)
            | Node::Bool(_)
            | Node::Flag(_)
            | Node::Json(_)
            | Node::EmptyMap
            | Node::EmptyList
            | Node::Null
            | Node::Fraction(_) => true,
        }
    }

    fn has_items(&self, item: &'a Item, at: Loop<'_>) -> bool {
        match item {
            Item::Node(_) => true,
            Item::When(test, items) => self.test(test, at) && items.iter().any(|item| self.has_items(item, at)),
            Item::Each(path, _) | Item::Values(path) => self.value(path).is_true(),
            Item::EachKey(piece, _) => self.is_filled(self.map_piece(piece), at),
        }
    }

    /// The keys of a named map, in order.
    pub(super) fn keys(&self, piece: &str) -> Vec<&str> {
        let mut keys = Vec::new();
        self.add_keys(self.map_piece(piece), &mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn add_keys<'b>(&'b self, entries: &'a [Entry], into: &mut Vec<&'b str>) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) if self.is_there(&pair.value, Loop::default()) => into.push(&pair.key),
                Entry::When(test, then, otherwise) => {
                    self.add_keys(if self.test(test, Loop::default()) { then } else { otherwise }, into);
                }
                Entry::Texts(path) | Entry::Variables(path) => {
                    if let Val::Map(entries) = self.value(path) {
                        into.extend(entries.iter().map(|(key, _)| key.as_str()));
                    }
                }
                Entry::Include(piece) => self.add_keys(self.map_piece(piece), into),
                // Nobody asks for the keys of labels.
                Entry::Pair(_)
                | Entry::ChartOnly(_)
                | Entry::Labels(_)
                | Entry::Selector(_)
                | Entry::ReleaseSelector => {}
            }
        }
    }
}
