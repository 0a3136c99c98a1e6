//! Volumes: what a container may write to, and what is mounted into it.
//! <https://kubernetes.io/docs/concepts/storage/volumes/>

mod claim;
mod folder;
mod mount;
mod source;

use super::across::Across;
use super::container::Seat;
use super::knobs::Built;
use super::network::Asked;
use super::{Context, Part};
use crate::chart::tree::{self, Entry, Item, Node, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::{choices, volume};
use crate::types::names;
use smol_str::SmolStr;
use source::Source;

pub(super) use claim::{retention, storage_class};

/// Volumes of a pod and the mounts of a container.
#[derive(Debug, Default)]
pub(super) struct Storage {
    pub(super) mounts: Vec<Item>,
    /// Claims that the container sees as devices.
    pub(super) devices: Vec<Item>,
    pub(super) volumes: Vec<Item>,
    /// Templates of claims that every pod has one of.
    pub(super) claims: Vec<Item>,
}

/// Lowers what a container mounts, and with the main container the volumes of its pods.
pub(super) fn lower(context: &Context<'_>, seat: Seat<'_, '_>, part: &mut Part) -> Storage {
    let mut all = Storage::default();
    folder::writable(context, seat, part, &mut all);
    folder::files(context, seat.own, part, &mut all);
    for own in declared(seat.pod) {
        if seat.is_main() {
            mount::main(seat.pod, &own, part, &mut all);
            one(context, seat.pod, &own, part, &mut all);
        } else {
            mount::beside(seat, &own, part, &mut all);
        }
    }
    all
}

/// The volumes of a block.
fn declared<'a>(across: &Across<'a>) -> Vec<Across<'a>> {
    let of = |name| across.nested(&volume::VOLUME, name, &format!("volumes.{}", names::values_key(name)));
    across.children(&volume::VOLUME).into_iter().map(|own| of(own.name)).collect()
}

fn one(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let when = presence(across, own, part);
    let built = own.built(|environment, view| source::of(context, environment, view));
    for (test, source) in part.chosen(&own.path("type"), "What the volume is.", own.origin_of(Place::Block), built) {
        let when = Test::all(when.clone().into_iter().chain(test));
        let entry = match source {
            Source::PerReplica => {
                let template = claim::template(context, own, part);
                all.claims.extend(tree::guarded(when, template));
                continue;
            }
            Source::Claim => {
                let claim = claim::object(context, across, own, part, when.clone());
                part.objects.push(claim);
                map("persistentVolumeClaim", vec![pair("claimName", Node::Text(claim::name(across, own)))])
            }
            Source::Existing => map("persistentVolumeClaim", source::existing(own, part)),
            Source::Temporary => source::temporary(own, part),
            Source::Other(entry) => entry,
        };
        all.volumes.extend(tree::guarded(when, named(own, entry)));
    }
}

fn named(own: &Across<'_>, source: Entry) -> Node {
    Node::Map(vec![pair("name", Node::text(own.name)), source])
}

/// The switch of a volume that not every environment has.
fn presence(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Option<Test> {
    let on = present(across, own);
    if on.iter().all(|on| *on != Some(false)) {
        return None;
    }
    let path = own.path("enabled");
    let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    part.knob_from(path.clone(), "", Schema::Bool, values, own.origin(&volume::ENABLED));
    Some(Test::Value(path))
}

/// Whether each environment that has the block has the volume.
fn present(across: &Across<'_>, own: &Across<'_>) -> Vec<Option<bool>> {
    let on = own.each(|view| view.bool(&volume::ENABLED));
    across.views.iter().zip(on).map(|(block, on)| block.as_ref().map(|_| on.unwrap_or(false))).collect()
}

/// What must be so that a volume is there, and is what it is in some environments.
pub(super) fn asked(context: &Context<'_>, across: &Across<'_>, name: &str, of: &[bool]) -> Vec<Asked> {
    let Some(own) = declared(across).into_iter().find(|own| own.name == name) else { return Vec::new() };
    let built = own.built(|environment, view| source::of(context, environment, view));
    let there = Asked::switched(own.path("enabled"), &present(across, &own));
    there.into_iter().chain(Asked::chosen(&own.path("type"), built, of)).collect()
}

/// Whether the containers see the volume as a device; where environments differ, each with its test.
fn modes(own: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, bool)> {
    let built = own.built(|_, view| {
        let mode = if is_device(view) { &choices::BLOCK_DEVICE } else { &choices::FILESYSTEM };
        Built::As(SmolStr::new_static(mode.kubernetes), is_device(view))
    });
    let origin = own.origin(&volume::VOLUME_MODE_FIELD);
    part.chosen(&own.path("volumeMode"), super::knobs::doc(&volume::VOLUME_MODE_FIELD), origin, built)
}

fn is_device(view: &View<'_>) -> bool {
    view.choice(&volume::VOLUME_MODE_FIELD) == Some(&choices::BLOCK_DEVICE)
}
