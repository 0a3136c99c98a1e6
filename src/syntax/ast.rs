//! The tree that the parser builds: five shapes (block, field, value, reference, text), each with its place.
//!
//! Invariant: a tree is only as complete as its text. What could not be parsed is missing from it and was reported.

use crate::source::{FileId, Span, Spanned};
use smol_str::SmolStr;

/// A name or key with its place.
pub type Name = Spanned<SmolStr>;

/// One parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Which text it is.
    pub id: FileId,
    /// The header `environment NAME : BASE extends "FILE"` that makes the file an overlay.
    pub header: Option<Header>,
    /// What stands at the top level, in written order.
    pub items: Vec<Item>,
    /// Every comment, in written order, from its `#` to before the line break.
    pub comments: Vec<Span>,
}

/// `environment prod : production extends "todo-app.todostack"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The environment's name.
    pub name: Name,
    /// The profile, or the environment, that it starts from.
    pub base: Option<Name>,
    /// The file that it refines.
    pub extends: Spanned<SmolStr>,
    /// The whole header.
    pub span: Span,
}

/// What can stand in a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `kind name : base { … }`.
    Block(Block),
    /// `key = value`.
    Field(Field),
    /// `let NAME = value`.
    Let(Field),
    /// `use "FILE"`.
    Use(Use),
}

/// `use "FILE"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The library file.
    pub path: Spanned<SmolStr>,
    /// From `use` to the path's end.
    pub span: Span,
}

/// `add? kind name? (: base)? { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The word `add`, by which an overlay introduces a block.
    pub add: Option<Span>,
    /// The kind: `service`, `env`, `probe` …
    pub kind: Name,
    /// The name. `quoted` tells whether it stands in quotes.
    pub name: Option<Name>,
    /// Whether the name stands in quotes (`file "otel.yaml" { … }`).
    pub quoted: bool,
    /// What it starts from.
    pub base: Option<Name>,
    /// What stands between the braces.
    pub body: Vec<Item>,
    /// From `add` or the kind to the closing brace.
    pub span: Span,
}

impl Block {
    /// `kind name`, the place by which messages point at the block.
    #[must_use]
    pub fn head(&self) -> Span {
        self.name.as_ref().map_or(self.kind.span, |name| self.kind.span.to(name.span))
    }
}

/// `key = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key, without quotes.
    pub key: Name,
    /// Whether the key stands in quotes.
    pub quoted: bool,
    /// The value.
    pub value: Value,
    /// From the key to the value's end.
    pub span: Span,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// The shapes of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueKind {
    /// `none`: takes away what was inherited.
    None,
    /// `null`, in raw content only.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number with or without a unit: `3`, `-1`, `0.5`, `250m`, `1Gi`, `30s`, `70%`.
    Number(Number),
    /// `"…"`, `"""…"""` or `'''…'''`.
    Text(Text),
    /// `a..b`; either end may be `none`.
    Range(Box<Value>, Box<Value>),
    /// `[a, b]`.
    List(Vec<Value>),
    /// A bare word (`node_port`, `frontend`) or a dotted path (`service.backend.url`, `config.tls."ca.crt"`).
    Path(Path),
    /// `{ … }`, in raw content only.
    Object(Vec<Item>),
}

/// A number as it was written: the digits and the unit that follows without a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Sign, digits and at most one point: `-1`, `0.5`.
    pub digits: SmolStr,
    /// What follows: nothing, `m`, `Gi`, `s`, `%`, also what is no unit at all.
    pub unit: SmolStr,
}

/// Text, cut where a reference stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Literal pieces (escapes resolved, indentation gone) and references, in order. Empty for `""`; no two literals touch.
    pub parts: Vec<Part>,
}

impl Text {
    /// The text, where it holds no reference.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            [Part::Reference(_)] | [_, _, ..] => None,
        }
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Characters that stand for themselves.
    Literal(SmolStr),
    /// `${service.backend.url}`; the span is that of the path inside the braces.
    Reference(Spanned<Path>),
}

/// A dotted path of one or more segments.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The segments, without quotes.
    pub segments: Vec<Name>,
}

impl Path {
    /// The word, where the path has one segment only.
    #[must_use]
    pub fn word(&self) -> Option<&Name> {
        match self.segments.as_slice() {
            [word] => Some(word),
            [] | [_, _, ..] => None,
        }
    }
}
