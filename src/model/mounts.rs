//! Where a container sees volumes.

use super::environment::View;
use crate::schema::{sidecar, volume};
use crate::source::Span;

/// A volume at a path of a container.
#[derive(Debug, Clone, Copy)]
pub struct Mount<'a> {
    /// The name of the volume.
    pub volume: &'a str,
    /// The path, as it is written.
    pub path: &'a str,
    /// Where that stands.
    pub place: Span,
}

impl<'a> Mount<'a> {
    fn of_volume(volume: &View<'a>) -> Option<Self> {
        let path = volume.text(&volume::PATH)?;
        Some(Self { volume: volume.name, path, place: volume.place(&volume::PATH) })
    }
}

/// The mounts of a container of a pod, which may be the block itself: of its own volumes, and of those of its pods by `mount`, which are at
/// the path of the volume unless they say another.
pub fn of<'v, 'a>(own: &'v View<'a>, pod: Option<&'v View<'a>>) -> impl Iterator<Item = Mount<'a>> + use<'v, 'a> {
    let volumes = own.blocks_of(&volume::VOLUME).filter(|own| own.bool(&volume::ENABLED));
    let of_pod = move |name: &str| pod?.blocks_of(&volume::VOLUME).find(|own| own.name == name);
    let beside = own.blocks_of(&sidecar::MOUNT).filter_map(move |mount| match mount.text(&sidecar::PATH) {
        Some(path) => Some(Mount { volume: mount.name, path, place: mount.place(&sidecar::PATH) }),
        None => Mount::of_volume(of_pod(mount.name)?),
    });
    volumes.filter_map(Mount::of_volume).chain(beside)
}
