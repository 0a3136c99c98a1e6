//! How deep a tree is. The fuzz targets ask it too.

use todoc::syntax::ast::{Item, Value, ValueKind};

pub(crate) fn depth(items: &[Item]) -> usize {
    let below = items.iter().map(|item| match item {
        Item::Block(block) => 1 + depth(&block.body),
        Item::Field(field) | Item::Let(field) => value_depth(&field.value),
        Item::Use(_) => 0,
    });
    below.max().unwrap_or(0)
}

fn value_depth(value: &Value) -> usize {
    match &value.kind {
        ValueKind::List(values) => 1 + values.iter().map(value_depth).max().unwrap_or(0),
        ValueKind::Object(items) => 1 + depth(items),
        ValueKind::Range(first, last) => value_depth(first).max(value_depth(last)),
        ValueKind::None
        | ValueKind::Null
        | ValueKind::Bool(_)
        | ValueKind::Number(_)
        | ValueKind::Text(_)
        | ValueKind::Path(_) => 0,
    }
}
