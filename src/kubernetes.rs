//! What Kubernetes knows of its own kinds: which fields an object has, of what shape, and since which version.
//!
//! The table is read from the published schemas while todoc is developed (`src/kubernetes/generate.py`), so nothing is fetched
//! when it runs. It is parsed once, and only where somebody writes raw content. Kinds of others, those of a
//! `CustomResourceDefinition`, are not in it: what it does not know is no mistake, unless its group is Kubernetes' own.

mod minors;
mod table;
#[cfg(test)]
mod tests;

use crate::types::nearest;
pub use minors::Minors;
use std::cmp::Reverse;
use table::{TABLE, Table};

/// A kind of object, in one version of its group.
#[derive(Debug)]
pub struct Kind {
    /// As an object writes it: `v1`, `apps/v1`.
    pub api_version: &'static str,
    /// As an object writes it: `Deployment`.
    pub name: &'static str,
    /// Whether its objects belong to a namespace, and not to the whole cluster.
    pub is_namespaced: bool,
    /// The versions of Kubernetes that have it.
    pub minors: Minors,
    /// The fields of the whole object, `apiVersion`, `kind` and `metadata` among them.
    pub object: Object,
}

/// What a value has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A map with these fields and no others.
    Object(Object),
    /// A map with free keys.
    Map(Box<Shape>),
    /// A list.
    List {
        /// Its things.
        of: Box<Shape>,
        /// The field that tells the things apart, where they have one: `name` of containers, `containerPort` of ports.
        key: Option<&'static str>,
    },
    /// One of some words.
    Choice(Choice),
    /// Any text.
    Text,
    /// Text in Base64.
    Bytes,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// Any number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A whole number, or text such as a percentage or the name of a port.
    IntegerOrText,
    /// A number with or without a unit, such as `500m` or `1Gi`.
    Quantity,
    /// Anything: JSON, what a provider takes, and what only the cluster writes, such as `status`.
    Any,
}

/// A map with known fields, in the order of the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object(usize);

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Whether an object without it is refused.
    pub is_required: bool,
    /// The versions of Kubernetes that know it, of those that know its object.
    pub minors: Minors,
    /// What it holds.
    pub shape: Shape,
}

/// The words of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice(usize);

/// A word of a choice.
#[derive(Debug)]
pub struct Word {
    /// As an object writes it.
    pub text: &'static str,
    /// The versions of Kubernetes that take it, of those that know the choice.
    pub minors: Minors,
}

impl Object {
    /// All fields.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        table().objects.get(self.0).into_iter().flatten()
    }

    /// The field of a name.
    #[must_use]
    pub fn field(self, name: &str) -> Option<&'static Field> {
        let fields = table().objects.get(self.0)?;
        fields.binary_search_by(|field| field.name.cmp(name)).ok().and_then(|at| fields.get(at))
    }

    /// The field that was probably meant by a name that it does not have.
    #[must_use]
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        nearest(name, self.fields().map(|field| field.name))
    }
}

impl Choice {
    /// All words.
    pub fn words(self) -> impl Iterator<Item = &'static Word> {
        table().choices.get(self.0).into_iter().flatten()
    }
}

/// A kind by what an object says it is.
#[must_use]
pub fn kind(api_version: &str, name: &str) -> Option<&'static Kind> {
    let kinds = &table().kinds;
    let found = kinds.binary_search_by(|kind| (kind.api_version, kind.name).cmp(&(api_version, name)));
    found.ok().and_then(|at| kinds.get(at))
}

/// Every kind in every version of its group.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    table().kinds.iter()
}

/// The versions of groups that have a kind of this name, the one to use first: stable before beta before alpha, and new before
/// old.
#[must_use]
pub fn kinds_named(name: &str) -> Vec<&'static Kind> {
    let mut found: Vec<&Kind> = kinds().filter(|kind| kind.name == name).collect();
    found.sort_by_key(|kind| (kind.minors.until().is_some(), stage(kind.api_version), Reverse(kind.api_version)));
    found
}

/// The name of a kind that was probably meant by one that no group has.
#[must_use]
pub fn nearest_kind(name: &str) -> Option<&'static str> {
    nearest(name, kinds().map(|kind| kind.name))
}

/// Whether a group belongs to Kubernetes, so that there are no other kinds in it than those in the table.
///
/// Groups without a dot are reserved, and nobody else can serve the ones that the API server serves itself.
/// <https://kubernetes.io/docs/reference/using-api/#api-groups>
#[must_use]
pub fn is_own_group(api_version: &str) -> bool {
    let group = group(api_version);
    !group.contains('.') || kinds().any(|kind| self::group(kind.api_version) == group)
}

/// The minor versions that the table was read from.
#[must_use]
pub fn minors() -> std::ops::RangeInclusive<u32> {
    table().first..=table().last
}

/// What stands before the version; nothing for the core group.
fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// How far a version of a group is from stable.
fn stage(api_version: &str) -> usize {
    ["beta", "alpha"].iter().position(|stage| api_version.contains(stage)).map_or(0, |at| at + 1)
}

fn table() -> &'static Table {
    TABLE.get_or_init(Table::read)
}
