//! Matches a syntax tree with the vocabulary: from `ast` blocks to typed ones.
//!
//! Every block is checked once, whatever the number of environments that it takes part in.

pub(crate) mod describe;
mod reference;
mod text;
mod value;

use super::typed::{Block, Entry, Field, Kind, Layer, Value};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::{self, Base, Naming, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{names, nearest};
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What `let.NAME` and `param.NAME` stand for while the source is checked.
#[derive(Debug, Default)]
pub struct Constants {
    /// Values by root and name.
    pub lets: IndexMap<SmolStr, ast::Value>,
    /// Values of the params of the build: what was given, or the default.
    pub params: IndexMap<SmolStr, Option<ast::Value>>,
    /// Names of the params of the installation.
    pub install: BTreeSet<SmolStr>,
}

/// Names of the blocks of the top level, by kind.
pub type Names = BTreeMap<&'static str, BTreeSet<SmolStr>>;

/// Checks blocks, and collects what is wrong.
#[derive(Debug)]
pub struct Checker<'a> {
    pub(super) constants: &'a Constants,
    pub(super) names: &'a Names,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// Constants and params that something reads.
    pub used: BTreeSet<SmolStr>,
    pub(super) depth: usize,
}

impl<'a> Checker<'a> {
    /// A checker that knows the constants and the names of the whole program.
    #[must_use]
    pub fn new(constants: &'a Constants, names: &'a Names) -> Self {
        Self { constants, names, diagnostics: Vec::new(), used: BTreeSet::new(), depth: 0 }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Checks a block of a kind that is known.
    pub fn block(&mut self, kind: &'static schema::Block, block: &ast::Block, layer: Layer) -> Block {
        self.naming(kind, block);
        self.base(kind, block);
        let mut typed = empty(kind, block, layer);
        self.body(&mut typed, &block.body);
        typed
    }

    /// Checks the items of a body into a block.
    pub fn body(&mut self, into: &mut Block, items: &[ast::Item]) {
        for item in items {
            match item {
                ast::Item::Field(field) => self.field(into, field),
                ast::Item::Block(block) => self.nested(into, block),
                ast::Item::Let(field) => self.misplaced(field.span, "let"),
                ast::Item::Use(include) => self.misplaced(include.span, "use"),
            }
        }
    }

    fn misplaced(&mut self, span: Span, what: &str) {
        let message = format!("`{what}` stands at the top level of a file, not in a block");
        self.report(Diagnostic::new(Code::E0213, span, message));
    }

    fn naming(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        match (kind.naming, &block.name) {
            (Naming::None, Some(name)) => {
                let message = format!("`{}` takes no name", kind.name);
                self.report(Diagnostic::new(Code::E0105, name.span, message).help(format!("write `{} {{ … }}`", kind.name)));
            }
            (Naming::Named, Some(name)) => self.block_name(name, block.quoted),
            (Naming::Fixed(known), Some(name)) if !known.contains(&name.value.as_str()) => {
                let message = format!("no {} is called `{}`", kind.name, name.value);
                let help = format!("one of {}", describe::list(known.iter().copied()));
                let found = Diagnostic::new(Code::E0106, name.span, message).help(help);
                let near = nearest(&name.value, known.iter().copied());
                self.report(near.into_iter().fold(found, |found, near| found.edit(name.span, near)));
            }
            (Naming::Named | Naming::Fixed(_) | Naming::Free, _) | (Naming::None, None) => {}
        }
    }

    fn block_name(&mut self, name: &ast::Name, quoted: bool) {
        let found = names::dns_1035(&name.value).err();
        if let Some(problem) = found {
            let diagnostic = Diagnostic::new(Code::E0106, name.span, problem.message.clone());
            self.report(text::explained(diagnostic, name.span, &problem, quoted));
        }
    }

    fn base(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        match (kind.base, &block.base) {
            (Base::None, Some(base)) => {
                let message = format!("a `{}` starts from nothing, so `: {}` has no meaning", kind.name, base.value);
                self.report(Diagnostic::new(Code::E0107, base.span, message));
            }
            (Base::Choice(choices), Some(base)) if !choices.iter().any(|choice| choice.name == base.value) => {
                let known = || choices.iter().map(|choice| choice.name);
                let message = format!("`{}` is no {}", base.value, describe::base(kind));
                let found = Diagnostic::new(Code::E0107, base.span, message);
                let found = found.help(format!("one of {}", describe::list(known())));
                let near = nearest(&base.value, known());
                self.report(near.into_iter().fold(found, |found, near| found.edit(base.span, near)));
            }
            (Base::None | Base::Choice(_) | Base::Template | Base::Environment | Base::Kind, _) => {}
        }
    }

    fn field(&mut self, into: &mut Block, field: &ast::Field) {
        if let Some(entries) = into.kind.entries {
            return self.entry(into, entries, field);
        }
        let kind = into.kind;
        if let Some(declared) = kind.field(&field.key.value) {
            if let Type::Short(short) = declared.ty {
                return self.short(into, short.block, short.name, short.field, field);
            }
            self.declared(into, declared, field);
        } else if let Some(nested) = kind.block(&field.key.value) {
            self.block_as_field(into, nested, field);
        } else {
            into.faulty.push(field.key.value.clone());
            self.unknown_field(kind, &field.key);
        }
    }

    /// Checks the value of a field whose declaration is known.
    pub(super) fn declared(&mut self, into: &mut Block, declared: &'static schema::Field, field: &ast::Field) {
        if let Some(earlier) = into.fields.iter().find(|other| other.field.is(declared)) {
            let found = duplicate(Code::E0203, field.key.span, earlier.key, &field.key.value);
            return self.report(found);
        }
        match self.value(declared, &declared.ty, &field.value) {
            Some(value) => into.fields.push(Field { field: declared, value, key: field.key.span }),
            None => into.faulty.push(field.key.value.clone()),
        }
    }

    /// `autoscale = none` takes a block away; any other value for a block is a slip.
    fn block_as_field(&mut self, into: &mut Block, nested: &'static schema::Block, field: &ast::Field) {
        if field.value.kind == ast::ValueKind::None {
            let mut removed = blank(nested, None, field.key.span, field.span, into.layer);
            removed.removed = true;
            return self.insert(into, removed);
        }
        let message = format!("`{}` is a block, not a field", nested.name);
        self.report(
            Diagnostic::new(Code::E0202, field.span, message)
                .help(format!("write `{} {{ … }}`, or `{} = none` to take it away", nested.name, nested.name)),
        );
    }

    /// `port = 3000`, which is short for `port http { container = 3000 }`.
    fn short(
        &mut self,
        into: &mut Block,
        block: &'static schema::Block,
        name: &str,
        target: &'static schema::Field,
        field: &ast::Field,
    ) {
        let Some(value) = self.value(target, &target.ty, &field.value) else {
            return into.faulty.push(field.key.value.clone());
        };
        let name = ast::Name::new(SmolStr::new(name), field.key.span);
        let mut nested = blank(block, Some(name), field.key.span, field.span, into.layer);
        nested.fields.push(Field { field: target, value, key: field.key.span });
        self.insert(into, nested);
    }

    fn entry(&mut self, into: &mut Block, entries: schema::Entries, field: &ast::Field) {
        self.check_key(entries.key, &field.key, field.quoted, into.kind);
        if let Some((block, target)) = entries.short {
            let Some(value) = self.typed(&into.kind.name, &entries.value, &field.value) else {
                return into.faulty.push(field.key.value.clone());
            };
            let mut nested = blank(block, Some(field.key.clone()), field.key.span, field.span, into.layer);
            nested.fields.push(Field { field: target, value: Value { kind: value, span: field.value.span }, key: field.key.span });
            return self.insert(into, nested);
        }
        if let Some(earlier) = into.entries.iter().find(|other| other.key.value == field.key.value) {
            let found = duplicate(Code::E0203, field.key.span, earlier.key.span, &field.key.value);
            return self.report(found);
        }
        let Some(kind) = self.typed(&field.key.value, &entries.value, &field.value) else {
            return into.faulty.push(field.key.value.clone());
        };
        let value = Value { kind, span: field.value.span };
        if !entries.secret {
            self.refuse_secret(&value, into.kind.name);
        }
        into.entries.push(Entry { key: field.key.clone(), value });
    }

    fn nested(&mut self, into: &mut Block, block: &ast::Block) {
        let kind = into.kind;
        let Some(nested) = kind.block(&block.kind.value) else {
            return self.unknown_block(kind, block);
        };
        let mut typed = self.block(nested, block, into.layer);
        if nested.entries.is_some_and(|entries| entries.short.is_some()) {
            for route in std::mem::take(&mut typed.blocks) {
                self.insert(into, route);
            }
            return;
        }
        if typed.name.is_none() && matches!(nested.naming, Naming::Fixed(_) | Naming::Free) {
            let message = format!("this `{}` has no name", nested.name);
            self.report(Diagnostic::new(Code::E0104, typed.head, message).help(describe::how_to_name(nested)));
            return;
        }
        self.insert(into, typed);
    }

    /// Adds a nested block. One that came out of a short field joins the one of its name; any other twin is an error.
    fn insert(&mut self, into: &mut Block, block: Block) {
        let name = block.name.as_ref().map(|name| name.value.clone());
        let twin = into.blocks.iter_mut().find(|other| {
            other.kind.is(block.kind) && other.name.as_ref().map(|name| &name.value) == name.as_ref()
        });
        let Some(twin) = twin else { return into.blocks.push(block) };
        let is_short = |block: &Block| block.fields.len() == 1 && block.fields.iter().all(|field| field.key == block.head);
        let shared = block.fields.iter().find_map(|field| {
            twin.fields.iter().find(|other| other.field.is(field.field)).map(|other| (field.key, other.key))
        });
        if let Some((again, first)) = shared {
            let what = describe::block(block.kind, name.as_deref());
            self.diagnostics.push(duplicate(Code::E0203, again, first, &what));
        } else if is_short(&block) || is_short(twin) {
            twin.fields.extend(block.fields);
            twin.blocks.extend(block.blocks);
        } else {
            let what = describe::block(block.kind, name.as_deref());
            let found = duplicate(Code::E0102, block.head, twin.head, &what);
            self.diagnostics.push(found);
        }
    }

    fn unknown_field(&mut self, kind: &'static schema::Block, key: &ast::Name) {
        let message = format!("`{}` has no field `{}`", kind.name, key.value);
        let fields = kind.all_fields().map(|field| field.name).chain(kind.blocks.iter().map(|block| block.name));
        let found = Diagnostic::new(Code::E0201, key.span, message);
        let found = match nearest(&key.value, fields) {
            Some(near) if kind.field(near).is_some() => found.help(format!("did you mean `{near}`?")).edit(key.span, near),
            Some(near) => found.help(format!("did you mean the block `{near} {{ … }}`?")),
            None => found.help(format!("`todoc explain {}` lists its fields", kind.name)),
        };
        self.report(found);
    }

    fn unknown_block(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        let name = &block.kind;
        if kind.field(&name.value).is_some() {
            let message = format!("`{}` is a field, not a block", name.value);
            return self.report(Diagnostic::new(Code::E0202, name.span, message).help(format!("write `{} = …`", name.value)));
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

/// A block without content.
fn blank(kind: &'static schema::Block, name: Option<ast::Name>, head: Span, span: Span, layer: Layer) -> Block {
    Block {
        kind,
        name,
        base: None,
        add: None,
        fields: Vec::new(),
        entries: Vec::new(),
        blocks: Vec::new(),
        faulty: Vec::new(),
        removed: false,
        head,
        span,
        layer,
        extends: None,
    }
}

/// A block as its head says, without its content.
#[must_use]
pub fn empty(kind: &'static schema::Block, block: &ast::Block, layer: Layer) -> Block {
    let mut typed = blank(kind, block.name.clone(), block.head(), block.span, layer);
    typed.base.clone_from(&block.base);
    typed.add = block.add;
    typed
}

/// Something that stands twice.
pub(crate) fn duplicate(code: Code, again: Span, first: Span, what: &str) -> Diagnostic {
    Diagnostic::new(code, again, format!("`{what}` stands twice")).label(first, "first here")
}

impl Value {
    /// A value that stands for nothing that was written.
    #[must_use]
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span }
    }
}
