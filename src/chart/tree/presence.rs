//! When a part of the template tree is there, so that what may turn out empty is left out with its key.

use super::{Entry, Item, Node, Path, Test};

/// When something is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// In any case.
    Always,
    /// In no case.
    Never,
    /// Where a test holds.
    When(Test),
}

impl Presence {
    /// The same where a test holds as well.
    #[must_use]
    pub fn under(self, test: Test) -> Self {
        match self {
            Presence::Never => Presence::Never,
            Presence::Always => Presence::When(test),
            Presence::When(inner) => Test::all([test, inner]).map_or(Presence::Always, Presence::When),
        }
    }
}

/// When a map has any entry.
#[must_use]
pub fn presence(entries: &[Entry]) -> Presence {
    any_present(entries.iter().map(of_entry))
}

/// When a node is there: a map or list that may be empty is not there then.
#[must_use]
pub fn of_node(node: &Node) -> Presence {
    match node {
        Node::Map(entries) => presence(entries),
        Node::List(items) => of_items(items),
        Node::Values(path) => Presence::When(Test::Value(path.clone())),
        Node::ValuesOr(first, second) => {
            let either = Test::any([Test::Value(first.clone()), Test::Value(second.clone())]);
            either.map_or(Presence::Never, Presence::When)
        }
        Node::Piece(piece) => Presence::When(Test::Filled(piece.clone())),
        Node::Text(_)
        | Node::Int(_)
        | Node::Bool(_)
        | Node::Flag(_)
        | Node::Json(_)
        | Node::EmptyMap
        | Node::EmptyList
        | Node::Null
        | Node::Fraction(_) => Presence::Always,
    }
}

fn of_entry(entry: &Entry) -> Presence {
    match entry {
        Entry::Pair(pair) => of_node(&pair.value),
        Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector => Presence::Always,
        Entry::Texts(path) | Entry::Variables(path) => Presence::When(Test::Value(path.clone())),
        Entry::Include(piece) => Presence::When(Test::Filled(piece.clone())),
        Entry::ChartOnly(entries) => presence(entries),
        Entry::When(test, then, otherwise) => branches(test, presence(then), presence(otherwise)),
    }
}

fn branches(test: &Test, then: Presence, otherwise: Presence) -> Presence {
    if (&then, &otherwise) == (&Presence::Always, &Presence::Always) {
        return Presence::Always;
    }
    any_present([then.under(test.clone()), otherwise.under(!test.clone())])
}

fn of_items(items: &[Item]) -> Presence {
    any_present(items.iter().map(of_item))
}

fn of_item(item: &Item) -> Presence {
    match item {
        Item::Node(_) => Presence::Always,
        Item::When(test, items) => of_items(items).under(test.clone()),
        Item::Each(path, _) | Item::Values(path) => Presence::When(Test::Value(path.clone())),
        Item::EachKey(piece, _) => Presence::When(Test::Filled(piece.clone())),
    }
}

/// There where all parts are there.
#[must_use]
pub fn all_present(parts: impl IntoIterator<Item = Presence>) -> Presence {
    let mut tests = Vec::new();
    for part in parts {
        match part {
            Presence::Always => {}
            Presence::Never => return Presence::Never,
            Presence::When(test) => tests.push(test),
        }
    }
    Test::all(tests).map_or(Presence::Always, Presence::When)
}

/// There where any part is there.
#[must_use]
pub fn any_present(parts: impl IntoIterator<Item = Presence>) -> Presence {
    let mut tests = Vec::new();
    for part in parts {
        match part {
            Presence::Always => return Presence::Always,
            Presence::Never => {}
            Presence::When(test) => tests.push(test),
        }
    }
    any_of(&tests)
}

/// One of several tests, without asking whether another of them fails: where that holds, it is enough.
fn without_doubt(test: &Test, others: &[Test]) -> Test {
    let Test::All(parts) = test else { return test.clone() };
    let is_settled = |part: &Test| matches!(part, Test::Not(inner) if others.contains(inner));
    let left = parts.iter().filter(|part| !is_settled(part)).cloned();
    Test::all(left).unwrap_or_else(|| test.clone())
}

/// There where any test holds. A map without a key is empty or has others, so that one of the two always holds.
fn any_of(tests: &[Test]) -> Presence {
    let shorter = tests.iter().map(|test| without_doubt(test, tests)).collect::<Vec<_>>();
    let Some(any) = Test::any(shorter) else { return Presence::Never };
    if let Test::Any(tests) = &any {
        let filled = |path: &Path| tests.iter().any(|test| matches!(test, Test::Value(own) if own == path));
        let lacks = |test: &Test| matches!(test, Test::Not(inner) if matches!(inner.as_ref(), Test::Has(path, _) if filled(path)));
        if tests.iter().any(lacks) {
            return Presence::Always;
        }
    }
    Presence::When(any)
}
