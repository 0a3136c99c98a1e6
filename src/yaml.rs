//! Writing YAML that every reader reads back as it was meant.
//!
//! Helm and kubectl read YAML with Go's `sigs.k8s.io/yaml`, which follows YAML 1.1: `on`, `0123` and `1_000` are no text to
//! it. What is written here means the same in YAML 1.1 and 1.2, is block style with two spaces a level, and a text stays the text
//! it was. `tests/go/yamlcheck` proves it with Go's own readers.

mod plain;
mod scalar;

pub use scalar::{block_text, comment, is_unprintable, key, quoted, text};

use serde_json::{Map, Number, Value};
use std::fmt::Write as _;

/// A whole document: lines from column 0, the last of them ended.
#[must_use]
pub fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => entries(&mut out, map, 0),
        Value::Array(list) if !list.is_empty() => items(&mut out, list, 0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            scalar(&mut out, value, 0);
            out.push('\n');
        }
    }
    out
}

/// What follows `key:`, to the end of its last line: ` scalar`, or the lines of a map or list at column `indent`.
pub fn value(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            entries(out, map, indent);
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('\n');
            items(out, list, indent);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            out.push(' ');
            scalar(out, value, indent);
            out.push('\n');
        }
    }
}

/// The lines of a map with its keys at column `indent`; nothing for an empty one.
pub fn entries(out: &mut String, map: &Map<String, Value>, indent: usize) {
    for (name, value) in map {
        spaces(out, indent);
        entry(out, name, value, indent);
    }
}

/// The lines of a list with its dashes at column `indent`; nothing for an empty one.
pub fn items(out: &mut String, list: &[Value], indent: usize) {
    for value in list {
        spaces(out, indent);
        item(out, value, indent);
    }
}

/// `count` spaces.
#[inline]
pub fn spaces(out: &mut String, count: usize) {
    const SPACES: &str = "                                                                ";
    match SPACES.get(..count) {
        Some(spaces) => out.push_str(spaces),
        None => out.extend(std::iter::repeat_n(' ', count)),
    }
}

fn entry(out: &mut String, name: &str, content: &Value, indent: usize) {
    key(out, name, indent);
    value(out, content, indent + 2);
}

/// A dash at the column `indent` where the line already is, and its value; a map or list begins on the same line.
fn item(out: &mut String, value: &Value, indent: usize) {
    out.push_str("- ");
    let inner = indent + 2;
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (position, (name, value)) in map.iter().enumerate() {
                spaces(out, if position == 0 { 0 } else { inner });
                entry(out, name, value, inner);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for (position, value) in list.iter().enumerate() {
                spaces(out, if position == 0 { 0 } else { inner });
                item(out, value, inner);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            scalar(out, value, inner);
            out.push('\n');
        }
    }
}

/// A value that stands behind its key or dash: a scalar, `[]` or `{}`.
fn scalar(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(it) => number(out, it),
        Value::String(it) => block_text(out, it, indent),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

/// Without exponent: `1e3` is text to YAML 1.1 and a number to YAML 1.2.
fn number(out: &mut String, number: &Number) {
    let start = out.len();
    let _ = match number.as_f64() {
        Some(float) if number.is_f64() => write!(out, "{float}"),
        Some(_) | None => write!(out, "{number}"),
    };
    if number.is_f64() && !out.get(start..).is_some_and(|digits| digits.contains('.')) {
        out.push_str(".0");
    }
}
