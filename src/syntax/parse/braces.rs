//! Where a closing brace is missing. The grammar only sees that the file ends too early; indentation tells more.

use super::lexer::{Bracket, Mark};
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

/// Looks for a missing brace while the marks of a text go by.
pub(super) struct Braces<'s> {
    text: &'s str,
    open: Vec<Open>,
    line: Line,
    /// The first brace that a line denies by its indentation, and that line.
    suspect: Option<(usize, usize)>,
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

impl<'s> Braces<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, open: Vec::new(), line: Line { number: 0, indent: 0 }, suspect: None }
    }

    pub(super) fn see(&mut self, mark: Mark) {
        match mark {
            Mark::Line(at) => {
                self.line = Line { number: self.line.number + 1, indent: indent(self.text, at) };
                self.suspect = self.suspect.or_else(|| suspicious(&mut self.open, self.line, self.text, at));
            }
            Mark::Open(at, Bracket::Brace) => self.open.push(Open { at, line: self.line, indented: false }),
            Mark::Close(_, Bracket::Brace) => {
                self.open.pop();
            }
            Mark::Open(_, Bracket::Square) | Mark::Close(_, Bracket::Square) | Mark::Comment(..) => {}
        }
    }

    /// The first closing brace that is missing, if one is.
    pub(super) fn missing(self) -> Option<Missing> {
        let last = self.open.last()?;
        let (open, belongs) = self.suspect.unwrap_or((last.at, self.text.len()));
        Some(Missing { open, belongs, others: self.open.len() - 1 })
    }
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
            let first = source.text.get(self.belongs..).and_then(|rest| rest.chars().next());
            let place = Span::new(file, self.belongs..self.belongs + first.map_or(0, char::len_utf8));
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
