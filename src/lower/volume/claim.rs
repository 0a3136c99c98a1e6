//! Claims: storage that outlives the pods.
//! <https://kubernetes.io/docs/concepts/storage/persistent-volumes/>

use super::modes;
use crate::chart::tree::{self, Entry, Expr, Node, Object, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::{Context, Part, metadata};
use crate::model::environment::View;
use crate::schema::{choices, service, volume};
use crate::types::quantity::Kind as Amount;
use smol_str::{SmolStr, format_smolstr};

/// The name of a claim that all pods share.
pub(super) fn name(across: &Across<'_>, own: &Across<'_>) -> Expr {
    Expr::Name(format_smolstr!("{}-{}", across.name, own.name))
}

/// The claim that all pods share.
pub(super) fn object(
    context: &Context<'_>,
    across: &Across<'_>,
    own: &Across<'_>,
    part: &mut Part,
    when: Option<Test>,
) -> Object {
    let mut annotations = annotations(context, own, part);
    annotations.extend(kept(own, part));
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("PersistentVolumeClaim")),
        metadata::of(across, &name(across, own), annotations),
        map("spec", spec(own, part)),
    ];
    Object {
        file: format!("pvc-{}-{}.yaml", across.name, own.name),
        block: SmolStr::new(across.name),
        when: Test::all([across.enabled()].into_iter().chain(when)),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    }
}

/// The template of a claim that every pod has one of.
pub(super) fn template(context: &Context<'_>, own: &Across<'_>, part: &mut Part) -> Node {
    let annotations = map("annotations", annotations(context, own, part));
    let name = map("metadata", vec![pair("name", Node::text(own.name)), annotations]);
    Node::Map(vec![name, map("spec", spec(own, part))])
}

fn annotations(context: &Context<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    if !own.any(|view| !view.entries(&volume::CLAIM_ANNOTATIONS).is_empty()) {
        return Vec::new();
    }
    metadata::texts(context, own, &volume::CLAIM_ANNOTATIONS, "annotations", part)
}

/// Helm leaves what is annotated so where it is when the release goes.
/// <https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource>
fn kept(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = said(own, &|view| view.bool(&volume::KEEP).then(|| Val::text("keep")));
    let schema = Schema::Choice(vec![SmolStr::new_static("keep")]);
    let (origin, doc) = (own.origin(&volume::KEEP), "Whether Helm keeps the claim (keep) when the release goes.");
    part.settled("helm.sh/resource-policy", own.path("resourcePolicy"), values, &schema, origin, doc.to_owned())
}

/// What becomes of the claims of a StatefulSet's pods when it goes; none where it has no such claims.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention>
pub(in crate::lower) fn retention(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let claims = super::declared(across);
    let is_template = |view: &View<'_>| view.bool(&volume::PER_REPLICA) && view.bool(&volume::ENABLED);
    let Some(first) = claims.iter().find(|own| own.any(is_template)) else { return Vec::new() };
    let built = across.built(|environment, view| {
        let mut own =
            claims.iter().filter_map(|own| own.views.get(environment)?.as_ref()).filter(|view| is_template(view));
        if own.clone().next().is_none() {
            return Built::Nothing;
        }
        let is_kept = !own.any(|view| view.truth(&volume::KEEP) == Some(false));
        let (deleted, scaled) = retained(view, is_kept);
        let name = if scaled == RETAIN {
            deleted.clone()
        } else {
            format_smolstr!("{deleted}, and {scaled} when scaled down")
        };
        Built::As(name, (deleted, scaled))
    });
    let path = across.path("persistentVolumeClaimRetentionPolicy");
    let doc = "What becomes of the claims of the pods when the StatefulSet goes.";
    let origin = if across.any(|view| view.child(&service::CLAIM_RETENTION).is_some()) {
        across.child(&service::CLAIM_RETENTION).origin(&service::WHEN_DELETED)
    } else {
        first.origin(&volume::KEEP)
    };
    let chosen = part.chosen(&path, doc, origin, built);
    let entries = chosen.into_iter().flat_map(|(test, (deleted, scaled))| {
        let policy = vec![pair("whenDeleted", Node::text(deleted)), pair("whenScaled", Node::text(scaled))];
        tree::when(test, vec![map("persistentVolumeClaimRetentionPolicy", policy)])
    });
    entries.collect()
}

/// What becomes of claims when the service goes, and when it is scaled down: by `claim_retention`, else by `keep`.
fn retained(view: &View<'_>, is_kept: bool) -> (SmolStr, SmolStr) {
    let own = view.child(&service::CLAIM_RETENTION);
    let said = |field| own.as_ref().and_then(|own| own.choice(field)).map(|word| SmolStr::new_static(word.kubernetes));
    let deleted = said(&service::WHEN_DELETED).filter(|_| is_kept);
    (deleted.unwrap_or(if is_kept { RETAIN } else { DELETE }), said(&service::WHEN_SCALED).unwrap_or(RETAIN))
}

const RETAIN: SmolStr = SmolStr::new_static("Retain");
const DELETE: SmolStr = SmolStr::new_static("Delete");

/// What environments say of a claim; where the volume is something else they have no say.
fn said(own: &Across<'_>, of: &dyn Fn(&View<'_>) -> Option<Val>) -> Vec<Option<Val>> {
    own.said(|view| if view.value(&volume::SIZE).is_some() { of(view) } else { Some(Val::Unset) })
}

/// `spec` of a claim, or of the template of one.
fn spec(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let access = own.said(|view| Some(Val::List(vec![knobs::value_of(view, &volume::ACCESS_FIELD)?])));
    let words = Schema::List(Box::new(knobs::schema_of(&volume::ACCESS_FIELD.ty)));
    let origin = own.origin(&volume::ACCESS_FIELD);
    let doc = knobs::doc(&volume::ACCESS_FIELD);
    let mut spec = part.settled("accessModes", own.path("accessModes"), access, &words, origin, doc);
    let path = own.path("size");
    let values = own.views.iter().map(|view| {
        let value = view.as_ref().and_then(|view| knobs::value_of(view, &volume::SIZE));
        value.unwrap_or(Val::Unset)
    });
    part.knob_from(path.clone(), "", Schema::Quantity(Amount::Storage), values.collect(), own.origin(&volume::SIZE));
    spec.extend(class(own, part));
    spec.extend(volume_mode(own, part));
    spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(Expr::Value(path)))])]));
    spec.extend(taken(own, part));
    spec
}

fn volume_mode(own: &Across<'_>, part: &mut Part) -> Option<Entry> {
    let modes = modes(own, part);
    match modes.as_slice() {
        [] | [(None, false)] => None,
        [(None, true)] => Some(pair("volumeMode", Node::text(choices::BLOCK_DEVICE.kubernetes))),
        [..] => {
            let device = choices::BLOCK_DEVICE.kubernetes;
            let is_device = Test::Is(own.path("volumeMode"), SmolStr::new_static(device));
            Some(Entry::When(is_device, vec![pair("volumeMode", Node::text(device))], Vec::new()))
        }
    }
}

/// Which volume the claim takes, and what it begins as.
fn taken(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let name = said(own, &|view| knobs::value_of(view, &volume::VOLUME_NAME));
    let (origin, doc) = (own.origin(&volume::VOLUME_NAME), knobs::doc(&volume::VOLUME_NAME));
    let mut entries =
        part.settled("volumeName", own.path("volumeName"), name, &Schema::Pattern(OBJECT_NAME), origin, doc);
    let built = own.built(|_, view| selector(view));
    let doc = "Labels that a volume must have for the claim to take it; nothing: any.";
    for (test, labels) in part.chosen(&own.path("selector"), doc, own.origin_of(Place::Block), built) {
        entries.extend(tree::when(test, vec![map("selector", vec![map("matchLabels", labels)])]));
    }
    let built = own.built(|_, view| begins_as(view));
    let doc = "What the claim begins as; nothing: empty.";
    for (test, source) in part.chosen(&own.path("dataSource"), doc, own.origin(&volume::FROM_SNAPSHOT), built) {
        entries.extend(tree::when(test, vec![map("dataSource", source)]));
    }
    entries
}

fn selector(view: &View<'_>) -> Built<Vec<Entry>> {
    let entries = view.entries(&volume::SELECTOR);
    let labels: Vec<(&str, SmolStr)> =
        entries.iter().filter_map(|(key, entry)| Some((*key, entry.value.literal()?))).collect();
    if labels.is_empty() || view.value(&volume::SIZE).is_none() {
        return Built::Nothing;
    }
    let name = labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",");
    Built::As(SmolStr::from(name), labels.into_iter().map(|(key, value)| pair(key, Node::text(value))).collect())
}

/// <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-snapshot-and-restore-volume-from-snapshot-support>
fn begins_as(view: &View<'_>) -> Built<Vec<Entry>> {
    if view.value(&volume::SIZE).is_none() {
        return Built::Nothing;
    }
    let source = |group: Option<&'static str>, kind: &'static str, name: &str| {
        let group = group.map(|group| pair("apiGroup", Node::text(group)));
        group.into_iter().chain([pair("kind", Node::text(kind)), pair("name", Node::text(name))]).collect()
    };
    match (view.text(&volume::FROM_SNAPSHOT), view.text(&volume::FROM_CLAIM)) {
        (Some(name), _) => {
            let group = Some("snapshot.storage.k8s.io");
            Built::As(format_smolstr!("snapshot {name}"), source(group, "VolumeSnapshot", name))
        }
        (None, Some(name)) => Built::As(format_smolstr!("claim {name}"), source(None, "PersistentVolumeClaim", name)),
        (None, None) => Built::Nothing,
    }
}

fn class(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = own.views.iter().map(|view| match view {
        Some(view) => knobs::value_of(view, &volume::STORAGE_CLASS).unwrap_or_else(|| Val::text("")),
        None => Val::Unset,
    });
    storage_class(own.path("storageClass"), values.collect(), own.origin(&volume::STORAGE_CLASS), part)
}

/// `storageClassName` from the values: nothing is the cluster's default, `-` none at all.
pub(in crate::lower) fn storage_class(
    path: SmolStr,
    values: Vec<Val>,
    origin: tree::Origin,
    part: &mut Part,
) -> Vec<Entry> {
    let doc = "Class of storage. Default: the cluster's; \"-\": none.";
    part.knob_from(path.clone(), doc, Schema::Pattern("^(-|[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$"), values, origin);
    let none = Test::Is(path.clone(), SmolStr::new_static("-"));
    let named = vec![pair("storageClassName", Node::Text(Expr::Value(path.clone())))];
    let other = tree::when(Some(Test::Value(path)), named);
    vec![Entry::When(none, vec![pair("storageClassName", Node::text(""))], other)]
}
