//! A stand-in for the parser: headers, `use` and the heads of blocks only, until the real one is merged.

use super::ast::{Block, File, Header, Item, Name, Use};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span, Spanned};

/// What a text parses to.
#[derive(Debug)]
pub struct Parsed {
    /// The tree.
    pub file: File,
    /// What is wrong with the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Adds a file to the sources and parses it.
pub fn read(sources: &mut Sources, name: impl Into<String>, bytes: Vec<u8>) -> (FileId, Parsed) {
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(error.utf8_error().valid_up_to())),
    };
    let id = sources.add(name, text);
    let mut parsed = parse(sources, id);
    let invalid = invalid.map(|at| Span::new(id, at..at + '\u{fffd}'.len_utf8()));
    parsed.diagnostics.extend(invalid.map(|span| Diagnostic::new(Code::E0001, span, "the file is not UTF-8")));
    (id, parsed)
}

/// Parses a text.
#[must_use]
pub fn parse(sources: &Sources, id: FileId) -> Parsed {
    let mut file = File { id, header: None, items: Vec::new(), comments: Vec::new() };
    let mut diagnostics = Vec::new();
    let (mut depth, mut words) = (0_usize, Vec::<Name>::new());
    for token in tokens(&sources.get(id).text, id) {
        match (token.value.as_str(), depth) {
            ("{", _) => {
                if depth == 0 {
                    file.items.extend(block(&words).map(Item::Block));
                    words.clear();
                }
                depth += 1;
            }
            ("}", 0) => {
                diagnostics.push(Diagnostic::new(Code::E0010, token.span, "unexpected `}`").edit(token.span, ""));
            }
            ("}", _) => depth -= 1,
            (_, 0) => words.push(token),
            _ => {}
        }
        match words.as_slice() {
            [environment, name, colon, base, extends, path]
                if environment.value == "environment" && colon.value == ":" && extends.value == "extends" =>
            {
                let span = environment.span.to(path.span);
                file.header = Some(Header { name: name.clone(), base: Some(base.clone()), extends: text(path), span });
                words.clear();
            }
            [word, path] if word.value == "use" => {
                file.items.push(Item::Use(Use { path: text(path), span: word.span.to(path.span) }));
                words.clear();
            }
            _ => {}
        }
    }
    if depth > 0 {
        let end = sources.get(id).text.len();
        diagnostics.push(Diagnostic::new(Code::E0011, Span::new(id, end..end), "`}` is missing"));
    }
    Parsed { file, diagnostics }
}

fn text(token: &Name) -> Name {
    let span = Span { start: token.span.start + 1, end: token.span.end - 1, ..token.span };
    Spanned::new(token.value.trim_matches('"').into(), span)
}

fn block(words: &[Name]) -> Option<Block> {
    let kind = words.first()?.clone();
    let span = words.last()?.span.to(kind.span);
    Some(Block { add: None, kind, name: words.get(1).cloned(), quoted: false, base: None, body: Vec::new(), span })
}

fn tokens(source: &str, id: FileId) -> Vec<Name> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => rest.get(1..).and_then(|after| after.find('"')).map_or(rest.len(), |end| end + 2),
            '{' | '}' => 1,
            _ if first.is_whitespace() => first.len_utf8(),
            _ => rest.find(|ch: char| ch.is_whitespace() || "{}\"#".contains(ch)).unwrap_or(rest.len()),
        };
        let start = source.len() - rest.len();
        let (token, after) = rest.split_at(length);
        if first != '#' && !first.is_whitespace() {
            tokens.push(Spanned::new(token.into(), Span::new(id, start..start + length)));
        }
        rest = after;
    }
    tokens
}
