//! What has become of an environment in a cluster: each object that it declares, in the state that Kubernetes tells of, and why
//! where it is not well.
//!
//! It is pure: it gets what is declared and what `kubectl get --output json` printed, and gives a [`Report`].

mod claim;
mod found;
mod job;
mod json;
mod pod;
mod scaler;
mod service;
mod text;
mod workload;

pub use found::Found;

use serde_json::Value;

/// The kinds that a report looks at, as kubectl takes them: those that are declared, and what controllers make of them.
pub const KINDS: &str = "deployments.apps,statefulsets.apps,daemonsets.apps,replicasets.apps,jobs.batch,cronjobs.batch,pods,\
services,endpointslices.discovery.k8s.io,persistentvolumeclaims,horizontalpodautoscalers.autoscaling,\
ingresses.networking.k8s.io";

/// What has become of an environment.
#[derive(Debug)]
pub struct Report {
    /// Name of the environment.
    pub environment: String,
    /// The namespace that was looked at.
    pub namespace: String,
    /// A line for each object that is declared and can be well or not.
    pub lines: Vec<Line>,
}

/// What has become of an object.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its kind, as Kubernetes writes it.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How it is.
    pub state: State,
    /// What there is to say in any state, such as `3 of 3 ready`; may be empty.
    pub summary: String,
    /// Why it is not well, and what else is worth to know, one sentence each.
    pub reasons: Vec<String>,
}

/// How an object is.
///
/// Deployments, `StatefulSet`s and `DaemonSet`s are available, progressing, degraded, paused or failed, as their rollouts are; pods are
/// pending, running, succeeded, failed, terminating or in a crash loop; Services are available or not.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status>,
/// <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// All replicas are there, of the declared revision, and ready.
    Available,
    /// A rollout is on its way: replicas of an older revision are being replaced, or new ones start.
    Progressing,
    /// Fewer replicas are ready than there should be, and no rollout explains it or its pods have failed.
    Degraded,
    /// Somebody has paused its rollouts.
    Paused,
    /// A rollout passed its deadline, or a job gave up.
    Failed,
    /// It is not in the cluster.
    Missing,
    /// It waits: a pod for a node or an image, a claim for a volume, a Service for an address.
    Pending,
    /// A pod or job is at work.
    Running,
    /// A pod or job has done its work.
    Succeeded,
    /// A pod is on its way out.
    Terminating,
    /// The container of a pod ends again and again, and Kubernetes waits longer each time.
    CrashLoopBackOff,
    /// No pod answers behind a Service.
    Unavailable,
    /// A CronJob waits for its time.
    Scheduled,
    /// A job or CronJob is held.
    Suspended,
    /// A claim has a volume.
    Bound,
    /// The volume of a claim is gone.
    Lost,
    /// It points to something outside of the cluster.
    External,
}

impl State {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Available => "available",
            State::Progressing => "progressing",
            State::Degraded => "degraded",
            State::Paused => "paused",
            State::Failed => "failed",
            State::Missing => "missing",
            State::Pending => "pending",
            State::Running => "running",
            State::Succeeded => "succeeded",
            State::Terminating => "terminating",
            State::CrashLoopBackOff => "crash-loop",
            State::Unavailable => "unavailable",
            State::Scheduled => "scheduled",
            State::Suspended => "suspended",
            State::Bound => "bound",
            State::Lost => "lost",
            State::External => "external",
        }
    }

    /// How well it is.
    #[must_use]
    pub fn health(self) -> Health {
        match self {
            State::Available
            | State::Running
            | State::Succeeded
            | State::Scheduled
            | State::Suspended
            | State::Bound
            | State::External => Health::Well,
            State::Progressing | State::Pending | State::Paused | State::Terminating => Health::Waiting,
            State::Degraded
            | State::Failed
            | State::Missing
            | State::CrashLoopBackOff
            | State::Unavailable
            | State::Lost => Health::Unwell,
        }
    }
}

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Well,
    /// On its way, or held by somebody.
    Waiting,
    /// Something has to be done.
    Unwell,
}

/// What has become of the declared objects.
#[must_use]
pub fn report(environment: &str, namespace: &str, declared: &[Value], found: &Found) -> Report {
    let lines = declared.iter().filter_map(|object| line(object, found)).collect();
    Report { environment: environment.to_owned(), namespace: namespace.to_owned(), lines }
}

/// Tells how an object is, from how it is declared, how it is found, and what else was found.
type Judge = fn(&Value, &Value, &Found) -> Judged;

/// Who looks at objects of which kind.
const JUDGES: [(&str, Judge); 9] = [
    ("Deployment", workload::judge),
    ("StatefulSet", workload::judge),
    ("DaemonSet", workload::judge),
    ("Job", job::judge),
    ("CronJob", job::judge_schedule),
    ("Service", service::judge),
    ("Ingress", service::judge_ingress),
    ("PersistentVolumeClaim", claim::judge),
    ("HorizontalPodAutoscaler", scaler::judge),
];

/// The line of an object; none where there is nothing that could be wrong with it once it is there.
fn line(declared: &Value, found: &Found) -> Option<Line> {
    let (kind, name) = (found::text(declared, "/kind"), found::text(declared, "/metadata/name"));
    let (_, judge) = JUDGES.iter().find(|(judged, _)| *judged == kind)?;
    let may_be_gone = kind == "Job" && declared.pointer("/spec/ttlSecondsAfterFinished").is_some();
    let judged = match found.named(kind, name) {
        Some(object) => judge(declared, object, found),
        None if may_be_gone => Judged::new(State::Succeeded, "finished, and taken away since"),
        None => Judged::new(State::Missing, "not in this namespace"),
    };
    let Judged { state, summary, reasons } = judged;
    Some(Line { kind: kind.to_owned(), name: name.to_owned(), state, summary, reasons })
}

/// How an object is found to be.
#[derive(Debug)]
struct Judged {
    state: State,
    summary: String,
    reasons: Vec<String>,
}

impl Judged {
    fn new(state: State, summary: impl Into<String>) -> Self {
        Self { state, summary: summary.into(), reasons: Vec::new() }
    }

    fn because(mut self, reasons: impl IntoIterator<Item = String>) -> Self {
        self.reasons.extend(reasons);
        self
    }
}

impl Report {
    /// How well the worst of it is.
    #[must_use]
    pub fn health(&self) -> Health {
        self.lines.iter().map(|line| line.state.health()).max().unwrap_or(Health::Well)
    }

    /// The report for people.
    #[must_use]
    pub fn text(&self, colored: bool) -> String {
        text::print(self, colored)
    }

    /// The report for programs: one JSON object.
    #[must_use]
    pub fn json(&self) -> String {
        json::print(self)
    }
}
