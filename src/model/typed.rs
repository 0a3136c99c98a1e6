//! Blocks, fields and values that were matched with the vocabulary.
//!
//! Invariants: every field stands in a block whose kind has it, at most once, with a value of its type; every
//! reference has a root and an attribute that exist (whether its target exists depends on the environment);
//! `let` and build-time `param` are gone, replaced by what they stand for.

use super::raw;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::patch::Word;
use crate::schema::{self, Choice};
use crate::source::{Span, Spanned};
use crate::syntax::ast::Name;
use crate::types::{Duration, Quantity};
use smol_str::SmolStr;

/// A block that is one layer of what holds in an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its kind.
    pub kind: &'static schema::Block,
    /// Its name.
    pub name: Option<Name>,
    /// What stands after `:`.
    pub base: Option<Name>,
    /// Whether it introduces something new, and where the word stands.
    pub add: Option<Span>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its entries, where it is an open map.
    pub entries: Vec<Entry>,
    /// Its content, where it is raw.
    pub raw: Option<raw::Body>,
    /// Its nested blocks.
    pub blocks: Vec<Block>,
    /// Keys that were reported, so that they are missing here though they were written.
    pub faulty: Vec<SmolStr>,
    /// Whether it takes away what was inherited (`autoscale = none`).
    pub removed: bool,
    /// The place of kind and name.
    pub head: Span,
    /// The whole of it.
    pub span: Span,
    /// Where it stands in the chain.
    pub layer: Layer,
    /// The file that it refines, where it is an environment's file.
    pub extends: Option<Spanned<SmolStr>>,
}

/// Where a value stands in its chain, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// A profile that comes with todoc.
    BuiltIn,
    /// A profile of the user.
    Profile,
    /// A template.
    Template,
    /// The stack.
    Base,
    /// An environment.
    Overlay,
    /// What a build of images told.
    Built,
}

impl Layer {
    /// The word for it in a chain.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::BuiltIn => "built-in profile",
            Layer::Profile => "profile",
            Layer::Template => "template",
            Layer::Base => "base",
            Layer::Overlay => "overlay",
            Layer::Built => "image metadata",
        }
    }
}

/// `key = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its declaration.
    pub field: &'static schema::Field,
    /// Its value.
    pub value: Value,
    /// The param of the installation that it is, where its value is that param's default.
    pub param: Option<SmolStr>,
    /// The place of the key.
    pub key: Span,
}

/// An entry of an open map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Name,
    /// The value.
    pub value: Value,
}

/// A value of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of value.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `none`.
    None,
    /// A truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A share in percent.
    Percent(i64),
    /// A time.
    Duration(Duration),
    /// A quantity.
    Quantity(Quantity),
    /// Two ends, either of which may be `none`.
    Range(Box<Value>, Box<Value>),
    /// A word.
    Choice(&'static Choice),
    /// Text.
    Text(Text),
    /// A list.
    List(Vec<Value>),
    /// A block, by its name, where the type says which kinds it may be of.
    Block(&'static schema::Block, SmolStr),
    /// A reference.
    Reference(Reference),
    /// An object that a block makes.
    Made(Made),
    /// `null`, in raw content.
    Null,
    /// A number that is not whole, in raw content, as YAML writes it.
    Fraction(SmolStr),
    /// A map, in raw content.
    Object(raw::Body),
}

/// An object that a block makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The kind of block.
    pub block: &'static schema::Block,
    /// Its name.
    pub name: SmolStr,
    /// Which of its objects.
    pub object: &'static Word,
}

/// Text, cut where a reference stands in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// Without any reference.
    Literal(SmolStr),
    /// With one at least.
    Parts(Vec<Part>),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Characters.
    Literal(SmolStr),
    /// A reference.
    Reference(Reference),
}

/// A reference to something of the stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What it begins with.
    pub root: Root,
    /// The name, where the root has names.
    pub name: Option<Name>,
    /// `ports.NAME` of a service.
    pub port: Option<Name>,
    /// The attribute; none for the thing itself.
    pub attribute: Option<Attribute>,
    /// The key of a configuration.
    pub key: Option<Name>,
    /// The whole path.
    pub span: Span,
}

impl Reference {
    /// The name of what it refers to, or nothing where the root has none.
    #[must_use]
    pub fn target(&self) -> &str {
        self.name.as_ref().map_or("", |name| name.value.as_str())
    }

    /// Whether what it stands for must never be written down.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        match self.root {
            Root::Secret => !matches!(self.attribute, Some(Attribute::Object | Attribute::Key)),
            Root::Database => {
                matches!(self.attribute, Some(Attribute::Password | Attribute::Authority | Attribute::Url))
            }
            Root::Service
            | Root::Config
            | Root::Image
            | Root::Environment
            | Root::Pod
            | Root::Env
            | Root::Let
            | Root::Param => false,
        }
    }
}

impl Value {
    /// Every reference in it.
    pub fn references(&self) -> Vec<&Reference> {
        match &self.kind {
            Kind::Reference(reference) => vec![reference],
            Kind::Text(Text::Parts(parts)) => parts
                .iter()
                .filter_map(|part| match part {
                    Part::Reference(reference) => Some(reference),
                    Part::Literal(_) => None,
                })
                .collect(),
            Kind::List(items) => items.iter().flat_map(Value::references).collect(),
            Kind::Range(low, high) => [low, high].into_iter().flat_map(|end| end.references()).collect(),
            Kind::Object(body) => body.leaves().into_iter().flat_map(|(_, value)| value.references()).collect(),
            Kind::None
            | Kind::Made(_)
            | Kind::Null
            | Kind::Fraction(_)
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Percent(_)
            | Kind::Duration(_)
            | Kind::Quantity(_)
            | Kind::Choice(_)
            | Kind::Text(Text::Literal(_))
            | Kind::Block(..) => Vec::new(),
        }
    }

    /// Whether a secret is in it.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.references().into_iter().any(Reference::is_secret)
    }

    /// Its text as it is known when the source is read: text without a reference, a number, a truth.
    #[must_use]
    pub fn literal(&self) -> Option<SmolStr> {
        match &self.kind {
            Kind::Text(Text::Literal(text)) => Some(text.clone()),
            Kind::Int(number) => Some(SmolStr::from(number.to_string())),
            Kind::Bool(truth) => Some(SmolStr::new_static(if *truth { "true" } else { "false" })),
            Kind::Quantity(quantity) => Some(SmolStr::from(quantity.to_string())),
            Kind::Choice(choice) => Some(SmolStr::new_static(choice.kubernetes)),
            Kind::Fraction(number) => Some(number.clone()),
            Kind::None
            | Kind::Made(_)
            | Kind::Null
            | Kind::Object(_)
            | Kind::Percent(_)
            | Kind::Duration(_)
            | Kind::Range(..)
            | Kind::Text(Text::Parts(_))
            | Kind::List(_)
            | Kind::Block(..)
            | Kind::Reference(_) => None,
        }
    }

    /// The pieces of what can stand as text: literal pieces and references, in order. None of anything else.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        if let Kind::Reference(reference) = &self.kind {
            vec![Part::Reference(reference.clone())]
        } else if let Kind::Text(Text::Parts(parts)) = &self.kind {
            parts.clone()
        } else {
            self.literal().into_iter().map(Part::Literal).collect()
        }
    }

    /// The value itself, or of a list its items, however deep.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Value> {
        self.items().map_or_else(|| vec![self], |items| items.iter().flat_map(Value::leaves).collect())
    }

    /// The items of a list.
    #[must_use]
    pub fn items(&self) -> Option<&[Value]> {
        if let Kind::List(items) = &self.kind { Some(items) } else { None }
    }

    /// A truth.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        if let Kind::Bool(truth) = self.kind { Some(truth) } else { None }
    }

    /// A whole number, a percentage, or a time in seconds.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        if let Kind::Int(number) | Kind::Percent(number) = self.kind {
            Some(number)
        } else if let Kind::Duration(duration) = &self.kind {
            duration.seconds().ok().map(i64::from)
        } else {
            None
        }
    }

    /// A word.
    #[must_use]
    pub fn choice(&self) -> Option<&'static Choice> {
        if let Kind::Choice(choice) = self.kind { Some(choice) } else { None }
    }

    /// A quantity.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        if let Kind::Quantity(quantity) = self.kind { Some(quantity) } else { None }
    }

    /// A time.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        if let Kind::Duration(duration) = self.kind { Some(duration) } else { None }
    }

    /// Text without a reference.
    #[must_use]
    pub fn text(&self) -> Option<&SmolStr> {
        if let Kind::Text(Text::Literal(text)) = &self.kind { Some(text) } else { None }
    }

    /// An object that a block makes.
    #[must_use]
    pub fn made(&self) -> Option<&Made> {
        if let Kind::Made(made) = &self.kind { Some(made) } else { None }
    }

    /// The name of a block, or of that whose object is meant, with its kind.
    #[must_use]
    pub fn block(&self) -> Option<(&'static schema::Block, &SmolStr)> {
        if let Kind::Block(kind, name) = &self.kind {
            Some((kind, name))
        } else {
            self.made().map(|made| (made.block, &made.name))
        }
    }

    /// Whether it is `none`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.kind == Kind::None
    }
}
