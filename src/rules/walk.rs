//! Goes through what blocks say: what holds in an environment, or what is written in the sources.

use crate::model::environment::{Environment, View};
use crate::model::program::Program;
use crate::model::raw::Body;
use crate::model::typed::{Block, Reference, Value};
use crate::schema::attributes::Root;
use crate::schema::{
    self, autoscale, config, database, image, ingress, metrics, probe, secret, service, shared, volume,
};
use crate::source::Span;

/// A place of an environment that names a block.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The block of the top level that it belongs to.
    pub(super) owner: &'a View<'a>,
    /// Where in it.
    pub(super) place: Place<'a>,
    /// What is named.
    pub(super) target: Target<'a>,
}

/// Where in a block of the top level a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The kind of the block that holds it directly.
    pub(super) kind: &'static schema::Block,
    /// The field; none for an entry of an open map.
    pub(super) field: Option<&'static schema::Field>,
    /// The key of an entry.
    pub(super) key: Option<&'a str>,
}

/// Whether a block, of the top level or nested, is not switched off.
pub(super) fn is_used(view: &View<'_>) -> bool {
    let switches = [
        &shared::ENABLED,
        &volume::ENABLED,
        &probe::ENABLED,
        &ingress::ENABLED,
        &autoscale::ENABLED,
        &metrics::ENABLED,
    ];
    // Each of them is on where nobody says otherwise.
    switches.into_iter().all(|switch| view.field(switch).and_then(|own| own.value.truth()) != Some(false))
}

/// The blocks of the top level of an environment that are not switched off.
pub(super) fn used<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    all(environment).filter(|view| view.is_on())
}

/// All blocks of the top level of an environment.
pub(super) fn all<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    schema::TOP.iter().flat_map(|kind| environment.all(kind).values())
}

/// Everything in an environment that names a block, also in blocks that are switched off.
pub(super) fn mentions<'a>(environment: &'a Environment<'a>) -> Vec<Mention<'a>> {
    let mut found = Vec::new();
    for owner in all(environment) {
        within(owner, &mut |place, value| {
            found.extend(targets(value).into_iter().map(|target| Mention { owner, place, target }));
        });
    }
    found
}

/// Every value of a block and of what is nested in it and not switched off.
pub(super) fn within<'a>(view: &View<'a>, each: &mut impl FnMut(Place<'a>, &'a Value)) {
    for (field, value) in view.values() {
        each(Place { kind: view.kind, field: Some(field), key: None }, value);
    }
    for (kind, entries) in view.maps() {
        entries.iter().for_each(|(key, entry)| each(Place { kind, field: None, key: Some(key) }, &entry.value));
    }
    for (kind, raw) in view.raws() {
        raw.values(&mut |key, value| each(Place { kind, field: None, key: Some(key) }, value));
    }
    view.inner().filter(|child| is_used(child)).for_each(|child| within(child, each));
}

/// Every block that is written: in the stack, its libraries, templates, profiles and environments, each with the nested ones.
pub(super) fn written<'a>(program: &'a Program, each: &mut impl FnMut(&'a Block, &'a Block)) {
    let apart = program.templates.values().chain(program.profiles.values()).chain(program.environments.values());
    for block in std::iter::once(&program.stack).chain(&program.blocks).chain(apart) {
        nested(block, block, each);
    }
}

/// A block and those in it; an owner is a block of the top level, also where it stands in an environment.
pub(super) fn nested<'a>(owner: &'a Block, block: &'a Block, each: &mut impl FnMut(&'a Block, &'a Block)) {
    each(owner, block);
    for inner in &block.blocks {
        let owner = if block.extends.is_some() || is_group(block) { inner } else { owner };
        nested(owner, inner, each);
    }
}

/// Whether blocks of the top level stand in it.
fn is_group(block: &Block) -> bool {
    block.kind.is(&schema::environment::ENVIRONMENT) || block.kind.is(&schema::environment::PROFILE)
}

/// Every value that a written block has itself.
pub(super) fn values(block: &Block) -> impl Iterator<Item = (Place<'_>, &Value)> {
    let fields =
        block.fields.iter().map(|own| (Place { kind: block.kind, field: Some(own.field), key: None }, &own.value));
    let entries = block.entries.iter().map(|own| (&own.key, &own.value));
    let raw = block.raw.iter().flat_map(Body::leaves);
    let keyed =
        entries.chain(raw).map(|(key, value)| (Place { kind: block.kind, field: None, key: Some(&key.value) }, value));
    fields.chain(keyed)
}

/// A block of the top level that a value names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// Its kind.
    pub(super) kind: &'static schema::Block,
    /// Its name.
    pub(super) name: &'a str,
    /// Where it is named.
    pub(super) span: Span,
    /// The reference, where more than a name stands there.
    pub(super) reference: Option<&'a Reference>,
}

/// The blocks that a value names.
pub(super) fn targets(value: &Value) -> Vec<Target<'_>> {
    let mut found = Vec::new();
    named(value, &mut found);
    for reference in value.references() {
        if let Some(kind) = kind_of(reference.root) {
            found.push(Target { kind, name: reference.target(), span: reference.span, reference: Some(reference) });
        }
    }
    found
}

fn named<'a>(value: &'a Value, found: &mut Vec<Target<'a>>) {
    for leaf in value.leaves() {
        found.extend(leaf.block().map(|(kind, name)| Target { kind, name, span: leaf.span, reference: None }));
    }
}

/// The kind of block that a reference names.
fn kind_of(root: Root) -> Option<&'static schema::Block> {
    match root {
        Root::Service => Some(&service::SERVICE),
        Root::Database => Some(&database::DATABASE),
        Root::Secret => Some(&secret::SECRET),
        Root::Config => Some(&config::CONFIG),
        Root::Image => Some(&image::IMAGE),
        Root::Environment | Root::Pod | Root::Env | Root::Let | Root::Param => None,
    }
}
