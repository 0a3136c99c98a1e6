//! `job` runs once, `cron` on a schedule.

use super::account::SERVICE_ACCOUNT;
use super::choices::{CONCURRENCY, FAILURE, REPLACEMENT, RESTART};
use super::container::{ALLOW, CONTAINER, ENV, ENV_FROM_BLOCK, RESOURCES, SECURITY};
use super::lifecycle::{POST_START, PRE_STOP};
use super::network::NETWORK;
use super::objects::OBJECT_NAMES;
use super::placement::{AFFINITY, ANTI_AFFINITY};
use super::pod::{ANNOTATIONS, DNS, HOST_ALIAS, LABELS, NODE_SELECTOR, POD, POD_ANNOTATIONS, POD_LABELS, TOLERATION};
use super::shared::{NAMED_OBJECT, SWITCH};
use super::sidecar::{INIT, SIDECAR};
use super::volume::VOLUME;
use super::{Base, Block, Check, Field, Naming, Type, block, fields};

/// What can be waited for.
pub(super) static AWAITED: Type = Type::Either(&[Type::Block(&["service", "database"]), Type::Text(Check::HostPort)]);

fields! {
    /// Fields of every job.
    RUN_FIELDS:
    /// How often a failed run is tried again.
    RETRIES: "retries", Type::Int(0, 100), default = "3";
    /// Time after which a run is ended, counted over all its tries.
    DEADLINE: "deadline", Type::Duration, default = "1h";
    /// What happens to a container that failed.
    RESTART_FIELD: "restart", Type::Choice(RESTART), default = "on_failure";
    /// How many pods of a run work at the same time.
    PARALLEL: "parallel", Type::Int(1, 1000), default = "1";
    /// How many pods of a run must succeed.
    COMPLETIONS: "completions", Type::Int(1, 10000), default = "1";
    /// Whether each of the `completions` is a piece of work with a number of its own, from 0 on, which the pod finds in the
    /// variable `JOB_COMPLETION_INDEX`. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode>.
    INDEXED: "indexed", Type::Bool;
    /// How often a failed piece of work is tried again, where `indexed = true`; `retries` counts over all of them.
    RETRIES_PER_INDEX: "retries_per_index", Type::Int(0, 100);
    /// How many pieces of work may fail before all of the run has failed, where there is `retries_per_index`; else any number,
    /// and the run fails at its end.
    MAX_FAILED_INDEXES: "max_failed_indexes", Type::Int(0, 10_000);
    /// When a new pod is made for one that goes. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-replacement-policy>.
    REPLACEMENT_FIELD: "pod_replacement", Type::Choice(REPLACEMENT);
    /// Services, databases and hosts outside of the stack (`"kafka.example.com:9092"`) whose port must be open before the run
    /// starts. A job has no port: what has to come after it says so in its `before`.
    WAIT_FOR: "wait_for", Type::List(&AWAITED);
}

fields! {
    /// Fields of a job.
    JOB_FIELDS:
    /// Whether it runs as an object of the release, or as a hook before the objects of the release are made or changed. A hook
    /// can use nothing of the same release. See <https://helm.sh/docs/topics/charts_hooks/>.
    RUN: "run", Type::Choice(super::choices::RUN), default = "job";
    /// The service, or a list of services, that must not start before this job has succeeded. It then runs as an init container
    /// of their pods, so its command must be repeatable, and must take a lock where pods start at the same time.
    BEFORE: "before", Type::Either(&[Type::Block(&["service"]), Type::List(&Type::Block(&["service"]))]);
}

fields! {
    /// Fields of `pod_failure NAME { … }`.
    POD_FAILURE_FIELDS:
    /// What a failure of this kind means.
    ACTION: "action", Type::Choice(FAILURE), required = true;
    /// Exit codes of the container that are meant.
    EXIT_CODES: "exit_codes", Type::List(&Type::Int(1, 255));
    /// Exit codes of the container that are not meant; every other one is.
    NOT_EXIT_CODES: "not_exit_codes", Type::List(&Type::Int(0, 255));
    /// Condition of the pod that is meant, such as `DisruptionTarget` for one that had to give way.
    CONDITION: "condition", Type::Text(Check::QualifiedName);
    /// Name of the container whose exit code is looked at; else any container's.
    FAILED_CONTAINER: "container", Type::Text(Check::Label);
}

block! {
    /// What it means that a pod failed in some way, where `restart = never`; the first rule that fits holds. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>.
    POD_FAILURE: "pod_failure", Naming::Free, fields = &[POD_FAILURE_FIELDS];
}

static POD_BLOCKS: &[&Block] = &[
    &POD_FAILURE,
    &ENV,
    &ENV_FROM_BLOCK,
    &PRE_STOP,
    &POST_START,
    &SIDECAR,
    &INIT,
    &VOLUME,
    &SECURITY,
    &SERVICE_ACCOUNT,
    &NETWORK,
    &RESOURCES,
    &DNS,
    &HOST_ALIAS,
    &AFFINITY,
    &ANTI_AFFINITY,
    &TOLERATION,
    &NODE_SELECTOR,
    &LABELS,
    &ANNOTATIONS,
    &POD_LABELS,
    &POD_ANNOTATIONS,
    &OBJECT_NAMES,
    &ALLOW,
];

/// A job can be held back too.
static HELD_BACK: &[&Field] = &[&SUSPEND];

block! {
    /// Work that is done once for each version of it. See
    /// <https://kubernetes.io/docs/concepts/workloads/controllers/job/>.
    JOB: "job", Naming::Named, base = Base::Template,
    fields = &[SWITCH, CONTAINER, RUN_FIELDS, JOB_FIELDS, HELD_BACK, POD, NAMED_OBJECT],
    blocks = POD_BLOCKS;
}

fields! {
    /// Fields of a scheduled job.
    CRON_FIELDS:
    /// When it runs: minute, hour, day of the month, month, day of the week.
    SCHEDULE: "schedule", Type::Text(Check::Cron), required = true;
    /// Time zone of the schedule.
    TIME_ZONE: "time_zone", Type::Text(Check::TimeZone), default = "\"Etc/UTC\"";
    /// What happens when it is time for a run and the last one still works.
    CONCURRENCY_FIELD: "concurrency", Type::Choice(CONCURRENCY), default = "forbid";
    /// How late a run may start; one that is later is skipped.
    START_DEADLINE: "start_deadline", Type::Duration, default = "300s";
    /// How many runs that succeeded are kept to look at.
    KEEP_SUCCEEDED: "keep_succeeded", Type::Int(0, 100), default = "3";
    /// How many runs that failed are kept to look at.
    KEEP_FAILED: "keep_failed", Type::Int(0, 100), default = "1";
    /// Whether new runs are held back.
    SUSPEND: "suspend", Type::Bool, default = "false";
}

block! {
    /// Work that is done on a schedule. See <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>.
    CRON: "cron", Naming::Named, base = Base::Template,
    fields = &[SWITCH, CONTAINER, CRON_FIELDS, RUN_FIELDS, POD, NAMED_OBJECT],
    blocks = POD_BLOCKS;
}
