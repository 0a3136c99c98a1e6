//! What differs: between two environments of a stack, and between an output and the one before it.
//!
//! Everything here is pure: it takes what was resolved and lowered, or parsed objects, and returns what differs. `emit::diff`
//! is another thing: it compares the bytes of files for `todoc build --check`.
//!
//! - [`fields`] compares two environments as the source says them, with the chain behind each value.
//! - [`compare`] compares two objects, place by place.
//! - [`environments`] is `todoc diff A B`: fields, and the objects that both are lowered to.
//! - [`rollout`] is `todoc diff --against DIR`: the objects of an earlier output, and what becomes of them.
//! - [`risk`] says what a change does to a cluster that runs.
//! - [`version`] says which part of a chart's version has to rise.
//! - [`mod@print`] writes what was found, one file a format.

pub mod against;
pub mod compare;
pub mod environments;
pub mod fields;
pub mod fold;
pub mod hide;
pub mod object;
pub mod path;
pub mod print;
pub mod risk;
pub mod rollout;
pub mod version;

use compare::Change;
use object::Id;
use risk::Effect;

/// An object that is not the same on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// What it is: on the right, or where it is gone on the left.
    pub id: Id,
    /// On which side it is.
    pub state: State,
    /// Where it differs, as it may be shown; empty where it is on one side only.
    pub changes: Vec<Change>,
    /// What that does to a cluster, the worst first; nothing between two environments.
    pub effects: Vec<Effect>,
}

/// On which side an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// On the left alone: before, and not afterwards.
    Gone,
    /// On the right alone: afterwards, and not before.
    New,
    /// On both.
    Both,
}
