//! Autoscalers. <https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/>

use super::found::{condition_is, number, why};
use super::{Found, Judged, State};
use serde_json::Value;

pub(super) fn judge(_: &Value, scaler: &Value, _: &Found) -> Judged {
    let at = |pointer: &str| number(scaler, pointer);
    let least = at("/spec/minReplicas").max(1);
    let summary = format!("{} of {least} to {}", at("/status/currentReplicas"), at("/spec/maxReplicas"));
    let stuck = ["AbleToScale", "ScalingActive"].iter().find_map(|kind| condition_is(scaler, kind, "False"));
    match stuck {
        Some(stuck) => Judged::new(State::Degraded, summary).because([why(stuck)]),
        None => Judged::new(State::Available, summary),
    }
}
