//! Raw content, compared as the objects that it makes.

use crate::diff::compare;
use crate::diff::hide;
use crate::diff::print::flow;
use crate::model::raw::{Entry, Tree};
use crate::model::typed::{self, Kind};
use crate::source::Sources;
use serde_json::{Map, Value};

/// What raw content makes; a reference stands as it is written.
pub(super) fn value(sources: &Sources, tree: &Tree<'_>) -> Value {
    match tree {
        Tree::Map(entries) => map(sources, entries, None),
        Tree::Named(entries) => {
            entries.iter().map(|entry| map(sources, entry.tree.entries(), Some(entry.key))).collect()
        }
        Tree::List(items) => items.iter().map(|item| value(sources, item)).collect(),
        Tree::Leaf(leaf) => self::leaf(sources, leaf),
        Tree::Gone(_) => Value::Null,
    }
}

fn leaf(sources: &Sources, leaf: &typed::Value) -> Value {
    if let Kind::Bool(truth) = leaf.kind {
        Value::Bool(truth)
    } else if let Kind::Int(number) = leaf.kind {
        Value::from(number)
    } else if leaf.kind == Kind::Null {
        Value::Null
    } else {
        Value::String(leaf.literal().map_or_else(|| sources.text(leaf.span).to_owned(), |text| text.to_string()))
    }
}

fn map(sources: &Sources, entries: &[Entry<'_>], name: Option<&str>) -> Value {
    let name = name.map(|name| ("name".to_owned(), Value::String(name.to_owned())));
    let own = entries.iter().map(|entry| (entry.key.to_owned(), value(sources, &entry.tree)));
    Value::Object(name.into_iter().chain(own).collect::<Map<_, _>>())
}

/// Each place where two contents differ, with what stands there.
pub(super) fn compare(left: Option<&Value>, right: Option<&Value>) -> Vec<(String, Option<String>, Option<String>)> {
    let nothing = Value::Object(Map::new());
    let changes = compare::compare(left.unwrap_or(&nothing), right.unwrap_or(&nothing), None);
    let told = |change: compare::Change| {
        let shown = hide::change(&crate::diff::object::Id::default(), &change);
        (change.path.to_string(), shown.old.as_ref().map(flow), shown.new.as_ref().map(flow))
    };
    changes.into_iter().map(told).collect()
}
