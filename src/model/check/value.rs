//! Values against types.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a type asks for the shapes that fit it; every other one is a mismatch"
)]

use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic, Label};
use crate::model::typed::{Kind, Text, Value};
use crate::schema::{self, Choice, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Number, ValueKind};
use crate::types::quantity::{self, Quantity};
use crate::types::{Duration, Problem, nearest};
use smol_str::SmolStr;

impl Checker<'_> {
    /// Checks the value of a declared field. `what` is the key that messages name.
    pub(super) fn value(&mut self, field: &'static schema::Field, what: &str, value: &ast::Value) -> Option<Value> {
        let kind = self.typed(what, &field.ty, value)?;
        let typed = Value::new(kind, value.span);
        if typed.is_none() && field.required {
            let message = format!("`{what}` cannot be taken away: the block means nothing without it");
            self.report(Diagnostic::new(Code::E0204, value.span, message));
            return None;
        }
        if !field.secret {
            self.refuse_secret(&typed, value, what);
        }
        Some(typed)
    }

    /// Checks a value against a type. `what` is the key that messages name.
    pub(super) fn typed(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        if value.kind == ValueKind::None {
            return Some(Kind::None);
        }
        if let ValueKind::Path(path) = &value.kind
            && let Some(constant) = self.constant(path)
        {
            return self.substituted(what, ty, constant.ok()?, value.span);
        }
        match ty {
            Type::Text(check) => self.text_value(what, ty, *check, value),
            Type::Scalar => self.scalar(what, ty, value),
            Type::Bool => match value.kind {
                ValueKind::Bool(truth) => Some(Kind::Bool(truth)),
                _ => self.mismatch(what, ty, value),
            },
            Type::Int(low, high) => self.integer(what, ty, (*low, *high), value).map(Kind::Int),
            Type::Percent(low, high) => self.percent(what, ty, (*low, *high), value),
            Type::Duration => self.duration(what, ty, value),
            Type::Quantity(kind) => self.quantity(what, ty, *kind, value).map(Kind::Quantity),
            Type::Resource(kind) => self.resource(what, ty, *kind, value),
            Type::Scale => self.scale(what, ty, value),
            Type::IntOrPercent => self.int_or_percent(what, ty, value),
            Type::Choice(choices) => self.choice(what, ty, choices, value),
            Type::Block(kinds) => self.block_name_of(what, ty, kinds, value),
            Type::Image => self.image(what, ty, value),
            Type::Either(types) => self.either(what, ty, types, value),
            Type::List(item) => match &value.kind {
                ValueKind::List(items) => {
                    let typed = items.iter().filter_map(|item_value| {
                        self.typed(what, item, item_value).map(|kind| Value::new(kind, item_value.span))
                    });
                    Some(Kind::List(typed.collect()))
                }
                _ => self.mismatch(what, ty, value),
            },
            Type::Short(short) => self.typed(what, &short.field.ty, value),
            Type::Made => self.made(what, ty, value),
            Type::Raw => self.raw_value(what, value),
        }
    }

    /// A constant's value, checked where it is used: what does not fit there is told there.
    pub(super) fn substituted(&mut self, what: &str, ty: &Type, constant: &ast::Value, place: Span) -> Option<Kind> {
        let before = self.diagnostics.len();
        self.depth += 1;
        let kind = self.typed(what, ty, constant);
        self.depth -= 1;
        for found in self.diagnostics.iter_mut().skip(before).filter(|found| is_misfit(found.code)) {
            if let Some(span) = found.span.replace(place) {
                found.labels.push(Label { span, message: "what it stands for".to_owned() });
                // Elsewhere the constant may fit as it is.
                found.edits.clear();
            }
        }
        kind
    }

    pub(super) fn malformed<T>(&mut self, span: Span, problem: &Problem, quoted: bool) -> Option<T> {
        let found = Diagnostic::new(Code::E0205, span, problem.message.clone());
        self.report(super::text::explained(found, span, problem, quoted));
        None
    }

    fn integer(&mut self, what: &str, ty: &Type, (low, high): (i64, i64), value: &ast::Value) -> Option<i64> {
        let ValueKind::Number(Number { digits, unit }) = &value.kind else { return self.mismatch(what, ty, value) };
        let number = digits.parse::<i64>().ok().filter(|number| unit.is_empty() && (low..=high).contains(number));
        if number.is_none() {
            let is_whole = unit.is_empty() && !digits.contains('.');
            let code = if is_whole { Code::E0207 } else { Code::E0202 };
            let takes = describe::whole_number(low, high);
            let message = format!("`{what}` takes {takes}, not `{digits}{unit}`");
            self.report(Diagnostic::new(code, value.span, message));
        }
        number
    }

    fn percent(&mut self, what: &str, ty: &Type, (low, high): (i64, i64), value: &ast::Value) -> Option<Kind> {
        let ValueKind::Number(Number { digits, unit }) = &value.kind else { return self.mismatch(what, ty, value) };
        match digits.parse::<i64>().ok().filter(|_| unit == "%") {
            Some(number) if (low..=high).contains(&number) => Some(Kind::Percent(number)),
            Some(_) => {
                let message = format!("`{what}` takes {}, not `{digits}%`", describe::ty(ty));
                self.report(Diagnostic::new(Code::E0207, value.span, message));
                None
            }
            None => {
                let found = Diagnostic::new(
                    Code::E0202,
                    value.span,
                    format!("`{what}` takes {}, not `{digits}{unit}`", describe::ty(ty)),
                );
                let is_bare = unit.is_empty() && digits.parse::<i64>().is_ok();
                self.report(if is_bare { found.edit(value.span, format!("{digits}%")) } else { found });
                None
            }
        }
    }

    fn int_or_percent(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        match &value.kind {
            ValueKind::Number(number) if number.unit == "%" => {
                self.percent(what, &Type::Percent(0, 100), (0, 100), value)
            }
            ValueKind::Number(_) => self.integer(what, ty, (0, 100_000), value).map(Kind::Int),
            _ => self.mismatch(what, ty, value),
        }
    }

    fn duration(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        let ValueKind::Number(Number { digits, unit }) = &value.kind else { return self.mismatch(what, ty, value) };
        let duration = Duration::parse(digits, unit).and_then(|duration| duration.seconds().map(|_| duration));
        match duration {
            Ok(duration) => Some(Kind::Duration(duration)),
            Err(problem) => self.malformed(value.span, &problem, false),
        }
    }

    fn quantity(&mut self, what: &str, ty: &Type, kind: quantity::Kind, value: &ast::Value) -> Option<Quantity> {
        let ValueKind::Number(Number { digits, unit }) = &value.kind else { return self.mismatch(what, ty, value) };
        match Quantity::parse(digits, unit, kind) {
            Ok(quantity) => Some(quantity),
            Err(problem) => self.malformed(value.span, &problem, false),
        }
    }

    fn resource(&mut self, what: &str, ty: &Type, kind: quantity::Kind, value: &ast::Value) -> Option<Kind> {
        let ValueKind::Range(low, high) = &value.kind else {
            return self.quantity(what, ty, kind, value).map(Kind::Quantity);
        };
        let mut end = |end: &ast::Value| match end.kind {
            ValueKind::None => Some(Value::new(Kind::None, end.span)),
            _ => self.quantity(what, ty, kind, end).map(|quantity| Value::new(Kind::Quantity(quantity), end.span)),
        };
        let (request, limit) = (end(low), end(high));
        let (request, limit) = (request?, limit?);
        if let (Kind::Quantity(most), Kind::Quantity(least)) = (&request.kind, &limit.kind)
            && most > least
        {
            let message = format!("`{what}` requests `{most}`, more than its limit `{least}`");
            let found =
                Diagnostic::new(Code::E0208, value.span, message).note("Kubernetes refuses a request above its limit");
            self.report(found.edit(value.span, format!("{least}..{most}")));
            return None;
        }
        Some(Kind::Range(Box::new(request), Box::new(limit)))
    }

    fn scale(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        let ValueKind::Range(low, high) = &value.kind else {
            return self.integer(what, ty, (0, 10_000), value).map(Kind::Int);
        };
        let ends = (self.integer(what, ty, (1, 10_000), low), self.integer(what, ty, (1, 10_000), high));
        let (least, most) = (ends.0?, ends.1?);
        if least > most {
            let found = Diagnostic::new(Code::E0208, value.span, format!("the range `{least}..{most}` is upside down"));
            self.report(found.edit(value.span, format!("{most}..{least}")));
            return None;
        }
        let end = |number, span| Box::new(Value::new(Kind::Int(number), span));
        Some(Kind::Range(end(least, low.span), end(most, high.span)))
    }

    fn choice(&mut self, what: &str, ty: &Type, choices: &'static [Choice], value: &ast::Value) -> Option<Kind> {
        let word = match &value.kind {
            ValueKind::Path(path) => path.word().map(|word| word.value.clone()),
            ValueKind::Text(text) => text.literal().map(SmolStr::new),
            _ => None,
        };
        let Some(word) = word else { return self.mismatch(what, ty, value) };
        let known = || choices.iter().map(|choice| choice.name);
        let is_bare = matches!(value.kind, ValueKind::Path(_));
        if let Some(choice) = choices.iter().find(|choice| choice.name == word).filter(|_| is_bare) {
            return Some(Kind::Choice(choice));
        }
        let said = choices.iter().find(|choice| choice.name == word);
        let message = match said {
            Some(_) => format!("`{what}` takes the word `{word}` without quotes"),
            None => format!("`{what}` takes {}, not `{word}`", describe::list(known())),
        };
        let meant = said.or_else(|| {
            choices.iter().find(|choice| !word.is_empty() && choice.kubernetes.eq_ignore_ascii_case(&word))
        });
        let found = Diagnostic::new(Code::E0206, value.span, message);
        self.report(match (said, meant.map(|choice| choice.name).or_else(|| nearest(&word, known()))) {
            (Some(_), Some(near)) => found.edit(value.span, near),
            (None, Some(near)) => found.help(format!("did you mean `{near}`?")).edit(value.span, near),
            (_, None) => found,
        });
        None
    }

    fn image(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        match &value.kind {
            ValueKind::Text(_) => {
                let kind = self.text_value(what, ty, schema::Check::Any, value)?;
                if let Kind::Text(Text::Literal(text)) = &kind
                    && let Err(problem) = crate::types::Reference::parse(text)
                {
                    return self.malformed(value.span, &problem, true);
                }
                Some(kind)
            }
            _ => self.block_name_of(what, ty, &["image"], value),
        }
    }

    /// The first type that fits without a finding; where none does, one finding that names them all.
    fn either(&mut self, what: &str, ty: &Type, types: &[Type], value: &ast::Value) -> Option<Kind> {
        let before = self.diagnostics.len();
        let mut certain = None;
        for candidate in types {
            if let Some(kind) = self.typed(what, candidate, value) {
                return Some(kind);
            }
            if types.iter().any(|other| fits_shape(other, value)) && fits_shape(candidate, value) {
                return None;
            }
            let found = self.diagnostics.drain(before..).next();
            certain = certain.or(found.filter(|found| !found.edits.is_empty()));
        }
        match certain {
            Some(found) => {
                self.report(found);
                None
            }
            None => self.mismatch(what, ty, value),
        }
    }
}

/// Whether a type takes values of that shape, so that its own finding says more than "none of these".
fn fits_shape(ty: &Type, value: &ast::Value) -> bool {
    match &value.kind {
        ValueKind::Number(_) => matches!(ty, Type::Quantity(_) | Type::Int(..) | Type::Percent(..) | Type::Duration),
        ValueKind::Text(_) => matches!(ty, Type::Text(_)),
        ValueKind::Path(_) => matches!(ty, Type::Choice(_) | Type::Block(_)),
        ValueKind::List(_) => matches!(ty, Type::List(_)),
        ValueKind::None | ValueKind::Null | ValueKind::Bool(_) | ValueKind::Range(..) | ValueKind::Object(_) => false,
    }
}

/// Whether a finding says that a value does not fit where it stands, and not that it is wrong wherever it stands.
fn is_misfit(code: Code) -> bool {
    matches!(code, Code::E0202 | Code::E0205 | Code::E0206 | Code::E0207 | Code::E0208)
}
