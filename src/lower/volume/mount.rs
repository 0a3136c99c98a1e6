//! Mounts: where a container sees a volume of its pods.

use super::{Storage, presence};
use crate::chart::tree::{self, Node, Place, Test, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::container::Seat;
use crate::lower::knobs;
use crate::model::environment::View;
use crate::schema::{sidecar, volume};
use crate::types::names;
use smol_str::SmolStr;

/// The mount of the main container, where the volume has a path.
pub(super) fn main(across: &Across<'_>, own: &Across<'_>, when: Option<&Test>, part: &mut Part, all: &mut Storage) {
    let base = across.path(&format!("volumes.{}", names::values_key(own.name)));
    let paths = own.said(|view| knobs::value_of(view, &volume::PATH));
    let said = paths.iter().map(|path| match path {
        Some(Val::Unset) => None,
        path => Some(path.is_some()),
    });
    if !own.any(|view| view.value(&volume::PATH).is_some()) {
        return;
    }
    let doc = "Whether the main container mounts the volume.";
    let switch = part.switch(key(&base, "mounted"), doc, own.origin(&volume::PATH), said);
    let mut mount = vec![pair("name", Node::text(own.name))];
    let sub_path = own.said(|view| knobs::value_of(view, &volume::SUB_PATH));
    let read_only = own.said(|view| is_read_only(view).then_some(Val::Bool(true)));
    for (target, values, field, schema) in [
        ("mountPath", of_no_say(paths), &volume::PATH, Schema::Text),
        ("subPath", sub_path, &volume::SUB_PATH, Schema::Text),
        ("readOnly", read_only, &volume::READ_ONLY, Schema::Bool),
    ] {
        mount.extend(part.settled(target, key(&base, target), values, &schema, own.origin(field), knobs::doc(field)));
    }
    all.mounts.extend(tree::guarded(Test::all(when.cloned().into_iter().chain(switch)), Node::Map(mount)));
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
    let mut mount = vec![pair("name", Node::text(volume.name))];
    let pairs = || own.views.iter().zip(&volume.views);
    let each = |of: &dyn Fn(&View<'_>, Option<&View<'_>>) -> Option<Val>| -> Vec<Option<Val>> {
        pairs().map(|(own, volume)| own.as_ref().map_or(Some(Val::Unset), |own| of(own, volume.as_ref()))).collect()
    };
    let path = each(&|own, volume| {
        knobs::value_of(own, &sidecar::PATH).or_else(|| knobs::value_of(volume?, &volume::PATH)).or(Some(Val::Unset))
    });
    let sub_path = each(&|own, _| knobs::value_of(own, &sidecar::SUB_PATH));
    let read_only = each(&|own, volume| {
        (own.bool(&sidecar::READ_ONLY) || volume.is_some_and(is_read_only)).then_some(Val::Bool(true))
    });
    for (target, values, field, schema) in [
        ("mountPath", path, &sidecar::PATH, Schema::Text),
        ("subPath", sub_path, &sidecar::SUB_PATH, Schema::Text),
        ("readOnly", read_only, &sidecar::READ_ONLY, Schema::Bool),
    ] {
        mount.extend(part.settled(target, own.path(target), values, &schema, own.origin(field), knobs::doc(field)));
    }
    all.mounts.extend(tree::guarded(Test::all(when.into_iter().chain(switch)), Node::Map(mount)));
}

fn key(base: &SmolStr, target: &str) -> SmolStr {
    smol_str::format_smolstr!("{base}.{target}")
}

/// What is unset in some environment has no say, because there nothing is printed.
fn of_no_say(values: Vec<Option<Val>>) -> Vec<Option<Val>> {
    values.into_iter().map(|value| Some(value.unwrap_or(Val::Unset))).collect()
}

fn is_read_only(view: &View<'_>) -> bool {
    view.bool(&volume::READ_ONLY) || view.value(&volume::CONFIG).is_some() || view.value(&volume::SECRET).is_some()
}
