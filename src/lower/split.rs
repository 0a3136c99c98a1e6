//! One chart out of what a whole stack lowers to, where each service has a chart.
//!
//! Keys of the service stand at the root of its values. What the chart reads of others it has a copy of, below their name;
//! what they are called follows the names of their releases, `global.releases.NAME`.

use super::reads::{self, Reads, is_below};
use super::{Context, Part};
use super::{account, charts};
use crate::chart::Member;
use crate::chart::tree::visit::{self, Visitor};
use crate::chart::tree::{Entry, Expr, Node, Path, Piece, pair};
use crate::chart::values::schema::{OBJECT_NAME, RELEASES, Schema};
use crate::chart::values::{Knob, Val};
use crate::schema::{environment as settings, secret};
use crate::types::names;
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;

/// What the charts of a stack can read of each other.
#[derive(Debug, Default)]
pub(super) struct Pool {
    knobs: FxHashMap<Path, Knob>,
    pieces: FxHashMap<SmolStr, Piece>,
}

impl Pool {
    /// Everything of some parts.
    pub(super) fn of<'p>(parts: impl IntoIterator<Item = &'p Part>) -> Self {
        let mut pool = Self::default();
        for part in parts {
            for knob in &part.knobs {
                pool.knobs.entry(knob.path.clone()).or_insert_with(|| knob.clone());
            }
            let pieces = part.pieces.iter().chain(part.objects.iter().flat_map(|object| &object.pieces));
            pool.pieces.extend(pieces.map(|piece| (piece.name.clone(), piece.clone())));
        }
        pool
    }
}

/// Makes each part stand alone as a chart.
pub(super) fn split(context: &Context<'_>, parts: Vec<Part>) -> Vec<Part> {
    let pool = Pool::of(&parts);
    parts.into_iter().enumerate().map(|(chart, part)| alone(context, chart, part, &pool)).collect()
}

/// A chart has what it reads: its own keys, of what belongs to no block what it needs, and copies of what others have.
fn alone(context: &Context<'_>, chart: usize, mut part: Part, pool: &Pool) -> Part {
    let Some((_, Some(member))) = context.charts.all.get(chart) else { return part };
    part.pieces.clear();
    let mut reads = Reads::of(&mut part);
    borrow_pieces(&mut part, &mut reads, pool);
    reads.keep(&mut part);
    let mut knobs = std::mem::take(&mut part.knobs);
    let foreign = borrowed(&reads, pool, &knobs);
    knobs.extend(foreign);
    let main = main_key(context, chart);
    if main.as_ref().is_some_and(|main| knobs.iter().any(|knob| is_below(&knob.path, &account::key(main)))) {
        // Its keys stand where those of all pods would, and it shares no account.
        part.objects.retain(|object| object.block != account::SHARED);
        part.refusals.retain(|own| !account::is_of_shared(&own.when));
    }
    let mut rename = Rename { context, chart, member, main, releases: BTreeSet::new() };
    visit_all(&mut part, &mut rename);
    own_keys(&mut knobs, &mut rename);
    part.groups.iter_mut().for_each(|(path, _)| rename.path(path));
    part.rules.iter_mut().for_each(|rule| rename.path(&mut rule.at));
    let passed = part.dependencies.iter_mut().flat_map(|own| [&mut own.values, &mut own.condition]);
    passed.for_each(|path| rename.path(path));
    part.knobs = releases(context, &rename.releases);
    part.knobs.extend(knobs);
    reads::describe(&mut part);
    part
}

/// Gives keys their place in the chart. Those of the service win over the defaults that stand at the root.
fn own_keys(knobs: &mut Vec<Knob>, rename: &mut Rename<'_, '_>) {
    let mut moved = BTreeSet::new();
    let mut all: Vec<(bool, Knob)> = Vec::with_capacity(knobs.len());
    for mut knob in knobs.drain(..) {
        let before = knob.path.clone();
        rename.path(&mut knob.path);
        let is_moved = knob.path != before;
        if is_moved {
            moved.insert(knob.path.clone());
        }
        all.push((is_moved, knob));
    }
    let kept = all.into_iter().filter(|(is_moved, knob)| *is_moved || !moved.contains(&knob.path));
    knobs.extend(kept.map(|(_, knob)| knob));
}

/// The key of the service that a chart is of.
fn main_key(context: &Context<'_>, chart: usize) -> Option<Path> {
    let (_, member) = context.charts.all.get(chart)?;
    let member = member.as_ref()?;
    context.services().iter().find(|own| own.name == member.suffix).map(|own| own.key.clone())
}

pub(super) fn visit_all(part: &mut Part, visitor: &mut impl Visitor) {
    part.objects.iter_mut().for_each(|object| visit::object(object, visitor));
    part.pieces.iter_mut().for_each(|piece| visit::piece(piece, visitor));
    visit::notes(&mut part.notes, visitor);
    for refusal in &mut part.refusals {
        visit::test(&mut refusal.when, visitor);
        refusal.keys.iter_mut().chain(&mut refusal.required).for_each(|path| visitor.path(path));
    }
}

/// Copies the pieces of other charts that a part includes.
fn borrow_pieces(part: &mut Part, reads: &mut Reads, pool: &Pool) {
    loop {
        let own = part.pieces.iter().chain(part.objects.iter().flat_map(|object| &object.pieces));
        let own: BTreeSet<SmolStr> = own.map(|piece| piece.name.clone()).collect();
        let missing: Vec<Piece> = reads
            .pieces
            .iter()
            .filter(|name| !own.contains(*name))
            .filter_map(|name| pool.pieces.get(name).cloned())
            .collect();
        if missing.is_empty() {
            return;
        }
        for mut piece in missing {
            visit::piece(&mut piece, reads);
            part.pieces.push(piece);
        }
    }
}

/// The keys that a chart reads and that are not its own, in the order of their paths.
fn borrowed(reads: &Reads, pool: &Pool, own: &[Knob]) -> Vec<Knob> {
    let is_own = |path: &Path| own.iter().any(|knob| knob.path == *path);
    let mut found: Vec<Knob> =
        pool.knobs.iter().filter(|(path, _)| reads.has(path) && !is_own(path)).map(|(_, knob)| knob.clone()).collect();
    found.sort_by(|left, right| left.path.cmp(&right.path));
    for knob in &mut found {
        let doc = std::mem::take(&mut knob.doc);
        knob.doc.push_str("As another chart of the stack has it.");
        if !doc.is_empty() {
            knob.doc.push(' ');
            knob.doc.push_str(&doc);
        }
    }
    found
}

/// The names of the releases that a chart refers to.
fn releases(context: &Context<'_>, charts: &BTreeSet<usize>) -> Vec<Knob> {
    let named = charts.iter().filter_map(|chart| context.charts.all.get(*chart));
    let knobs = named.filter_map(|(name, member)| {
        let member = member.as_ref()?;
        let values = context.environments.iter().map(|environment| {
            let whole = environment.settings.text(&settings::RELEASE).unwrap_or(environment.stack.name);
            Val::text(format!("{whole}-{}", member.suffix))
        });
        Some(Knob {
            path: release_path(name),
            doc: format!("Release of chart {name}."),
            schema: Schema::Pattern(OBJECT_NAME),
            values: values.collect(),
            origin: None,
        })
    });
    knobs.collect()
}

fn release_path(chart: &str) -> Path {
    format_smolstr!("{RELEASES}.{}", names::values_key(chart))
}

/// Gives paths, names and selectors the form that they have in one chart of several.
struct Rename<'c, 'a> {
    context: &'c Context<'a>,
    chart: usize,
    member: &'c Member,
    main: Option<Path>,
    /// The other charts whose releases it names.
    releases: BTreeSet<usize>,
}

impl Rename<'_, '_> {
    /// The chart of a component, and what it is called there.
    fn find<'n>(&self, component: &'n str) -> (usize, &'n str) {
        if let Some((chart, own)) = component.split_once('/') {
            let known = self.context.charts.all.iter().position(|(name, _)| names::values_key(name) == chart);
            return (known.unwrap_or(self.chart), own);
        }
        let kinds = self.context.kinds.iter().map(|(kind, _)| *kind).chain([&secret::SECRET]);
        let charts: Vec<usize> = kinds.filter_map(|kind| self.context.charts.find(kind, component)).collect();
        match charts.first() {
            Some(first) if !charts.contains(&self.chart) => (*first, component),
            Some(_) | None => (self.chart, component),
        }
    }

    /// The component without a name is the service that a chart is of.
    fn in_chart(&self, chart: usize, component: &str) -> SmolStr {
        let member = self.context.charts.all.get(chart).and_then(|(_, member)| member.as_ref());
        let is_main = member.is_some_and(|member| charts::is_main(member, component));
        if is_main { SmolStr::default() } else { SmolStr::new(component) }
    }
}

impl Visitor for Rename<'_, '_> {
    fn path(&mut self, path: &mut Path) {
        if let Some((chart, own)) = path.split_once('/') {
            let is_own =
                self.context.charts.all.get(self.chart).is_some_and(|(name, _)| names::values_key(name) == chart);
            *path = if is_own { SmolStr::new(own) } else { format_smolstr!("{chart}.{own}") };
            return;
        }
        let own = self.main.as_deref().and_then(|main| path.strip_prefix(main));
        if let Some(rest) = own.and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }) {
            *path = SmolStr::new(rest);
        }
    }

    fn piece(&mut self, _: &SmolStr) {}

    fn expr(&mut self, expr: &mut Expr) {
        if let Expr::Dependency { release, name } = expr {
            let (chart, _) = self.find(name);
            if let Some((name, Some(_))) = self.context.charts.all.get(chart).filter(|_| chart != self.chart) {
                self.releases.insert(chart);
                *release = Some(release_path(name));
            }
            return;
        }
        let Expr::Name(component) = expr else { return };
        let (chart, own) = self.find(component);
        let component = self.in_chart(chart, own);
        if chart == self.chart {
            *expr = Expr::Name(component);
        } else if let Some((name, Some(_))) = self.context.charts.all.get(chart) {
            self.releases.insert(chart);
            *expr = Expr::NameIn { release: release_path(name), chart: name.clone(), component };
        }
    }

    fn entries(&mut self, key: &str, entries: &mut Vec<Entry>) {
        // Pods are found by other charts of the stack, whose releases have other names.
        let of_pods = key == "labels" && entries.iter().any(|entry| matches!(entry, Entry::Selector(_)));
        let mut renamed: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries.drain(..) {
            if let Entry::Selector(component) = &entry
                && let (chart, component) = self.find(component)
                && chart != self.chart
            {
                renamed.extend([part_of(self.member), pair("app.kubernetes.io/component", Node::text(component))]);
            } else {
                renamed.push(entry);
            }
        }
        renamed.extend(of_pods.then(|| part_of(self.member)));
        *entries = renamed;
    }

    fn node(&mut self, node: &mut Node) {
        if let Node::ValuesOr(own, default) = node {
            let (mut first, mut second) = (own.clone(), default.clone());
            self.path(&mut first);
            self.path(&mut second);
            if first == second {
                *node = Node::Values(own.clone());
            }
        }
    }
}

fn part_of(member: &Member) -> Entry {
    pair("app.kubernetes.io/part-of", Node::text(member.stack.clone()))
}
