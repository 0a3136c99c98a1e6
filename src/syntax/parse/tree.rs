//! From the constructs of the grammar to blocks and fields.

use super::ast::{Block, Field, File, Header, Item, Name, Use};
use super::braces::Missing;
use super::guard::Survey;
use super::slip;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Source, Span, Spanned};
use crate::syntax::grammar::{Pair, Pairs, Rule};
use smol_str::SmolStr;

/// Builds the tree of one file.
pub(super) struct Builder<'s> {
    pub(super) source: &'s Source,
    pub(super) id: FileId,
    pub(super) findings: Vec<Diagnostic>,
    header: Option<Header>,
    /// The closing brace that is missing, judged by indentation.
    missing: Option<Missing>,
    /// Items that a missing brace put into a body too deep; they belong behind it.
    moved: Option<Vec<Item>>,
}

/// Builds the tree of a file and says what is wrong with it.
pub(super) fn build(source: &Source, id: FileId, constructs: Pairs<'_>, survey: Survey) -> (File, Vec<Diagnostic>) {
    let Survey { comments, missing } = survey;
    let findings = missing.iter().map(|missing| missing.finding(source, id)).collect();
    let mut builder = Builder { source, id, findings, header: None, missing, moved: None };
    let items = builder.items(constructs, None);
    let file = File { id, header: builder.header, items, comments };
    (file, builder.findings)
}

impl Builder<'_> {
    /// The items between the braces of a body that opens at a byte; the file itself opens nowhere.
    fn items(&mut self, constructs: Pairs<'_>, open: Option<usize>) -> Vec<Item> {
        let mut items = Vec::with_capacity(constructs.len());
        let mut ends_early = None;
        for construct in constructs {
            self.item(construct, &mut items);
            if let Some(moved) = self.moved.take() {
                items.extend(moved);
                ends_early = Some(items.len());
            }
        }
        if let Some(missing) = self.missing.as_ref().filter(|missing| Some(missing.open) == open) {
            ends_early = Some(items.partition_point(|item| start(item) < missing.belongs));
        }
        if let (Some(end), Some(_)) = (ends_early, open) {
            self.moved = Some(items.split_off(end));
        }
        items
    }

    fn item(&mut self, construct: Pair<'_>, items: &mut Vec<Item>) {
        let rule = construct.as_rule();
        if rule == Rule::field {
            items.extend(self.field(construct.into_inner()).map(Item::Field));
        } else if rule == Rule::block {
            items.extend(self.block(construct).map(Item::Block));
        } else if rule == Rule::constant {
            items.extend(self.constant(construct.into_inner()));
        } else if rule == Rule::import {
            items.extend(self.import(construct).map(Item::Use));
        } else if rule == Rule::header {
            let first = items.is_empty() && self.header.is_none();
            self.header(construct, first);
        } else if rule == Rule::slip {
            items.extend(self.slip(construct.into_inner()).map(Item::Field));
        } else if rule == Rule::bad {
            self.bad(construct);
        } else if matches!(rule, Rule::separator | Rule::stray_close) {
            self.findings.push(slip::stray_mark(self.span(&construct), construct.as_str()));
        }
    }

    fn field(&mut self, constructs: Pairs<'_>) -> Option<Field> {
        let mut key = None;
        let mut value = None;
        let mut quoted = false;
        let mut rest = constructs.peekable();
        while let Some(construct) = rest.next() {
            let rule = construct.as_rule();
            if matches!(rule, Rule::missing | Rule::dangling) {
                self.findings.extend(key.as_ref().map(slip::no_value));
            } else if key.is_none() && matches!(rule, Rule::word | Rule::quoted) {
                quoted = rule == Rule::quoted;
                key = Some(self.name(&construct));
            } else {
                value = self.value(construct, &mut rest);
            }
        }
        let (key, value) = (key?, value?);
        let span = key.span.to(value.span);
        Some(Field { key, quoted, value, span })
    }

    /// A field with a wrong sign or none where its `=` belongs.
    fn slip(&mut self, constructs: Pairs<'_>) -> Option<Field> {
        let sign = constructs.clone().find(|construct| construct.as_rule() == Rule::wrong_assign);
        let sign = sign.map(|sign| self.span(&sign));
        let head = constructs.peek().map(|key| self.span(&key));
        let fields = constructs.filter(|construct| construct.as_rule() != Rule::wrong_assign);
        let before = self.findings.len();
        let field = self.slipped_field(fields);
        let finding = match (head, &field) {
            (Some(head), Some(field)) => slip::assignment(self.source, head, sign, field.value.span),
            (Some(head), None) => slip::assignment(self.source, head, sign, head.after()),
            (None, _) => return None,
        };
        let certain = !finding.edits.is_empty();
        self.findings.insert(before, finding);
        field.filter(|_| certain)
    }

    fn slipped_field<'s>(&mut self, constructs: impl Iterator<Item = Pair<'s>>) -> Option<Field> {
        let mut rest = constructs.peekable();
        let key = rest.next()?;
        let quoted = key.as_rule() == Rule::quoted;
        let key = self.name(&key);
        let construct = rest.next().filter(|construct| construct.as_rule() != Rule::missing)?;
        let value = self.value(construct, &mut rest)?;
        let span = key.span.to(value.span);
        Some(Field { key, quoted, value, span })
    }

    fn constant(&mut self, constructs: Pairs<'_>) -> Option<Item> {
        let mut constant = None;
        for construct in constructs {
            let rule = construct.as_rule();
            if rule == Rule::field {
                constant = self.field(construct.into_inner());
            } else if rule == Rule::slip {
                constant = self.slip(construct.into_inner());
            }
        }
        constant.map(Item::Let)
    }

    fn import(&mut self, construct: Pair<'_>) -> Option<Use> {
        let start = self.span(&construct);
        let mut path = None;
        for part in construct.into_inner() {
            if part.as_rule() != Rule::use_word {
                path = Some(self.name(&part));
            }
        }
        let path = path?;
        let span = Span { end: path.span.end, ..start };
        Some(Use { path, span })
    }

    fn header(&mut self, construct: Pair<'_>, first: bool) {
        let whole = self.span(&construct);
        let (mut name, mut base, mut extends) = (None, None, None);
        for part in construct.into_inner() {
            let rule = part.as_rule();
            if rule == Rule::word {
                name = Some(self.dns_name(&part));
            } else if rule == Rule::base {
                base = self.base(part);
            } else if rule == Rule::missing {
                self.findings.push(slip::no_file(whole));
            } else if matches!(rule, Rule::quoted | Rule::long | Rule::raw) {
                extends = Some(self.name(&part));
            }
        }
        let (Some(name), Some(extends)) = (name, extends) else { return };
        let span = Span { end: extends.span.end, ..whole };
        if first {
            self.header = Some(Header { name, base, extends, span });
        } else {
            self.findings.push(slip::late_header(span));
        }
    }

    fn block(&mut self, construct: Pair<'_>) -> Option<Block> {
        let (mut add, mut kind, mut name, mut base) = (None, None, None, None);
        let mut quoted = false;
        let mut start = self.span(&construct);
        for part in construct.into_inner() {
            let rule = part.as_rule();
            if rule == Rule::body {
                start.end = self.span(&part).end;
                let body = self.body(part);
                return Some(Block { add, kind: kind?, name, quoted, base, body, span: start });
            } else if rule == Rule::add {
                add = Some(self.span(&part));
            } else if rule == Rule::base {
                base = self.base(part);
            } else if rule == Rule::quoted {
                quoted = true;
                name = Some(self.name(&part));
            } else if rule == Rule::word && kind.is_none() {
                kind = Some(self.name(&part));
            } else if rule == Rule::word {
                name = Some(self.dns_name(&part));
            }
        }
        None
    }

    /// What stands between two braces.
    pub(super) fn body(&mut self, construct: Pair<'_>) -> Vec<Item> {
        let open = construct.as_span().start();
        self.items(construct.into_inner(), Some(open))
    }

    fn base(&mut self, construct: Pair<'_>) -> Option<Name> {
        construct.into_inner().next().map(|word| self.name(&word))
    }

    /// A key, a name or a path, without its quotes. A text here can hold no reference.
    fn name(&mut self, construct: &Pair<'_>) -> Name {
        let span = self.span(construct);
        if construct.as_rule() == Rule::word {
            return Spanned::new(construct.as_str().into(), span);
        }
        let text = self.text(construct.clone());
        let literal = text.literal().map(SmolStr::from);
        if literal.is_none() {
            self.findings.push(slip::reference_in_name(span));
        }
        Spanned::new(literal.unwrap_or_default(), span)
    }

    /// The name of a block that stands without quotes.
    fn dns_name(&mut self, construct: &Pair<'_>) -> Name {
        let name = self.name(construct);
        self.findings.extend(slip::bad_name(&name));
        name
    }

    /// Text that is no construct; what stands in its braces is looked at, but has no place in the tree.
    fn bad(&mut self, construct: Pair<'_>) {
        for part in construct.into_inner() {
            let rule = part.as_rule();
            let span = self.span(&part);
            if rule == Rule::body {
                self.findings.push(slip::no_kind(Span { end: span.start + 1, ..span }));
                self.body(part);
            } else if rule == Rule::junk {
                let text = part.as_str().trim_end();
                let span = Span::new(self.id, span.start as usize..span.start as usize + text.len());
                let open = part.into_inner().find(|inner| inner.as_rule() == Rule::unclosed);
                let finding = open.map_or_else(|| slip::unexpected(span, text), |_| slip::unclosed_text(span));
                self.findings.push(finding);
            } else if rule == Rule::stray {
                self.findings.push(slip::stray_word(span, part.as_str()));
            }
        }
    }

    /// The place of a construct.
    pub(super) fn span(&self, construct: &Pair<'_>) -> Span {
        let span = construct.as_span();
        Span::new(self.id, span.start()..span.end())
    }

    /// Reports something that opens and never closes, other than a block.
    pub(super) fn unclosed(&mut self, span: Span, what: &str, sign: &str) {
        let finding = Diagnostic::new(Code::E0011, span, format!("this {what} is never closed"));
        self.findings.push(finding.help(format!("close it with `{sign}`")));
    }
}

fn start(item: &Item) -> usize {
    let span = match item {
        Item::Block(block) => block.span,
        Item::Field(field) | Item::Let(field) => field.span,
        Item::Use(import) => import.span,
    };
    span.start as usize
}
