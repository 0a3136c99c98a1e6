//! From the places that a line was made of to the values of the source.

use crate::chart::Chart;
use crate::chart::fill::From;
use crate::chart::tree::{self, Origin};
use crate::chart::values::Knob;
use crate::chart::values::schema::Schema;
use crate::model::chain::{self, Chain, Leaf, Place};
use crate::model::environment::{Environment, View};
use crate::schema::{self, container, environment, image, secret, stack};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What is needed to look up where values of a chart come from.
#[derive(Debug)]
pub struct Trace<'a> {
    knobs: BTreeMap<&'a str, &'a Knob>,
}

impl<'a> Trace<'a> {
    /// The trace of a chart.
    #[must_use]
    pub fn of(chart: &'a Chart) -> Self {
        Self { knobs: chart.values.knobs.iter().map(|knob| (knob.path.as_str(), knob)).collect() }
    }

    /// The key of the values that a path leads to or into, and the first word behind it.
    #[must_use]
    pub fn knob<'w>(&self, words: &'w [String]) -> Option<(&'a Knob, Option<&'w str>)> {
        let splits = (1..=words.len()).rev().filter_map(|count| words.split_at_checked(count));
        let mut found = splits.filter_map(|(path, rest)| Some((*self.knobs.get(path.join(".").as_str())?, rest)));
        found.next().map(|(knob, rest)| (knob, rest.first().map(String::as_str)))
    }

    /// The chains behind a place in an environment. `line` is what stands there, which tells apart what one place holds together.
    #[must_use]
    pub fn chains<'e>(&self, environment: &Environment<'e>, from: &From<'_>, line: &str) -> Vec<Chain<'e>> {
        let mut places: Vec<Place> = Vec::new();
        for place in self.places(environment, from, line) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let chains = places.iter().map(|place| chain::at(environment, place));
        chains.filter(|chain| !chain.steps.is_empty() || chain.condition.is_some()).collect()
    }

    fn places(&self, environment: &Environment<'_>, from: &From<'_>, line: &str) -> Vec<Place> {
        match from {
            From::Origin(origin) => of_origin(environment, origin, None),
            From::Value(path) => self.of_value(environment, path, None, line),
            From::ValueEntry(path, key) => self.of_value(environment, path, Some(key), line),
            From::Values(path) => {
                let below = format!("{path}.");
                let knobs = self.knobs.keys().filter(|own| own.starts_with(&below));
                knobs.flat_map(|own| self.of_value(environment, own, None, line)).collect()
            }
            From::Field(kind, field) => {
                vec![Place { block: (kind, SmolStr::default()), nested: Vec::new(), leaf: Leaf::Field(field) }]
            }
            From::Block(component) => block(environment, component).into_iter().collect(),
        }
    }

    fn of_value(&self, environment: &Environment<'_>, path: &str, key: Option<&str>, line: &str) -> Vec<Place> {
        let Some((knob, origin)) = self.knobs.get(path).and_then(|knob| Some((knob, knob.origin.as_ref()?))) else {
            return Vec::new();
        };
        if knob.schema == Schema::Resources {
            return resources(origin, line);
        }
        of_origin(environment, origin, key)
    }
}

/// The block that a component of the chart is made of.
fn block(environment: &Environment<'_>, component: &str) -> Option<Place> {
    let name = component.split('.').next().unwrap_or(component);
    let place = |kind: &'static schema::Block, name: &str| Place {
        block: (kind, SmolStr::new(name)),
        nested: Vec::new(),
        leaf: Leaf::Block,
    };
    if name == secret::SECRETS.name {
        return Some(place(&secret::SECRETS, ""));
    }
    let objects = schema::TOP.iter().filter(|kind| !kind.is(&image::IMAGE) && !kind.is(&secret::SECRET));
    objects.copied().find(|kind| environment.get(kind, name).is_some()).map(|kind| place(kind, name))
}

/// CPU or memory, as the line says; both where it holds both.
fn resources(origin: &Origin, line: &str) -> Vec<Place> {
    let fields: [&'static schema::Field; 2] = [&container::CPU, &container::MEMORY];
    let named = |name: &str| line.trim_start().starts_with(name);
    let meant = fields.into_iter().filter(|field| named(field.name) || !fields.iter().any(|other| named(other.name)));
    meant.map(|field| to_place(origin, Leaf::Field(field))).collect()
}

fn of_origin(environment: &Environment<'_>, origin: &Origin, key: Option<&str>) -> Vec<Place> {
    let leaf = match (&origin.place, key) {
        (tree::Place::Field(field), _) => Leaf::Field(field),
        (tree::Place::Entry(map, key), _) => Leaf::Entry(map, key.clone()),
        (tree::Place::Block, None) => Leaf::Block,
        (tree::Place::Block, Some(key)) => match map_of(environment, origin, key) {
            Some(map) => Leaf::Entry(map, SmolStr::new(key)),
            None => Leaf::Block,
        },
    };
    let built = image_of(environment, origin, &leaf);
    std::iter::once(to_place(origin, leaf)).chain(built).collect()
}

fn to_place(origin: &Origin, leaf: Leaf) -> Place {
    Place { block: (origin.kind, origin.name.clone()), nested: origin.nested.clone(), leaf }
}

/// The open map of a block that has a key.
fn map_of(environment: &Environment<'_>, origin: &Origin, key: &str) -> Option<&'static schema::Block> {
    let view = view(environment, origin)?;
    let mut maps = view.kind.blocks.iter().copied().filter(|map| map.entries.is_some());
    maps.find(|map| !view.entry_chain(map, key).is_empty())
}

/// The image block that a workload names.
fn image_of(environment: &Environment<'_>, origin: &Origin, leaf: &Leaf) -> Option<Place> {
    let Leaf::Field(field) = leaf else { return None };
    let (kind, name) = view(environment, origin)?.block(field).filter(|(kind, _)| kind.is(&image::IMAGE))?;
    Some(Place { block: (kind, SmolStr::new(name)), nested: Vec::new(), leaf: Leaf::Block })
}

fn view<'a>(environment: &Environment<'a>, origin: &Origin) -> Option<View<'a>> {
    let view = match origin.kind {
        kind if kind.is(&environment::ENVIRONMENT) => &environment.settings,
        kind if kind.is(&secret::SECRETS) => &environment.secrets,
        kind if kind.is(&stack::STACK) => &environment.stack,
        kind => environment.get(kind, &origin.name)?,
    };
    origin.nested.iter().try_fold(view.clone(), |view, (kind, name)| view.nested(kind, name))
}
