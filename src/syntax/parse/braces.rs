//! Where a closing brace is missing. The grammar only sees that the file ends too early; indentation tells more.

use super::lexer::{Bracket, Lexer, Mark};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Source, Span};

/// A closing brace that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    /// The opening brace.
    pub(super) open: usize,
    /// What stands there belongs behind the missing brace already; the end of the text where indentation tells nothing.
    pub(super) belongs: usize,
    /// How many further braces are open at the end of the text.
    others: usize,
}

/// An opening brace that has not been closed yet.
struct Open {
    at: usize,
    line: Line,
    /// Whether its content has begun, on a line of its own that is indented deeper.
    indented: bool,
}

/// A line on which something stands.
#[derive(Clone, Copy)]
struct Line {
    number: usize,
    indent: usize,
}

/// The first closing brace that is missing, if one is. A long text that never closes may have swallowed it: then none is.
pub(super) fn missing(text: &str) -> Option<Missing> {
    let mut open: Vec<Open> = Vec::new();
    let mut line = Line { number: 0, indent: 0 };
    let mut suspect = None;
    let mut marks = Lexer::new(text);
    for mark in marks.by_ref() {
        match mark {
            Mark::Line(at) => {
                line = Line { number: line.number + 1, indent: indent(text, at) };
                suspect = suspect.or_else(|| suspicious(&mut open, line, text, at));
            }
            Mark::Open(at, Bracket::Brace) => open.push(Open { at, line, indented: false }),
            Mark::Close(_, Bracket::Brace) => {
                open.pop();
            }
            Mark::Open(_, Bracket::Square) | Mark::Close(_, Bracket::Square) => {}
        }
    }
    let last = open.last().filter(|_| !marks.ends_in_text)?;
    let (open_at, belongs) = suspect.unwrap_or((last.at, text.len()));
    Some(Missing { open: open_at, belongs, others: open.len() - 1 })
}

/// The innermost brace and this line, where the line stands too far to the left to be inside of it.
fn suspicious(open: &mut [Open], line: Line, text: &str, at: usize) -> Option<(usize, usize)> {
    let last = open.last_mut().filter(|last| last.line.number < line.number)?;
    let closes = text.get(at..).is_some_and(|rest| rest.starts_with('}'));
    let outside = if closes { line.indent < last.line.indent } else { line.indent <= last.line.indent };
    let found = (outside && (last.indented || closes)).then_some((last.at, at));
    last.indented |= line.indent > last.line.indent;
    found
}

fn indent(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

impl Missing {
    /// The finding for it.
    pub(super) fn finding(&self, source: &Source, file: FileId) -> Diagnostic {
        let brace = Span::new(file, self.open..self.open + 1);
        let head = head(&source.text, self.open);
        let message = format!("the `}}` of `{head}` is missing");
        let mut finding = if self.belongs < source.text.len() {
            let place = Span::new(file, self.belongs..self.belongs + 1);
            let finding = Diagnostic::new(Code::E0011, place, message);
            let opened = finding.label(brace, format!("`{head}` was opened here"));
            opened.help("by its indentation, this line stands outside already: add `}` before it")
        } else {
            Diagnostic::new(Code::E0011, brace, message).help("add `}` where it ends")
        };
        if self.others > 0 {
            finding = finding.note(format!("braces open at the end of the file besides this one: {}", self.others));
        }
        finding
    }
}

/// What stands before an opening brace on its line, such as `probe readiness`.
fn head(text: &str, open: usize) -> &str {
    let before = text.get(..open).unwrap_or_default();
    let begin = before.rfind(['\n', '{', '}']).map_or(0, |at| at + 1);
    let head = before.get(begin..).unwrap_or_default().trim();
    if head.is_empty() { "{" } else { head }
}
