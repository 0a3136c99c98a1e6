//! Raw content as nodes: written out where environments agree, a key of the values where they differ in a scalar, and a
//! switch where they differ in structure.
//!
//! Of a block `quota` scalars stand below `quota.object`, by their way in it; `quota.has.…` says whether something is there, and
//! `quota.content.…` which of several contents it has.

use super::knobs::Built;
use super::{Context, Part, reference};
use crate::chart::tree::{Entry, Expr, Item, Node, Origin, Path, Test, pair, pair_from, when};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::raw::Tree;
use crate::model::typed::{Kind, Text, Value};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// What an environment says of a place of raw content.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'t, 'a> {
    /// It has no say.
    Absent,
    /// There is nothing.
    Nothing,
    /// This.
    As(&'t Tree<'a>),
}

/// A map of which nothing is said.
static EMPTY: Tree<'static> = Tree::Map(Vec::new());

/// The whole numbers that Helm, which reads them as floats, tells apart.
const EXACT: i64 = 1 << 53;

/// A place of raw content: as people call it, as keys of the values, and as one key.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// What it is a place of.
    whole: String,
    shown: String,
    path: String,
    flat: String,
}

impl Way {
    /// The content whose keys stand below one key of the block's values.
    pub(super) fn root(whole: &str, key: &str, flat: &str) -> Self {
        Way { whole: whole.to_owned(), shown: String::new(), path: key.to_owned(), flat: flat.to_owned() }
    }

    pub(super) fn child(&self, key: &str, segment: &str) -> Self {
        let shown = if self.shown.is_empty() { key.to_owned() } else { format!("{}.{key}", self.shown) };
        let flat = names::values_key(&format!("{}-{segment}", self.flat));
        Way { whole: self.whole.clone(), shown, path: format!("{}.{segment}", self.path), flat }
    }

    /// The place as a part of what it is in.
    fn told(&self) -> String {
        if self.shown.is_empty() { self.whole.clone() } else { format!("{} of {}", self.shown, self.whole) }
    }
}

/// Lowers the raw content of one block.
pub(super) struct Raw<'r, 'c> {
    context: &'r Context<'c>,
    part: &'r mut Part,
    /// Where the values of the block stand.
    block: Path,
    origin: Origin,
    /// Paths of switches, by their group and place, which may be asked for more than once.
    switches: BTreeMap<(&'static str, String), Path>,
}

impl<'r, 'c> Raw<'r, 'c> {
    pub(super) fn new(context: &'r Context<'c>, part: &'r mut Part, block: Path, origin: Origin) -> Self {
        Raw { context, part, block, origin, switches: BTreeMap::new() }
    }

    /// The entries of a map, key by key as the environments have them.
    pub(super) fn entries(&mut self, way: &Way, said: &[Said<'_, '_>], but: &[&str]) -> Vec<Entry> {
        let keys = keys(said);
        let segments = segments(&keys);
        let mut entries = Vec::new();
        for (key, segment) in keys.iter().zip(&segments).filter(|(key, _)| !but.contains(key)) {
            entries.extend(self.entry(&way.child(key, segment), key, &child(said, key)));
        }
        entries
    }

    /// The entry of one key.
    pub(super) fn entry(&mut self, way: &Way, key: &str, said: &[Said<'_, '_>]) -> Vec<Entry> {
        if !said.iter().any(|own| matches!(own, Said::As(_))) {
            return Vec::new();
        }
        let origin = self.origin.clone();
        let Some(node) = self.node(way, said) else { return self.contents(way, key, said) };
        let there = self.there(way, said);
        when(there, vec![pair_from(key, node, origin)])
    }

    /// The entry of a key within a map of which a part is lowered apart.
    pub(super) fn entry_of(&mut self, way: &Way, key: &str, said: &[Said<'_, '_>]) -> Vec<Entry> {
        self.entry(&way.child(key, &segment(key)), key, &child(said, key))
    }

    /// When something is there that some environments do not have.
    pub(super) fn there(&mut self, way: &Way, said: &[Said<'_, '_>]) -> Option<Test> {
        let on = said.iter().map(|own| match own {
            Said::Absent => None,
            Said::Nothing => Some(false),
            Said::As(_) => Some(true),
        });
        let on: Vec<Option<bool>> = on.collect();
        if !on.contains(&Some(false)) {
            return None;
        }
        let path = self.free("has", way);
        let doc = format!("Whether {} is there.", way.told());
        self.part.switch(path, doc, self.origin.clone(), on)
    }

    /// What environments have of a key that differs in structure.
    fn contents(&mut self, way: &Way, key: &str, said: &[Said<'_, '_>]) -> Vec<Entry> {
        let built = said.iter().enumerate().map(|(environment, own)| match own {
            Said::Absent => Built::Absent,
            Said::Nothing => Built::Nothing,
            Said::As(tree) => Built::As(self.label(tree), self.plain(environment, tree)),
        });
        let built: Vec<Built<Node>> = built.collect();
        let (path, origin) = (self.free("content", way), self.origin.clone());
        let nothing = if built.contains(&Built::Nothing) { "; nothing: it is not there" } else { "" };
        let doc = format!("Which content {} has{nothing}.", way.told());
        let chosen = self.part.chosen(&path, doc, origin.clone(), built);
        chosen.into_iter().flat_map(|(test, node)| when(test, vec![pair_from(key, node, origin.clone())])).collect()
    }

    fn label(&self, tree: &Tree<'_>) -> SmolStr {
        match tree {
            Tree::Map(_) => SmolStr::new_static("map"),
            Tree::Named(_) | Tree::List(_) => SmolStr::new_static("list"),
            Tree::Gone(_) => SmolStr::new_static("nothing"),
            Tree::Leaf(value) if !value.references().is_empty() => self.context.source_of(value),
            Tree::Leaf(value) if value.kind == Kind::Null => SmolStr::new_static("null"),
            Tree::Leaf(value) => match value.text() {
                Some(_) => SmolStr::new_static("text"),
                None => value.literal().unwrap_or_default(),
            },
        }
    }

    /// The path of a switch, which no other place of the block has.
    fn free(&mut self, group: &'static str, way: &Way) -> Path {
        let place = (group, way.path.clone());
        if let Some(known) = self.switches.get(&place) {
            return known.clone();
        }
        let first = format_smolstr!("{}.{group}.{}", self.block, way.flat);
        let others = (2..).map(|number| format_smolstr!("{first}{number}"));
        let is_taken = |path: &Path| self.part.knobs.iter().any(|knob| knob.path == *path);
        let free = std::iter::once(first.clone()).chain(others).find(|path| !is_taken(path)).unwrap_or(first);
        self.switches.insert(place, free.clone());
        free
    }

    /// What has been declared so far.
    pub(super) fn part(&self) -> &Part {
        self.part
    }

    /// One node for what all environments have that have a say; none where they differ in structure.
    fn node(&mut self, way: &Way, said: &[Said<'_, '_>]) -> Option<Node> {
        let trees: Vec<&Tree<'_>> = said.iter().filter_map(|own| own.tree()).collect();
        let plain: Vec<Node> = said
            .iter()
            .enumerate()
            .filter_map(|(environment, own)| Some(self.plain(environment, own.tree()?)))
            .collect();
        let first = plain.first()?;
        if plain.iter().all(|other| other == first) {
            return plain.into_iter().next();
        }
        let filled = trees.iter().all(|tree| !tree.entries().is_empty());
        if filled && trees.iter().all(|tree| matches!(tree, Tree::Map(_))) {
            return Some(Node::Map(self.entries(way, said, &[])));
        }
        if filled && trees.iter().all(|tree| matches!(tree, Tree::Named(_))) && are_in_order(said) {
            return Some(Node::List(self.items(way, said)));
        }
        self.hole(way, said, &plain)
    }

    /// The things of a list that have a name.
    fn items(&mut self, way: &Way, said: &[Said<'_, '_>]) -> Vec<Item> {
        let names = keys(said);
        let segments = segments(&names);
        let mut items = Vec::new();
        for (name, segment) in names.iter().zip(&segments) {
            let (way, said) = (way.child(name, segment), child(said, name));
            let mut entries = vec![pair("name", Node::text(*name))];
            entries.extend(self.entries(&way, &said, &[]));
            let there = self.there(&way, &said);
            items.extend(crate::chart::tree::guarded(there, Node::Map(entries)));
        }
        items
    }

    /// A value that is known in every environment, as a key of the values.
    fn hole(&mut self, way: &Way, said: &[Said<'_, '_>], plain: &[Node]) -> Option<Node> {
        let known: Vec<Val> = plain.iter().map(known).collect::<Option<_>>()?;
        let path = format_smolstr!("{}.{}", self.block, way.path);
        let (schema, node) = match known.first()? {
            Val::Text(_) => (Schema::Text, Node::Text(Expr::Value(path.clone()))),
            Val::Int(_) => (Schema::Int(-EXACT, EXACT), Node::Int(Expr::Number(path.clone()))),
            Val::Bool(_) => (Schema::Bool, Node::Flag(path.clone())),
            Val::List(_) => {
                let each = Item::Each(path.clone(), Node::Text(Expr::Item));
                (Schema::List(Box::new(Schema::Text)), Node::List(vec![each]))
            }
            Val::Unset | Val::Fraction(_) | Val::Null | Val::Map(_) => return None,
        };
        let same =
            |value: &Val| std::mem::discriminant(value) == std::mem::discriminant(known.first().unwrap_or(value));
        if !known.iter().all(same) {
            return None;
        }
        let mut known = known.into_iter();
        let values = said.iter().map(|own| own.tree().and_then(|_| known.next()).unwrap_or(Val::Unset)).collect();
        self.part.knob_from(path, format!("{}.", way.told()), schema, values, self.origin.clone());
        Some(node)
    }

    /// What one environment has.
    pub(super) fn plain(&self, environment: usize, tree: &Tree<'_>) -> Node {
        match tree {
            Tree::Map(entries) => {
                let entries: Vec<Entry> = self.pairs(environment, entries);
                if entries.is_empty() { Node::EmptyMap } else { Node::Map(entries) }
            }
            Tree::Named(things) => {
                let things = things.iter().filter(|thing| !matches!(thing.tree, Tree::Gone(_))).map(|thing| {
                    let mut entries = vec![pair("name", Node::text(thing.key))];
                    entries.extend(self.pairs(environment, thing.tree.entries()));
                    Item::Node(Node::Map(entries))
                });
                let items: Vec<Item> = things.collect();
                if items.is_empty() { Node::EmptyList } else { Node::List(items) }
            }
            Tree::List(items) if items.is_empty() => Node::EmptyList,
            Tree::List(items) => {
                Node::List(items.iter().map(|item| Item::Node(self.plain(environment, item))).collect())
            }
            Tree::Leaf(value) => leaf(self.context, environment, value),
            Tree::Gone(_) => Node::Null,
        }
    }

    fn pairs(&self, environment: usize, entries: &[crate::model::raw::Entry<'_>]) -> Vec<Entry> {
        let there = entries.iter().filter(|entry| !matches!(entry.tree, Tree::Gone(_)));
        there.map(|entry| pair_from(entry.key, self.plain(environment, &entry.tree), self.origin.clone())).collect()
    }
}

/// A value of one environment. A reference that stands alone has the type of what it stands for, in text it is text.
pub(super) fn leaf(context: &Context<'_>, environment: usize, value: &Value) -> Node {
    let text = || reference::text_of_key(context, environment, value);
    match &value.kind {
        Kind::Null | Kind::None => Node::Null,
        Kind::Bool(truth) => Node::Bool(*truth),
        Kind::Int(number) => Node::int(*number),
        Kind::Fraction(number) => Node::Fraction(number.clone()),
        Kind::Text(Text::Literal(text)) => Node::text(text.clone()),
        Kind::Reference(_) => {
            let expr = text();
            if matches!(expr, Expr::Number(_) | Expr::Int(_)) { Node::Int(expr) } else { Node::Text(expr) }
        }
        Kind::Text(Text::Parts(_))
        | Kind::Percent(_)
        | Kind::Duration(_)
        | Kind::Quantity(_)
        | Kind::Range(..)
        | Kind::Choice(_)
        | Kind::List(_)
        | Kind::Block(..)
        | Kind::Made(_)
        | Kind::Object(_) => Node::Text(text()),
    }
}

/// A node as a value, where it is one that a key of the values can hold exactly.
fn known(node: &Node) -> Option<Val> {
    match node {
        Node::Text(Expr::Text(text)) => Some(Val::Text(text.clone())),
        Node::Int(Expr::Int(number)) if (-EXACT..=EXACT).contains(number) => Some(Val::Int(*number)),
        Node::Bool(truth) => Some(Val::Bool(*truth)),
        Node::List(items) => {
            let text = |item: &Item| match item {
                Item::Node(Node::Text(Expr::Text(text))) => Some(Val::Text(text.clone())),
                Item::Node(_) | Item::When(..) | Item::Each(..) | Item::EachKey(..) | Item::Values(_) => None,
            };
            Some(Val::List(items.iter().map(text).collect::<Option<_>>()?))
        }
        Node::Text(_)
        | Node::Int(_)
        | Node::Flag(_)
        | Node::Json(_)
        | Node::Map(_)
        | Node::EmptyMap
        | Node::EmptyList
        | Node::Null
        | Node::Fraction(_)
        | Node::Values(_)
        | Node::ValuesOr(..)
        | Node::Piece(_) => None,
    }
}

impl<'t, 'a> Said<'t, 'a> {
    pub(super) fn tree(self) -> Option<&'t Tree<'a>> {
        if let Said::As(tree) = self { Some(tree) } else { None }
    }
}

/// What environments say of a key of a map. Those that do not have the map have no say.
pub(super) fn child<'t, 'a>(said: &[Said<'t, 'a>], key: &str) -> Vec<Said<'t, 'a>> {
    let of = |own: &Said<'t, 'a>| match own {
        Said::Absent | Said::Nothing => Said::Absent,
        Said::As(tree) => match tree.get(key) {
            Some(Tree::Gone(_)) | None => Said::Nothing,
            Some(inner) => Said::As(inner),
        },
    };
    said.iter().map(of).collect()
}

/// The same with an empty map where there is none.
pub(super) fn opened<'t, 'a: 't>(said: &[Said<'t, 'a>]) -> Vec<Said<'t, 'a>> {
    said.iter().map(|own| if let Said::Nothing = own { Said::As(&EMPTY) } else { *own }).collect()
}

/// The keys that any environment has, in written order.
pub(super) fn keys<'a>(said: &[Said<'_, 'a>]) -> Vec<&'a str> {
    let mut keys: Vec<&'a str> = Vec::new();
    for entry in said.iter().filter_map(|own| own.tree()).flat_map(Tree::entries) {
        if !keys.contains(&entry.key) {
            keys.push(entry.key);
        }
    }
    keys
}

/// Whether the names of a list stand in one order in all environments.
fn are_in_order(said: &[Said<'_, '_>]) -> bool {
    let names = keys(said);
    said.iter().filter_map(|own| own.tree()).all(|tree| {
        let places = tree.entries().iter().map(|entry| names.iter().position(|name| *name == entry.key));
        places.is_sorted()
    })
}

/// Keys of the values for the keys of one map: each its own.
pub(super) fn segments(keys: &[&str]) -> Vec<SmolStr> {
    let mut taken: Vec<SmolStr> = Vec::new();
    for key in keys {
        let first = segment(key);
        let others = (2..).map(|number| format_smolstr!("{first}{number}"));
        let free = std::iter::once(first.clone()).chain(others).find(|other| !taken.contains(other));
        taken.push(free.unwrap_or(first));
    }
    taken
}

/// A key as one that a template can name.
fn segment(key: &str) -> SmolStr {
    let own = names::values_key(key);
    if own.starts_with(|first: char| first.is_ascii_alphabetic()) {
        SmolStr::from(own)
    } else {
        format_smolstr!("key{own}")
    }
}
