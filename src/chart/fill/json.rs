//! The data of a named map, as `fromYaml` reads it: what a checksum is taken of.

use super::{Loop, Manifest, Release, expr};
use crate::chart::tree::{Entry, Item, Node};
use crate::chart::values::Val;
use serde_json::{Map, Value};

impl<'a> Release<'a> {
    /// The data of a map.
    pub(super) fn data(&self, entries: &'a [Entry], at: Loop<'_>) -> Map<String, Value> {
        let mut map = Map::new();
        self.collect(entries, at, &mut map);
        map
    }

    fn collect(&self, entries: &'a [Entry], at: Loop<'_>, into: &mut Map<String, Value>) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) => {
                    if let Some(value) = self.node_data(&pair.value, at) {
                        into.insert(pair.key.to_string(), value);
                    }
                }
                Entry::When(test, then, otherwise) => {
                    let side = if self.test(test, at) { then } else { otherwise };
                    self.collect(side, at, into);
                }
                Entry::Texts(path) | Entry::Variables(path) => {
                    if let Val::Map(entries) = self.value(path) {
                        into.extend(entries.iter().map(|(key, value)| (key.to_string(), expr::as_text(value).into())));
                    }
                }
                Entry::Include(piece) => self.collect(self.map_piece(piece), at, into),
                Entry::ChartOnly(_) => {}
                Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector => self.collect_labels(entry, into),
            }
        }
    }

    fn collect_labels(&self, entry: &Entry, into: &mut Map<String, Value>) {
        let mut labels = Manifest::default();
        match entry {
            Entry::Labels(component) => self.labels(component, 0, &mut labels),
            Entry::Selector(component) => self.selector(Some(component), 0, &mut labels.text),
            Entry::ReleaseSelector => self.selector(None, 0, &mut labels.text),
            Entry::Pair(_)
            | Entry::When(..)
            | Entry::Texts(_)
            | Entry::Variables(_)
            | Entry::Include(_)
            | Entry::ChartOnly(_) => {}
        }
        if let Ok(Value::Object(labels)) = serde_yaml::from_str(&labels.text) {
            into.extend(labels);
        }
    }

    fn node_data(&self, node: &'a Node, at: Loop<'_>) -> Option<Value> {
        Some(match node {
            Node::Text(expr) => Value::String(self.text(expr, at).into_owned()),
            Node::Int(expr) => self.number(expr, at).into(),
            Node::Bool(truth) => (*truth).into(),
            Node::Flag(path) => self.value(path).is_true().into(),
            Node::Json(expr) => self.raw(expr, at).json(),
            Node::EmptyMap => Value::Object(Map::new()),
            Node::EmptyList => Value::Array(Vec::new()),
            Node::Null => Value::Null,
            Node::Fraction(number) => serde_json::from_str(number).unwrap_or(Value::Null),
            Node::Values(path) => return Some(self.value(path)).filter(|value| value.is_true()).map(Val::json),
            Node::ValuesOr(first, second) => {
                let value =
                    Some(self.value(first)).filter(|value| value.is_true()).unwrap_or_else(|| self.value(second));
                return Some(value).filter(|value| value.is_true()).map(Val::json);
            }
            Node::Map(entries) => return filled(self.data(entries, at)),
            Node::Piece(piece) => return filled(self.data(self.map_piece(piece), at)),
            Node::List(items) => {
                let mut list = Vec::new();
                self.list_data(items, at, &mut list);
                return Some(list).filter(|list| !list.is_empty()).map(Value::Array);
            }
        })
    }

    fn list_data(&self, items: &'a [Item], at: Loop<'_>, into: &mut Vec<Value>) {
        for item in items {
            match item {
                Item::Node(node) => into.extend(self.node_data(node, at)),
                Item::When(test, items) => {
                    if self.test(test, at) {
                        self.list_data(items, at, into);
                    }
                }
                Item::Each(path, node) => match self.value(path) {
                    Val::List(values) => {
                        for value in values {
                            into.extend(self.node_data(node, Loop { key: None, item: Some(value) }));
                        }
                    }
                    Val::Map(entries) => {
                        let mut sorted: Vec<_> = entries.iter().collect();
                        sorted.sort_by(|left, right| left.0.cmp(&right.0));
                        for (key, value) in sorted {
                            into.extend(self.node_data(node, Loop { key: Some(key), item: Some(value) }));
                        }
                    }
                    Val::Unset | Val::Null | Val::Bool(_) | Val::Int(_) | Val::Fraction(_) | Val::Text(_) => {}
                },
                Item::EachKey(piece, node) => {
                    for key in self.keys(piece) {
                        into.extend(self.node_data(node, Loop { key: Some(key), item: None }));
                    }
                }
                Item::Values(path) => {
                    if let Val::List(values) = self.value(path) {
                        into.extend(values.iter().map(Val::json));
                    }
                }
            }
        }
    }
}

fn filled(map: Map<String, Value>) -> Option<Value> {
    (!map.is_empty()).then_some(Value::Object(map))
}
