//! What changes in a cluster when an output is rolled out over an earlier one.

use super::object::{self, Id};
use super::risk::{self, Delta, Effect, World};
use super::{Object, State, compare, hide};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

/// What changes in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollout {
    /// Name of the environment.
    pub environment: String,
    /// Whether the earlier output has this environment. Otherwise everything is new.
    pub is_known: bool,
    /// The objects that change, in the order of the new output; those that go away behind them.
    pub objects: Vec<Object>,
    /// How many objects stay as they are.
    pub alike: usize,
}

impl Rollout {
    /// Everything that happens, object by object.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.objects.iter().flat_map(|object| &object.effects)
    }

    /// The worst that happens; none where nothing does.
    #[must_use]
    pub fn worst(&self) -> Option<&'static risk::Risk> {
        self.effects().map(|effect| effect.risk).min_by_key(|risk| risk.rank())
    }
}

/// Compares the objects of an environment with those of the earlier output; none where it did not have the environment.
#[must_use]
pub fn rollout(environment: &str, old: Option<&[Value]>, new: &[Value]) -> Rollout {
    let (before, after) = (named(old.unwrap_or_default()), named(new));
    let world = World { old: &before, new: &after };
    let of = |all: &[(Id, &Value)]| -> BTreeMap<Id, usize> {
        all.iter().enumerate().map(|(at, (id, _))| (id.clone(), at)).collect()
    };
    let (places, others) = (of(&before), of(&after));
    let gone = before.iter().filter(|(id, _)| !others.contains_key(id)).map(|(id, old)| (id, Some(*old), None));
    let kept = after.iter().map(|(id, new)| {
        let old = places.get(id).and_then(|at| before.get(*at)).map(|(_, old)| *old);
        (id, old, Some(*new))
    });
    let all: Vec<_> = kept.chain(gone).collect();
    let changed: Vec<Option<Object>> = all.par_iter().map(|(id, old, new)| changed(id, *old, *new, &world)).collect();
    let alike = changed.iter().filter(|object| object.is_none()).count();
    Rollout {
        environment: environment.to_owned(),
        is_known: old.is_some(),
        objects: changed.into_iter().flatten().collect(),
        alike,
    }
}

fn named(objects: &[Value]) -> Vec<(Id, &Value)> {
    objects.iter().filter_map(|object| Some((object::id(object)?, object))).collect()
}

/// What happens to one object; none where nothing does.
fn changed(id: &Id, old: Option<&Value>, new: Option<&Value>, world: &World<'_>) -> Option<Object> {
    let (state, changes) = match (old, new) {
        (Some(old), Some(new)) => {
            let changes = compare::compare(old, new, object::shape(new).as_ref());
            if changes.is_empty() {
                return None;
            }
            (State::Both, changes.iter().map(|change| hide::change(id, change)).collect())
        }
        (Some(_), None) => (State::Gone, Vec::new()),
        (None, _) => (State::New, Vec::new()),
    };
    // Where nothing was, nothing that ran can suffer: what is new can only let something in.
    let effects = risk::effects(&Delta { id, old, new }, world);
    Some(Object { id: id.clone(), state, changes, effects })
}
