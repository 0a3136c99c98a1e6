//! JSON as everybody reads it: what is not seen, or turns the order of what is seen, stands as an escape.
//!
//! JSON itself allows each of these within a text. A reader of YAML 1.1 takes some for the end of a line, though, and a schema
//! or a list of findings is shown by editors and terminals, which a text of the user must not command.

use crate::yaml::is_unprintable;
use serde::Serialize;
use std::fmt::Write as _;

/// A document over many lines, the last one ended. Keys are text: with them nothing can fail to serialise.
#[must_use]
pub fn pretty(document: &impl Serialize) -> String {
    visible(serde_json::to_string_pretty(document).unwrap_or_default()) + "\n"
}

/// A document on one line, which is ended.
#[must_use]
pub fn line(document: &impl Serialize) -> String {
    visible(serde_json::to_string(document).unwrap_or_default()) + "\n"
}

/// Outside of its texts, JSON has only signs of ASCII and line breaks; within them, it has escaped the line breaks already.
fn visible(json: String) -> String {
    let is_hidden = |sign: char| sign != '\n' && is_unprintable(sign);
    if !json.contains(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for sign in json.chars() {
        if is_hidden(sign) {
            // Writing to a string cannot fail.
            for unit in sign.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_nobody_sees_is_escaped_and_comes_back() {
        let hidden = json!({ "a\u{2028}": "\u{7f}\u{202e}\u{feff}\n\"\\ü\u{1f980}\u{1fffe}" });
        for text in [pretty(&hidden), line(&hidden)] {
            assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(hidden.clone()));
            assert!(text.contains(r#"\u2028": "#) || text.contains(r#"\u2028":"#), "{text}");
            assert!(text.contains(r#""\u007f\u202e\ufeff\n\"\\ü🦀\ud83f\udffe""#), "{text}");
        }
        assert_eq!(line(&json!(["a", 1])), "[\"a\",1]\n");
        assert_eq!(pretty(&json!({ "a": [] })), "{\n  \"a\": []\n}\n");
    }
}
