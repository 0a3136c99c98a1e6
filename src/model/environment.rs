//! What holds in one environment: for every block the layers that speak of it, from the weakest to the strongest.
//!
//! No value is merged or copied. What a block says in an environment is found once, in its layers; the layers below are
//! the chain of a value.

mod node;
pub mod resolve;

use super::needs;
use super::program::Defaults;
use super::raw::{Body, Tree};
use super::typed::{Block, Entry, Field, Layer, Reference, Value};
use crate::chart::names::Naming;
use crate::schema::{self, Choice};
use crate::source::Span;
use crate::types::Quantity;
use indexmap::IndexMap;
use node::Node;
use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Blocks by name, in written order.
pub type Views<'a> = IndexMap<&'a str, View<'a>, FxBuildHasher>;

/// Entries of an open map by key, in written order.
pub type Entries<'a> = IndexMap<&'a str, &'a Entry, FxBuildHasher>;

/// One environment.
#[derive(Debug)]
pub struct Environment<'a> {
    /// Its name.
    pub name: &'a str,
    /// The built-in profile that it is built on.
    pub profile: &'static Choice,
    /// Its own settings: namespace, release, switches.
    pub settings: View<'a>,
    /// The stack, which is the same in all environments.
    pub stack: View<'a>,
    /// How its objects are named, which is the same in all environments.
    pub naming: Naming,
    /// The strongest word on the access to registries of every pod, which may be `none`.
    pub access: Option<&'a Field>,
    /// Where its secrets come from.
    pub secrets: View<'a>,
    /// Its blocks, by kind.
    pub(super) kinds: Vec<(&'static schema::Block, Views<'a>)>,
}

/// A block as it holds in an environment: its kind, name and layers, and what follows from them. A copy is as cheap as a
/// reference.
#[derive(Debug, Clone)]
pub struct View<'a>(Arc<Node<'a>>);

impl<'a> Deref for View<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.0
    }
}

/// One step of a value's chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Link<'a> {
    /// Where the step stands; none for the declared default.
    pub layer: Option<Layer>,
    /// The value.
    pub value: &'a Value,
    /// The place of the key; none for the declared default.
    pub key: Option<Span>,
}

static NO_VIEWS: OnceLock<Views<'static>> = OnceLock::new();
static NO_ENTRIES: OnceLock<Entries<'static>> = OnceLock::new();

impl<'a> Environment<'a> {
    /// The blocks of a kind, switched off or not.
    #[must_use]
    pub fn all(&self, kind: &'static schema::Block) -> &Views<'a> {
        let found = self.kinds.iter().find(|(known, _)| known.is(kind)).map(|(_, views)| views);
        found.unwrap_or_else(|| NO_VIEWS.get_or_init(Views::default))
    }

    /// The block of a kind and name, switched off or not.
    #[must_use]
    pub fn get(&self, kind: &'static schema::Block, name: &str) -> Option<&View<'a>> {
        self.all(kind).get(name)
    }

    /// The block of a kind and name, unless it is switched off.
    #[must_use]
    pub fn on(&self, kind: &'static schema::Block, name: &str) -> Option<&View<'a>> {
        self.get(kind, name).filter(|view| view.is_on())
    }
}

impl<'a> View<'a> {
    /// What some layers, from the weakest to the strongest, say of a block.
    pub(super) fn new(
        kind: &'static schema::Block,
        name: &'a str,
        layers: Vec<&'a Block>,
        defaults: &'a Defaults,
    ) -> Self {
        let mut view = Self(Arc::new(Node::new(kind, name, layers, defaults)));
        // What is left out can be what another field needs.
        while let Some(unused) = needs::unmet(&view) {
            let Some(node) = Arc::get_mut(&mut view.0) else { break };
            node.written.retain(|(known, _)| !known.is(unused.field));
            node.left_out.push(unused);
        }
        view
    }

    /// Whether it is there at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        // It is where nobody says otherwise.
        self.field(&schema::shared::ENABLED).is_none_or(|own| own.value.truth() == Some(true))
    }

    /// What the strongest layer says of a field, which may be `none`. Nothing where the field means nothing in this block
    /// (see [`needs`]), although a weaker layer may set it.
    #[must_use]
    pub fn field(&self, field: &schema::Field) -> Option<&'a Field> {
        self.written.iter().find(|(known, _)| known.is(field)).map(|(_, own)| *own)
    }

    /// Whether a weaker layer sets a field that means nothing here.
    #[must_use]
    pub fn leaves_out(&self, field: &schema::Field) -> bool {
        self.left_out.iter().any(|own| own.field.is(field))
    }

    /// Every field that has a value: first those that are written, then those whose declared default holds.
    pub fn values(&self) -> impl Iterator<Item = (&'static schema::Field, &'a Value)> {
        let written = self.written.iter().map(|(field, own)| (*field, &own.value));
        let defaults = self.kind.all_fields().filter(|field| field.default.is_some() && self.field(field).is_none());
        let defaults = defaults.filter_map(|field| Some((field, self.defaults.get(field)?)));
        written.filter(|(_, value)| !value.is_none()).chain(defaults)
    }

    /// A field's value: that of the strongest layer, or the declared default. None where it is unset or taken away.
    #[must_use]
    pub fn value(&self, field: &'static schema::Field) -> Option<&'a Value> {
        match self.field(field) {
            Some(found) => Some(&found.value).filter(|value| !value.is_none()),
            None => self.defaults.get(field),
        }
    }

    /// Whether some layer gives a key a value that was reported, so that what it holds is not known.
    #[must_use]
    pub fn is_faulty(&self, key: &str) -> bool {
        self.layers.iter().any(|layer| layer.faulty.iter().any(|faulty| faulty == key))
    }

    /// Whether nothing in the block itself was reported. Otherwise what seems to be missing may stand there misspelt.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.layers.iter().all(|layer| layer.faulty.is_empty())
    }

    /// Every value that a field has in some layer, from the weakest to the strongest.
    #[must_use]
    pub fn chain(&self, field: &'static schema::Field) -> Vec<Link<'a>> {
        let default = self.defaults.get(field).map(|value| Link { layer: None, value, key: None });
        let written = self.layers.iter().filter_map(|layer| {
            let own = layer.fields.iter().find(|own| own.field.is(field))?;
            Some(Link { layer: Some(layer.layer), value: &own.value, key: Some(own.key) })
        });
        default.into_iter().chain(written).collect()
    }

    /// The layer that a field's value comes from; none where nothing but the default speaks.
    #[must_use]
    pub fn layer_of(&self, field: &schema::Field) -> Option<Layer> {
        if self.leaves_out(field) {
            return None;
        }
        self.layers
            .iter()
            .rev()
            .find(|layer| layer.fields.iter().any(|own| own.field.is(field)))
            .map(|layer| layer.layer)
    }

    /// A truth; false where nothing is said.
    #[must_use]
    pub fn bool(&self, field: &'static schema::Field) -> bool {
        self.truth(field) == Some(true)
    }

    /// A truth, where something is said.
    #[must_use]
    pub fn truth(&self, field: &'static schema::Field) -> Option<bool> {
        self.value(field)?.truth()
    }

    /// A whole number, a percentage, or a time in seconds.
    #[must_use]
    pub fn int(&self, field: &'static schema::Field) -> Option<i64> {
        self.value(field)?.int()
    }

    /// Text without a reference.
    #[must_use]
    pub fn text(&self, field: &'static schema::Field) -> Option<&'a str> {
        self.value(field)?.text().map(SmolStr::as_str)
    }

    /// A word.
    #[must_use]
    pub fn choice(&self, field: &'static schema::Field) -> Option<&'static Choice> {
        self.value(field)?.choice()
    }

    /// The name of a block.
    #[must_use]
    pub fn block(&self, field: &'static schema::Field) -> Option<(&'static schema::Block, &'a str)> {
        self.value(field)?.block().map(|(kind, name)| (kind, name.as_str()))
    }

    /// A quantity.
    #[must_use]
    pub fn quantity(&self, field: &'static schema::Field) -> Option<Quantity> {
        self.value(field)?.quantity()
    }

    /// The items of a list.
    #[must_use]
    pub fn list(&self, field: &'static schema::Field) -> &'a [Value] {
        self.value(field).and_then(Value::items).unwrap_or_default()
    }

    /// The texts of a list that have no reference.
    pub fn texts(&self, field: &'static schema::Field) -> impl Iterator<Item = &'a SmolStr> + use<'a> {
        self.list(field).iter().filter_map(Value::text)
    }

    /// The place of a field's value, else of the block.
    #[must_use]
    pub fn place(&self, field: &schema::Field) -> Span {
        self.field(field).map_or_else(|| self.head(), |found| found.value.span)
    }

    /// The place where the block was introduced.
    #[must_use]
    pub fn head(&self) -> Span {
        let named = self.layers.iter().find(|layer| layer.name.is_some() && layer.layer >= Layer::Base);
        let first = named.or(self.layers.last());
        first.map_or_else(unreachable_span, |layer| layer.head)
    }

    /// What stands after `:`, by the strongest layer that says so.
    #[must_use]
    pub fn base(&self) -> Option<&'a crate::syntax::ast::Name> {
        self.layers.iter().rev().find_map(|layer| layer.base.as_ref())
    }

    /// The nested block of a kind that has no name.
    #[must_use]
    pub fn child(&self, kind: &'static schema::Block) -> Option<View<'a>> {
        self.nested(kind, "")
    }

    /// A nested block that nobody wrote: only its declared defaults hold.
    #[must_use]
    pub fn blank(&self, kind: &'static schema::Block) -> View<'a> {
        View::new(kind, "", Vec::new(), self.defaults)
    }

    /// The nested block of a kind and name.
    #[must_use]
    pub fn nested(&self, kind: &'static schema::Block, name: &str) -> Option<View<'a>> {
        self.blocks_of(kind).find(|view| view.name == name).cloned()
    }

    /// The nested blocks of a kind, in written order.
    #[must_use]
    pub fn children(&self, kind: &'static schema::Block) -> Vec<View<'a>> {
        self.blocks_of(kind).cloned().collect()
    }

    /// The nested blocks of every kind, open maps too, in written order.
    #[must_use]
    pub fn blocks(&self) -> &[View<'a>] {
        &self.blocks
    }

    /// The nested blocks of a kind, to look at.
    pub fn blocks_of(&self, kind: &'static schema::Block) -> impl Iterator<Item = &View<'a>> {
        self.blocks.iter().filter(|view| view.kind.is(kind))
    }

    /// The name of the first port, which is meant where none is named.
    #[must_use]
    pub fn first_port(&self) -> Option<&'a str> {
        self.blocks_of(&schema::port::PORT).next().map(|port| port.name)
    }

    /// The entries of an open map that is nested in this block: the strongest layer wins, key by key, and `none` takes
    /// a key away. In written order.
    #[must_use]
    pub fn entries(&self, map: &'static schema::Block) -> &Entries<'a> {
        let found = self.maps.iter().find(|(known, _)| known.is(map)).map(|(_, entries)| entries);
        found.unwrap_or_else(|| NO_ENTRIES.get_or_init(Entries::default))
    }

    /// The open maps that are nested in this block, in written order.
    pub fn maps(&self) -> impl Iterator<Item = (&'static schema::Block, &Entries<'a>)> {
        self.maps.iter().map(|(kind, entries)| (*kind, entries))
    }

    /// What is nested in this block as raw content, in written order.
    pub fn raws(&self) -> impl Iterator<Item = (&'static schema::Block, &Tree<'a>)> {
        self.raw.iter().map(|(kind, tree)| (*kind, tree))
    }

    /// The nested blocks that have fields, in written order.
    pub fn inner(&self) -> impl Iterator<Item = &View<'a>> {
        self.blocks.iter().filter(|view| view.kind.entries.is_none())
    }

    /// The raw content that is nested in this block: blocks of its layers merge. None where there is none.
    #[must_use]
    pub fn raw(&self, kind: &'static schema::Block) -> Option<&Tree<'a>> {
        self.raw.iter().find(|(known, _)| known.is(kind)).map(|(_, tree)| tree)
    }

    /// The layers of raw content that is nested in this block, from the weakest to the strongest.
    #[must_use]
    pub fn raw_layers(&self, kind: &'static schema::Block) -> Vec<&'a Body> {
        node::bodies(&self.layers, kind)
    }

    /// Every value that an entry of a nested open map has in some layer, from the weakest to the strongest.
    #[must_use]
    pub fn entry_chain(&self, map: &'static schema::Block, key: &str) -> Vec<Link<'a>> {
        let blocks = self.layers.iter().flat_map(|layer| &layer.blocks).filter(|block| block.kind.is(map));
        let links = blocks.flat_map(|block| {
            block.entries.iter().filter(|entry| entry.key.value == key).map(|entry| Link {
                layer: Some(block.layer),
                value: &entry.value,
                key: Some(entry.key.span),
            })
        });
        links.collect()
    }

    /// The block's first layer, for what only the introducing place can say.
    #[must_use]
    pub fn waiver(&self, rule: &str) -> bool {
        self.entries(&schema::container::ALLOW).contains_key(rule)
    }

    /// Every reference in the fields and entries of the block and of what is nested in it, as they hold.
    pub fn references(&self, found: &mut Vec<&'a Reference>) {
        for (_, value) in self.values() {
            found.extend(value.references());
        }
        for (_, entries) in self.maps() {
            found.extend(entries.values().flat_map(|entry| entry.value.references()));
        }
        for (_, raw) in self.raws() {
            raw.values(&mut |_, value| found.extend(value.references()));
        }
        self.inner().for_each(|view| view.references(found));
    }
}

fn unreachable_span() -> Span {
    Span::new(crate::source::FileId::FIRST, 0..0)
}
