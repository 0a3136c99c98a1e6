//! A block as it is in all environments at once.

use super::knobs::Built;
use crate::chart::names::Naming;
use crate::chart::tree::{Expr, Origin, Path, Place, Test};
use crate::chart::values::Val;
use crate::model::environment::{Environment, View};
use crate::model::naming;
use crate::schema::objects::ObjectKind;
use crate::schema::{self, Naming as Named, chart, database, ingress, shared};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// A block, environment by environment.
#[derive(Debug, Clone)]
pub(crate) struct Across<'a> {
    /// Its kind.
    pub(super) kind: &'static schema::Block,
    /// Its name.
    pub(super) name: &'a str,
    /// Where its values stand.
    pub(super) key: Path,
    /// What it is in each environment; none where it does not exist there.
    pub(super) views: Vec<Option<View<'a>>>,
    /// The blocks that it is nested in, that of the top level first; nothing where it stands there itself.
    pub(super) way: Vec<(&'static schema::Block, SmolStr)>,
    /// The key of its chart, where the stack has several.
    pub(super) chart: Option<SmolStr>,
    /// How its objects are named.
    pub(super) naming: &'a Naming,
}

/// Every block of a kind, in the order in which environments name them.
pub(super) fn all<'a>(environments: &'a [Environment<'a>], kind: &'static schema::Block) -> Vec<Across<'a>> {
    let mut places: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
    let mut blocks: Vec<Across<'a>> = Vec::new();
    let Some(Environment { naming, .. }) = environments.first() else { return Vec::new() };
    for (index, environment) in environments.iter().enumerate() {
        for (name, view) in environment.all(kind) {
            let place = *places.entry(name).or_insert_with(|| {
                blocks.push(Across {
                    kind,
                    name,
                    key: Path::default(),
                    views: vec![None; environments.len()],
                    way: Vec::new(),
                    chart: None,
                    naming,
                });
                blocks.len() - 1
            });
            if let Some(slot) = blocks.get_mut(place).and_then(|block| block.views.get_mut(index)) {
                *slot = Some(view.clone());
            }
        }
    }
    let single = blocks.len() == 1;
    for block in &mut blocks {
        block.key = values_key(kind, block.name, single);
    }
    blocks
}

/// Where the values of a block stand: under its name, but the one ingress or database of a stack under its kind, and those of
/// a chart of others where Helm looks for them.
fn values_key(kind: &schema::Block, name: &str, single: bool) -> Path {
    if kind.is(&chart::CHART) {
        return SmolStr::new(name);
    }
    let own = names::values_key(name);
    if kind.is(&ingress::INGRESS) || kind.is(&database::DATABASE) {
        return if single { SmolStr::new(kind.name) } else { format_smolstr!("{}.{own}", kind.name) };
    }
    SmolStr::from(own)
}

impl<'a> Across<'a> {
    /// A path below the block's values.
    pub(super) fn path(&self, rest: &str) -> Path {
        format_smolstr!("{}.{rest}", self.key)
    }

    /// Something of every environment that has the block.
    pub(super) fn each<'s, T>(&'s self, of: impl Fn(&'s View<'a>) -> T) -> Vec<Option<T>> {
        self.views.iter().map(|view| view.as_ref().map(&of)).collect()
    }

    /// What every environment says of something: none where it says nothing, and [`Val::Unset`] where it has no say,
    /// because it has not got the block.
    pub(super) fn said(&self, of: impl Fn(&View<'a>) -> Option<Val>) -> Vec<Option<Val>> {
        self.views.iter().map(|view| view.as_ref().map_or(Some(Val::Unset), &of)).collect()
    }

    /// The same for a field of what is there only where the field means something: where it is left out, an environment has
    /// no say.
    pub(super) fn said_within(
        &self,
        field: &'static schema::Field,
        of: impl Fn(&View<'a>) -> Option<Val>,
    ) -> Vec<Option<Val>> {
        self.said(|view| if view.leaves_out(field) { Some(Val::Unset) } else { of(view) })
    }

    /// What is built in every environment that has the block.
    pub(super) fn built<T>(&self, of: impl Fn(usize, &View<'a>) -> Built<T>) -> Vec<Built<T>> {
        let all = self.views.iter().enumerate();
        all.map(|(environment, view)| view.as_ref().map_or(Built::Absent, |view| of(environment, view))).collect()
    }

    /// Whether something holds in any environment.
    pub(super) fn any(&self, of: impl Fn(&View<'a>) -> bool) -> bool {
        self.views.iter().flatten().any(of)
    }

    /// Whether something holds in every environment that has the block.
    pub(super) fn every(&self, of: impl Fn(&View<'a>) -> bool) -> bool {
        self.views.iter().flatten().all(of)
    }

    /// The first view, which tells the block's place.
    pub(super) fn first(&self) -> Option<&View<'a>> {
        self.views.iter().flatten().next()
    }

    /// The name of the port that is meant in each environment where none is named.
    pub(super) fn first_ports(&self) -> Vec<&'a str> {
        self.views.iter().map(|view| view.as_ref().and_then(View::first_port).unwrap_or("http")).collect()
    }

    /// A nested block without a name.
    pub(super) fn child(&self, kind: &'static schema::Block) -> Across<'a> {
        self.nested(kind, "", "")
    }

    /// The nested blocks of a kind, in written order.
    pub(super) fn children(&self, kind: &'static schema::Block) -> Vec<Across<'a>> {
        let mut names: Vec<&'a str> = Vec::new();
        for name in self.children_names(kind) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.into_iter().map(|name| self.nested(kind, name, &names::values_key(name))).collect()
    }

    /// The names of the nested blocks of a kind, environment by environment.
    pub(super) fn children_names(&self, kind: &'static schema::Block) -> impl Iterator<Item = &'a str> {
        self.views.iter().flatten().flat_map(move |view| view.blocks_of(kind)).map(|child| child.name)
    }

    /// The nested block of a kind and name; its values stand at a path below this block's.
    pub(super) fn nested(&self, kind: &'static schema::Block, name: &'a str, key: &str) -> Across<'a> {
        let views = self.views.iter().map(|view| view.as_ref().and_then(|view| view.nested(kind, name))).collect();
        let mut way = self.way.clone();
        way.push((self.kind, SmolStr::new(self.name)));
        let key = if key.is_empty() { self.key.clone() } else { format_smolstr!("{}.{key}", self.key) };
        let (chart, naming) = (self.chart.clone(), self.naming);
        Across { kind, name, key, views, way, chart, naming }
    }

    /// Whether no environment has the block.
    pub(super) fn is_absent(&self) -> bool {
        self.views.iter().all(Option::is_none)
    }

    /// Where a field's value comes from.
    pub(super) fn origin(&self, field: &'static schema::Field) -> Origin {
        self.origin_of(Place::Field(field))
    }

    /// Where something of the block comes from.
    pub(super) fn origin_of(&self, place: Place) -> Origin {
        // What a nested block without a name lowers to may be called by more than the block is.
        let name = if self.kind.naming == Named::None { "" } else { self.name };
        let mut way = self.way.iter().cloned().chain([(self.kind, SmolStr::new(name))]);
        let (kind, name) = way.next().unwrap_or((self.kind, SmolStr::default()));
        Origin { kind, name, nested: way.collect(), place }
    }

    /// Whether these are all environments that have the block.
    pub(super) fn is_only_in(&self, environments: &[bool]) -> bool {
        self.views.iter().zip(environments).all(|(view, own)| view.is_none() || *own)
    }

    /// Whether the block is switched on, in the values.
    pub(super) fn enabled(&self) -> Test {
        Test::Value(self.path(shared::ENABLED.name))
    }

    /// The name of the block's object of a kind: its own in the stack, or one that is given.
    pub(super) fn object_name(&self, kind: ObjectKind) -> Expr {
        let given = self.each(|view| naming::given(view, kind));
        let mut names = given.iter().flatten();
        match names.next() {
            Some(first) if names.all(|name| name == first) => first.map_or_else(|| self.derived_name(kind), Expr::text),
            Some(_) => Expr::Value(self.object_name_path(kind)).or(self.derived_name(kind)),
            None => self.derived_name(kind),
        }
    }

    /// The name of an object that nobody names, by the stack's rule.
    pub(super) fn derived_name(&self, kind: ObjectKind) -> Expr {
        let own = Expr::Name(match &self.chart {
            Some(chart) => format_smolstr!("{chart}/{}", self.name),
            None => SmolStr::new(self.name),
        });
        match self.naming.suffix(kind) {
            Some(suffix) => Expr::join(vec![own, Expr::Text(format_smolstr!("-{suffix}"))]),
            None => own,
        }
    }

    /// The key of a name that not all environments give alike: of the kind where any of them names that by itself.
    pub(super) fn object_name_path(&self, kind: ObjectKind) -> Path {
        // What runs in the cluster of a database is called as the database is.
        let key = self.key.strip_suffix(".internal").unwrap_or(&self.key);
        if self.any(|view| naming::of_kind(view, kind).is_some()) {
            return format_smolstr!("{key}.objectNames.{}", names::values_key(kind.field().name));
        }
        format_smolstr!("{key}.objectName")
    }
}

/// Where a setting of the environment itself, or of its secrets, comes from.
pub(super) fn setting(kind: &'static schema::Block, place: Place) -> Origin {
    Origin { kind, name: SmolStr::default(), nested: Vec::new(), place }
}

impl<'a> Across<'a> {
    /// A nested block that holds its declared defaults also where nobody wrote it.
    pub(super) fn with_defaults(&self, kind: &'static schema::Block) -> Across<'a> {
        let mut own = self.child(kind);
        for (own, block) in own.views.iter_mut().zip(&self.views) {
            if own.is_none() {
                *own = block.as_ref().map(|block| block.blank(kind));
            }
        }
        own
    }
}
