//! Under which conditions a node stands in a tree.

use super::{Entry, Item, Node, Test};

/// The condition of each place where a node stands that is asked for; none where it always does.
pub fn guards(entries: &[Entry], is: &impl Fn(&Node) -> bool) -> Vec<Option<Test>> {
    let mut search = Search { is, above: Vec::new(), found: Vec::new() };
    search.entries(entries);
    search.found
}

struct Search<'s, F> {
    is: &'s F,
    /// What holds where the search is.
    above: Vec<Test>,
    found: Vec<Option<Test>>,
}

impl<F: Fn(&Node) -> bool> Search<'_, F> {
    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) => self.node(&pair.value),
                Entry::When(test, then, otherwise) => {
                    self.under(test.clone(), |own| own.entries(then));
                    self.under(!test.clone(), |own| own.entries(otherwise));
                }
                Entry::ChartOnly(entries) => self.entries(entries),
                Entry::Texts(_)
                | Entry::Variables(_)
                | Entry::Labels(_)
                | Entry::Selector(_)
                | Entry::ReleaseSelector
                | Entry::Include(_) => {}
            }
        }
    }

    fn node(&mut self, node: &Node) {
        if (self.is)(node) {
            self.found.push(Test::all(self.above.iter().cloned()));
        }
        match node {
            Node::Map(entries) => self.entries(entries),
            Node::List(items) => self.items(items),
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
            | Node::ValuesOr(..)
            | Node::Piece(_) => {}
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Node(node) => self.node(node),
                Item::When(test, items) => self.under(test.clone(), |own| own.items(items)),
                Item::Each(path, node) => self.under(Test::Value(path.clone()), |own| own.node(node)),
                Item::EachKey(piece, node) => self.under(Test::Filled(piece.clone()), |own| own.node(node)),
                Item::Values(_) => {}
            }
        }
    }

    fn under(&mut self, test: Test, search: impl FnOnce(&mut Self)) {
        self.above.push(test);
        search(self);
        self.above.pop();
    }
}
