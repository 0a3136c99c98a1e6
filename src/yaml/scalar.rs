//! Texts as YAML scalars and keys. Nothing here ends with a line break.

use super::{plain::is_plain, spaces};
use std::fmt::Write as _;

/// Any text in one line, plain where that is safe and else double-quoted; good in block and in flow style.
pub fn text(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

/// Any text in double quotes. The escapes are JSON's, with `\U` beyond the Basic Multilingual Plane.
pub fn quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| needs_escape(*c)) {
        out.push_str(text.get(start..at).unwrap_or_default());
        escape(out, c);
        start = at + c.len_utf8();
    }
    out.push_str(text.get(start..).unwrap_or_default());
    out.push('"');
}

/// A text that may become a literal block (`|` or `|-`), its lines at column `indent`; else as [`text`] writes it.
///
/// A block is taken for text of several lines, or one that is ended, where it is sure to come back: printable, no blanks at the
/// end of a line, not starting with white space, at most one line break at the end. `|+` is never written: Helm trims
/// what it renders, so empty lines at the end of a document would be lost. Likewise `|` needs the line break behind it: don't end
/// a piece of a template with one where the piece goes through `fromYaml`.
pub fn block_text(out: &mut String, text: &str, indent: usize) {
    let (header, body) = text.strip_suffix('\n').map_or(("|-", text), |body| ("|", body));
    if indent == 0 || !text.contains('\n') || !fits_block(body) {
        return self::text(out, text);
    }
    out.push_str(header);
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            spaces(out, indent);
            out.push_str(line);
        }
    }
}

/// A key of a block map at column `indent`, with its colon. Readers take a key of more than 1,024 characters only in its
/// explicit form, `? key` and a line `:` under it.
pub fn key(out: &mut String, key: &str, indent: usize) {
    const LONGEST: usize = 1000;
    let start = out.len();
    text(out, key);
    if out.len() - start > LONGEST {
        out.insert_str(start, "? ");
        out.push('\n');
        spaces(out, indent);
    }
    out.push(':');
}

/// Comment lines at column `indent`, each ended, for every line of any text; none for an empty one. What cannot stand in a
/// comment, as a control character cannot in any part of YAML, is a space there.
pub fn comment(out: &mut String, text: &str, indent: usize) {
    let is_break = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    for line in text.lines().flat_map(|line| line.split(is_break)) {
        spaces(out, indent);
        out.push_str("# ");
        out.extend(line.chars().map(|c| if is_unprintable(c) { ' ' } else { c }));
        out.push('\n');
    }
}

fn fits_block(body: &str) -> bool {
    body.chars().next().is_some_and(|first| !first.is_whitespace())
        && !body.ends_with('\n')
        && body.split('\n').all(|line| !line.ends_with(char::is_whitespace) && !line.chars().any(is_unprintable))
}

/// What can't stand in a block: what needs an escape, but for tabs and what only quotes make special.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    needs_escape(c) && !matches!(c, '\t' | '"' | '\\')
}

/// Controls, line breaks of any kind, byte order marks and non-characters, which readers refuse or change, and
/// what nobody would see: unusual spaces and marks that turn the direction of writing.
fn needs_escape(c: char) -> bool {
    match c {
        ' '..='~' => matches!(c, '"' | '\\'),
        '\0'..='\u{a0}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}' => true,
        _ => u32::from(c) & 0xfffe == 0xfffe,
    }
}

fn escape(out: &mut String, c: char) {
    let letter = match c {
        '"' | '\\' => Some(c),
        '\n' => Some('n'),
        '\t' => Some('t'),
        '\r' => Some('r'),
        '\u{8}' => Some('b'),
        '\u{c}' => Some('f'),
        _ => None,
    };
    let _ = match (letter, u32::from(c)) {
        (Some(letter), _) => write!(out, "\\{letter}"),
        (None, code @ 0..=0xffff) => write!(out, "\\u{code:04x}"),
        (None, code) => write!(out, "\\U{code:08x}"),
    };
}
