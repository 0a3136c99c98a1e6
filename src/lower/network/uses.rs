//! Where a container speaks of others: in its variables, in its command, and by the configurations that it reads.

use super::cause::{Asked, Cause};
use super::graph::Id;
use crate::lower::Context;
use crate::lower::across::Across;
use crate::lower::config as own_config;
use crate::lower::container as own_container;
use crate::lower::database as own_database;
use crate::lower::variables as own_variables;
use crate::lower::volume as own_volume;
use crate::model::environment::View;
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, config, container, database, service, volume};
use smol_str::{SmolStr, format_smolstr};

/// Where something is used.
#[derive(Debug, Clone)]
pub(super) struct Use<'u> {
    /// The variable.
    pub(super) variable: Option<&'u str>,
    /// What the source calls the place.
    pub(super) because: SmolStr,
    /// When that is so.
    pub(super) cause: Cause,
    /// Whether the cause is all that must be so, where the values could not tell more.
    pub(super) is_told: bool,
}

/// What a place talks to: a block, and a port of it by its name.
pub(super) type Target = (Id, Option<SmolStr>);

/// What the variables of a container talk to, variable by variable.
pub(super) fn variables<'u>(context: &Context<'_>, across: &Across<'u>, on: &Cause) -> Vec<(Target, Use<'u>)> {
    let mut names: Vec<&'u str> = Vec::new();
    add(&mut names, across.views.iter().flatten().flat_map(|view| speaking(view, &container::ENV)));
    let mut found = Vec::new();
    for name in names {
        let value_of = |view: &View<'u>| view.entries(&container::ENV).get(name).map(|entry| &entry.value);
        let mut known: Vec<Target> = Vec::new();
        let values = across.views.iter().flatten().filter_map(value_of);
        add(&mut known, values.flat_map(Value::references).filter_map(talked_to));
        for target in known {
            let of = across
                .views
                .iter()
                .map(|view| view.as_ref().and_then(value_of).is_some_and(|value| talks(value, &target)));
            let cause = on.and(own_variables::asked(context, across, name, &of.collect::<Vec<_>>()));
            let because = format_smolstr!("env {name}");
            let used = Use { variable: Some(name), because, cause, is_told: true };
            found.push((target, used));
        }
    }
    found
}

/// What the words of a container's command talk to.
pub(super) fn commands<'u>(context: &Context<'_>, across: &Across<'u>, on: &Cause) -> Vec<(Target, Use<'u>)> {
    let mut found = Vec::new();
    for field in [&container::COMMAND, &container::ARGS] {
        let mut known: Vec<Target> = Vec::new();
        let values = across.views.iter().flatten().filter_map(|view| view.value(field));
        add(&mut known, values.flat_map(Value::references).filter_map(talked_to));
        for target in known {
            let of = across.views.iter().map(|view| {
                view.as_ref().and_then(|view| view.value(field)).is_some_and(|value| talks(value, &target))
            });
            let cause = on.and(own_container::asked(context, across, field, &of.collect::<Vec<_>>()));
            let because = SmolStr::new_static("command");
            let used = Use { variable: None, because, cause, is_told: true };
            found.push((target, used));
        }
    }
    found
}

/// What the configurations that a container reads talk to: one key of them, or all.
pub(super) fn configured<'u>(context: &Context<'_>, across: &Across<'u>, on: &Cause) -> Vec<(Target, Use<'u>)> {
    let mut found: Vec<(Target, Use<'u>)> = Vec::new();
    for reading in readings(across) {
        let because = format_smolstr!("config {}", reading.config);
        let spoken = spoken_of(context, &reading.config, reading.key.as_deref());
        // Few configurations speak of others at all.
        let asked = if spoken.is_empty() { Vec::new() } else { reading.asked(context, across) };
        for (target, spoken) in spoken {
            let is_told = spoken.is_some();
            let cause = on.and(asked.iter().cloned()).and(spoken.unwrap_or_default());
            let is_same = |used: &Use<'_>| used.because == because && used.cause == cause;
            if !found.iter().any(|(known, used)| *known == target && is_same(used)) {
                found.push((target, Use { variable: None, because: because.clone(), cause, is_told }));
            }
        }
    }
    found
}

/// A place of a container that reads a configuration.
struct Reading<'u> {
    config: SmolStr,
    /// The key; none where it reads all.
    key: Option<SmolStr>,
    place: Place<'u>,
    /// Whether it does so in each environment.
    of: Vec<bool>,
}

/// Where a container reads a configuration.
#[derive(Clone, Copy)]
enum Place<'u> {
    /// A variable.
    Variable(&'u str),
    /// A field of words: its command or its arguments.
    Words(&'static schema::Field),
    /// What becomes variables as a whole.
    All,
    /// A volume.
    Volume(&'u str),
    /// The files that a database's image runs when it makes its data.
    Init,
}

impl Reading<'_> {
    /// What must be so that it is read there.
    fn asked(&self, context: &Context<'_>, across: &Across<'_>) -> Vec<Asked> {
        match self.place {
            Place::Variable(name) => own_variables::asked(context, across, name, &self.of),
            Place::Words(field) => own_container::asked(context, across, field, &self.of).into_iter().collect(),
            Place::All => own_variables::asked_of_all(across, &self.config).into_iter().collect(),
            Place::Volume(name) => own_volume::asked(context, across, name, &self.of),
            Place::Init => own_database::asked_of_init(context, across, &self.of).into_iter().collect(),
        }
    }
}

/// Every place of a container that reads a configuration.
fn readings<'u>(across: &Across<'u>) -> Vec<Reading<'u>> {
    let mut found = Vec::new();
    let mut variables: Vec<&'u str> = Vec::new();
    let mut listed: Vec<&'u str> = Vec::new();
    let mut mounted: Vec<(&'u str, &'u str)> = Vec::new();
    let mut inits: Vec<&'u str> = Vec::new();
    for view in across.views.iter().flatten() {
        add(&mut variables, speaking(view, &container::ENV));
        add(&mut listed, env_from(view));
        add(&mut mounted, mounts(view));
        add(&mut inits, init(view));
    }
    for name in variables {
        let value = |view: &View<'_>| view.entries(&container::ENV).get(name).map(|entry| keys_of(&entry.value));
        found.extend(keys_read(across, value, Place::Variable(name)));
    }
    for field in [&container::COMMAND, &container::ARGS] {
        let value = |view: &View<'_>| view.value(field).map(keys_of);
        found.extend(keys_read(across, value, Place::Words(field)));
    }
    let whole = |config: &str, place, has: &dyn Fn(&View<'u>) -> bool| {
        let of = across.views.iter().map(|view| view.as_ref().is_some_and(has)).collect();
        Reading { config: config.into(), key: None, place, of }
    };
    for name in listed {
        found.push(whole(name, Place::All, &|view| env_from(view).any(|own| own == name)));
    }
    for (volume, name) in mounted {
        found.push(whole(name, Place::Volume(volume), &|view| mounts(view).contains(&(volume, name))));
    }
    for name in inits {
        found.push(whole(name, Place::Init, &|view| init(view) == Some(name)));
    }
    found
}

/// A key of a configuration.
type Key = (SmolStr, SmolStr);

/// The keys that a value reads in any environment.
fn keys_read<'u>(
    across: &Across<'u>,
    value: impl Fn(&View<'u>) -> Option<Vec<Key>>,
    place: Place<'u>,
) -> Vec<Reading<'u>> {
    let read: Vec<Vec<Key>> =
        across.views.iter().map(|view| view.as_ref().and_then(&value).unwrap_or_default()).collect();
    let mut keys: Vec<&Key> = Vec::new();
    add(&mut keys, read.iter().flatten());
    let of = |key: &Key| read.iter().map(|read| read.contains(key)).collect();
    let reading = |key: &Key| Reading { config: key.0.clone(), key: Some(key.1.clone()), place, of: of(key) };
    keys.into_iter().map(reading).collect()
}

fn keys_of(value: &Value) -> Vec<Key> {
    let references = value.references().into_iter().filter(|own| own.root == Root::Config);
    references.filter_map(|own| Some((own.target().into(), own.key.as_ref()?.value.clone()))).collect()
}

/// What a configuration speaks of, in one of its keys and files or in all, each with what must be so, as far as the values tell.
fn spoken_of(context: &Context<'_>, name: &str, key: Option<&str>) -> Vec<(Target, Option<Vec<Asked>>)> {
    let Some(across) = context.find(&config::CONFIG, name) else { return Vec::new() };
    let mut names: Vec<&str> = Vec::new();
    for view in across.views.iter().flatten() {
        add(&mut names, speaking(view, &config::KEYS));
        add(&mut names, view.blocks_of(&config::FILE).map(|file| file.name));
    }
    let mut found = Vec::new();
    for own in names.into_iter().filter(|own| key.is_none_or(|key| key == *own)) {
        let spoken: Vec<Vec<Target>> =
            across.views.iter().map(|view| view.as_ref().map(|view| targets(view, own)).unwrap_or_default()).collect();
        let mut targets: Vec<&Target> = Vec::new();
        add(&mut targets, spoken.iter().flatten());
        for target in targets {
            let of: Vec<bool> = spoken.iter().map(|spoken| spoken.contains(target)).collect();
            found.push((target.clone(), own_config::asked(context, across, own, &of)));
        }
    }
    found
}

/// What a key or a file of a configuration talks to.
fn targets(view: &View<'_>, key: &str) -> Vec<Target> {
    let entry = view.entries(&config::KEYS).get(key).map(|entry| &entry.value);
    let file = view.nested(&config::FILE, key);
    let text = file.as_ref().and_then(|file| file.value(&config::TEXT));
    entry.into_iter().chain(text).flat_map(Value::references).filter_map(talked_to).collect()
}

/// The keys of an open map whose values refer to anything.
fn speaking<'a>(view: &View<'a>, map: &'static schema::Block) -> impl Iterator<Item = &'a str> {
    view.entries(map).iter().filter(|(_, entry)| !entry.value.references().is_empty()).map(|(key, _)| *key)
}

/// Whether a value speaks of a target.
fn talks(value: &Value, target: &Target) -> bool {
    value.references().into_iter().filter_map(talked_to).any(|own| own == *target)
}

/// The block that whoever has a reference talks to, and the port of it.
pub(super) fn talked_to(reference: &Reference) -> Option<Target> {
    let kind: &'static schema::Block = match reference.root {
        Root::Service => &service::SERVICE,
        Root::Database => &database::DATABASE,
        Root::Secret
        | Root::Config
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => return None,
    };
    let public = matches!(
        reference.attribute,
        Some(Attribute::PublicUrl | Attribute::PublicOrigin | Attribute::PublicHost | Attribute::ServiceAccount)
    );
    let port = || reference.port.as_ref().map(|port| port.value.clone());
    (!public).then(|| ((kind, SmolStr::new(reference.target())), port()))
}

/// The configurations of which every key becomes a variable.
fn env_from<'a>(view: &View<'a>) -> impl Iterator<Item = &'a str> {
    view.list(&container::ENV_FROM).iter().filter_map(Value::block).map(|(_, name)| name.as_str())
}

/// The volumes that hold configurations, each with which one.
fn mounts<'a>(view: &View<'a>) -> Vec<(&'a str, &'a str)> {
    let volumes = view.blocks_of(&volume::VOLUME).filter(|own| own.bool(&volume::ENABLED));
    let mut found = Vec::new();
    for own in volumes {
        let sources = own.blocks_of(&volume::SOURCE).filter_map(|source| source.block(&volume::SOURCE_CONFIG));
        found.extend(own.block(&volume::CONFIG).into_iter().chain(sources).map(|(_, config)| (own.name, config)));
    }
    found
}

fn init<'a>(view: &View<'a>) -> Option<&'a str> {
    view.block(&database::INIT).map(|(_, name)| name)
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(known: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for own in more {
        if !known.contains(&own) {
            known.push(own);
        }
    }
}
