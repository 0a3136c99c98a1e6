//! What a pod asks for, as the scheduler reckons it.
//! <https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers>

use crate::model::environment::{Environment, View};
use crate::model::jobs;
use crate::rules::facts;
use crate::schema::{Field, container, database, job, metrics, service, sidecar};
use crate::types::Quantity;

/// A container that waits for a port, and one that tells Prometheus of a database: thousandths of a core, bytes of memory.
const WAIT: [i128; 2] = [10, 16 << 20];
const EXPORTER: [i128; 2] = [10, 32 << 20];

/// A resource, and how it is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resource {
    pub(super) field: &'static Field,
    unit: fn(Quantity) -> i128,
    /// Its place in [`WAIT`] and [`EXPORTER`].
    place: usize,
}

/// In thousandths of a core.
pub(super) const CPU: Resource = Resource { field: &container::CPU, unit: Quantity::millis, place: 0 };
/// In bytes.
pub(super) const MEMORY: Resource = Resource { field: &container::MEMORY, unit: Quantity::units, place: 1 };

/// The containers of a pod that come before its own, in order.
enum Step {
    /// One that ends before the next begins.
    Init(Option<i128>),
    /// One that goes on.
    Sidecar(Option<i128>),
}

impl Resource {
    /// What a container asks for; none where it says nothing.
    pub(super) fn of(self, own: &View<'_>) -> Option<i128> {
        facts::ends(&own.value(self.field)?.kind).0.map(self.unit)
    }

    fn fixed(self, amounts: [i128; 2]) -> Option<i128> {
        amounts.get(self.place).copied()
    }

    /// What a pod of a block asks for: all containers that run together, or, where that is more, one of those that run before
    /// with the sidecars that have started by then.
    pub(super) fn of_pod(self, environment: &Environment<'_>, pod: &View<'_>) -> Option<i128> {
        let is_service = pod.kind.is(&service::SERVICE);
        let beside: Vec<&View<'_>> = facts::containers_of(pod).map(|container| container.own).skip(1).collect();
        let mut together = vec![self.of(pod), self.exporter(pod)];
        if is_service {
            together.extend(beside.iter().filter(|own| own.kind.is(&sidecar::SIDECAR)).map(|own| self.of(own)));
        }
        let mut steps = self.waits(pod);
        if is_service {
            steps.extend(self.jobs_before(environment, pod));
        }
        let native = |own: &&&View<'_>| !is_service || own.kind.is(&sidecar::INIT);
        steps.extend(beside.iter().filter(native).map(|own| self.step(own)));
        let (mut started, mut most) = (None, None);
        for step in steps {
            match step {
                Step::Init(own) => most = most.max(sum([own, started])),
                Step::Sidecar(own) => started = sum([started, own]),
            }
        }
        most.max(sum(together.into_iter().chain([started])))
    }

    fn step(self, own: &View<'_>) -> Step {
        if own.kind.is(&sidecar::SIDECAR) { Step::Sidecar(self.of(own)) } else { Step::Init(self.of(own)) }
    }

    fn waits(self, pod: &View<'_>) -> Vec<Step> {
        jobs::awaited(pod).iter().map(|_| Step::Init(self.fixed(WAIT))).collect()
    }

    /// Jobs that run before a service are init containers of its pods.
    fn jobs_before(self, environment: &Environment<'_>, service: &View<'_>) -> Vec<Step> {
        let jobs = environment.all(&job::JOB).values().filter(|own| own.is_on());
        let before = jobs.filter(|own| jobs::is_before(own, service.name));
        let steps = before.flat_map(|own| {
            let beside = facts::containers_of(own).skip(1).map(|container| self.step(container.own));
            beside.chain([Step::Init(self.of(own))]).collect::<Vec<_>>()
        });
        steps.collect()
    }

    /// What tells Prometheus of a database asks for what it says of itself, or for little.
    fn exporter(self, pod: &View<'_>) -> Option<i128> {
        let own = pod.child(&database::METRICS).filter(|own| own.bool(&metrics::ENABLED))?;
        let says = [CPU, MEMORY].iter().any(|resource| resource.of(&own).is_some());
        if says { self.of(&own) } else { self.fixed(EXPORTER) }
    }
}

/// Of those that are there; none where none is.
fn sum(amounts: impl IntoIterator<Item = Option<i128>>) -> Option<i128> {
    amounts.into_iter().flatten().reduce(|sum, own| sum + own)
}
