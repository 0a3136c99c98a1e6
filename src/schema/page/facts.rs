//! What is known of a topic, ready to be shown or to be serialised.

use super::find::{Topic, places};
use super::{codes, example, first_sentence, joined, places as output, profiles::Profiles};
use crate::diagnostics::Code;
use crate::model::check::describe;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{Base, Block, Choice, Field, Naming, TOP, Type};
use serde::Serialize;

/// What is known of a topic.
#[derive(Debug, Serialize)]
#[serde(tag = "topic", rename_all = "snake_case")]
pub enum Facts {
    /// Of a kind of block.
    Block(BlockFacts),
    /// Of a field.
    Field(FieldFacts),
    /// Of an attribute of references.
    Attribute(AttributeFacts),
    /// Of a code.
    Code(CodeFacts),
}

/// What there is at all.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// The blocks of the top level.
    pub blocks: Vec<Brief>,
    /// The codes by group.
    pub codes: Vec<Group>,
}

/// A name and what it means.
#[derive(Debug, Serialize)]
pub struct Brief {
    /// The name.
    pub name: String,
    /// The first sentence of its documentation.
    pub doc: String,
}

/// Codes of one stage.
#[derive(Debug, Serialize)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// Id and name of each.
    pub codes: Vec<CodeFacts>,
}

/// A kind of block.
#[derive(Debug, Serialize)]
pub struct BlockFacts {
    /// The kinds that lead to it.
    pub path: String,
    /// What it is.
    pub doc: String,
    /// How its head reads.
    pub head: String,
    /// The names it may have, where they are fixed.
    pub names: Vec<&'static str>,
    /// What may stand after its `:`, where that is a word.
    pub bases: Vec<Brief>,
    /// What it starts from in the built-in profiles.
    pub profiles: Vec<ProfileValue>,
    /// Its fields.
    pub fields: Vec<FieldFacts>,
    /// The blocks that may stand in it.
    pub blocks: Vec<Brief>,
    /// What an entry is, where it is an open map.
    pub entries: Option<Entry>,
    /// Where it goes in the objects of Kubernetes.
    pub kubernetes: Option<&'static str>,
    /// Where it goes in the values of the chart.
    pub values: Option<&'static str>,
    /// What a reference to it can say.
    pub attributes: Vec<Brief>,
}

/// What an open map holds.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What its values are.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether a secret may flow into a value.
    pub secret: bool,
    /// How an entry is written.
    pub example: String,
}

/// A field.
#[derive(Debug, Serialize)]
pub struct FieldFacts {
    /// The key.
    pub name: &'static str,
    /// The kinds that lead to it, and its key.
    pub path: String,
    /// Other places with the very same field.
    pub also: Vec<String>,
    /// What it means.
    pub doc: String,
    /// What may stand there.
    #[serde(rename = "type")]
    pub ty: String,
    /// What holds where nothing is said.
    pub default: Option<&'static str>,
    /// What the built-in profiles say.
    pub profiles: Vec<ProfileValue>,
    /// Whether the block means nothing without it.
    pub required: bool,
    /// Whether a secret may flow into it.
    pub secret: bool,
    /// Where it goes in the objects of Kubernetes.
    pub kubernetes: Option<String>,
    /// Where it goes in the values of the chart, for a block called `api`.
    pub values: Option<String>,
    /// The words it takes.
    pub choices: Vec<Brief>,
    /// How it is written.
    pub example: String,
}

/// What a profile says.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ProfileValue {
    /// The profile.
    pub profile: String,
    /// The value, as it stands in the profile's text.
    pub value: String,
}

/// An attribute of references.
#[derive(Debug, Serialize)]
pub struct AttributeFacts {
    /// The root and the attribute.
    pub path: String,
    /// What it is.
    pub doc: &'static str,
    /// Roots that have it as well.
    pub also: Vec<String>,
    /// How it is written.
    pub example: String,
}

/// A code.
#[derive(Debug, Serialize)]
pub struct CodeFacts {
    /// The id.
    pub id: &'static str,
    /// The name.
    pub name: &'static str,
    /// How severe it is.
    pub severity: &'static str,
    /// Its page, in Markdown; none in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<&'static str>,
}

impl Overview {
    /// All blocks and codes.
    #[must_use]
    pub fn new() -> Self {
        let group =
            |(title, codes): (&'static str, Vec<Code>)| Group { title, codes: codes.into_iter().map(code).collect() };
        Self {
            blocks: TOP.iter().map(|block| brief_block(block)).collect(),
            codes: codes::groups().into_iter().map(group).collect(),
        }
    }
}

impl Default for Overview {
    fn default() -> Self {
        Self::new()
    }
}

impl Facts {
    /// What is known of a topic.
    #[must_use]
    pub fn of(topic: &Topic, profiles: &Profiles) -> Self {
        match topic {
            Topic::Block(path, kind) => Facts::Block(block(path, kind, profiles)),
            Topic::Field(path, holder, declared) => Facts::Field(field(path, holder, declared, profiles)),
            Topic::Attribute(root, named) => Facts::Attribute(attribute(*root, *named)),
            Topic::Code(found) => Facts::Code(CodeFacts { page: Some(found.page()), ..code(*found) }),
        }
    }
}

pub(super) fn block(path: &str, kind: &'static Block, profiles: &Profiles) -> BlockFacts {
    let place = output::of_block(kind);
    let below = |field: &'static Field| self::field(&format!("{path}.{}", field.name), kind, field, profiles);
    BlockFacts {
        path: path.to_owned(),
        doc: joined(kind.doc),
        head: example::head(kind),
        names: if let Naming::Fixed(names) = kind.naming { names.to_vec() } else { Vec::new() },
        bases: if let Base::Choice(words) = kind.base { choices(words) } else { Vec::new() },
        profiles: profiles.base(kind),
        fields: kind.all_fields().map(below).collect(),
        blocks: kind.blocks.iter().map(|nested| brief_block(nested)).collect(),
        entries: kind.entries.map(|entries| Entry {
            ty: describe::ty(&entries.value),
            secret: entries.secret,
            example: example::entry(path, &entries),
        }),
        kubernetes: place.map(|place| place.kubernetes),
        values: place.map(|place| place.values).filter(|key| !key.is_empty()),
        attributes: Root::find(path).into_iter().flat_map(attributes).collect(),
    }
}

pub(super) fn field(path: &str, holder: &Block, field: &Field, profiles: &Profiles) -> FieldFacts {
    let (kubernetes, values) = output::of_field(field);
    let all = places(field);
    let own = profiles.of(holder, field);
    FieldFacts {
        name: field.name,
        also: all.into_iter().map(|(other, _)| other).filter(|other| other != path).collect(),
        doc: joined(field.doc),
        ty: describe::ty(&field.ty),
        default: field.default,
        profiles: own,
        required: field.required,
        secret: field.secret,
        kubernetes,
        values,
        choices: words(&field.ty),
        example: example::field(path, field),
        path: path.to_owned(),
    }
}

fn words(ty: &Type) -> Vec<Brief> {
    match ty {
        Type::Choice(words) => choices(words),
        Type::Either(types) => types.iter().flat_map(words).collect(),
        Type::List(item) => words(item),
        Type::Short(short) => words(&short.field.ty),
        Type::Text(_) | Type::Bool | Type::Int(..) | Type::Percent(..) | Type::Duration | Type::Quantity(_) => {
            Vec::new()
        }
        Type::Resource(_)
        | Type::Scale
        | Type::IntOrPercent
        | Type::Block(_)
        | Type::Image
        | Type::Scalar
        | Type::Made
        | Type::Raw => Vec::new(),
    }
}

fn choices(words: &[Choice]) -> Vec<Brief> {
    words.iter().map(|word| Brief { name: word.name.to_owned(), doc: word.doc.trim().to_owned() }).collect()
}

fn attribute(root: Root, attribute: Attribute) -> AttributeFacts {
    let others = attribute.roots().iter().filter(|other| **other != root);
    let path = |root: Root| format!("{}.{}", root.name(), attribute.name());
    let target = if root.is_named() { format!("{}.NAME.{}", root.name(), attribute.name()) } else { path(root) };
    AttributeFacts {
        path: path(root),
        doc: attribute.doc().trim(),
        also: others.map(|other| path(*other)).collect(),
        example: target,
    }
}

fn attributes(root: Root) -> impl Iterator<Item = Brief> {
    root.attributes()
        .map(|attribute| Brief { name: attribute.name().to_owned(), doc: attribute.doc().trim().to_owned() })
}

fn code(code: Code) -> CodeFacts {
    CodeFacts { id: code.id(), name: code.name(), severity: code.severity().name(), page: None }
}

fn brief_block(block: &Block) -> Brief {
    Brief { name: block.name.to_owned(), doc: first_sentence(&joined(block.doc)).to_owned() }
}
