//! The keys of a chart's secrets, and which environment needs each: one whose pods do not read a key need not have it.

use super::object_name;
use super::reads::{forget_unknown, reads};
use crate::chart::tree::Expr;
use crate::lower::{Context, Part};
use crate::schema::{database, secret};
use crate::secrets::{self, Declared};

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
    if declared.is_kept() || context.charts.of_secret(&declared.name) != chart {
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
pub(super) fn objects_of(context: &Context<'_>, chart: usize, keys: &[Key<'_>]) -> Vec<Expr> {
    let mut objects: Vec<Expr> = Vec::new();
    for key in keys {
        let object = object_name(context, chart, &key.declared.object);
        if !objects.contains(&object) {
            objects.push(object);
        }
    }
    objects
}
