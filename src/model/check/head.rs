//! The head of a block: its name, what it starts from, and the word `add`.

use super::reference::one_of;
use super::{Checker, describe, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::Layer;
use crate::schema::{self, Base, Naming};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Problem, names};

impl Checker<'_> {
    pub(super) fn naming(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        match (kind.naming, &block.name) {
            (Naming::None, Some(name)) => {
                let message = format!("`{}` takes no name", kind.name);
                let found = Diagnostic::new(Code::E0105, name.span, message);
                let found = found.help(format!("write `{} {{ … }}`", kind.name));
                self.report(found.edit(Span { start: block.kind.span.end, ..name.span }, ""));
            }
            (Naming::Named, Some(name)) => self.block_name(name, block.quoted),
            (Naming::Fixed(known), Some(name)) if !known.contains(&name.value.as_str()) => {
                let message = format!("no {} is called `{}`", kind.name, name.value);
                self.report(one_of(Diagnostic::new(Code::E0106, name.span, message), name.span, &name.value, known));
            }
            (Naming::Free, Some(name)) => self.free_name(kind, name, block.quoted),
            (Naming::Named | Naming::Fixed(_) | Naming::Free, _) | (Naming::None, None) => {}
        }
    }

    fn block_name(&mut self, name: &ast::Name, quoted: bool) {
        if let Err(problem) = names::dns_1035(&name.value) {
            self.bad_name(name, &problem, quoted);
        }
    }

    fn free_name(&mut self, kind: &schema::Block, name: &ast::Name, quoted: bool) {
        if let Err(problem) = text::check_text(kind.names, &name.value) {
            self.bad_name(name, &problem, quoted);
        }
    }

    fn bad_name(&mut self, name: &ast::Name, problem: &Problem, quoted: bool) {
        // What is no name of the language was reported where it was read.
        let reads = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        if text::is_unread(name) || !quoted && !name.value.bytes().all(reads) {
            return;
        }
        let found = Diagnostic::new(Code::E0106, name.span, problem.message.clone());
        self.report(text::explained(found, name.span, problem, quoted));
    }

    pub(super) fn base(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        match (kind.base, &block.base) {
            (Base::None, Some(base)) => {
                let message = format!("`{}` starts from nothing, so `: {}` has no meaning", kind.name, base.value);
                let found = Diagnostic::new(Code::E0107, base.span, message);
                self.report(found.edit(Span { start: block.head().end, ..base.span }, ""));
            }
            (Base::Choice(choices), Some(base)) if !choices.iter().any(|choice| choice.name == base.value) => {
                let known: Vec<&str> = choices.iter().map(|choice| choice.name).collect();
                let message = format!("`{}` is no {}", base.value, describe::base(kind));
                self.report(one_of(Diagnostic::new(Code::E0107, base.span, message), base.span, &base.value, &known));
            }
            (Base::None | Base::Choice(_) | Base::Template | Base::Environment | Base::Kind, _) => {}
        }
    }

    /// `add` introduces something of its own name, and only an environment can.
    pub(crate) fn added(&mut self, kind: &schema::Block, block: &ast::Block, layer: Layer) {
        let Some(add) = block.add else { return };
        let message = if layer != Layer::Overlay {
            "`add` belongs to environments: elsewhere every block is new".to_owned()
        } else if kind.naming != Naming::Named {
            format!("`{}` can be set freely, so there is nothing to add", kind.name)
        } else {
            return;
        };
        self.report(Diagnostic::new(Code::E0109, add, message).edit(Span { end: block.kind.span.start, ..add }, ""));
    }
}
