//! What the oldest Kubernetes of a stack does not know.

use super::walk::{is_used, used};
use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::schema::{
    self, choices, container, environment as settings, job, lifecycle, placement, probe, service, sidecar, stack,
    volume,
};
use crate::source::Span;
use crate::types::{KubernetesRange, KubernetesVersion};

/// Minor versions from which on an API server keeps a field without being asked to.
const GRPC_PROBES: u32 = 24;
const TIME_ZONES: u32 = 25;
const ONE_POD_CLAIMS: u32 = 27;
const SIDECARS: u32 = 29;
const SLEEPS: u32 = 30;

/// Fields that an API server knows from a minor version on, and what they are for.
static FIELDS: &[(&schema::Block, &schema::Field, u32, &str)] = &[
    (&service::SERVICE, &service::TRAFFIC_DISTRIBUTION, 31, "traffic distribution"),
    (&service::CLAIM_RETENTION, &service::WHEN_DELETED, 27, "retention of claims"),
    (&service::CLAIM_RETENTION, &service::WHEN_SCALED, 27, "retention of claims"),
    (&job::JOB, &job::RETRIES_PER_INDEX, 29, "retries of one index"),
    (&job::CRON, &job::RETRIES_PER_INDEX, 29, "retries of one index"),
    (&job::JOB, &job::REPLACEMENT_FIELD, 29, "a policy for replaced pods"),
    (&job::CRON, &job::REPLACEMENT_FIELD, 29, "a policy for replaced pods"),
    (&job::POD_FAILURE, &job::ACTION, 26, "a policy for failed pods"),
    (&probe::PROBE, &probe::GRACE, 25, "a probe with a time to finish of its own"),
    (&placement::SPREAD, &placement::MIN_DOMAINS, 27, "a least number of places"),
    (&placement::SPREAD, &placement::SPREAD_AFFINITY, 26, "a policy for nodes"),
    (&placement::SPREAD, &placement::SPREAD_TAINTS, 26, "a policy for nodes"),
    (&container::SECURITY, &container::APPARMOR, 30, "a profile of AppArmor"),
];

/// Fields of which only some values are newer.
fn newer_value(view: &View<'_>, owner: &View<'_>) -> Option<(&'static schema::Field, u32, &'static str)> {
    if view.kind.is(&service::SERVICE) {
        let distribution = view.choice(&service::TRAFFIC_DISTRIBUTION);
        let is_newer = distribution.is_some_and(|word| *word != choices::PREFER_CLOSE);
        return is_newer.then_some((&service::TRAFFIC_DISTRIBUTION, 34, "this traffic distribution"));
    }
    let is_written = view.kind.is(&service::STRATEGY) && view.layer_of(&service::UNAVAILABLE).is_some();
    let is_stateful = owner.choice(&service::KIND) == Some(&choices::STATEFUL_SET);
    (is_written && is_stateful).then_some((&service::UNAVAILABLE, 35, "a stateful set that lacks several pods"))
}

fn fields(owner: &View<'_>, view: &View<'_>, needs: &mut Needs<'_, '_, '_>) {
    for (_, field, minor, what) in FIELDS.iter().filter(|(kind, ..)| view.kind.is(kind)) {
        if view.layer_of(field).is_some() && view.value(field).is_some() {
            needs.at_least(owner, *minor, what, view.place(field));
        }
    }
    if let Some((field, minor, what)) = newer_value(view, owner) {
        needs.at_least(owner, minor, what, view.place(field));
    }
    for child in view.blocks().iter().filter(|child| is_used(child)) {
        fields(owner, child, needs);
    }
}

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let Some(range) = environment.stack.text(&stack::KUBERNETES).and_then(|text| KubernetesRange::parse(text).ok())
        else {
            continue;
        };
        let mut needs = Needs { environment, floor: range.floor(), findings };
        for cluster in environment.all(&settings::CLUSTER).values() {
            local(environment, cluster, &range, needs.findings);
        }
        for container in facts::containers(environment) {
            for probe in container.own.blocks_of(&probe::PROBE).filter(|probe| probe.bool(&probe::GRPC)) {
                needs.at_least(container.pod, GRPC_PROBES, "a gRPC probe", probe.place(&probe::GRPC));
            }
            for (kind, _) in lifecycle::HOOKS {
                let hook = container.own.child(kind).filter(|hook| hook.value(&lifecycle::SLEEP).is_some());
                if let Some(hook) = hook {
                    needs.at_least(container.pod, SLEEPS, "a hook that sleeps", hook.place(&lifecycle::SLEEP));
                }
            }
            let is_native = container.own.kind.is(&sidecar::SIDECAR) && !container.pod.kind.is(&service::SERVICE);
            if is_native {
                needs.at_least(container.pod, SIDECARS, "a sidecar of a job", container.own.head());
            }
        }
        for cron in environment.all(&job::CRON).values().filter(|cron| cron.is_on()) {
            needs.at_least(cron, TIME_ZONES, "the time zone of a schedule", facts::place(cron, &job::TIME_ZONE));
        }
        for view in used(environment) {
            fields(view, view, &mut needs);
        }
        for view in facts::pods(environment) {
            for volume in view.children(&volume::VOLUME) {
                if volume.choice(&volume::ACCESS_FIELD) == Some(&choices::READ_WRITE_ONCE_POD) {
                    needs.at_least(view, ONE_POD_CLAIMS, "a claim for one pod", volume.place(&volume::ACCESS_FIELD));
                }
            }
        }
    }
}

/// The local cluster must be one that the chart is for.
fn local(environment: &Environment<'_>, cluster: &View<'_>, range: &KubernetesRange, findings: &mut Findings) {
    let Some(text) = cluster.text(&settings::KUBERNETES) else { return };
    let Some(version) = KubernetesVersion::parse(text).ok().filter(|version| !range.contains(*version)) else { return };
    let message =
        format!("cluster `{}` runs Kubernetes `{version}`, and the stack is for `{}`", cluster.name, range.text());
    let found = finding(Code::E0418, cluster.place(&settings::KUBERNETES), message);
    let found = if environment.stack.field(&stack::KUBERNETES).is_some() {
        found.label(environment.stack.place(&stack::KUBERNETES), "the stack's versions")
    } else {
        found
    };
    findings.about(
        environment,
        cluster,
        found.note("Helm refuses to install a chart on a cluster outside of its versions"),
    );
}

struct Needs<'n, 'e, 'a> {
    environment: &'e Environment<'a>,
    floor: KubernetesVersion,
    findings: &'n mut Findings,
}

impl Needs<'_, '_, '_> {
    fn at_least(&mut self, view: &View<'_>, minor: u32, what: &str, place: Span) {
        if self.floor.minor >= minor {
            return;
        }
        let message = format!("{what} needs Kubernetes 1.{minor}, and the stack is for 1.{} too", self.floor.minor);
        let stack = &self.environment.stack;
        let found = finding(Code::E0418, place, message).label(stack.place(&stack::KUBERNETES), "the stack's versions");
        self.findings.about(
            self.environment,
            view,
            found.help(format!("write `kubernetes = \">=1.{minor}\"` in the stack")),
        );
    }
}
