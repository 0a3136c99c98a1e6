//! Fields and blocks that a kind does not have, and what was probably meant.

use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema;
use crate::syntax::ast;
use crate::types::nearest;

impl Checker<'_> {
    pub(super) fn unknown_field(&mut self, kind: &'static schema::Block, key: &ast::Name) {
        let message = format!("`{}` has no field `{}`", kind.name, key.value);
        let fields = kind.all_fields().map(|field| field.name).chain(kind.blocks.iter().map(|block| block.name));
        let found = Diagnostic::new(Code::E0201, key.span, message);
        let known_elsewhere = kind.all_fields().find(|field| field.to.kubernetes_field() == Some(key.value.as_str()));
        let found = match known_elsewhere.map(|field| field.name).or_else(|| nearest(&key.value, fields)) {
            Some(near) if kind.field(near).is_some() => {
                found.help(format!("did you mean `{near}`?")).edit(key.span, near)
            }
            Some(near) => found.help(format!("did you mean the block `{near} {{ … }}`?")),
            None => found.help(format!("`todoc explain {}` lists its fields", kind.name)),
        };
        self.report(found);
    }

    pub(super) fn unknown_block(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        let name = &block.kind;
        if kind.field(&name.value).is_some() {
            let message = format!("`{}` is a field, not a block", name.value);
            return self
                .report(Diagnostic::new(Code::E0202, name.span, message).help(format!("write `{} = …`", name.value)));
        }
        let message = format!("no block `{}` can stand in `{}`", name.value, kind.name);
        let found = Diagnostic::new(Code::E0103, name.span, message);
        let found = match nearest(&name.value, kind.blocks.iter().map(|block| block.name)) {
            Some(near) => found.help(format!("did you mean `{near}`?")).edit(name.span, near),
            None if kind.blocks.is_empty() => found,
            None => found.help(format!("what can: {}", describe::list(kind.blocks.iter().map(|block| block.name)))),
        };
        self.report(found);
    }
}
