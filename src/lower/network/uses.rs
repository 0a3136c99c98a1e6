//! Where a container speaks of others: in its variables, in its command, and by the configurations that it reads.

use super::cause::Cause;
use super::graph::Id;
use crate::lower::Context;
use crate::lower::across::Across;
use crate::lower::container as own_container;
use crate::lower::variables as own_variables;
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
    let mut read: Vec<(SmolStr, Option<SmolStr>)> = Vec::new();
    for view in across.views.iter().flatten() {
        let variables = view.entries(&container::ENV).values().map(|entry| &entry.value);
        let words = [&container::COMMAND, &container::ARGS].into_iter().filter_map(|field| view.value(field));
        let one = variables.chain(words).flat_map(Value::references).filter(|own| own.root == Root::Config);
        add(&mut read, one.filter_map(|own| Some((own.target().into(), Some(own.key.as_ref()?.value.clone())))));
        add(&mut read, whole(view).into_iter().map(|name| (name.into(), None)));
    }
    let mut found: Vec<(Target, Use<'u>)> = Vec::new();
    for (name, key) in read {
        let because = format_smolstr!("config {name}");
        for target in spoken_of(context, &name, key.as_deref()) {
            if !found.iter().any(|(known, used)| *known == target && used.because == because) {
                found.push((target, Use { variable: None, because: because.clone(), cause: on.clone() }));
            }
        }
    }
    found
}

/// What a configuration speaks of in any environment, in one of its keys and files or in all.
fn spoken_of(context: &Context<'_>, name: &str, key: Option<&str>) -> Vec<Target> {
    let Some(across) = context.find(&config::CONFIG, name) else { return Vec::new() };
    let mut targets = Vec::new();
    for view in across.views.iter().flatten() {
        let is_read = |own: &str| key.is_none_or(|key| key == own);
        let keys = view.entries(&config::KEYS);
        let keys = keys.iter().filter(|(own, _)| is_read(own)).map(|(_, entry)| &entry.value);
        let files = view.children(&config::FILE);
        let files = files.iter().filter(|file| is_read(file.name)).filter_map(|file| file.value(&config::TEXT));
        add(&mut targets, keys.chain(files).flat_map(Value::references).filter_map(talked_to));
    }
    targets
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

/// The configurations of which a container reads every key, as variables or as files.
pub(super) fn whole<'a>(view: &View<'a>) -> Vec<&'a str> {
    let listed = view.list(&container::ENV_FROM).iter().filter_map(Value::block).map(|(_, name)| name.as_str());
    let mounted = view.children(&volume::VOLUME);
    let mounted = mounted.iter().filter(|own| own.bool(&volume::ENABLED)).filter_map(|own| own.block(&volume::CONFIG));
    listed.chain(mounted.map(|(_, name)| name)).collect()
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(known: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for own in more {
        if !known.contains(&own) {
            known.push(own);
        }
    }
}
