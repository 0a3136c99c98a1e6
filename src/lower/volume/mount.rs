//! Mounts: where a container sees a volume of its pods, as a folder or as a device.

use super::{Storage, modes, presence};
use crate::chart::tree::{self, Entry, Node, Place, Test, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::container::Seat;
use crate::lower::knobs;
use crate::model::environment::View;
use crate::schema::{Field, sidecar, volume};
use crate::types::names;

/// Fields of a mount: the path, the folder in the volume, and whether it can only be read.
type Fields = [&'static Field; 3];

/// What the environments say of a mount, in that order.
type Said = [Vec<Option<Val>>; 3];

/// The mount of the main container, where the volume has a path.
pub(super) fn main(across: &Across<'_>, own: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let when = presence(across, own, part);
    let on = own.each(|view| view.value(&volume::PATH).is_some());
    if !on.contains(&Some(true)) {
        return;
    }
    let doc = "Whether the main container mounts the volume.";
    let switch = part.switch(own.path("mounted"), doc, own.origin(&volume::PATH), on);
    let said = [
        own.said(|view| knobs::value_of(view, &volume::PATH).or(Some(Val::Unset))),
        own.said(|view| knobs::value_of(view, &volume::SUB_PATH)),
        own.said(|view| is_read_only(view).then_some(Val::Bool(true))),
    ];
    let when = Test::all(when.into_iter().chain(switch));
    let fields = [&volume::PATH, &volume::SUB_PATH, &volume::READ_ONLY];
    mounted(own, (own, fields, said), when.as_ref(), part, all);
}

/// The mount of a container beside the main one, where it says so.
pub(super) fn beside(seat: Seat<'_, '_>, volume: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let own = seat.own.nested(&sidecar::MOUNT, volume.name, &format!("mounts.{}", names::values_key(volume.name)));
    if own.is_absent() {
        return;
    }
    let when = presence(seat.pod, volume, part);
    let on = seat.own.views.iter().zip(&own.views).map(|(container, own)| container.as_ref().map(|_| own.is_some()));
    let doc = format!("Whether {} mounts the volume.", seat.own.name);
    let switch = part.switch(own.path("enabled"), doc, own.origin_of(Place::Block), on);
    let each = |of: &dyn Fn(&View<'_>, Option<&View<'_>>) -> Option<Val>| -> Vec<Option<Val>> {
        let pairs = own.views.iter().zip(&volume.views);
        pairs.map(|(own, volume)| own.as_ref().map_or(Some(Val::Unset), |own| of(own, volume.as_ref()))).collect()
    };
    let said = [
        each(&|own, volume| {
            let path = knobs::value_of(own, &sidecar::PATH);
            path.or_else(|| knobs::value_of(volume?, &volume::PATH)).or(Some(Val::Unset))
        }),
        each(&|own, _| knobs::value_of(own, &sidecar::SUB_PATH)),
        each(&|own, volume| {
            (own.bool(&sidecar::READ_ONLY) || volume.is_some_and(is_read_only)).then_some(Val::Bool(true))
        }),
    ];
    let when = Test::all(when.into_iter().chain(switch));
    let fields = [&sidecar::PATH, &sidecar::SUB_PATH, &sidecar::READ_ONLY];
    mounted(volume, (&own, fields, said), when.as_ref(), part, all);
}

/// A mount, or a device where the volume is one.
fn mounted(
    volume: &Across<'_>,
    (own, [path, sub_path, read_only], [paths, sub_paths, read_onlys]): (&Across<'_>, Fields, Said),
    when: Option<&Test>,
    part: &mut Part,
    all: &mut Storage,
) {
    let mut value = |target: &str, key: &str, field: &'static Field, said: &[Option<Val>], schema: &Schema| {
        part.settled(target, own.path(key), said.to_vec(), schema, own.origin(field), knobs::doc(field))
    };
    let name = || pair("name", Node::text(volume.name));
    let mut mount: Vec<Entry> = vec![name()];
    mount.extend(value("mountPath", "mountPath", path, &paths, &Schema::Text));
    mount.extend(value("subPath", "subPath", sub_path, &sub_paths, &Schema::Text));
    mount.extend(value("readOnly", "readOnly", read_only, &read_onlys, &Schema::Bool));
    let mut device: Vec<Entry> = vec![name()];
    device.extend(value("devicePath", "mountPath", path, &paths, &Schema::Text));
    for (test, is_device) in modes(volume, part) {
        let when = Test::all(when.cloned().into_iter().chain(test));
        if is_device {
            all.devices.extend(tree::guarded(when, Node::Map(device.clone())));
        } else {
            all.mounts.extend(tree::guarded(when, Node::Map(mount.clone())));
        }
    }
}

fn is_read_only(view: &View<'_>) -> bool {
    view.bool(&volume::READ_ONLY)
        || view.value(&volume::CONFIG).is_some()
        || view.value(&volume::SECRET).is_some()
        || view.blocks_of(&volume::SOURCE).next().is_some()
}
