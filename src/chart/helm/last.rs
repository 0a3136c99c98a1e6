//! What stands last in a template: its end takes the line break from a text.

use crate::chart::tree::{Entry, Expr, Item, Node, Presence, of_node};

/// Whether a text of lines may stand last: behind it stands nothing, or what may be left out.
pub(super) fn ends_in_lines(entries: &[Entry]) -> bool {
    for entry in entries.iter().rev() {
        let (is_one, is_sure) = match entry {
            Entry::Pair(pair) => (is_of_lines(&pair.value), of_node(&pair.value) == Presence::Always),
            Entry::When(_, then, otherwise) => (ends_in_lines(then) || ends_in_lines(otherwise), false),
            Entry::ChartOnly(entries) => (ends_in_lines(entries), false),
            Entry::Texts(_)
            | Entry::Variables(_)
            | Entry::Labels(_)
            | Entry::Selector(_)
            | Entry::ReleaseSelector
            | Entry::Include(_) => (false, false),
        };
        if is_one || is_sure {
            return is_one;
        }
    }
    false
}

fn is_of_lines(node: &Node) -> bool {
    match node {
        Node::Text(Expr::Text(text)) => text.ends_with('\n'),
        Node::Map(entries) => ends_in_lines(entries),
        Node::List(items) => items_end_in_lines(items),
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
        | Node::Piece(_) => false,
    }
}

fn items_end_in_lines(items: &[Item]) -> bool {
    for item in items.iter().rev() {
        let (is_one, is_sure) = match item {
            Item::Node(node) => (is_of_lines(node), of_node(node) == Presence::Always),
            Item::When(_, items) => (items_end_in_lines(items), false),
            Item::Each(_, node) | Item::EachKey(_, node) => (is_of_lines(node), false),
            Item::Values(_) => (false, false),
        };
        if is_one || is_sure {
            return is_one;
        }
    }
    false
}
