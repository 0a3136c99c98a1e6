//! Who reads which secret.

use super::password;
use crate::model::environment::{Environment, View};
use crate::model::typed::{Kind, Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, shared};
use std::collections::BTreeMap;

/// A place that reads a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader<'a> {
    /// Kind and name of the block.
    pub block: (&'static str, &'a str),
    /// The key of the map that the value stands in, which for a container is a variable.
    pub variable: Option<&'a str>,
    /// Whether the secret is all of the value, and not a part of a text.
    pub whole: bool,
}

/// The readers of each secret, by the secret's name, in the order of the blocks.
pub(super) fn readers<'a>(environment: &Environment<'a>) -> Readers<'a> {
    read(environment, |block| switch(block).is_none_or(|field| block.bool(field)))
}

/// The same, with those that are off.
pub(super) fn readers_with_those_that_are_off<'a>(environment: &Environment<'a>) -> Readers<'a> {
    read(environment, |_| true)
}

/// Readers by the name of the secret.
type Readers<'a> = BTreeMap<String, Vec<Reader<'a>>>;

fn read<'a>(environment: &Environment<'a>, takes_part: impl Fn(&View<'a>) -> bool) -> Readers<'a> {
    let mut readers = Readers::new();
    for kind in schema::TOP.iter().copied() {
        for view in environment.all(kind).values().filter(|view| takes_part(view)) {
            visit(view, &takes_part, &mut |variable, value| {
                for (secret, whole) in secrets(value) {
                    let reader = Reader { block: (kind.name, view.name), variable, whole };
                    let known = readers.entry(secret).or_default();
                    // Many blocks read the same secret; one block reads it a few times.
                    let mut own = known.iter().rev().take_while(|known| known.block == reader.block);
                    if own.all(|known| *known != reader) {
                        known.push(reader);
                    }
                }
            });
        }
    }
    readers
}

/// Variables that are made from secrets and other text, such as the URL of a database, and the secrets in them.
#[must_use]
pub fn composed<'a>(declared: &[super::Declared<'a>]) -> BTreeMap<&'a str, Vec<String>> {
    let mut composed: BTreeMap<&'a str, Vec<String>> = BTreeMap::new();
    for secret in declared {
        let parts = secret.readers.iter().filter(|reader| !reader.whole);
        for variable in parts.filter_map(|reader| reader.variable) {
            let secrets = composed.entry(variable).or_default();
            if !secrets.contains(&secret.name) {
                secrets.push(secret.name.clone());
            }
        }
    }
    composed
}

fn switch(view: &View<'_>) -> Option<&'static schema::Field> {
    view.kind.field(shared::ENABLED.name)
}

/// Every value of a block and of what is nested in it and takes part, with its key where it is an entry of a map.
fn visit<'a>(
    view: &View<'a>,
    takes_part: &impl Fn(&View<'a>) -> bool,
    see: &mut impl FnMut(Option<&'a str>, &'a Value),
) {
    view.values().for_each(|(_, value)| see(None, value));
    for entry in view.maps().flat_map(|(_, entries)| entries.values()) {
        see(Some(entry.key.value.as_str()), &entry.value);
    }
    view.raws().for_each(|(_, raw)| raw.values(&mut |key, value| see(Some(key), value)));
    view.inner().filter(|child| takes_part(child)).for_each(|child| visit(child, takes_part, see));
}

/// The secrets that a value needs, and whether each is all of it.
fn secrets(value: &Value) -> Vec<(String, bool)> {
    if let Kind::Block(kind, name) = &value.kind {
        return if kind.is(&schema::secret::SECRET) { vec![(name.to_string(), true)] } else { Vec::new() };
    }
    let alone = matches!(value.kind, Kind::Reference(_));
    value.references().into_iter().filter_map(|reference| secret(reference, alone)).collect()
}

fn secret(reference: &Reference, alone: bool) -> Option<(String, bool)> {
    match reference.root {
        // Who knows what the key is called needs no value of it.
        Root::Secret if reference.attribute == Some(Attribute::Key) => None,
        Root::Secret => Some((reference.target().to_owned(), alone && reference.is_secret())),
        Root::Database if reference.is_secret() => {
            Some((password(reference.target()), alone && reference.attribute == Some(Attribute::Password)))
        }
        Root::Database
        | Root::Service
        | Root::Config
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => None,
    }
}
