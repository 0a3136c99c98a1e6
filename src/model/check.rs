//! Matches a syntax tree with the vocabulary: from `ast` blocks to typed ones.
//!
//! Every block is checked once, whatever the number of environments that it takes part in.

pub(crate) mod describe;
mod flow;
mod head;
pub mod late;
mod made;
mod raw;
mod reference;
mod slip;
mod text;
pub(crate) mod unknown;
mod value;

use super::constants::Constants;
use super::raw::Body;
use super::typed::{Block, Entry, Field, Kind, Layer, Value};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::attributes::Root;
use crate::schema::{self, Naming, Type};
use crate::source::Span;
use crate::syntax::ast;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

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
    pub used: BTreeSet<(Root, SmolStr)>,
    depth: usize,
    /// How many characters constants may still put in the place of references.
    budget: usize,
}

/// What constants may put in the place of references in all: text that doubles itself line by line would never end.
const BUDGET: usize = 1 << 24;

impl<'a> Checker<'a> {
    /// A checker that knows the constants and the names of the whole program.
    #[must_use]
    pub fn new(constants: &'a Constants, names: &'a Names) -> Self {
        Self { constants, names, diagnostics: Vec::new(), used: BTreeSet::new(), depth: 0, budget: BUDGET }
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
        if into.kind.is_raw() {
            into.raw = Some(self.raw_body(items, into.span));
            return;
        }
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

    fn field(&mut self, into: &mut Block, field: &ast::Field) {
        if let Some(entries) = into.kind.entries {
            return self.entry(into, entries, field);
        }
        let kind = into.kind;
        if let Some(declared) = kind.field(&field.key.value) {
            if let Type::Short(short) = declared.ty {
                return match kind.block(&field.key.value).filter(|_| field.value.kind == ast::ValueKind::None) {
                    Some(nested) => self.block_as_field(into, nested, field),
                    None => self.short(into, short, field),
                };
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
        let (value, param) =
            self.late(declared, field).unwrap_or_else(|| (self.value(declared, &field.key.value, &field.value), None));
        match value {
            Some(value) => into.fields.push(Field { field: declared, value, param, key: field.key.span }),
            None => into.faulty.push(field.key.value.clone()),
        }
    }

    /// `autoscale = none` takes a block away, `probe = none` all blocks of that kind; any other value is a slip.
    fn block_as_field(&mut self, into: &mut Block, nested: &'static schema::Block, field: &ast::Field) {
        if field.value.kind == ast::ValueKind::None {
            let kind = nested.entries.and_then(|entries| entries.short).map_or(nested, |(block, _)| block);
            let mut removed = blank(kind, None, field.key.span, field.span, into.layer);
            removed.removed = true;
            return self.insert(into, removed);
        }
        if let (true, ast::ValueKind::Object(items)) = (nested.is_raw(), &field.value.kind) {
            let mut whole = blank(nested, None, field.key.span, field.span, into.layer);
            whole.raw = Some(Body { replaces: true, ..self.raw_body(items, field.value.span) });
            return self.insert(into, whole);
        }
        let message = format!("`{}` is a block, not a field", nested.name);
        self.report(
            Diagnostic::new(Code::E0202, field.span, message)
                .help(format!("write `{} {{ … }}`, or `{} = none` to take it away", nested.name, nested.name)),
        );
    }

    /// `port = 3000`, which is short for `port http { container = 3000 }`.
    fn short(&mut self, into: &mut Block, short: &'static schema::Short, field: &ast::Field) {
        let Some(value) = self.value(short.field, &field.key.value, &field.value) else {
            return into.faulty.push(field.key.value.clone());
        };
        let name = ast::Name::new(SmolStr::new_static(short.name), field.key.span);
        let mut nested = blank(short.block, Some(name), field.key.span, field.span, into.layer);
        nested.fields.push(Field { field: short.field, value, param: None, key: field.key.span });
        self.insert(into, nested);
    }

    fn entry(&mut self, into: &mut Block, entries: schema::Entries, field: &ast::Field) {
        if !self.check_key(entries.key, &field.key, field.quoted, into.kind) {
            into.faulty.push(field.key.value.clone());
            return;
        }
        if let Some((block, target)) = entries.short {
            let Some(kind) = self.typed(&field.key.value, &entries.value, &field.value) else {
                return into.faulty.push(field.key.value.clone());
            };
            let mut nested = blank(block, Some(field.key.clone()), field.key.span, field.span, into.layer);
            let value = Value::new(kind, field.value.span);
            nested.fields.push(Field { field: target, value, param: None, key: field.key.span });
            return self.insert(into, nested);
        }
        if let Some(earlier) = into.entries.iter().find(|other| other.key.value == field.key.value) {
            let found = duplicate(Code::E0203, field.key.span, earlier.key.span, &field.key.value);
            return self.report(found);
        }
        let Some(kind) = self.typed(&field.key.value, &entries.value, &field.value) else {
            return into.faulty.push(field.key.value.clone());
        };
        let value = Value::new(kind, field.value.span);
        if !entries.secret {
            self.refuse_secret(&value, &field.value, into.kind.name);
        }
        into.entries.push(Entry { key: field.key.clone(), value });
    }

    fn nested(&mut self, into: &mut Block, block: &ast::Block) {
        let kind = into.kind;
        let Some(nested) = kind.block(&block.kind.value) else {
            return self.unknown_block(kind, block);
        };
        self.added(nested, block, into.layer);
        let mut typed = self.block(nested, block, into.layer);
        if nested.entries.is_some_and(|entries| entries.short.is_some()) {
            for route in std::mem::take(&mut typed.blocks) {
                self.insert(into, route);
            }
            return into.faulty.append(&mut typed.faulty);
        }
        // In an environment and a profile, `service { … }` means every service.
        let means_all = nested.naming == Naming::Named && kind.base == schema::Base::Environment;
        if typed.name.is_none() && nested.naming != Naming::None && !means_all {
            into.faulty.push(block.kind.value.clone());
            return self.report(nameless(nested, typed.head));
        }
        self.insert(into, typed);
    }

    /// Adds a nested block. One that came out of a short field joins the one of its name; any other twin is an error.
    fn insert(&mut self, into: &mut Block, block: Block) {
        let twin = into.blocks.iter_mut().find(|other| other.kind.is(block.kind) && other.name() == block.name());
        let Some(twin) = twin else { return into.blocks.push(block) };
        let shared = block.fields.iter().find_map(|field| {
            twin.fields.iter().find(|other| other.field.is(field.field)).map(|other| (field.key, other.key))
        });
        let what = || describe::block(block.kind, block.name());
        if let Some((again, first)) = shared {
            self.diagnostics.push(duplicate(Code::E0203, again, first, &what()));
        } else if is_short(&block) {
            twin.fields.extend(block.fields);
        } else if is_short(twin) {
            let short = std::mem::replace(twin, block);
            twin.fields.extend(short.fields);
        } else {
            self.diagnostics.push(duplicate(Code::E0102, block.head, twin.head, &what()));
        }
    }
}

/// Whether a block came out of a short field, such as `port = 3000`: then its head is the key.
fn is_short(block: &Block) -> bool {
    block.name.as_ref().is_some_and(|name| name.span == block.head)
}

/// A block that needs a name and has none.
pub(crate) fn nameless(kind: &schema::Block, head: Span) -> Diagnostic {
    Diagnostic::new(Code::E0104, head, format!("this `{}` has no name", kind.name)).help(describe::how_to_name(kind))
}

/// A block without content.
pub(super) fn blank(
    kind: &'static schema::Block,
    name: Option<ast::Name>,
    head: Span,
    span: Span,
    layer: Layer,
) -> Block {
    Block {
        kind,
        name,
        base: None,
        add: None,
        fields: Vec::new(),
        entries: Vec::new(),
        raw: None,
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
