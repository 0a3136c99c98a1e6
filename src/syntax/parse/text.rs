//! Text: escapes, references, and the indentation of the long forms.

use super::ast::{Part, Text};
use super::slip;
use super::tree::Builder;
use crate::source::{Span, Spanned};
use crate::syntax::grammar::{Pair, Rule};

impl Builder<'_> {
    /// The parts of a text in quotes of any kind.
    pub(super) fn text(&mut self, construct: Pair<'_>) -> Text {
        let (rule, raw, span) = (construct.as_rule(), construct.as_str(), self.span(&construct));
        let mut inner = construct.into_inner().peekable();
        let fence = if rule == Rule::quoted { 1 } else { 3 };
        if rule == Rule::quoted && inner.peek().is_none() {
            let literal = raw.get(fence..raw.len() - fence).unwrap_or_default();
            let parts = if literal.is_empty() { Vec::new() } else { vec![Part::Literal(literal.into())] };
            return Text { parts };
        }
        let closed = !inner.clone().any(|part| part.as_rule() == Rule::unclosed);
        if !closed {
            let visible = if rule == Rule::quoted { span } else { Span { end: span.start + 3, ..span } };
            self.findings.push(slip::unclosed_text(visible).help(format!("close it with `{}`", closing(rule))));
        }
        let end = raw.len() - if closed { fence } else { 0 };
        let content = raw.get(fence..end).unwrap_or_default();
        let mut pieces = Pieces::new(if rule == Rule::quoted { "" } else { indentation(content) });
        let first = if rule == Rule::quoted { 0 } else { first_line_break(content) };
        pieces.line_begins = first > 0;
        let mut at = fence + first;
        for part in inner.filter(|part| part.as_rule() != Rule::unclosed) {
            let begin = part.as_span().start() - span.start as usize;
            pieces.literal(raw.get(at..begin).unwrap_or_default());
            at = begin + part.as_str().len();
            if part.as_rule() == Rule::escape {
                self.escape(&part, &mut pieces);
            } else {
                self.interpolation(part, &mut pieces);
            }
        }
        pieces.literal(raw.get(at..end).unwrap_or_default());
        pieces.finish()
    }

    fn escape(&mut self, construct: &Pair<'_>, pieces: &mut Pieces<'_>) {
        let written = construct.as_str();
        if let Some(character) = unescape(written) {
            pieces.exact(character.encode_utf8(&mut [0; 4]));
        } else {
            let span = self.span(construct);
            let rest = self.source.text.get(span.end as usize..).unwrap_or_default();
            self.findings.push(slip::bad_escape(span, written, rest));
            pieces.exact(written);
        }
    }

    fn interpolation(&mut self, construct: Pair<'_>, pieces: &mut Pieces<'_>) {
        let (span, written) = (self.span(&construct), construct.as_str());
        let path = construct.into_inner().find(|part| part.as_rule() == Rule::path);
        if let Some(path) = path {
            let reference = Spanned::new(self.path(&path), self.span(&path));
            pieces.reference(Part::Reference(reference));
        } else {
            self.findings.push(slip::bad_interpolation(span, written));
            pieces.exact(written);
        }
    }
}

/// The parts of a text while they are put together.
struct Pieces<'s> {
    parts: Vec<Part>,
    buffer: String,
    /// What is taken from the start of every line.
    indentation: &'s str,
    line_begins: bool,
}

impl<'s> Pieces<'s> {
    fn new(indentation: &'s str) -> Self {
        Self { parts: Vec::new(), buffer: String::new(), indentation, line_begins: false }
    }

    /// Takes characters as they stand in the source: indentation goes, and a line break is `\n` on every system.
    fn literal(&mut self, written: &str) {
        for line in written.split_inclusive('\n') {
            let line = if self.line_begins { without(line, self.indentation) } else { line };
            self.line_begins = line.ends_with('\n');
            match line.strip_suffix("\r\n") {
                Some(line) => self.buffer.extend([line, "\n"]),
                None => self.buffer.push_str(line),
            }
        }
    }

    /// Takes characters that an escape stands for.
    fn exact(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.line_begins = false;
    }

    fn reference(&mut self, reference: Part) {
        self.flush();
        self.parts.push(reference);
        self.line_begins = false;
    }

    fn flush(&mut self) {
        if !self.buffer.is_empty() {
            self.parts.push(Part::Literal(std::mem::take(&mut self.buffer).into()));
        }
    }

    fn finish(mut self) -> Text {
        self.flush();
        Text { parts: self.parts }
    }
}

/// The blanks before closing quotes that have a line for themselves.
fn indentation(content: &str) -> &str {
    let last = content.rsplit_once('\n').map_or("", |(_, last)| last);
    if last.bytes().all(|byte| matches!(byte, b' ' | b'\t')) { last } else { "" }
}

/// The length of the blanks and the line break behind the opening quotes; 0 where the text begins on their line.
fn first_line_break(content: &str) -> usize {
    let first = content.split_once('\n').filter(|(first, _)| first.trim_ascii().is_empty());
    first.map_or(0, |(first, _)| first.len() + 1)
}

/// A line without as much of the indentation as it has.
fn without<'l>(line: &'l str, indentation: &str) -> &'l str {
    let common = line.bytes().zip(indentation.bytes()).take_while(|(here, there)| here == there).count();
    line.get(common..).unwrap_or(line)
}

fn unescape(written: &str) -> Option<char> {
    match written {
        "\\n" => Some('\n'),
        "\\t" => Some('\t'),
        "\\\"" => Some('"'),
        "\\\\" => Some('\\'),
        "\\$" => Some('$'),
        _ => {
            let digits = written.strip_prefix("\\u{")?.strip_suffix('}')?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
    }
}

fn closing(rule: Rule) -> &'static str {
    if rule == Rule::quoted {
        "\""
    } else if rule == Rule::long {
        "\"\"\""
    } else {
        "'''"
    }
}
