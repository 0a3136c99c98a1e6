//! What a volume says that goes with another kind of volume, and files that its configuration does not have.

use super::config_keys::unknown;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::schema::{self, config, volume};

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
        for pod in facts::pods(environment) {
            for volume in pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
                let mut found = misplaced(volume);
                found.extend(files(environment, volume, &volume::CONFIG));
                for source in volume.blocks_of(&volume::SOURCE) {
                    found.extend(files(environment, source, &volume::SOURCE_CONFIG));
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
