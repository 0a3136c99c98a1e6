//! Objects that blocks make: `service.api.deployment`.

use super::reference::{one_of, with_nearest};
use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::{Kind, Made};
use crate::schema::{Type, patch};
use crate::syntax::ast::{self, ValueKind};
use smol_str::SmolStr;

impl Checker<'_> {
    /// The object that a path means.
    pub(super) fn made(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        let ValueKind::Path(path) = &value.kind else { return self.mismatch(what, ty, value) };
        let Some((first, rest)) = path.segments.split_first() else { return self.mismatch(what, ty, value) };
        let kinds = || patch::blocks().map(|block| block.name);
        let Some(block) = patch::blocks().find(|block| block.name == first.value) else {
            let message = format!("`{}` makes no objects that can be patched", first.value);
            let known: Vec<&str> = kinds().collect();
            self.report(one_of(Diagnostic::new(Code::E0303, first.span, message), first.span, &first.value, &known));
            return None;
        };
        let known: Vec<&str> = patch::words(block).map(|word| word.name).collect();
        let [name, word] = rest else {
            let message = format!("`{what}` takes {}, not {}", describe::ty(ty), describe::value(value));
            let help = format!("write `{}.NAME.{}`", block.name, known.first().copied().unwrap_or_default());
            self.report(Diagnostic::new(Code::E0302, value.span, message).help(help));
            return None;
        };
        let names = self.names.get(block.name);
        if !names.is_some_and(|names| names.contains(&name.value)) {
            let message = format!("there is no {} `{}`", block.name, name.value);
            let all: Vec<&str> = names.into_iter().flatten().map(SmolStr::as_str).collect();
            self.report(with_nearest(Diagnostic::new(Code::E0301, name.span, message), name.span, &name.value, all));
            return None;
        }
        let Some(object) = patch::words(block).find(|own| own.name == word.value) else {
            let message = format!("a {} makes no object `{}`", block.name, word.value);
            self.report(one_of(Diagnostic::new(Code::E0302, word.span, message), word.span, &word.value, &known));
            return None;
        };
        Some(Kind::Made(Made { block, name: name.value.clone(), object }))
    }
}
