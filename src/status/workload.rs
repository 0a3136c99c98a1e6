//! Deployments, `StatefulSet`s and `DaemonSet`s: how far their rollout is, and how their pods are.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status>

use super::found::{condition, condition_is, is_set, items, number, text, why};
use super::{Found, Judged, State, pod};
use serde_json::Value;

/// How many replicas there are of each sort.
struct Counts {
    wanted: i64,
    updated: i64,
    ready: i64,
    /// All, of whatever revision.
    all: i64,
}

pub(super) fn judge(declared: &Value, object: &Value, found: &Found) -> Judged {
    let counts = counts(object);
    let pods = found.pods(object);
    let state = state(object, &counts, &pods);
    let refused = condition_is(object, "ReplicaFailure", "True").map(why);
    let late = (state == State::Failed).then(|| condition(object, "Progressing").map(why)).flatten();
    let held = (state == State::Paused).then(|| "somebody paused it; `kubectl rollout resume` goes on".to_owned());
    let troubles = if state == State::Available { Vec::new() } else { pod::troubles(&pods) };
    Judged::new(state, summary(&counts))
        .because(refused.into_iter().chain(late).chain(held).chain(troubles))
        .because(other_images(declared, object))
}

fn counts(object: &Value) -> Counts {
    let at = |pointer: &str| number(object, pointer);
    if text(object, "/kind") == "DaemonSet" {
        return Counts {
            wanted: at("/status/desiredNumberScheduled"),
            updated: at("/status/updatedNumberScheduled"),
            ready: at("/status/numberReady"),
            all: at("/status/currentNumberScheduled"),
        };
    }
    Counts {
        wanted: object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1),
        updated: updated(object),
        ready: at("/status/readyReplicas"),
        all: at("/status/replicas"),
    }
}

/// A StatefulSet that has rolled out fully counts all its replicas as current, and none as updated.
fn updated(object: &Value) -> i64 {
    let revision = |which: &str| text(object, which);
    let is_whole = text(object, "/kind") == "StatefulSet"
        && revision("/status/currentRevision") == revision("/status/updateRevision");
    number(object, if is_whole { "/status/replicas" } else { "/status/updatedReplicas" })
}

fn state(object: &Value, counts: &Counts, pods: &[&Value]) -> State {
    let late = condition_is(object, "Progressing", "False");
    let unseen = number(object, "/status/observedGeneration") < number(object, "/metadata/generation");
    let is_stuck =
        pods.iter().any(|pod| pod::is_stuck(pod)) || condition_is(object, "ReplicaFailure", "True").is_some();
    if is_set(object, "/spec/paused") {
        State::Paused
    } else if late.is_some_and(|late| text(late, "/reason") == "ProgressDeadlineExceeded") {
        State::Failed
    } else if unseen {
        State::Progressing
    } else if is_whole(object, counts) {
        State::Available
    } else if !is_stuck
        && (counts.updated < wanted_updated(object, counts) || counts.all > counts.updated || starts(object))
    {
        State::Progressing
    } else {
        State::Degraded
    }
}

/// Whether every replica is there, of the declared revision, and ready.
fn is_whole(object: &Value, counts: &Counts) -> bool {
    counts.ready >= counts.wanted
        && counts.updated >= wanted_updated(object, counts)
        && (counts.all <= counts.updated || wanted_updated(object, counts) < counts.wanted)
}

/// How many replicas are to be of the declared revision: a partition, and an update by hand, leave some as they are.
fn wanted_updated(object: &Value, counts: &Counts) -> i64 {
    if text(object, "/spec/updateStrategy/type") == "OnDelete" {
        return 0;
    }
    (counts.wanted - number(object, "/spec/updateStrategy/rollingUpdate/partition")).max(0)
}

/// Whether a rollout is on its way, as the controller sees it.
fn starts(object: &Value) -> bool {
    match condition(object, "Progressing") {
        Some(progress) => text(progress, "/reason") != "NewReplicaSetAvailable",
        None => false,
    }
}

fn summary(counts: &Counts) -> String {
    let ready = format!("{} of {} ready", counts.ready, counts.wanted);
    if counts.all > counts.updated { format!("{ready}, {} up to date", counts.updated) } else { ready }
}

/// Containers that run another image than the one that is declared.
fn other_images(declared: &Value, object: &Value) -> Vec<String> {
    let places = ["/spec/template/spec/initContainers", "/spec/template/spec/containers"];
    let wanted = places.iter().flat_map(|place| items(declared, place));
    wanted
        .filter_map(|container| {
            let name = text(container, "/name");
            let mut running = places.iter().flat_map(|place| items(object, place));
            let image = text(running.find(|other| text(other, "/name") == name)?, "/image");
            let wanted = text(container, "/image");
            (image != wanted).then(|| format!("container {name} has the image {image}, the stack says {wanted}"))
        })
        .collect()
}
