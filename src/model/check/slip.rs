//! Values of another shape than the type's, and what was probably meant.

use super::{Checker, describe, text::quote};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::constants::constant;
use crate::schema::Type;
use crate::syntax::ast::{self, Number, ValueKind};
use smol_str::SmolStr;

impl Checker<'_> {
    /// Reports a value that is none of the type's, with an edit where another spelling of it would be.
    pub(super) fn mismatch<T>(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<T> {
        let message = format!("`{what}` takes {}, not {}", describe::ty(ty), describe::value(value));
        let found = Diagnostic::new(Code::E0202, value.span, message);
        let meant = meant(ty, value).filter(|(meant, _)| self.fits(what, ty, meant));
        let installed = matches!(&value.kind, ValueKind::Path(path) if constant(path).is_some());
        self.report(match meant {
            Some((_, text)) => found.edit(value.span, text),
            // Any other constant has been replaced by what it stands for.
            None if installed => {
                let message = "a param with `at = install` is not known before: it can stand where text can, and be `replicas` or a \
                               `host`; Helm takes the port of a Service without one, as `api.service.port`";
                found.help(message)
            }
            None => found,
        });
        None
    }

    /// Whether a value is one of a type, without a word about it where it is not.
    fn fits(&mut self, what: &str, ty: &Type, value: &ast::Value) -> bool {
        let before = self.diagnostics.len();
        let fits = self.typed(what, ty, value).is_some() && self.diagnostics.len() == before;
        self.diagnostics.truncate(before);
        fits
    }
}

/// Another shape of the same value, and how it is written.
fn meant(ty: &Type, value: &ast::Value) -> Option<(ast::Value, String)> {
    let of = |kind| ast::Value { kind, span: value.span };
    match (&value.kind, ty) {
        (ValueKind::Text(text), Type::List(_)) => {
            let written = format!("[{}]", quote(text.literal()?));
            Some((of(ValueKind::List(vec![value.clone()])), written))
        }
        (ValueKind::Text(text), _) => bare(text.literal()?).map(|(kind, written)| (of(kind), written)),
        (ValueKind::Path(path), Type::Bool) => {
            let truth = truth(&path.word()?.value)?;
            Some((of(ValueKind::Bool(truth)), truth.to_string()))
        }
        (ValueKind::Bool(truth), Type::Text(_)) => {
            let text = if *truth { "true" } else { "false" };
            let literal = ast::Part::Literal(SmolStr::new_static(text));
            Some((of(ValueKind::Text(ast::Text { parts: vec![literal] })), quote(text)))
        }
        _ => None,
    }
}

/// What a text is without its quotes: a truth, a number with or without a unit.
fn bare(text: &str) -> Option<(ValueKind, String)> {
    if let Some(truth) = truth(text) {
        return Some((ValueKind::Bool(truth), truth.to_string()));
    }
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || sign == '.')).unwrap_or(text.len());
    let (digits, unit) =
        text.split_at_checked(end).filter(|(digits, _)| digits.starts_with(|sign: char| sign.is_ascii_digit()))?;
    let is_unit = unit == "%" || unit.bytes().all(|letter| letter.is_ascii_alphabetic());
    let is_number = digits.matches('.').count() <= 1 && !digits.ends_with('.');
    let number = Number { digits: SmolStr::new(digits), unit: SmolStr::new(unit) };
    (is_unit && is_number).then(|| (ValueKind::Number(number), text.to_owned()))
}

/// The truth that a word of YAML 1.1 means.
fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}
