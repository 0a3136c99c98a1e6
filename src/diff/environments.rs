//! Two environments of one stack.

use super::fields::{self, Field};
use super::object::{self, Id};
use super::{Object, State, compare, hide};
use crate::artifacts::{Input, namespace, release};
use crate::chart::fill::{Manifest, Release};
use crate::chart::{Chart, tree};
use rayon::prelude::*;
use serde_json::Value;

/// What differs between two environments.
#[derive(Debug, Clone, PartialEq)]
pub struct Environments {
    /// Name of the stack.
    pub stack: String,
    /// The first environment.
    pub left: Side,
    /// The second.
    pub right: Side,
    /// What the source says differently.
    pub fields: Vec<Field>,
    /// What the manifests hold differently.
    pub objects: Vec<Object>,
    /// How many objects are alike.
    pub alike: usize,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// The built-in profile that it is built on.
    pub profile: String,
}

/// Compares two environments by their places among all; none where there is no such place.
///
/// Both are made from one tree, so an object is itself in the other environment under any name and in any namespace.
#[must_use]
pub fn between(input: &Input<'_>, left: usize, right: usize) -> Option<Environments> {
    let (first, second) = (input.environments.get(left)?, input.environments.get(right)?);
    let side = |index: usize| {
        input
            .environments
            .get(index)
            .map(|own| Side { name: own.name.to_owned(), profile: own.profile.name.to_owned() })
    };
    let mut objects = Vec::new();
    let mut alike = 0;
    for chart in input.charts() {
        let of = |index: usize| {
            let environment = input.environments.get(index)?;
            Some(Release::new(chart, index, &release(environment, chart), namespace(environment)))
        };
        let (one, other) = (of(left)?, of(right)?);
        for found in pairs(chart, &one, &other) {
            match found {
                Pair::Alike => alike += 1,
                Pair::Differ(object) => objects.push(object),
                Pair::Neither => {}
            }
        }
    }
    Some(Environments {
        stack: first.stack.name.to_owned(),
        left: side(left)?,
        right: side(right)?,
        fields: fields::compare(input.sources, first, second),
        objects,
        alike,
    })
}

enum Pair {
    Alike,
    Differ(Object),
    Neither,
}

fn pairs(chart: &Chart, left: &Release<'_>, right: &Release<'_>) -> Vec<Pair> {
    let objects = chart.objects.par_iter().filter(|object| !object.chart_only);
    objects.map(|object| pair(rendered(left, object).as_deref(), rendered(right, object).as_deref())).collect()
}

fn rendered(release: &Release<'_>, object: &tree::Object) -> Option<String> {
    let mut manifest = Manifest::default();
    release.has(object).then(|| release.write(object, &mut manifest)).map(|()| manifest.text)
}

fn pair(left: Option<&str>, right: Option<&str>) -> Pair {
    if left.is_none() && right.is_none() {
        return Pair::Neither;
    }
    if left == right {
        return Pair::Alike;
    }
    let value = |text: Option<&str>| text.and_then(|text| serde_yaml::from_str::<Value>(text).ok());
    let (left, right) = (value(left), value(right));
    let id = |value: &Option<Value>| value.as_ref().and_then(object::id);
    let named: Id = id(&right).or_else(|| id(&left)).unwrap_or_default();
    let (state, changes) = match (&left, &right) {
        (Some(left), Some(right)) => {
            let changes = compare::compare(left, right, object::shape(right).as_ref());
            (State::Both, changes.iter().map(|change| hide::change(&named, change)).collect::<Vec<_>>())
        }
        (Some(_), None) => (State::Gone, Vec::new()),
        (None, _) => (State::New, Vec::new()),
    };
    if state == State::Both && changes.is_empty() {
        return Pair::Alike;
    }
    Pair::Differ(Object { id: named, state, changes, effects: Vec::new() })
}
