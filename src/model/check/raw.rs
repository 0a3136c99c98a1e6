//! Raw content: its keys are not the vocabulary's, but its shapes, references and secrets are checked as everywhere.

use super::{Checker, describe, duplicate, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::raw::{Body, Content, Item};
use crate::model::typed::{Kind, Text, Value};
use crate::schema::Type;
use crate::source::Span;
use crate::syntax::ast::{self, Name, Number, ValueKind};
use smol_str::SmolStr;

/// How a thing of a list is taken away, as in patches of Kubernetes.
const PATCH: &str = "$patch";

/// The only value of [`PATCH`] that has a meaning here.
const DELETE: &str = "delete";

/// What raw content says of a secret.
const BY_NAME: &str = "an object can name a Secret and its key: `secret.NAME.object` and `secret.NAME.key`";

impl Checker<'_> {
    /// The items between braces.
    pub(super) fn raw_body(&mut self, items: &[ast::Item], span: Span) -> Body {
        let mut body = Body { items: Vec::new(), replaces: false, is_sound: true, span };
        let before = self.diagnostics.len();
        for item in items {
            match item {
                ast::Item::Field(field) => self.raw_field(&mut body, field),
                ast::Item::Block(block) => self.raw_block(&mut body, block),
                ast::Item::Let(field) => self.misplaced(field.span, "let"),
                ast::Item::Use(include) => self.misplaced(include.span, "use"),
            }
        }
        body.is_sound = self.diagnostics.len() == before;
        body
    }

    fn raw_field(&mut self, into: &mut Body, field: &ast::Field) {
        if text::is_unread(&field.key) || !self.raw_once(into, &field.key, None) {
            return;
        }
        if let Some(kind) = self.typed(&field.key.value, &Type::Raw, &field.value) {
            let content = Content::Value(Value::new(kind, field.value.span));
            into.items.push(Item { key: field.key.clone(), name: None, content });
        }
    }

    fn raw_block(&mut self, into: &mut Body, block: &ast::Block) {
        if let Some(base) = &block.base {
            let message = format!("raw content starts from nothing, so `: {}` has no meaning", base.value);
            let found = Diagnostic::new(Code::E0107, base.span, message);
            self.report(found.edit(Span { start: block.head().end, ..base.span }, ""));
        }
        if let Some(add) = block.add {
            let message = "raw content can be set freely, so there is nothing to add";
            let found = Diagnostic::new(Code::E0109, add, message);
            self.report(found.edit(Span { end: block.kind.span.start, ..add }, ""));
        }
        if block.name.as_ref().is_some_and(text::is_unread) || !self.raw_once(into, &block.kind, block.name.as_ref()) {
            return;
        }
        let content = match gone(block) {
            Some(span) => Content::Gone(span),
            None => Content::Body(self.raw_body(&block.body, block.span)),
        };
        if let (Some(name), Content::Body(body)) = (&block.name, &content) {
            self.raw_name(name, body);
        }
        into.items.push(Item { key: block.kind.clone(), name: block.name.clone(), content });
    }

    /// Whether a key is new in its map. The names of one list may follow each other, and nothing else may stand beside them.
    fn raw_once(&mut self, body: &Body, key: &Name, name: Option<&Name>) -> bool {
        let same = |item: &&Item| item.key.value == key.value;
        let is_other = |item: &&Item| match (&item.name, name) {
            (Some(known), Some(name)) => known.value == name.value,
            (None, _) | (_, None) => true,
        };
        let Some(first) = body.items.iter().filter(same).find(is_other) else { return true };
        let what = name
            .filter(|_| first.name.is_some())
            .map_or(key.value.to_string(), |name| format!("{} {}", key.value, name.value));
        let again = name.map_or(key.span, |name| key.span.to(name.span));
        self.report(duplicate(Code::E0203, again, first.key.span, &what));
        false
    }

    /// `containers api { name = "web" }`.
    fn raw_name(&mut self, name: &Name, body: &Body) {
        if let Some(twice) = body.items.iter().find(|item| item.key.value == "name") {
            let message = format!("`name` is said already: this is the entry `{}`", name.value);
            self.report(Diagnostic::new(Code::E0203, twice.key.span, message).label(name.span, "its name stands here"));
        }
    }

    /// A value of raw content. `what` is the key that messages name.
    pub(super) fn raw_value(&mut self, what: &str, value: &ast::Value) -> Option<Kind> {
        let kind = match &value.kind {
            ValueKind::None => Kind::None,
            ValueKind::Null => Kind::Null,
            ValueKind::Bool(truth) => Kind::Bool(*truth),
            ValueKind::Number(number) => self.raw_number(number, value.span)?,
            ValueKind::Text(_) | ValueKind::Path(_) => {
                let kind = self.text_value(what, &Type::Raw, crate::schema::Check::Any, value)?;
                let typed = Value::new(kind, value.span);
                let before = self.diagnostics.len();
                self.refuse_secret(&typed, value, what);
                for found in self.diagnostics.iter_mut().skip(before) {
                    found.help = Some(BY_NAME.to_owned());
                }
                typed.kind
            }
            ValueKind::List(items) => Kind::List(self.raw_items(what, items)),
            ValueKind::Object(items) => Kind::Object(self.raw_body(items, value.span)),
            ValueKind::Range(..) => return self.mismatch(what, &Type::Raw, value),
        };
        Some(kind)
    }

    fn raw_items(&mut self, what: &str, items: &[ast::Value]) -> Vec<Value> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if item.kind == ValueKind::None {
                let message = format!("an item of `{what}` cannot be {}", describe::value(item));
                let found = Diagnostic::new(Code::E0202, item.span, message);
                self.report(found.help("leave the item out, or write `null`").edit(item.span, "null"));
                continue;
            }
            values.extend(self.typed(what, &Type::Raw, item).map(|kind| Value::new(kind, item.span)));
        }
        values
    }

    /// A number; with a unit it is text, as quantities of Kubernetes are.
    fn raw_number(&mut self, number: &Number, span: Span) -> Option<Kind> {
        if !number.unit.is_empty() {
            let written = SmolStr::from(format!("{}{}", number.digits, number.unit));
            return Some(Kind::Text(Text::Literal(written)));
        }
        if number.digits.contains('.') {
            let fraction: f64 = number.digits.parse().ok()?;
            let written = if fraction.fract() == 0.0 { format!("{fraction:.1}") } else { fraction.to_string() };
            return Some(Kind::Fraction(SmolStr::from(written)));
        }
        let whole = number.digits.parse().ok().map(Kind::Int);
        if whole.is_none() {
            let message = format!("`{}` is more than 64 bits hold", number.digits);
            self.report(Diagnostic::new(Code::E0207, span, message).help("write it as text, in quotes"));
        }
        whole
    }
}

/// The place of `"$patch" = "delete"`, where a block says nothing else.
fn gone(block: &ast::Block) -> Option<Span> {
    block.name.as_ref()?;
    let [ast::Item::Field(field)] = block.body.as_slice() else { return None };
    let ValueKind::Text(text) = &field.value.kind else { return None };
    (field.key.value == PATCH && text.literal() == Some(DELETE)).then_some(field.span)
}
