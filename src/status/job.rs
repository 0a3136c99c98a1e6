//! Jobs and `CronJob`s. <https://kubernetes.io/docs/concepts/workloads/controllers/job/>

use super::found::{condition_is, is_set, number, text, why};
use super::{Found, Judged, State, pod};
use serde_json::Value;

pub(super) fn judge(_: &Value, job: &Value, found: &Found) -> Judged {
    let done = number(job, "/status/succeeded");
    let wanted = job.pointer("/spec/completions").and_then(Value::as_i64).unwrap_or(1);
    let summary = format!("{done} of {wanted} done");
    if condition_is(job, "Complete", "True").is_some() {
        return Judged::new(State::Succeeded, summary);
    }
    if is_set(job, "/spec/suspend") {
        return Judged::new(State::Suspended, summary);
    }
    let pods = found.pods(job);
    let state = if condition_is(job, "Failed", "True").is_some() { State::Failed } else { running(&pods) };
    Judged::new(state, summary).because(condition_is(job, "Failed", "True").map(why)).because(pod::troubles(&pods))
}

/// A job is at work, unless no pod of it can be.
fn running(pods: &[&Value]) -> State {
    let stuck = pods.iter().filter(|pod| pod::is_stuck(pod)).count();
    if stuck > 0 && stuck == pods.len() { State::Degraded } else { State::Running }
}

pub(super) fn judge_schedule(_: &Value, schedule: &Value, found: &Found) -> Judged {
    let last = text(schedule, "/status/lastSuccessfulTime");
    let summary = match (text(schedule, "/spec/schedule"), last) {
        (cron, "") => format!("`{cron}`, no run has succeeded yet"),
        (cron, last) => format!("`{cron}`, succeeded at {last}"),
    };
    if is_set(schedule, "/spec/suspend") {
        return Judged::new(State::Suspended, summary);
    }
    match last_run(schedule, found) {
        Some(run) if condition_is(run, "Failed", "True").is_some() => {
            let name = text(run, "/metadata/name");
            let failed = condition_is(run, "Failed", "True").map(|failed| format!("job {name}: {}", why(failed)));
            Judged::new(State::Degraded, summary).because(failed).because(pod::troubles(&found.pods(run)))
        }
        Some(_) | None => Judged::new(State::Scheduled, summary),
    }
}

/// The newest run that there is; times are written so that their order is that of texts.
fn last_run<'f>(schedule: &'f Value, found: &'f Found) -> Option<&'f Value> {
    found.owned("Job", schedule).max_by_key(|job| text(job, "/metadata/creationTimestamp"))
}
