//! What two environments say differently, by field of the source.

mod raw;
mod same;

use super::hide;
use crate::model::chain::{self, Chain, Leaf, Place, Presence};
use crate::model::environment::{Environment, View};
use crate::schema::{self, Base, Type, environment, secret, shared};
use crate::source::Sources;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A value that two environments differ in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its path, as `todoc why` takes it.
    pub path: String,
    /// What it is in the first environment.
    pub left: Told,
    /// What it is in the second.
    pub right: Told,
}

/// What a value is in an environment, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whether its block is there: `on`, `off` or `absent`.
    pub presence: String,
    /// The value as it is written; none where nothing is set.
    pub value: Option<String>,
    /// What each layer says, from the weakest to the strongest.
    pub chain: Vec<Word>,
    /// Why something else than the last word holds.
    pub condition: Option<String>,
}

/// What a layer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The layer.
    pub layer: String,
    /// Its value as it is written.
    pub value: String,
    /// The file; none for a default that comes with a field.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// Whether it is the one that holds.
    pub wins: bool,
}

/// Every field that differs, in the order of the reference and of the source.
#[must_use]
pub fn compare(sources: &Sources, left: &Environment<'_>, right: &Environment<'_>) -> Vec<Field> {
    let mut both = Both { sources, left, right, found: Vec::new() };
    both.views(Some(&left.settings), Some(&right.settings), &Way::of(&environment::ENVIRONMENT, ""));
    both.views(Some(&left.secrets), Some(&right.secrets), &Way::of(&secret::SECRETS, ""));
    for kind in schema::TOP.iter().copied() {
        let (first, second) = (left.all(kind), right.all(kind));
        let added = second.keys().filter(|name| !first.contains_key(*name));
        for name in first.keys().chain(added) {
            both.block(first.get(name), second.get(name), &Way::of(kind, name));
        }
    }
    both.found
}

/// The way to a block.
#[derive(Debug, Clone)]
struct Way {
    block: (&'static schema::Block, SmolStr),
    nested: Vec<(&'static schema::Block, SmolStr)>,
}

impl Way {
    fn of(kind: &'static schema::Block, name: &str) -> Self {
        Self { block: (kind, SmolStr::new(name)), nested: Vec::new() }
    }

    fn into(&self, kind: &'static schema::Block, name: &str) -> Self {
        let mut way = self.clone();
        way.nested.push((kind, SmolStr::new(name)));
        way
    }

    fn to(&self, leaf: Leaf) -> Place {
        Place { block: self.block.clone(), nested: self.nested.clone(), leaf }
    }
}

struct Both<'b, 'a> {
    sources: &'b Sources,
    left: &'b Environment<'a>,
    right: &'b Environment<'a>,
    found: Vec<Field>,
}

impl Both<'_, '_> {
    /// A block of the top level. Where one environment is without it, what it says does not matter.
    fn block(&mut self, left: Option<&View<'_>>, right: Option<&View<'_>>, way: &Way) {
        match (left.filter(|view| is_on(view)), right.filter(|view| is_on(view))) {
            (Some(left), Some(right)) => self.views(Some(left), Some(right), way),
            (None, None) => {}
            // Where both know it, the field that switches it tells; else that it is there.
            (Some(_), None) | (None, Some(_)) if left.is_some() && right.is_some() => {
                self.push(&way.to(Leaf::Field(&shared::ENABLED)));
            }
            (Some(_), None) | (None, Some(_)) => self.push(&way.to(Leaf::Block)),
        }
    }

    fn views(&mut self, left: Option<&View<'_>>, right: Option<&View<'_>>, way: &Way) {
        let Some(kind) = left.or(right).map(|view| view.kind) else { return };
        let before = self.found.len();
        self.fields(kind, left, right, way);
        for map in kind.blocks.iter().copied().filter(|map| map.entries.is_some() && !map.is_raw()) {
            self.entries(map, left, right, way);
        }
        for own in kind.blocks.iter().copied().filter(|own| own.is_raw()) {
            self.raw(own, left, right, way);
        }
        for (kind, name) in nested(left, right).into_iter().filter(|(own, _)| !is_refined(kind, own)) {
            let first = left.and_then(|view| view.nested(kind, name));
            let second = right.and_then(|view| view.nested(kind, name));
            self.views(first.as_ref(), second.as_ref(), &way.into(kind, name));
        }
        if left.is_some() != right.is_some() && self.found.len() == before {
            self.push(&way.to(Leaf::Block));
        }
    }

    fn fields(&mut self, kind: &'static schema::Block, left: Option<&View<'_>>, right: Option<&View<'_>>, way: &Way) {
        if matches!(kind.base, Base::Choice(_)) {
            let base = |view: Option<&View<'_>>| view.and_then(View::base).map(|base| base.value.clone());
            if base(left) != base(right) {
                self.push(&way.to(Leaf::Base));
            }
        }
        for field in kind.all_fields().filter(|field| !matches!(field.ty, Type::Short(_))) {
            // Of a block that one environment does not have only what is written counts, not every default.
            let speaks = |view: &View<'_>| (left.is_some() && right.is_some()) || view.field(field).is_some();
            let first = left.filter(|view| speaks(view)).and_then(|view| view.value(field));
            let second = right.filter(|view| speaks(view)).and_then(|view| view.value(field));
            let once = |view: Option<&View<'_>>| {
                field.is(&schema::service::REPLICAS) && view.is_some_and(|view| chain::runs_once(view).is_some())
            };
            if !same::values(first, second) || once(left) != once(right) {
                self.push(&way.to(Leaf::Field(field)));
            }
        }
    }

    fn entries(&mut self, map: &'static schema::Block, left: Option<&View<'_>>, right: Option<&View<'_>>, way: &Way) {
        let (first, second) = (left.map(|view| view.entries(map)), right.map(|view| view.entries(map)));
        let mut keys: Vec<&str> = Vec::new();
        for key in first.iter().chain(&second).flat_map(|entries| entries.keys().copied()) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        for key in keys {
            let one = first.and_then(|entries| entries.get(key)).map(|entry| &entry.value);
            let other = second.and_then(|entries| entries.get(key)).map(|entry| &entry.value);
            if !same::values(one, other) {
                self.push(&way.to(Leaf::Entry(map, SmolStr::new(key))));
            }
        }
    }

    /// Raw content: its leaves, each with the places where the whole of it is written.
    fn raw(&mut self, kind: &'static schema::Block, left: Option<&View<'_>>, right: Option<&View<'_>>, way: &Way) {
        let value =
            |view: Option<&View<'_>>| view.and_then(|view| view.raw(kind)).map(|tree| raw::value(self.sources, tree));
        let differences = raw::compare(value(left).as_ref(), value(right).as_ref());
        let place = way.into(kind, "").to(Leaf::Block);
        for (path, old, new) in differences {
            let mut field = self.field(&place);
            field.path = format!("{}.{path}", field.path);
            (field.left.value, field.right.value) = (old, new);
            self.found.push(field);
        }
    }

    fn push(&mut self, place: &Place) {
        let field = self.field(place);
        self.found.push(field);
    }

    fn field(&self, place: &Place) -> Field {
        let (left, right) = (chain::at(self.left, place), chain::at(self.right, place));
        let name = left.path.rsplit('.').next().map(str::to_owned);
        let told = |chain: &Chain<'_>| told(self.sources, chain, name.as_deref());
        Field { left: told(&left), right: told(&right), path: left.path }
    }
}

fn is_on(view: &View<'_>) -> bool {
    view.kind.field(shared::ENABLED.name).is_none() || view.is_on()
}

/// The nested blocks of both, open maps and raw content aside.
fn nested<'a>(left: Option<&View<'a>>, right: Option<&View<'a>>) -> Vec<(&'static schema::Block, &'a str)> {
    let mut found: Vec<(&'static schema::Block, &str)> = Vec::new();
    for view in left
        .into_iter()
        .chain(right)
        .flat_map(|view: &View<'a>| view.blocks().iter())
        .filter(|view| view.kind.entries.is_none())
    {
        if !found.iter().any(|(kind, name)| kind.is(view.kind) && *name == view.name) {
            found.push((view.kind, view.name));
        }
    }
    found
}

/// What an environment says of the stack's blocks holds in these, and is compared there.
fn is_refined(kind: &schema::Block, own: &schema::Block) -> bool {
    kind.is(&environment::ENVIRONMENT) && schema::TOP.iter().any(|top| top.is(own))
}

fn told(sources: &Sources, chain: &Chain<'_>, name: Option<&str>) -> Told {
    let shown = |text: &str| hide::text(text, name);
    let word = |word: &chain::Word<'_>| Word {
        layer: word.layer.to_owned(),
        value: shown(word.value),
        file: word.place.map(|(file, _)| file.to_owned()),
        line: word.place.map(|(_, place)| place.line),
        column: word.place.map(|(_, place)| place.column),
        wins: word.wins,
    };
    Told {
        presence: chain.presence.name().to_owned(),
        value: chain.value(sources).filter(|_| chain.presence != Presence::Absent).map(shown),
        chain: chain.words(sources).iter().map(word).collect(),
        condition: chain.condition.as_ref().map(|condition| condition.why.clone()),
    }
}
