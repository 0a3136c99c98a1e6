//! Paths to values, matched with the vocabulary and the names that a program has.

use super::{Place, raw};
use crate::model::check::describe;
use crate::model::environment::{Environment, View};
use crate::schema::{self, Base, Entries, Field, Naming, Type, environment, secret, service, shared, stack};
use crate::types::{Problem, nearest};
use smol_str::SmolStr;

/// More names than these are not listed.
const MANY: usize = 12;

/// What a path leads to.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) holder: Holder,
    /// Nested blocks on the way, by kind and name.
    pub(super) inner: Vec<(&'static schema::Block, SmolStr)>,
    pub(super) leaf: Leaf,
    /// The words behind the block.
    rest: String,
}

/// What a route begins at.
#[derive(Debug, Clone)]
pub(super) enum Holder {
    Settings,
    Secrets,
    Stack,
    Block(&'static schema::Block, SmolStr),
}

/// What a path ends at.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaf {
    /// A field.
    Field(&'static Field),
    /// An entry of an open map, by its key.
    Entry(&'static schema::Block, SmolStr),
    /// A value of raw content, by the keys that lead to it.
    Raw(&'static schema::Block, Vec<SmolStr>),
    /// What stands after the block's `:`.
    Base,
    /// The whole block. No path that is asked for ends so.
    Block,
}

impl Route {
    /// The route to a place that is known.
    pub(super) fn to(place: &Place) -> Self {
        let (kind, name) = &place.block;
        let holder = match *kind {
            kind if kind.is(&environment::ENVIRONMENT) => Holder::Settings,
            kind if kind.is(&secret::SECRETS) => Holder::Secrets,
            kind if kind.is(&stack::STACK) => Holder::Stack,
            kind => Holder::Block(kind, name.clone()),
        };
        let inner = place.nested.iter().flat_map(|(kind, name)| [kind.name, name.as_str()]);
        let leaf = match &place.leaf {
            Leaf::Field(field) => vec![field.name],
            Leaf::Entry(map, key) => vec![map.name, key.as_str()],
            Leaf::Raw(kind, keys) => std::iter::once(kind.name).chain(keys.iter().map(SmolStr::as_str)).collect(),
            Leaf::Base | Leaf::Block => Vec::new(),
        };
        let words: Vec<&str> = inner.chain(leaf).filter(|word| !word.is_empty()).collect();
        Route { holder, inner: place.nested.clone(), leaf: place.leaf.clone(), rest: words.join(".") }
    }

    /// The whole path, with the kind of its block.
    pub(super) fn qualified(&self) -> String {
        let block = match &self.holder {
            Holder::Settings => environment::ENVIRONMENT.name.to_owned(),
            Holder::Secrets => secret::SECRETS.name.to_owned(),
            Holder::Stack => stack::STACK.name.to_owned(),
            Holder::Block(kind, name) => format!("{}.{name}", kind.name),
        };
        if self.rest.is_empty() { block } else { format!("{block}.{}", self.rest) }
    }
}

/// How well a reading that failed is worth telling: how far it got, whether something near is known, and whether a service was
/// meant, since images are often called as their services are.
type Rank = (usize, bool, bool);

/// Everything that the words can mean, at least one.
pub(super) fn routes(environments: &[Environment<'_>], words: &[String]) -> Result<Vec<Route>, Problem> {
    let mut routes = Vec::new();
    let mut best: Option<(Rank, Problem)> = None;
    for (holder, rest) in starts(environments, words) {
        let views = environments.iter().filter_map(|environment| holder.view(environment)).cloned();
        let views: Vec<View<'_>> = views.collect();
        let mut inner = Vec::new();
        match descend(holder.kind(), &views, rest, &mut inner) {
            Ok(leaf) => routes.push(Route { holder, inner, leaf, rest: rest.join(".") }),
            Err(Stuck { problem, left }) => {
                let rank = (words.len() - left, problem.suggestion.is_some(), holder.kind().is(&service::SERVICE));
                if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                    best = Some((rank, problem));
                }
            }
        }
    }
    if routes.is_empty() {
        return Err(best.map_or_else(|| unknown_start(environments, words), |(_, problem)| problem));
    }
    Ok(routes)
}

impl Holder {
    fn kind(&self) -> &'static schema::Block {
        match self {
            Holder::Settings => &environment::ENVIRONMENT,
            Holder::Secrets => &secret::SECRETS,
            Holder::Stack => &stack::STACK,
            Holder::Block(kind, _) => kind,
        }
    }
}

/// What the first words can mean, and the words behind them.
fn starts<'w>(environments: &[Environment<'_>], words: &'w [String]) -> Vec<(Holder, &'w [String])> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let mut starts = Vec::new();
    if first == environment::ENVIRONMENT.name {
        starts.push((Holder::Settings, rest));
    }
    if first == secret::SECRETS.name {
        starts.push((Holder::Secrets, rest));
    }
    let is_stack = |word: &String| environments.iter().any(|environment| environment.stack.name == word);
    if first == stack::STACK.name {
        let named = rest.split_first().filter(|(name, behind)| is_stack(name) && !behind.is_empty());
        starts.push((Holder::Stack, named.map_or(rest, |(_, behind)| behind)));
    }
    if let (Some(kind), Some((name, behind))) = (schema::top(first), rest.split_first())
        && environments.iter().any(|environment| environment.get(kind, name).is_some())
    {
        starts.push((Holder::Block(kind, SmolStr::new(name)), behind));
    }
    for (kind, name) in blocks(environments) {
        if name == first {
            starts.push((Holder::Block(kind, SmolStr::new(name)), rest));
        }
    }
    if is_stack(first) {
        starts.push((Holder::Stack, rest));
    }
    if rest.is_empty() && environment::ENVIRONMENT.field(first).is_some() {
        starts.push((Holder::Settings, words));
    }
    starts
}

/// Every block of any environment, once.
fn blocks<'a>(environments: &[Environment<'a>]) -> Vec<(&'static schema::Block, &'a str)> {
    let mut found: Vec<(&'static schema::Block, &'a str)> = Vec::new();
    for kind in schema::TOP.iter().copied() {
        for name in environments.iter().flat_map(|environment| environment.all(kind).keys().copied()) {
            if !found.contains(&(kind, name)) {
                found.push((kind, name));
            }
        }
    }
    found
}

/// A problem, and how many words were left when it was met.
struct Stuck {
    problem: Problem,
    left: usize,
}

fn descend(
    kind: &'static schema::Block,
    views: &[View<'_>],
    words: &[String],
    inner: &mut Vec<(&'static schema::Block, SmolStr)>,
) -> Result<Leaf, Stuck> {
    let stuck = |problem| Stuck { problem, left: words.len() };
    let behind = |problem| Stuck { problem, left: words.len().saturating_sub(1) };
    let Some((first, rest)) = words.split_first() else {
        return if matches!(kind.base, Base::Choice(_)) { Ok(Leaf::Base) } else { Err(stuck(whole(kind))) };
    };
    match (kind.field(first), kind.block(first)) {
        (Some(field), _) if rest.is_empty() => Ok(field_leaf(field, inner)),
        (_, Some(nested)) if nested.is_raw() => {
            let keys = raw::keys(nested.name, &raw::trees(views, nested), rest).map_err(behind)?;
            Ok(Leaf::Raw(nested, keys))
        }
        (_, Some(nested)) => match nested.entries {
            Some(entries) => entry_leaf(nested, entries, views, rest, inner).map_err(behind),
            None if nested.naming == Naming::None => {
                let views: Vec<View<'_>> = views.iter().filter_map(|view| view.child(nested)).collect();
                inner.push((nested, SmolStr::default()));
                descend(nested, &views, rest, inner)
            }
            None => {
                let (name, further) = split_name(nested, views, rest).map_err(behind)?;
                let views: Vec<View<'_>> = views.iter().filter_map(|view| view.nested(nested, &name)).collect();
                inner.push((nested, name));
                descend(nested, &views, further, inner)
            }
        },
        (Some(_), None) => Err(stuck(Problem::new(format!("`{first}` is a field, and nothing can follow it")))),
        (None, None) if rest.is_empty() && base_word(kind) == Some(first) => Ok(Leaf::Base),
        (None, None) => Err(stuck(unknown_field(kind, first))),
    }
}

fn field_leaf(field: &'static Field, inner: &mut Vec<(&'static schema::Block, SmolStr)>) -> Leaf {
    if let Type::Short(short) = field.ty {
        inner.push((short.block, SmolStr::new_static(short.name)));
        return Leaf::Field(short.field);
    }
    Leaf::Field(field)
}

/// A key of an open map; all words left are one key, since keys may have dots.
fn entry_leaf(
    map: &'static schema::Block,
    entries: Entries,
    views: &[View<'_>],
    words: &[String],
    inner: &mut Vec<(&'static schema::Block, SmolStr)>,
) -> Result<Leaf, Problem> {
    let key = words.join(".");
    if let Some((block, field)) = entries.short {
        let known = names(block, views);
        has_key(map, &key, &known)?;
        inner.push((block, SmolStr::new(key)));
        return Ok(Leaf::Field(field));
    }
    let maps =
        views.iter().flat_map(|view| &view.layers).flat_map(|layer| &layer.blocks).filter(|block| block.kind.is(map));
    let known: Vec<&str> = maps.flat_map(|block| &block.entries).map(|entry| entry.key.value.as_str()).collect();
    has_key(map, &key, &known)?;
    Ok(Leaf::Entry(map, SmolStr::new(key)))
}

/// The name of a nested block, which may have dots, and the words behind it.
fn split_name<'w>(
    kind: &'static schema::Block,
    views: &[View<'_>],
    words: &'w [String],
) -> Result<(SmolStr, &'w [String]), Problem> {
    let mut known = names(kind, views);
    if let Naming::Fixed(fixed) = kind.naming {
        known.extend_from_slice(fixed);
    }
    let splits = (1..=words.len()).rev().filter_map(|count| words.split_at_checked(count));
    let mut named = splits.map(|(name, behind)| (name.join("."), behind));
    if let Some((name, behind)) = named.find(|(name, _)| known.contains(&name.as_str())) {
        return Ok((SmolStr::new(name), behind));
    }
    let first = words.first().map_or("", String::as_str);
    let message = match first {
        "" => format!("`{}` needs a name behind it", kind.name),
        name => format!("there is no {} `{name}`", kind.name),
    };
    Err(with_nearest(Problem::new(message), first, &known))
}

fn names<'a>(kind: &'static schema::Block, views: &[View<'a>]) -> Vec<&'a str> {
    let blocks = views.iter().flat_map(|view| &view.layers).flat_map(|layer| &layer.blocks);
    let mut names: Vec<&str> = Vec::new();
    for block in blocks.filter(|block| block.kind.is(kind) && block.name.is_some()) {
        if !names.contains(&block.name()) {
            names.push(block.name());
        }
    }
    names
}

fn has_key(map: &schema::Block, key: &str, known: &[&str]) -> Result<(), Problem> {
    if known.contains(&key) {
        return Ok(());
    }
    let message = match key {
        "" => format!("`{}` needs a key behind it", map.name),
        key => format!("`{}` has no key `{key}`", map.name),
    };
    Err(with_nearest(Problem::new(message), key, known))
}

fn with_nearest(problem: Problem, word: &str, known: &[&str]) -> Problem {
    let mut once: Vec<&str> = Vec::new();
    for name in known.iter().copied() {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    match nearest(word, once.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).suggest(near.to_owned()),
        None if once.is_empty() || once.len() > MANY => problem,
        None => problem.help(format!("there is {}", describe::list(once))),
    }
}

fn unknown_start(environments: &[Environment<'_>], words: &[String]) -> Problem {
    let first = words.first().map_or("", String::as_str);
    if let (Some(kind), Some(name)) = (schema::top(first), words.get(1)) {
        let known: Vec<&str> =
            blocks(environments).into_iter().filter(|(other, _)| other.is(kind)).map(|(_, name)| name).collect();
        return with_nearest(Problem::new(format!("there is no {first} `{name}`")), name, &known);
    }
    if schema::top(first).is_some() {
        return Problem::new(format!("`{first}` needs a name behind it"));
    }
    let known: Vec<&str> = blocks(environments).into_iter().map(|(_, name)| name).collect();
    let settings = environment::ENVIRONMENT.all_fields().map(|field| field.name);
    let near = nearest(first, known.iter().copied().chain(schema::TOP.iter().map(|kind| kind.name)).chain(settings));
    let problem = Problem::new(format!("there is no block `{first}`"));
    match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).suggest(near.to_owned()),
        None => with_nearest(problem, first, &known),
    }
}

fn unknown_field(kind: &'static schema::Block, word: &str) -> Problem {
    let problem = Problem::new(format!("`{}` has no field `{word}`", kind.name));
    let known = kind.all_fields().map(|field| field.name).chain(kind.blocks.iter().map(|block| block.name));
    match nearest(word, known) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).suggest(near.to_owned()),
        None => problem.help(format!("`todoc explain {}` lists its fields", kind.name)),
    }
}

/// A path that ends at a block.
fn whole(kind: &'static schema::Block) -> Problem {
    let mut fields = kind.all_fields().filter(|field| !field.is(&shared::ENABLED));
    let example = fields.next().map_or("FIELD", |field| field.name);
    let help = format!("add one of its fields, such as `.{example}`; `todoc explain {}` lists them", kind.name);
    Problem::new(format!("`{}` is a whole block, not one value", kind.name)).help(help)
}

/// The word by which the values of a chart call what stands after a block's `:`.
fn base_word(kind: &'static schema::Block) -> Option<&'static str> {
    match kind.base {
        Base::Choice(_) if kind.is(&secret::SECRETS) => Some("provider"),
        Base::Choice(_) if kind.is(&schema::database::DATABASE) => Some("engine"),
        Base::None | Base::Template | Base::Choice(_) | Base::Environment | Base::Kind => None,
    }
}
