//! Values.

use super::ast::{Number, Path, Value, ValueKind};
use super::slip;
use super::tree::Builder;
use crate::source::{Span, Spanned};
use crate::syntax::grammar::{Pair, Rule};
use std::iter::Peekable;

impl Builder<'_> {
    /// A value; what follows tells whether it is the lower end of a range.
    pub(super) fn value<'s>(
        &mut self,
        construct: Pair<'s>,
        rest: &mut Peekable<impl Iterator<Item = Pair<'s>>>,
    ) -> Option<Value> {
        let first = self.single_value(construct)?;
        let Some(upto) = rest.next_if(|next| next.as_rule() == Rule::upto) else { return Some(first) };
        let dots = Span { end: self.span(&upto).start + 2, ..first.span };
        let last = self.upper_end(upto, dots)?;
        for end in [&first, &last] {
            if !matches!(end.kind, ValueKind::Number(_) | ValueKind::None) {
                self.findings.push(slip::no_range_end(end.span));
            }
        }
        let span = first.span.to(last.span);
        Some(Value { kind: ValueKind::Range(Box::new(first), Box::new(last)), span })
    }

    fn upper_end(&mut self, upto: Pair<'_>, begun: Span) -> Option<Value> {
        let mut end = None;
        for part in upto.into_inner() {
            if part.as_rule() == Rule::missing {
                self.findings.push(slip::no_upper_end(begun));
            } else {
                end = self.single_value(part);
            }
        }
        end
    }

    fn single_value(&mut self, construct: Pair<'_>) -> Option<Value> {
        let rule = construct.as_rule();
        let span = self.span(&construct);
        let kind = if matches!(rule, Rule::quoted | Rule::long | Rule::raw) {
            ValueKind::Text(self.text(construct))
        } else if rule == Rule::path {
            ValueKind::Path(self.path(&construct))
        } else if rule == Rule::number {
            ValueKind::Number(number(construct.as_str()))
        } else if rule == Rule::literal {
            literal(construct.as_str())
        } else if rule == Rule::list {
            ValueKind::List(self.list(construct))
        } else if rule == Rule::body {
            ValueKind::Object(self.body(construct))
        } else {
            self.findings.push(slip::no_text(span, construct.as_str()));
            return None;
        };
        Some(Value { kind, span })
    }

    fn list(&mut self, construct: Pair<'_>) -> Vec<Value> {
        let span = self.span(&construct);
        let mut values: Vec<Value> = Vec::new();
        let mut no_comma = None;
        let mut parts = construct.into_inner().peekable();
        while let Some(part) = parts.next() {
            let rule = part.as_rule();
            let place = self.span(&part);
            if rule == Rule::unclosed {
                self.unclosed(Span { end: span.start + 1, ..span }, "list", "]");
            } else if rule == Rule::no_comma {
                no_comma = values.last().map(|last| last.span);
            } else if matches!(rule, Rule::extra_comma | Rule::list_junk) {
                self.findings.push(slip::stray_mark(place, part.as_str()));
            } else {
                self.findings.extend(no_comma.take().map(slip::no_comma));
                values.extend(self.value(part, &mut parts));
            }
        }
        values
    }

    /// A dotted path. A dot in quotes belongs to its segment.
    pub(super) fn path(&self, construct: &Pair<'_>) -> Path {
        let mut at = construct.as_span().start();
        let mut segments = Vec::with_capacity(1);
        let mut rest = construct.as_str();
        while !rest.is_empty() {
            let quoted = rest.strip_prefix('"').and_then(|inner| inner.split_once('"'));
            let (name, length) = quoted.map_or_else(
                || rest.split_once('.').map_or((rest, rest.len()), |(name, _)| (name, name.len())),
                |(name, _)| (name, name.len() + 2),
            );
            segments.push(Spanned::new(name.into(), Span::new(self.id, at..at + length)));
            rest = rest.get(length + 1..).unwrap_or_default();
            at += length + 1;
        }
        Path { segments }
    }
}

fn number(text: &str) -> Number {
    let unit = text.find(|character: char| !matches!(character, '0'..='9' | '.' | '-')).unwrap_or(text.len());
    let (digits, unit) = text.split_at(unit);
    Number { digits: digits.into(), unit: unit.into() }
}

fn literal(word: &str) -> ValueKind {
    match word {
        "true" => ValueKind::Bool(true),
        "false" => ValueKind::Bool(false),
        "null" => ValueKind::Null,
        _ => ValueKind::None,
    }
}
