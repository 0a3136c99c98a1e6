//! Under which conditions something stands in a tree.

use super::{Entry, Item, Node, Test};
use std::borrow::Cow;

/// The condition of each place where a node stands that is asked for; none where it always does.
pub fn guards(entries: &[Entry], is: &impl Fn(&Node) -> bool) -> Vec<Option<Test>> {
    let mut found = Vec::new();
    walk(entries, None, &|_| &[], &mut |node, above| {
        if is(node) {
            found.push(all(above));
        }
        true
    });
    found
}

/// What holds where a walk is, from the outside in.
pub type Above<'s, 't> = &'s [Cow<'t, Test>];

/// All of it; none where nothing needs to hold.
#[must_use]
pub fn all(above: Above<'_, '_>) -> Option<Test> {
    Test::all(above.iter().map(|test| Test::clone(test)))
}

/// Shows every node, with what holds where it stands. Who is shown one says whether to go on with what stands in it.
/// The entries of named maps are those that `pieces` gives.
pub fn walk<'t>(
    entries: &'t [Entry],
    when: Option<&'t Test>,
    pieces: &dyn Fn(&str) -> &'t [Entry],
    see: &mut dyn FnMut(&'t Node, Above<'_, 't>) -> bool,
) {
    let above = when.map(Cow::Borrowed).into_iter().collect();
    Walk { pieces, see, above }.entries(entries);
}

struct Walk<'w, 't> {
    pieces: &'w dyn Fn(&str) -> &'t [Entry],
    see: &'w mut dyn FnMut(&'t Node, Above<'_, 't>) -> bool,
    above: Vec<Cow<'t, Test>>,
}

impl<'t> Walk<'_, 't> {
    fn entries(&mut self, entries: &'t [Entry]) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) => self.node(&pair.value),
                Entry::When(test, then, otherwise) => {
                    self.under(Cow::Borrowed(test), |own| own.entries(then));
                    if !otherwise.is_empty() {
                        self.under(Cow::Owned(!test.clone()), |own| own.entries(otherwise));
                    }
                }
                Entry::ChartOnly(entries) => self.entries(entries),
                Entry::Include(piece) => self.entries((self.pieces)(piece)),
                Entry::Texts(_)
                | Entry::Variables(_)
                | Entry::Labels(_)
                | Entry::Selector(_)
                | Entry::ReleaseSelector => {}
            }
        }
    }

    fn node(&mut self, node: &'t Node) {
        if !(self.see)(node, &self.above) {
            return;
        }
        match node {
            Node::Map(entries) => self.entries(entries),
            Node::List(items) => self.items(items),
            Node::Piece(piece) => self.entries((self.pieces)(piece)),
            Node::Text(_)
            | Node::Int(_)
            | Node::Bool(_)
            | Node::Flag(_)
            | Node::Json(_)
            | Node::EmptyMap
            | Node::EmptyList
            | Node::Null
            | Node::Fraction(_)
            | Node::Values(_)
            | Node::ValuesOr(..) => {}
        }
    }

    fn items(&mut self, items: &'t [Item]) {
        for item in items {
            match item {
                Item::Node(node) => self.node(node),
                Item::When(test, items) => self.under(Cow::Borrowed(test), |own| own.items(items)),
                Item::Each(path, node) => self.under(Cow::Owned(Test::Value(path.clone())), |own| own.node(node)),
                Item::EachKey(piece, node) => self.under(Cow::Owned(Test::Filled(piece.clone())), |own| own.node(node)),
                Item::Values(_) => {}
            }
        }
    }

    fn under(&mut self, test: Cow<'t, Test>, walk: impl FnOnce(&mut Self)) {
        self.above.push(test);
        walk(self);
        self.above.pop();
    }
}
