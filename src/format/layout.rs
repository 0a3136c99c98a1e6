//! From constructs to rows: what shares a line, what has a blank line before it, and which comment belongs where.

use super::align::Class;
use super::text;
use crate::source::Span;
use crate::syntax::{BLANK, Pair, Pairs, Rule};
use std::iter::Peekable;
use std::ops::Range;

/// What stands between two braces or brackets, or in a file.
#[derive(Debug)]
pub(super) struct Rows<'s, T> {
    pub(super) all: Vec<Row<'s, T>>,
    /// The comment behind the opening brace.
    pub(super) opening: Option<&'s str>,
    /// Whether it stands on several lines.
    pub(super) is_open: bool,
}

/// What shares a line.
#[derive(Debug)]
pub(super) struct Row<'s, T> {
    /// Whether a blank line stands before it.
    pub(super) blank: bool,
    /// Nothing where the comment has the line for itself.
    pub(super) cells: Vec<T>,
    /// From the first of them to the last.
    place: Range<usize>,
    /// The comment at the line's end.
    pub(super) comment: Option<&'s str>,
}

/// An item of a body.
#[derive(Debug)]
pub(super) enum Item<'s> {
    /// `key = value`, with `let` in front where it is a constant.
    Field { head: String, value: Value<'s> },
    /// `kind name : base { … }`.
    Block { head: String, base: Option<usize>, kind: &'s str, class: Class, body: Rows<'s, Item<'s>> },
    /// What has one form only, and what shares a line with something that could not be understood, as it stands.
    Plain(String),
    /// What could not be understood.
    Wrong,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value<'s> {
    /// A number, a word, a path, a text, a range.
    Plain(String),
    /// A text of several lines, and how far the line that it begins on is indented.
    Long { text: &'s str, indent: usize },
    /// `[ … ]`.
    List(Rows<'s, Value<'s>>),
    /// `{ … }`.
    Object(Rows<'s, Item<'s>>),
}

/// Reads the layout off a text.
pub(super) struct Builder<'s> {
    text: &'s str,
    comments: &'s [Span],
}

/// Something with its place.
type Placed<T> = (Range<usize>, T);

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str, comments: &'s [Span]) -> Self {
        Self { text, comments }
    }

    pub(super) fn file(&self, constructs: Pairs<'s>) -> Rows<'s, Item<'s>> {
        self.body_rows(self.start()..self.text.len(), constructs)
    }

    /// Where the text begins: byte order marks before that are no part of it.
    fn start(&self) -> usize {
        self.text.len() - self.text.trim_start_matches('\u{FEFF}').len()
    }

    /// The rows of items. A line that holds a mistake stays as it is: what a blank more or less would make of it, nobody knows.
    fn body_rows(&self, within: Range<usize>, constructs: Pairs<'s>) -> Rows<'s, Item<'s>> {
        let mut rows = self.rows(within, self.items(constructs));
        for row in rows.all.iter_mut().filter(|row| row.cells.iter().any(|item| matches!(item, Item::Wrong))) {
            row.cells = vec![Item::Plain(self.as_it_stands(row.place.clone()))];
        }
        rows
    }

    /// A text as it stands, but for blanks at the end of lines where a comment is next to them: what else is blank may belong to a
    /// text.
    fn as_it_stands(&self, place: Range<usize>) -> String {
        let (mut out, mut at) = (String::new(), place.start);
        let between = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        for comment in self.comments_in(place.clone()) {
            out.push_str(&text::without_blank_ends(between(at, comment.start as usize)));
            out.push_str(between(comment.start as usize, comment.end as usize).trim_end_matches(BLANK));
            at = comment.end as usize;
        }
        let rest = between(at, place.end);
        out.push_str(&if at == place.start { rest.to_owned() } else { text::without_blank_ends(rest) });
        out
    }

    fn items(&self, constructs: Pairs<'s>) -> Vec<Placed<Item<'s>>> {
        let constructs = constructs.filter(|construct| !matches!(construct.as_rule(), Rule::comment | Rule::EOI));
        constructs.filter_map(|construct| self.item(construct)).collect()
    }

    fn item(&self, construct: Pair<'s>) -> Option<Placed<Item<'s>>> {
        let rule = construct.as_rule();
        let place = construct.as_span().start()..end_of(&construct);
        let is_plain = self.comments_in(place.clone()).is_empty();
        let understood = if rule == Rule::field {
            self.field(place.start, "", construct)
        } else if rule == Rule::constant {
            let field = construct.into_inner().find(|part| part.as_rule() == Rule::field);
            field.and_then(|field| self.field(place.start, "let ", field))
        } else if rule == Rule::block {
            self.block(construct)
        } else if is_plain && matches!(rule, Rule::import | Rule::header) && is_closed_all_through(&construct) {
            Some(Item::Plain(words(construct.into_inner()).join(" ")))
        } else {
            None
        };
        if let Some(item) = understood {
            return Some((place, item));
        }
        let place = place.start.max(self.start())..place.end;
        let text = self.text.get(place.clone()).unwrap_or_default().trim_end_matches(BLANK);
        let place = place.start..place.start + text.len();
        (!text.is_empty()).then_some((place, Item::Wrong))
    }

    /// A field that begins at a byte, unless a comment or a mistake stands within it.
    fn field(&self, start: usize, before: &str, construct: Pair<'s>) -> Option<Item<'s>> {
        let mut parts = construct.into_inner().filter(|part| part.as_rule() != Rule::comment).peekable();
        let key = parts.next().filter(is_closed)?;
        let construct = parts.next()?;
        self.comments_in(start..construct.as_span().start()).is_empty().then_some(())?;
        let (_, value) = self.value(construct, &mut parts)?;
        Some(Item::Field { head: format!("{before}{}", key.as_str()), value })
    }

    /// A block, unless a comment or a mistake stands in its head, or it never closes.
    fn block(&self, construct: Pair<'s>) -> Option<Item<'s>> {
        let start = construct.as_span().start();
        let (mut head, mut words): (String, Vec<&str>) = (String::new(), Vec::new());
        let mut base = None;
        for part in construct.into_inner() {
            if part.as_rule() == Rule::body {
                self.comments_in(start..part.as_span().start()).is_empty().then_some(())?;
                let body = self.body(part)?;
                let (kind, class) = match words.as_slice() {
                    [kind, _, ..] => (*kind, Class::Named),
                    [kind] if *kind == head => (*kind, Class::Short),
                    [kind] => (*kind, Class::Alone),
                    [] => return None,
                };
                return Some(Item::Block { head, base, kind, class, body });
            }
            is_closed(&part).then_some(())?;
            let is_base = part.as_rule() == Rule::base;
            if is_base {
                base = Some(head.len());
            }
            if !head.is_empty() {
                head.push_str(if is_base { " : " } else { " " });
            }
            let word = if is_base { part.into_inner().last()? } else { part };
            head.push_str(word.as_str());
            if !is_base && word.as_rule() != Rule::add {
                words.push(word.as_str());
            }
        }
        None
    }

    /// What stands in braces that close.
    fn body(&self, construct: Pair<'s>) -> Option<Rows<'s, Item<'s>>> {
        let (within, is_closed) = (within(&construct), is_closed(&construct));
        is_closed.then(|| self.body_rows(within, construct.into_inner()))
    }

    /// A value with what belongs to it of the parts behind, unless there is a mistake in it.
    fn value(
        &self,
        construct: Pair<'s>,
        rest: &mut Peekable<impl Iterator<Item = Pair<'s>>>,
    ) -> Option<Placed<Value<'s>>> {
        let (rule, text) = (construct.as_rule(), construct.as_str());
        let mut place = construct.as_span().start()..construct.as_span().end();
        is_closed(&construct).then_some(())?;
        let value = if rule == Rule::list {
            Value::List(self.list(construct)?)
        } else if rule == Rule::body {
            Value::Object(self.body(construct)?)
        } else if matches!(rule, Rule::long | Rule::raw) && text.contains('\n') {
            Value::Long { text, indent: text::indent_at(self.text, place.start) }
        } else if matches!(rule, Rule::path | Rule::quoted | Rule::long | Rule::raw | Rule::number | Rule::literal) {
            let upto = rest.next_if(|next| next.as_rule() == Rule::upto);
            place.end = upto.as_ref().map_or(place.end, |upto| upto.as_span().end());
            self.comments_in(place.clone()).is_empty().then_some(())?;
            let end = upto.map(|upto| upto.into_inner().next());
            match end {
                None => Value::Plain(text.to_owned()),
                Some(Some(end)) if end.as_rule() != Rule::missing => Value::Plain(format!("{text}..{}", end.as_str())),
                Some(_) => return None,
            }
        } else {
            return None;
        };
        Some((place, value))
    }

    fn list(&self, construct: Pair<'s>) -> Option<Rows<'s, Value<'s>>> {
        let within = within(&construct);
        let mut values = Vec::new();
        let mut parts = construct.into_inner().filter(|part| part.as_rule() != Rule::comment).peekable();
        while let Some(part) = parts.next() {
            values.push(self.value(part, &mut parts)?);
        }
        Some(self.rows(within, values))
    }

    /// Puts what stands in a place into rows, with the comments between.
    fn rows<T>(&self, within: Range<usize>, items: Vec<Placed<T>>) -> Rows<'s, T> {
        let mut rows = Rows { all: Vec::new(), opening: None, is_open: false };
        let mut at = within.start;
        for (place, item) in items {
            at = self.comments_between(at..place.start, &mut rows);
            let breaks = self.breaks(at..place.start);
            rows.is_open |= breaks > 0;
            if let Some(row) = rows.all.last_mut().filter(|row| breaks == 0 && row.comment.is_none()) {
                row.cells.push(item);
                row.place.end = place.end;
            } else {
                let blank = breaks > 1 && (!rows.all.is_empty() || rows.opening.is_some());
                rows.all.push(Row { blank, cells: vec![item], place: place.clone(), comment: None });
            }
            at = place.end;
        }
        at = self.comments_between(at..within.end, &mut rows);
        rows.is_open |= self.breaks(at..within.end) > 0;
        rows
    }

    /// Adds the comments of a gap; returns where the last one ends.
    fn comments_between<T>(&self, gap: Range<usize>, rows: &mut Rows<'s, T>) -> usize {
        let mut at = gap.start;
        for comment in self.comments_in(gap) {
            let text = self.text.get(comment.range()).unwrap_or_default();
            let breaks = self.breaks(at..comment.range().start);
            rows.is_open = true;
            match rows.all.last_mut() {
                Some(row) if breaks == 0 && row.comment.is_none() => row.comment = Some(text),
                None if breaks == 0 && rows.opening.is_none() && self.opens_before(at) => rows.opening = Some(text),
                last => {
                    let blank = breaks > 1 && (last.is_some() || rows.opening.is_some());
                    rows.all.push(Row { blank, cells: Vec::new(), place: comment.range(), comment: Some(text) });
                }
            }
            at = comment.range().end;
        }
        at
    }

    fn opens_before(&self, at: usize) -> bool {
        self.text.get(..at).is_some_and(|before| before.ends_with(['{', '[']))
    }

    fn comments_in(&self, place: Range<usize>) -> &'s [Span] {
        let first = self.comments.partition_point(|comment| comment.range().start < place.start);
        let last = self.comments.partition_point(|comment| comment.range().start < place.end);
        self.comments.get(first..last).unwrap_or_default()
    }

    fn breaks(&self, place: Range<usize>) -> usize {
        self.text.get(place).unwrap_or_default().matches('\n').count()
    }
}

/// Whether a construct has the quotes or the bracket at its end.
fn is_closed(construct: &Pair<'_>) -> bool {
    construct.clone().into_inner().all(|part| part.as_rule() != Rule::unclosed)
}

/// The same for a construct of several parts.
fn is_closed_all_through(construct: &Pair<'_>) -> bool {
    construct.clone().into_inner().flatten().all(|part| part.as_rule() != Rule::unclosed)
}

/// What stands between the brackets of a construct.
fn within(construct: &Pair<'_>) -> Range<usize> {
    construct.as_span().start() + 1..construct.as_span().end() - 1
}

/// The end of a construct, without the blanks and comments that the grammar counts to it.
fn end_of(construct: &Pair<'_>) -> usize {
    let end = construct.as_span().end();
    if !matches!(construct.as_rule(), Rule::field | Rule::constant | Rule::slip) {
        return end;
    }
    let parts = construct.clone().into_inner().filter(|part| part.as_rule() != Rule::comment);
    parts.last().map_or(end, |last| end_of(&last))
}

/// The words of a construct in written order, those of its parts included.
fn words(parts: Pairs<'_>) -> Vec<&str> {
    let mut all = Vec::new();
    for part in parts {
        if part.as_rule() == Rule::base {
            all.push(":");
            all.extend(words(part.into_inner()));
        } else if part.as_rule() != Rule::missing {
            all.push(part.as_str());
        }
    }
    all
}
