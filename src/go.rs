//! What Go computes and we must compute too.
//!
//! Helm renders a chart with Go's `text/template`, `encoding/json` and `fmt`. Where the plain manifests hold what a template works
//! out, or a template holds our text, the rules here are Go's. `tests/go/yamlcheck` compares every function with Go.

pub mod json;

pub use json::{to_json, to_json_texts};

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// `sha256sum` of Helm's templates: 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// `quote` of Helm's templates, which is Go's `%q`.
///
/// The result is a YAML scalar with the same text, for every text. Which characters of a new Unicode version stand for themselves
/// depends on the Go that built Helm, so compare what is read and never the quoted form.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        push_escaped(&mut out, c);
    }
    out.push('"');
    out
}

/// A literal for `text` inside an action of a template, where `{{` and `}}` may stand in it.
#[must_use]
pub fn template_string(text: &str) -> String {
    quote(text)
}

/// `text` outside the actions of a template, so that it comes out as it went in: `{{` becomes `{{ "{{" }}`, and so does a
/// single brace at the end, which would run into an action behind it.
///
/// White space at either end is safe only from actions that don't trim (`{{-`).
#[must_use]
pub fn template_text(text: &str) -> String {
    let escaped = text.replace("{{", r#"{{ "{{" }}"#);
    match escaped.strip_suffix('{') {
        Some(before) => format!(r#"{before}{{{{ "{{" }}}}"#),
        None => escaped,
    }
}

fn push_escaped(out: &mut String, c: char) {
    let letter = match c {
        '"' | '\\' => Some(c),
        '\u{7}' => Some('a'),
        '\u{8}' => Some('b'),
        '\u{c}' => Some('f'),
        '\n' => Some('n'),
        '\r' => Some('r'),
        '\t' => Some('t'),
        '\u{b}' => Some('v'),
        _ => None,
    };
    let _ = match (letter, u32::from(c)) {
        (Some(letter), _) => write!(out, "\\{letter}"),
        (None, _) if is_print(c) => write!(out, "{c}"),
        (None, code @ 0..=0x7f) => write!(out, "\\x{code:02x}"),
        (None, code @ 0x80..=0xffff) => write!(out, "\\u{code:04x}"),
        (None, code) => write!(out, "\\U{code:08x}"),
    };
}

/// Go's `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
fn is_print(c: char) -> bool {
    // Rust's escapes ask the same, but escape a mark that comes first; so a letter stands before it.
    matches!(c, ' '..='~') || !c.is_ascii() && format!("a{c}").escape_debug().nth(1) == Some(c)
}
