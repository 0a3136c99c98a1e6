//! What a volume says that goes with another kind of volume, and files that its configuration or secret does not have.

use super::config_keys::unknown;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::{Environment, View};
use crate::schema::{self, config, volume};
use crate::secrets::{self, Declared, Provider};
use std::cell::LazyCell;

/// Maps of a volume, and what each goes with.
type Kept = (&'static schema::Block, &'static [&'static schema::Field], &'static str);

static MAPS: [Kept; 4] = [
    (&volume::ITEMS, &[&volume::CONFIG, &volume::SECRET], "`config` or `secret`"),
    (&volume::ATTRIBUTES, &[&volume::CSI], "`csi`"),
    (&volume::SELECTOR, &[&volume::SIZE], "`size`"),
    (&volume::CLAIM_ANNOTATIONS, &[&volume::SIZE], "`size`"),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        let declared = LazyCell::new(|| secrets::declared(environment));
        let of_secret = |view: &View<'_>, field| {
            let has_items = !view.entries(&volume::ITEMS).is_empty();
            if has_items { files_of_secret(environment, &declared, view, field) } else { Vec::new() }
        };
        for pod in facts::pods(environment) {
            for volume in pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
                let mut found = misplaced(volume);
                found.extend(files(environment, volume, &volume::CONFIG));
                found.extend(of_secret(volume, &volume::SECRET));
                for source in volume.blocks_of(&volume::SOURCE) {
                    found.extend(files(environment, source, &volume::SOURCE_CONFIG));
                    found.extend(of_secret(source, &volume::SOURCE_SECRET));
                }
                for diagnostic in found {
                    findings.about(environment, pod, diagnostic);
                }
            }
        }
    }
}

/// A map that means nothing here. What a weaker layer says is left alone where an overlay makes the volume another.
fn misplaced(volume: &View<'_>) -> Vec<Diagnostic> {
    let found = MAPS.iter().filter_map(|(map, fields, only)| {
        let (_, entry) = volume.entries(map).first()?;
        if fields.iter().any(|field| volume.value(field).is_some()) || volume.layers.len() > 1 {
            return None;
        }
        let message = format!("`{}` of volume `{}` means nothing here", map.name, volume.name);
        Some(finding(Code::E0210, entry.key.span, message).help(format!("it goes only with {only}")))
    });
    found.collect()
}

/// Keys that become files, and that the configuration does not have.
fn files(environment: &Environment<'_>, view: &View<'_>, field: &'static schema::Field) -> Vec<Diagnostic> {
    let config = view.block(field).and_then(|(_, name)| environment.on(&config::CONFIG, name));
    let items = view.entries(&volume::ITEMS).values();
    items.filter_map(|entry| unknown(config?, &entry.key)).collect()
}

/// The same of a secret: the keys of its object. One that the user keeps may have others.
fn files_of_secret(
    environment: &Environment<'_>,
    declared: &[Declared<'_>],
    view: &View<'_>,
    field: &'static schema::Field,
) -> Vec<Diagnostic> {
    let Some((_, name)) = view.block(field) else { return Vec::new() };
    let is_own = |secret: &&Declared<'_>| secrets::block_of(&secret.name) == name;
    let Some(own) = declared.iter().find(is_own) else { return Vec::new() };
    if own.is_kept() || Provider::of(environment) == Provider::Existing {
        return Vec::new();
    }
    let known: Vec<&str> =
        declared.iter().filter(|other| other.object == own.object).map(|other| other.key.as_str()).collect();
    let unknown = view.entries(&volume::ITEMS).values().filter(|entry| !known.contains(&entry.key.value.as_str()));
    let told = unknown.map(|entry| {
        let key = &entry.key;
        let message = format!("secret `{name}` has no key `{}`", key.value);
        finding(Code::E0313, key.span, message).help(format!("there is {}", describe::list(known.iter().copied())))
    });
    told.collect()
}
