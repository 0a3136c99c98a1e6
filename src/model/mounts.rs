//! Where a container sees volumes, and secrets that reach it as files.

use super::environment::{Environment, View};
use crate::schema::attributes::Root;
use crate::schema::{choices, container, secret, sidecar, volume};
use crate::source::Span;
use smol_str::{SmolStr, format_smolstr};

/// Something at a path of a container.
#[derive(Debug, Clone)]
pub struct Mount<'a> {
    /// What it is: a volume or a secret.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// The path.
    pub path: SmolStr,
    /// What in the source says so.
    pub place: Span,
}

/// Everything that a container of a pod sees at a path, which may be the block itself.
#[must_use]
pub fn of<'a>(environment: &Environment<'a>, own: &View<'a>, pod: Option<&View<'a>>) -> Vec<Mount<'a>> {
    let volumes = own.blocks_of(&volume::VOLUME).filter(|own| own.bool(&volume::ENABLED));
    let of_pod = |name: &str| pod?.blocks_of(&volume::VOLUME).find(|own| own.name == name);
    // A mount of a volume of the pod is at the path of the volume, unless it says another.
    let beside = own.blocks_of(&sidecar::MOUNT).filter_map(|mount| match mount.text(&sidecar::PATH) {
        Some(path) => Some(of_volume(mount.name, path, mount.place(&sidecar::PATH))),
        None => at_its_path(of_pod(mount.name)?),
    });
    volumes.filter_map(at_its_path).chain(beside).chain(files(environment, own)).collect()
}

fn at_its_path<'a>(volume: &View<'a>) -> Option<Mount<'a>> {
    Some(of_volume(volume.name, volume.text(&volume::PATH)?, volume.place(&volume::PATH)))
}

fn of_volume<'a>(name: &'a str, path: &str, place: Span) -> Mount<'a> {
    Mount { kind: volume::VOLUME.name, name, path: SmolStr::new(path), place }
}

/// The secrets that a container's variables name and that are delivered as files.
fn files<'a>(environment: &Environment<'a>, own: &View<'a>) -> Vec<Mount<'a>> {
    let references = own.entries(&container::ENV).values().flat_map(|entry| entry.value.references());
    let references = references.filter(|reference| reference.root == Root::Secret && reference.is_secret());
    let mut files: Vec<Mount<'a>> = Vec::new();
    for reference in references {
        let named = environment.get(&secret::SECRET, reference.target());
        // However many variables name it, it is one file.
        let Some(view) = named.filter(|view| files.iter().all(|known| known.name != view.name)) else { continue };
        let file = |path| Mount { kind: secret::SECRET.name, name: view.name, path, place: reference.span };
        files.extend(delivered(environment, view.name).map(file));
    }
    files
}

/// The path at which a secret is mounted, where it is delivered as a file.
#[must_use]
pub fn delivered(environment: &Environment<'_>, name: &str) -> Option<SmolStr> {
    let view = environment.get(&secret::SECRET, name)?;
    let path = view.text(&secret::PATH).map(SmolStr::new);
    let is_file = view.choice(&secret::DELIVER_FIELD) == Some(&choices::DELIVER_FILE);
    is_file.then(|| path.unwrap_or_else(|| format_smolstr!("/run/secrets/{name}")))
}
