//! Pods: where they are in their life, and what holds them.
//! <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/>

use super::State;
use super::found::{condition_is, items, number, text, why};
use indexmap::IndexMap;
use serde_json::Value;

/// How a pod is, and why where it is not well.
#[derive(Debug)]
pub(super) struct Pod {
    pub(super) state: State,
    pub(super) why: Option<String>,
}

/// Reasons for which a container waits that are no trouble.
const USUAL: [&str; 2] = ["ContainerCreating", "PodInitializing"];

/// Looks at a pod.
pub(super) fn judge(pod: &Value) -> Pod {
    let trouble = container_trouble(pod);
    let crashes = trouble.as_ref().is_some_and(|trouble| trouble.crashes);
    let why = trouble.map(|trouble| trouble.why);
    let (state, why) = match text(pod, "/status/phase") {
        _ if pod.pointer("/metadata/deletionTimestamp").is_some() => (State::Terminating, None),
        "Succeeded" => (State::Succeeded, None),
        "Failed" => (State::Failed, why.or_else(|| told(pod))),
        "Running" if crashes => (State::CrashLoopBackOff, why),
        "Running" => (State::Running, why.or_else(|| unready(pod))),
        _ if crashes => (State::CrashLoopBackOff, why),
        _ => (State::Pending, why.or_else(|| unscheduled(pod))),
    };
    Pod { state, why }
}

/// What is wrong with pods, the same of several said once.
pub(super) fn troubles(pods: &[&Value]) -> Vec<String> {
    let mut troubles: IndexMap<(State, String), Vec<&str>> = IndexMap::new();
    for pod in pods {
        let judged = judge(pod);
        if let Some(why) = judged.why {
            troubles.entry((judged.state, why)).or_default().push(text(pod, "/metadata/name"));
        }
    }
    troubles.into_iter().map(|((state, why), pods)| format!("{} {}: {why}", called(&pods), state.name())).collect()
}

/// Whether a pod can't go on by itself, as far as it shows.
pub(super) fn is_stuck(pod: &Value) -> bool {
    let judged = judge(pod);
    matches!(judged.state, State::CrashLoopBackOff | State::Failed)
        || judged.state == State::Pending && judged.why.is_some()
}

fn called(pods: &[&str]) -> String {
    match pods {
        [] => String::new(),
        [one] => format!("pod {one}"),
        [first, rest @ ..] => format!("pod {first} and {} more", rest.len()),
    }
}

/// What is wrong with a container.
struct Trouble {
    why: String,
    crashes: bool,
}

/// The first container that has trouble, initial ones before the others.
fn container_trouble(pod: &Value) -> Option<Trouble> {
    let all = ["/status/initContainerStatuses", "/status/containerStatuses"];
    all.iter().flat_map(|at| items(pod, at)).find_map(|container| {
        let name = text(container, "/name");
        let waits = container.pointer("/state/waiting").filter(|waits| !USUAL.contains(&text(waits, "/reason")));
        let ended = container.pointer("/state/terminated").filter(|ended| number(ended, "/exitCode") != 0);
        match (waits, ended) {
            (Some(waits), _) => {
                let crashes = text(waits, "/reason") == "CrashLoopBackOff";
                let last = crashes.then(|| container.pointer("/lastState/terminated")).flatten();
                let ended = last.map(|last| format!(", it {}", ending(last))).unwrap_or_default();
                Some(Trouble { why: format!("container {name} waits: {}{ended}", why(waits)), crashes })
            }
            (None, Some(ended)) => Some(Trouble { why: format!("container {name} {}", ending(ended)), crashes: false }),
            (None, None) => None,
        }
    })
}

fn ending(ended: &Value) -> String {
    let code = number(ended, "/exitCode");
    match why(ended) {
        why if why.is_empty() => format!("ended with exit code {code}"),
        why => format!("ended with exit code {code} ({why})"),
    }
}

/// Why no node takes it.
fn unscheduled(pod: &Value) -> Option<String> {
    condition_is(pod, "PodScheduled", "False").map(why)
}

/// Why it runs and is not ready.
fn unready(pod: &Value) -> Option<String> {
    let condition = condition_is(pod, "Ready", "False")?;
    let waiting = items(pod, "/status/containerStatuses").iter();
    let names: Vec<&str> =
        waiting.filter(|status| status["ready"] == Value::Bool(false)).map(|status| text(status, "/name")).collect();
    Some(match names.as_slice() {
        [] => why(condition),
        names => format!("not ready: {}", names.join(", ")),
    })
}

/// What Kubernetes says of a pod that failed as a whole, for instance because it was evicted.
fn told(pod: &Value) -> Option<String> {
    pod.get("status").map(why).filter(|why| !why.is_empty())
}
