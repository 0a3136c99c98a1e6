//! The keys of a chart's secrets, and where each is read: an environment whose pods do not read a key need not have it.
//!
//! What tells environments apart is taken from the conditions under which the chart itself reads a key. So it follows
//! whatever is turned by hand.

use super::{object_name, provider};
use crate::chart::fill::Release;
use crate::chart::tree::{self, Body, Entry, Expr, Node, Pair, Piece, Test, walk};
use crate::lower::{Context, Part};
use crate::schema::{database, secret};
use crate::secrets::{self, Declared, Object};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A key that some environment needs, or that pods read which can be switched on by hand.
#[derive(Debug)]
pub(super) struct Key<'a> {
    /// What it is.
    pub(super) declared: Declared<'a>,
    /// Its name in the store of each environment that needs it.
    pub(super) properties: Vec<Option<String>>,
}

impl Key<'_> {
    /// Whether an environment needs it.
    pub(super) fn is_needed(&self, environment: usize) -> bool {
        matches!(self.properties.get(environment), Some(Some(_)))
    }
}

/// Every key of a chart, unless it stands in an object that the user names and keeps.
pub(super) fn of<'a>(context: &Context<'a>, chart: usize, lowered: &[Part]) -> Vec<Key<'a>> {
    let mut keys: Vec<Key<'a>> = Vec::new();
    for (place, needed) in context.secrets.iter().enumerate() {
        for declared in needed {
            add(context, chart, declared, Some(place), &mut keys);
        }
    }
    let needed = keys.len();
    for declared in &context.idle {
        add(context, chart, declared, None, &mut keys);
    }
    let idle = keys.split_off(needed);
    if !idle.is_empty() {
        let mut reads = reads(lowered, &objects_of(context, chart, &idle));
        forget_unknown(&mut reads, keys.iter().chain(&idle));
        let is_read = |key: &Key<'_>| {
            let object = object_name(context, chart, &key.declared.object);
            let mut own = reads.iter().filter(|read| read.object == object).map(|read| read.key.as_ref());
            // Who names the object alone means a key that some block speaks of.
            own.any(|own| own.map_or(!key.declared.readers.is_empty(), |own| *own == key.declared.key))
        };
        let read: Vec<bool> = idle.iter().map(is_read).collect();
        keys.extend(idle.into_iter().zip(read).filter(|(_, read)| *read).map(|(key, _)| key));
    }
    let order = order(context);
    keys.sort_by_cached_key(|key| {
        let block = secrets::block_of(&key.declared.name);
        order.iter().position(|name| name == block)
    });
    keys
}

/// The names of all secrets in written order, which tells nothing of who needs them; passwords of databases come last.
fn order(context: &Context<'_>) -> Vec<String> {
    let passwords = context.of_kind(&database::DATABASE).iter();
    let passwords = passwords.flat_map(|own| [secrets::password(own.name), secrets::root_password(own.name)]);
    let passwords: Vec<String> = passwords.collect();
    let blocks = context.environments.iter().flat_map(|own| own.all(&secret::SECRET).keys());
    let blocks = blocks.map(|name| (*name).to_owned()).filter(|name| !passwords.contains(name));
    let mut order: Vec<String> = Vec::new();
    for name in blocks.chain(passwords.iter().cloned()) {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    order
}

fn add<'a>(
    context: &Context<'a>,
    chart: usize,
    declared: &Declared<'a>,
    environment: Option<usize>,
    keys: &mut Vec<Key<'a>>,
) {
    let kept = matches!(declared.object, Object::Named(_));
    if kept || context.charts.of_secret(&declared.name) != chart {
        return;
    }
    let same = |key: &&mut Key<'_>| {
        let known = &key.declared;
        (&known.name, &known.key, &known.object) == (&declared.name, &declared.key, &declared.object)
    };
    let property = declared.property.clone();
    let place = |key: &mut Key<'_>| {
        environment.and_then(|place| key.properties.get_mut(place)).map(|own| *own = Some(property))
    };
    if let Some(known) = keys.iter_mut().find(same) {
        place(known);
        weaken(&mut known.declared, declared);
        return;
    }
    let declared = declared.clone();
    let mut key = Key { declared, properties: vec![None; context.environments.len()] };
    place(&mut key);
    keys.push(key);
}

/// A chart refuses for all environments what is wrong in all of them.
fn weaken(known: &mut Declared<'_>, other: &Declared<'_>) {
    known.optional |= other.optional;
    let (own, other) = (&mut known.constraints, &other.constraints);
    own.min_length = own.min_length.min(other.min_length);
    own.prefix = own.prefix.filter(|prefix| other.prefix == Some(prefix));
}

/// A secret as a chart may ask for it whichever of its keys an environment reads.
pub(super) fn whichever<'a>(keys: &[Key<'a>], of: &Declared<'a>) -> Declared<'a> {
    let mut whole = of.clone();
    keys.iter().filter(|key| key.declared.name == of.name).for_each(|key| weaken(&mut whole, &key.declared));
    whole
}

/// The names of the objects that hold some keys.
fn objects_of(context: &Context<'_>, chart: usize, keys: &[Key<'_>]) -> Vec<Expr> {
    let mut objects: Vec<Expr> = Vec::new();
    for key in keys {
        let object = object_name(context, chart, &key.declared.object);
        if !objects.contains(&object) {
            objects.push(object);
        }
    }
    objects
}

/// When the chart reads keys, in the environments of one provider.
pub(super) struct Readers {
    /// Whether each environment has the provider.
    matter: Vec<bool>,
    reads: Vec<Read>,
    /// The answer to each question in each environment.
    answers: Vec<(Test, Vec<bool>)>,
}

impl Readers {
    /// What reads keys that not every environment of a provider needs.
    pub(super) fn of(context: &Context<'_>, chart: usize, keys: &[Key<'_>], name: &str, lowered: &[Part]) -> Self {
        let matter: Vec<bool> = context.environments.iter().map(|own| provider(own) == name).collect();
        let mut readers = Self { matter, reads: Vec::new(), answers: Vec::new() };
        if keys.iter().all(|key| readers.is_everywhere(&[key]) && !key.declared.optional) {
            return readers;
        }
        readers.reads = reads(lowered, &objects_of(context, chart, keys));
        forget_unknown(&mut readers.reads, keys.iter());
        readers.ask(context, lowered);
        readers
    }

    /// Whether all environments of the provider need any of some keys.
    pub(super) fn is_everywhere(&self, keys: &[&Key<'_>]) -> bool {
        self.matter.iter().enumerate().all(|(place, matters)| !matters || is_needed(keys, place))
    }

    /// Asks all questions that stand before the reading of keys, in all environments.
    fn ask(&mut self, context: &Context<'_>, lowered: &[Part]) {
        let mut part = Part::default();
        part.knobs.extend(lowered.iter().flat_map(|own| &own.knobs).cloned());
        // Some ask whether a named map has any entry.
        part.pieces.extend(pieces(lowered).cloned());
        let chart = context.chart(part, &SmolStr::default(), None);
        let releases: Vec<Release<'_>> =
            (0..context.environments.len()).map(|place| Release::new(&chart, place, "", "")).collect();
        for test in self.reads.iter().filter_map(|read| read.when.as_ref()).flat_map(Test::parts) {
            if self.answers.iter().all(|(known, _)| known != test) {
                self.answers.push((test.clone(), releases.iter().map(|own| own.holds(test)).collect()));
            }
        }
    }

    /// Whether a key is one of the provider's: an environment needs it, or pods read it that can be switched on by hand. Of an
    /// object that is only named, other environments may have other keys.
    pub(super) fn ask_for(&self, object: &Expr, key: &Key<'_>) -> bool {
        let is_read = |read: &Read| read.object == *object && read.key.as_ref() == Some(&key.declared.key);
        let matters = |place: usize| self.matter.get(place) == Some(&true);
        (0..self.matter.len()).any(|place| matters(place) && key.is_needed(place)) || self.reads.iter().any(is_read)
    }

    /// When some keys of an object are read; none where every environment of the provider needs them, or where it does not
    /// show in the chart why one does.
    pub(super) fn when(&self, object: &Expr, keys: &[&Key<'_>]) -> Option<When> {
        if self.is_everywhere(keys) {
            return None;
        }
        let has = |key: &SmolStr| keys.iter().any(|own| own.declared.key == *key);
        let own = self.reads.iter().filter(|read| read.object == *object);
        let mut reads: Vec<&Read> = own.clone().filter(|read| read.key.as_ref().is_some_and(has)).collect();
        self.shown_by(&reads, keys).or_else(|| {
            // Who names the object alone means one of its keys, and does not say which.
            reads.extend(own.filter(|read| read.key.is_none()));
            self.shown_by(&reads, keys)
        })
    }

    /// When the chart must have some keys of an object: what reads them by name cannot do without, and what only names the object
    /// where that shows which environments need them.
    pub(super) fn must(&self, object: &Expr, keys: &[&Key<'_>]) -> Must {
        if self.is_everywhere(keys) && keys.iter().any(|key| !key.declared.optional) {
            return Must::Always;
        }
        let has = |key: &SmolStr| keys.iter().any(|own| own.declared.key == *key);
        let own = self.reads.iter().filter(|read| read.object == *object && !read.is_optional);
        let own = own.filter(|read| read.key.as_ref().is_some_and(has));
        let tests: Option<Vec<Test>> = own.map(|read| self.shortened(read.when.as_ref()?)).collect();
        let shown = || self.when(object, keys).filter(|when| when.is_exact).map(|when| when.test);
        let is_optional = keys.iter().all(|key| key.declared.optional);
        match tests {
            None => Must::Always,
            Some(tests) => match Test::either(tests).or_else(|| shown().filter(|_| !is_optional)) {
                Some(test) => Must::When(test),
                None => Must::Never,
            },
        }
    }

    /// When some keys are read, where these reads show it for every environment that needs them.
    fn shown_by(&self, reads: &[&Read], keys: &[&Key<'_>]) -> Option<When> {
        let tests = reads.iter().map(|read| read.when.as_ref()).collect::<Option<Vec<&Test>>>()?;
        let shows = |place: usize| tests.iter().any(|test| self.all_hold(test.parts(), place));
        let places = || (0..self.matter.len()).filter(|place| self.matter.get(*place) == Some(&true));
        if places().any(|place| is_needed(keys, place) && !shows(place)) {
            return None;
        }
        let is_exact = places().all(|place| is_needed(keys, place) || !shows(place));
        let test = Test::either(tests.into_iter().map(|test| self.shortened(test)).collect::<Option<Vec<Test>>>()?)?;
        Some(When { test, is_exact })
    }

    /// A condition without what tells no environments apart: what is less asked lets no pod go without a key.
    fn shortened(&self, test: &Test) -> Option<Test> {
        let mut parts: Vec<Test> = test.parts().to_vec();
        // What names the secret says more than whether something is switched on.
        let mut order: Vec<Test> = parts.clone();
        order.sort_by_key(|test| (!matches!(test, Test::Value(_)), !matches!(test, Test::Not(_))));
        for part in order {
            let rest: Vec<Test> = parts.iter().filter(|own| **own != part).cloned().collect();
            let same = |place: usize| self.all_hold(&rest, place) == self.all_hold(&parts, place);
            if (0..self.matter.len()).all(|place| self.matter.get(place) != Some(&true) || same(place)) {
                parts = rest;
            }
        }
        Test::all(parts)
    }

    fn all_hold(&self, parts: &[Test], place: usize) -> bool {
        parts.iter().all(|part| {
            let answers = self.answers.iter().find(|(known, _)| known == part);
            answers.and_then(|(_, answers)| answers.get(place)) == Some(&true)
        })
    }
}

/// When a chart cannot do without keys.
pub(super) enum Must {
    /// Wherever secrets come from their provider.
    Always,
    /// Where this holds as well.
    When(Test),
    /// Never, as far as the values tell.
    Never,
}

/// When keys are read.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) test: Test,
    /// Whether that is so in no environment that does not need them.
    pub(super) is_exact: bool,
}

impl When {
    /// When any of some keys is read.
    pub(super) fn any(each: Vec<When>) -> Option<When> {
        let is_exact = each.iter().all(|when| when.is_exact);
        Some(When { test: Test::either(each.into_iter().map(|when| when.test))?, is_exact })
    }
}

fn is_needed(keys: &[&Key<'_>], environment: usize) -> bool {
    keys.iter().any(|key| key.is_needed(environment))
}

/// A place that reads a Secret.
struct Read {
    object: Expr,
    /// The key; none where it reads all, or only names the object.
    key: Option<SmolStr>,
    /// Whether the pods start without it.
    is_optional: bool,
    when: Option<Test>,
}

/// Every place that reads one of some Secrets.
fn reads(lowered: &[Part], objects: &[Expr]) -> Vec<Read> {
    let maps: FxHashMap<&str, &[Entry]> = pieces(lowered)
        .filter_map(|piece| match &piece.body {
            Body::Map(entries) => Some((piece.name.as_str(), entries.as_slice())),
            Body::Text(..) => None,
        })
        .collect();
    let mut found = Vec::new();
    for object in lowered.iter().flat_map(|part| &part.objects) {
        let piece = |name: &str| maps.get(name).copied().unwrap_or(&[]);
        walk(&object.body, object.when.as_ref(), &piece, &mut |node, above| {
            let when = || tree::all(above);
            if let Some((own, keys)) = named(node).filter(|(own, _)| objects.contains(own)) {
                let is_optional = is_optional(node);
                let all = keys.into_iter().map(|key| (own.clone(), Some(key)));
                let all = all.map(|(object, key)| Read { object, key, is_optional, when: when() });
                found.extend(all);
                return false;
            }
            if let Node::Text(expr) = node {
                let mentioned = objects.iter().filter(|own| mentions(expr, own));
                let all =
                    mentioned.map(|own| Read { object: own.clone(), key: None, is_optional: false, when: when() });
                found.extend(all);
            }
            true
        });
    }
    found
}

/// Forgets keys that there are not: what is off may name one, and then names the object alone.
fn forget_unknown<'k, 'a: 'k>(reads: &mut [Read], keys: impl Iterator<Item = &'k Key<'a>>) {
    let known: Vec<&SmolStr> = keys.map(|key| &key.declared.key).collect();
    for read in reads {
        read.key = read.key.take().filter(|own| known.contains(&own));
    }
}

/// Every named piece of what was lowered.
fn pieces(lowered: &[Part]) -> impl Iterator<Item = &Piece> {
    let of_objects = lowered.iter().flat_map(|part| &part.objects).flat_map(|object| &object.pieces);
    of_objects.chain(lowered.iter().flat_map(|part| &part.pieces))
}

/// Whether a node says that what it names need not be there.
fn is_optional(node: &Node) -> bool {
    let Node::Map(entries) = node else { return false };
    entries.iter().filter_map(Entry::as_pair).any(|pair| pair.key == "optional")
}

/// The Secret that a node names, and the keys of it.
fn named(node: &Node) -> Option<(&Expr, Vec<SmolStr>)> {
    let Node::Map(entries) = node else { return None };
    let pairs = || entries.iter().filter_map(Entry::as_pair);
    let text = |pair: &'_ Pair| if let Node::Text(Expr::Text(text)) = &pair.value { Some(text.clone()) } else { None };
    let object = pairs().find(|pair| pair.key == "name" || pair.key == "secretName")?;
    let Node::Text(object) = &object.value else { return None };
    if let Some(key) = pairs().find(|pair| pair.key == "key").and_then(text) {
        return Some((object, vec![key]));
    }
    let Node::List(items) = &pairs().find(|pair| pair.key == "items")?.value else { return None };
    let mut keys = Vec::new();
    let of_items = vec![crate::chart::tree::list("items", items.clone())];
    walk(&of_items, None, &|_| &[], &mut |node, _| {
        if let Node::Map(entries) = node {
            keys.extend(entries.iter().filter_map(Entry::as_pair).find(|pair| pair.key == "key").and_then(text));
        }
        true
    });
    Some((object, keys))
}

fn mentions(expr: &Expr, object: &Expr) -> bool {
    if expr == object {
        return true;
    }
    if let Expr::Default(first, second) = expr {
        return mentions(first, object) || mentions(second, object);
    }
    matches!(expr, Expr::Join(parts) if parts.iter().any(|part| mentions(part, object)))
}
