//! A change that many objects share is told once: another namespace, another version in a label.

use super::compare::Change;
use super::{Object, State};

/// So many objects must share a change.
const MANY: usize = 3;

/// A change with every object that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared<'o> {
    /// The change.
    pub change: &'o Change,
    /// The objects, in order.
    pub objects: Vec<&'o Object>,
}

/// What is left of an object when the changes that it shares with others are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Own<'o> {
    /// The object.
    pub object: &'o Object,
    /// Its own changes.
    pub changes: Vec<&'o Change>,
}

/// The changes that many share, and every object that is on both sides with the changes of its own.
#[must_use]
pub fn fold(objects: &[Object]) -> (Vec<Shared<'_>>, Vec<Own<'_>>) {
    let both = || objects.iter().filter(|object| object.state == State::Both);
    let mut shared: Vec<Shared<'_>> = Vec::new();
    for object in both() {
        for change in &object.changes {
            match shared.iter_mut().find(|known| known.change == change) {
                Some(known) => known.objects.push(object),
                None => shared.push(Shared { change, objects: vec![object] }),
            }
        }
    }
    shared.retain(|known| known.objects.len() >= MANY);
    let is_own = |change: &&Change| !shared.iter().any(|known| known.change == *change);
    let own = both().map(|object| Own { object, changes: object.changes.iter().filter(is_own).collect() });
    let own = own.collect();
    (shared, own)
}
