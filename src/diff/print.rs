//! What was found, as text: for a terminal, for a pull request, for programs.

pub mod json;
mod markdown;
mod paint;
mod text;
mod words;

use super::against::Against;
use super::environments::Environments;
use crate::json::pretty;
use crate::yaml;
use paint::Paint;
use serde_json::Value;

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Lines for a terminal; with colours or without.
    Text {
        /// Whether there are colours.
        colored: bool,
    },
    /// For a comment on a pull request.
    Markdown,
    /// For programs.
    Json,
}

/// Two environments; ends with a line break.
#[must_use]
pub fn environments(found: &Environments, notation: Notation) -> String {
    match notation {
        Notation::Text { colored } => text::environments(found, Paint::new(colored)),
        Notation::Markdown => markdown::environments(found),
        Notation::Json => pretty(&json::environments(found)),
    }
}

/// An output over an earlier one; ends with a line break.
#[must_use]
pub fn against(found: &Against, notation: Notation) -> String {
    match notation {
        Notation::Text { colored } => text::against(found, Paint::new(colored)),
        Notation::Markdown => markdown::against(found),
        Notation::Json => pretty(&json::against(found)),
    }
}

/// A value in one line, as YAML writes it in one.
#[must_use]
pub fn flow(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => yaml::text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                yaml::text(out, key);
                out.push_str(": ");
                write(out, item);
            }
            out.push('}');
        }
    }
}
