//! Who uses a component or a configuration, and whom its settings speak of: sidecars talk to these.

use super::{app_id, configuration, has_sidecar, said, scopes, sidecar, source};
use crate::chart::tree::{Expr, Node, Test, guards};
use crate::lower::across::Across;
use crate::lower::network::Asked;
use crate::lower::{Context, Part, raw};
use crate::model::environment::View;
use crate::model::typed::{Reference, Value};
use crate::schema::{choices, dapr};
use smol_str::SmolStr;

/// The services whose sidecars use a component or a configuration in any environment, each with what must be so.
pub(in crate::lower) fn users(context: &Context<'_>, across: &Across<'_>) -> Vec<(SmolStr, Vec<Asked>)> {
    let users = context.services().iter().filter_map(|user| {
        let is_user = user
            .views
            .iter()
            .zip(&across.views)
            .any(|(user, own)| user.as_ref().zip(own.as_ref()).is_some_and(|(user, own)| uses(user, own)));
        is_user.then(|| (SmolStr::new(user.name), asked(across, user)))
    });
    users.collect()
}

/// Whether the sidecar of a service uses a component or a configuration.
fn uses(user: &View<'_>, own: &View<'_>) -> bool {
    has_sidecar(user) && is_in_scope(own, user.name) && (!is_configuration(own) || is_chosen(user, own.name))
}

fn is_configuration(own: &View<'_>) -> bool {
    own.choice(&dapr::KIND) == Some(&choices::DAPR_CONFIGURATION)
}

fn is_in_scope(own: &View<'_>, user: &str) -> bool {
    scopes(own).next().is_none() || scopes(own).any(|name| name == user)
}

fn is_chosen(user: &View<'_>, configuration: &str) -> bool {
    let own = user.child(&dapr::DAPR_SIDECAR);
    own.is_some_and(|own| own.block(&dapr::CONFIG).is_some_and(|(_, name)| name == configuration))
}

/// What must be so that a service uses it.
fn asked(across: &Across<'_>, user: &Across<'_>) -> Vec<Asked> {
    let mut all = vec![Asked::on(across)];
    let said = user.each(has_sidecar);
    if let Some(tests) = sidecar(user).tests() {
        let holds: Vec<bool> = said.iter().map(|said| said.unwrap_or(true)).collect();
        all.extend(tests.into_iter().map(|test| Asked { test, holds: holds.clone() }));
    }
    all.extend(in_scope(across, user));
    if across.any(is_configuration) {
        all.extend(chosen(across, user));
    }
    all
}

/// The scopes have the service, where environments differ in them.
fn in_scope(across: &Across<'_>, user: &Across<'_>) -> Option<Asked> {
    let holds: Vec<bool> =
        across.each(|own| is_in_scope(own, user.name)).into_iter().map(|own| own.unwrap_or(true)).collect();
    let path = across.path("scopes");
    // Where there is no sidecar the id means nothing.
    let ids = user.each(|view| has_sidecar(view).then(|| app_id(view)));
    let mut ids = ids.iter().flatten().flatten();
    let first = ids.next()?;
    let id = if ids.all(|id| id == first) { Expr::text(first.clone()) } else { Expr::Value(user.path("dapr.appId")) };
    let open = across.any(|own| scopes(own).next().is_none()).then(|| !Test::Value(path.clone()));
    let test = Test::any(open.into_iter().chain([Test::Lists(path, Box::new(id))]))?;
    holds.contains(&false).then_some(Asked { test, holds })
}

/// The sidecar has this configuration, where environments differ in that.
fn chosen(across: &Across<'_>, user: &Across<'_>) -> Option<Asked> {
    let holds = user.each(|user| !has_sidecar(user) || is_chosen(user, across.name));
    let holds: Vec<bool> = holds.into_iter().map(|own| own.unwrap_or(true)).collect();
    let test = Test::Is(user.path("dapr.config"), SmolStr::new(across.name));
    holds.contains(&false).then_some(Asked { test, holds })
}

/// Something that the settings of a component or a configuration speak of.
pub(in crate::lower) struct Spoken<'a> {
    pub(in crate::lower) reference: &'a Reference,
    /// What must be so that they do.
    pub(in crate::lower) asked: Option<Asked>,
}

/// Whatever it speaks of in any environment.
pub(in crate::lower) fn spoken<'a>(context: &Context<'_>, across: &Across<'a>) -> Vec<Spoken<'a>> {
    let mut found = Vec::new();
    for (key, entry) in across.views.iter().flatten().flat_map(|view| view.entries(&dapr::METADATA)) {
        let of = |reference: &Reference| {
            let of = across.each(|view| {
                let entry = view.entries(&dapr::METADATA).get(key).copied();
                entry.is_some_and(|entry| speaks(&entry.value, reference))
            });
            Asked::chosen(&source(across, key), said(context, across, key), &known(of))
        };
        let references = entry.value.references().into_iter();
        found.extend(references.map(|reference| Spoken { reference, asked: of(reference) }));
    }
    found.extend(of_raw(context, across));
    found
}

fn known(said: Vec<Option<bool>>) -> Vec<bool> {
    said.into_iter().map(|said| said == Some(true)).collect()
}

/// Whether a value speaks of the same.
fn speaks(value: &Value, reference: &Reference) -> bool {
    let place =
        |own: &Reference| (own.root, SmolStr::new(own.target()), own.port.as_ref().map(|port| port.value.clone()));
    value.references().into_iter().any(|own| place(own) == place(reference))
}

/// What the content of a configuration speaks of. The conditions are those under which the chart writes it.
fn of_raw<'a>(context: &Context<'_>, across: &Across<'a>) -> Vec<Spoken<'a>> {
    let mut values: Vec<(usize, &'a Value)> = Vec::new();
    for (environment, view) in across.views.iter().enumerate() {
        let raw = view.as_ref().and_then(|view| view.raw(&dapr::SPEC));
        if let Some(raw) = raw {
            raw.values(&mut |_, value| values.push((environment, value)));
        }
    }
    values.retain(|(_, value)| !value.references().is_empty());
    if values.is_empty() {
        return Vec::new();
    }
    let written = configuration(context, across, &mut Part::default());
    let spoken = values.iter().flat_map(|(_, value)| value.references()).map(|reference| {
        let speaking = || values.iter().filter(|(_, value)| speaks(value, reference));
        let holds = across.views.iter().enumerate();
        let holds = holds.map(|(at, view)| view.is_none() || speaking().any(|(environment, _)| *environment == at));
        let holds: Vec<bool> = holds.collect();
        let tests = speaking().flat_map(|(environment, value)| {
            let node = raw::leaf(context, *environment, value);
            guards(&written, &|other: &Node| *other == node)
        });
        let test = tests.collect::<Option<Vec<Test>>>().and_then(Test::any);
        Spoken { reference, asked: test.filter(|_| holds.contains(&false)).map(|test| Asked { test, holds }) }
    });
    spoken.collect()
}
