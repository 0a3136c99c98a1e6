//! Where a container speaks of others: in its variables, in its command, and by the configurations that it reads.

use super::cause::{Asked, Cause};
use super::graph::Id;
use crate::lower::Context;
use crate::lower::across::Across;
use crate::lower::config as own_config;
use crate::lower::container as own_container;
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
}

/// What a place talks to: a block, and a port of it by its name.
pub(super) type Target = (Id, Option<SmolStr>);

/// What the variables of a container talk to, variable by variable.
pub(super) fn variables<'u>(context: &Context<'_>, across: &Across<'u>, on: &Cause) -> Vec<(Target, Use<'u>)> {
    let mut names: Vec<&'u str> = Vec::new();
    add(&mut names, across.views.iter().flatten().flat_map(|view| view.entries(&container::ENV).keys().copied()));
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
            let used = Use { variable: Some(name), because: format_smolstr!("env {name}"), cause };
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
            let used = Use { variable: None, because: SmolStr::new_static("command"), cause };
            found.push((target, used));
        }
    }
    found
}

/// What the configurations that a container reads talk to: one key of them, or all.
pub(super) fn configured<'u>(context: &Context<'_>, across: &Across<'u>, on: &Cause) -> Vec<(Target, Use<'u>)> {
    let mut found: Vec<(Target, Use<'u>)> = Vec::new();
    for reading in readings(context, across) {
        let because = format_smolstr!("config {}", reading.config);
        for (target, spoken) in spoken_of(context, &reading.config, reading.key.as_deref()) {
            let cause = on.and(reading.asked.iter().cloned()).and(spoken);
            let is_same = |used: &Use<'_>| used.because == because && used.cause == cause;
            if !found.iter().any(|(known, used)| *known == target && is_same(used)) {
                found.push((target, Use { variable: None, because: because.clone(), cause }));
            }
        }
    }
    found
}

/// A place of a container that reads a configuration.
struct Reading {
    config: SmolStr,
    /// The key; none where it reads all.
    key: Option<SmolStr>,
    /// What must be so that it does.
    asked: Vec<Asked>,
}

/// Every place of a container that reads a configuration: its variables, its command, what becomes variables as a whole, and what is
/// mounted.
fn readings(context: &Context<'_>, across: &Across<'_>) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut variables: Vec<&str> = Vec::new();
    let mut listed: Vec<&str> = Vec::new();
    let mut mounted: Vec<(&str, &str)> = Vec::new();
    for view in across.views.iter().flatten() {
        add(&mut variables, view.entries(&container::ENV).keys().copied());
        add(&mut listed, env_from(view));
        add(&mut mounted, mounts(view));
    }
    for name in variables {
        let value = |view: &View<'_>| view.entries(&container::ENV).get(name).map(|entry| keys_of(&entry.value));
        found.extend(keys_read(across, value, |of| own_variables::asked(context, across, name, of)));
    }
    for field in [&container::COMMAND, &container::ARGS] {
        let value = |view: &View<'_>| view.value(field).map(keys_of);
        found.extend(keys_read(across, value, |of| {
            own_container::asked(context, across, field, of).into_iter().collect()
        }));
    }
    for name in listed {
        let asked = own_variables::asked_of_all(across, name).into_iter().collect();
        found.push(Reading { config: name.into(), key: None, asked });
    }
    for (volume, name) in mounted {
        let has = |view: &View<'_>| mounts(view).contains(&(volume, name));
        let of: Vec<bool> = across.views.iter().map(|view| view.as_ref().is_some_and(has)).collect();
        found.push(Reading { config: name.into(), key: None, asked: own_volume::asked(context, across, volume, &of) });
    }
    found
}

/// A key of a configuration.
type Key = (SmolStr, SmolStr);

/// The keys that a value reads in any environment, each with what must be so; `asked` tells it for some environments.
fn keys_read(
    across: &Across<'_>,
    value: impl Fn(&View<'_>) -> Option<Vec<Key>>,
    asked: impl Fn(&[bool]) -> Vec<Asked>,
) -> Vec<Reading> {
    let read: Vec<Vec<Key>> =
        across.views.iter().map(|view| view.as_ref().and_then(&value).unwrap_or_default()).collect();
    let mut keys: Vec<&Key> = Vec::new();
    add(&mut keys, read.iter().flatten());
    let reading = |key: &Key| {
        let of: Vec<bool> = read.iter().map(|read| read.contains(key)).collect();
        Reading { config: key.0.clone(), key: Some(key.1.clone()), asked: asked(&of) }
    };
    keys.into_iter().map(reading).collect()
}

fn keys_of(value: &Value) -> Vec<Key> {
    let references = value.references().into_iter().filter(|own| own.root == Root::Config);
    references.filter_map(|own| Some((own.target().into(), own.key.as_ref()?.value.clone()))).collect()
}

/// What a configuration speaks of, in one of its keys and files or in all, each with what must be so.
fn spoken_of(context: &Context<'_>, name: &str, key: Option<&str>) -> Vec<(Target, Vec<Asked>)> {
    let Some(across) = context.find(&config::CONFIG, name) else { return Vec::new() };
    let mut names: Vec<&str> = Vec::new();
    for view in across.views.iter().flatten() {
        add(&mut names, view.entries(&config::KEYS).keys().copied());
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

/// The volumes that are configurations, each with which one.
fn mounts<'a>(view: &View<'a>) -> Vec<(&'a str, &'a str)> {
    let volumes = view.blocks_of(&volume::VOLUME).filter(|own| own.bool(&volume::ENABLED));
    volumes.filter_map(|own| Some((own.name, own.block(&volume::CONFIG)?.1))).collect()
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(known: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for own in more {
        if !known.contains(&own) {
            known.push(own);
        }
    }
}
