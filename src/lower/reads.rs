//! What a chart reads, found in its tree. A key of the values is there exactly where the tree reads it.
//!
//! Blocks declare keys before it is known what becomes of their objects: a patch may write over what read a key, an ingress may
//! have no route, no pod may name a secret. So what nothing reads is left out here, for all keys at once.

use super::Part;
use crate::chart::tree::visit::{self, Visitor};
use crate::chart::tree::{Entry, Expr, Node, Path};
use crate::chart::values::Rule;
use rustc_hash::FxHashSet;
use serde_json::Value;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;

/// Paths of the values that a chart reads, and the pieces that it includes.
#[derive(Debug, Default)]
pub(super) struct Reads {
    paths: Paths,
    pub(super) pieces: BTreeSet<SmolStr>,
}

/// Paths of the values, and the maps in which they stand.
#[derive(Debug, Default)]
struct Paths {
    own: FxHashSet<Path>,
    above: FxHashSet<Path>,
}

impl Paths {
    fn insert(&mut self, path: Path) {
        if self.own.contains(&path) {
            return;
        }
        // Where a map is known, those around it are.
        for map in above(&path) {
            if self.above.contains(map) {
                break;
            }
            self.above.insert(SmolStr::new(map));
        }
        self.own.insert(path);
    }

    fn has(&self, path: &str) -> bool {
        self.own.contains(path)
    }

    fn has_below(&self, path: &str) -> bool {
        self.above.contains(path)
    }
}

impl FromIterator<Path> for Paths {
    fn from_iter<I: IntoIterator<Item = Path>>(all: I) -> Self {
        let mut paths = Self::default();
        all.into_iter().for_each(|path| paths.insert(path));
        paths
    }
}

/// The maps in which a key stands, the innermost first.
fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(map_of(path), |path| map_of(path))
}

fn map_of(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(map, _)| map)
}

/// Leaves out what nothing of a chart reads: pieces, keys of the values, and what is said of such keys.
pub(super) fn prune(part: &mut Part) {
    let mut pieces = std::mem::take(&mut part.pieces);
    let mut reads = Reads::of(part);
    let mut known = usize::MAX;
    while known != reads.pieces.len() {
        known = reads.pieces.len();
        let included: BTreeSet<SmolStr> = reads.pieces.clone();
        pieces.iter_mut().filter(|own| included.contains(&own.name)).for_each(|own| visit::piece(own, &mut reads));
    }
    pieces.retain(|own| reads.pieces.contains(&own.name));
    part.pieces = pieces;
    let keys = part.knobs.len();
    reads.keep(part);
    if part.knobs.len() < keys {
        describe(part);
    }
}

/// Leaves out comments of maps without keys, and rules of keys that are gone.
pub(super) fn describe(part: &mut Part) {
    let keys: Paths = part.knobs.iter().map(|knob| knob.path.clone()).collect();
    part.groups.retain(|(path, _)| keys.has(path) || keys.has_below(path));
    part.rules.retain(|rule| is_whole(rule, &keys));
}

/// Whether all keys of which a rule speaks are there.
fn is_whole(rule: &Rule, keys: &Paths) -> bool {
    let is_there = |key: &String| keys.has(&format_smolstr!("{}.{key}", rule.at));
    let parts = rule.schema.as_object().into_iter().flat_map(serde_json::Map::values);
    parts.filter_map(|part| part.get("properties").and_then(Value::as_object)).flat_map(|own| own.keys()).all(is_there)
}

/// Whether a path is another, or lies below it.
pub(super) fn is_below(path: &str, group: &str) -> bool {
    path.strip_prefix(group).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Reads {
    /// What objects, notes and refusals read, and the pieces of a part.
    pub(super) fn of(part: &mut Part) -> Self {
        let mut reads = Self::default();
        super::split::visit_all(part, &mut reads);
        reads
    }

    /// Leaves out the keys of a part that nothing reads. Helm reads the switches of charts of others, and these charts what
    /// stands below their keys.
    pub(super) fn keep(&self, part: &mut Part) {
        let dependencies = &part.dependencies;
        let is_passed = |path: &Path| dependencies.iter().any(|own| own.values == *path || own.condition == *path);
        part.knobs.retain(|knob| self.has(&knob.path) || is_passed(&knob.path));
    }

    /// Whether a key is read, or a map in which it stands, or a key of the map that it is.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.has(path) || self.paths.has_below(path) || above(path).any(|map| self.paths.has(map))
    }
}

impl Visitor for Reads {
    fn path(&mut self, path: &mut Path) {
        self.paths.insert(path.clone());
    }

    fn image(&mut self, path: &mut Path) {
        for key in visit::IMAGE {
            self.paths.insert(format_smolstr!("{path}.{key}"));
        }
    }

    fn digest(&mut self, _: &mut Path) {}

    fn piece(&mut self, name: &SmolStr) {
        self.pieces.insert(name.clone());
    }

    fn expr(&mut self, _: &mut Expr) {}

    fn entries(&mut self, _: &str, _: &mut Vec<Entry>) {}

    fn node(&mut self, _: &mut Node) {}
}
