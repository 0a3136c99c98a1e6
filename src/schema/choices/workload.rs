//! Of what runs: workloads, jobs and their pods.

use super::Choice;

choices! {
    /// Kinds of workload.
    WORKLOAD {
        /// Pods that are all alike.
        DEPLOYMENT: "deployment" => "Deployment";
        /// Pods with a name and storage of their own each.
        STATEFUL_SET: "stateful_set" => "StatefulSet";
        /// One pod on every node.
        DAEMON_SET: "daemon_set" => "DaemonSet";
    }
    /// When the node fetches an image.
    PULL_POLICY {
        /// Unless the node has it.
        IF_NOT_PRESENT: "if_not_present" => "IfNotPresent";
        /// At every start.
        ALWAYS: "always" => "Always";
        /// Not at all: it was loaded into the node.
        NEVER: "never" => "Never";
    }
    /// Where a container's last words are found.
    TERMINATION_MESSAGE {
        /// In the file that the container writes them to, and nowhere else.
        MESSAGE_FILE: "file" => "File";
        /// At the end of the log, where the container failed and wrote no file.
        MESSAGE_LOG: "log" => "FallbackToLogsOnError";
    }
    /// Ways to roll out.
    STRATEGY {
        /// New pods before old ones go.
        ROLLING: "rolling" => "RollingUpdate";
        /// Old pods go first.
        RECREATE: "recreate" => "Recreate";
        /// A pod is new once somebody has deleted the old one, where `kind` is `stateful_set` or `daemon_set`.
        ON_DELETE: "on_delete" => "OnDelete";
    }
    /// How the pods of a `StatefulSet` come and go.
    POD_MANAGEMENT {
        /// One after the other, each once the one before is ready.
        ORDERED: "ordered" => "OrderedReady";
        /// All at the same time.
        PARALLEL: "parallel" => "Parallel";
    }
    /// What becomes of the claims of pods.
    RETENTION {
        /// They stay, with the data.
        RETAIN: "retain" => "Retain";
        /// They are deleted, with the data.
        DELETE: "delete" => "Delete";
    }
    /// Pods that run and are not ready, while a node is drained.
    UNHEALTHY {
        /// They may always go.
        ALWAYS_EVICT: "always" => "AlwaysAllow";
        /// They may go only while enough others are ready.
        IF_HEALTHY_BUDGET: "if_healthy_budget" => "IfHealthyBudget";
    }
    /// Which of several policies of an autoscaler holds.
    SELECT {
        /// The one that changes most.
        SELECT_MAX: "max" => "Max";
        /// The one that changes least.
        SELECT_MIN: "min" => "Min";
        /// None: the number of pods does not change in this direction.
        SELECT_OFF: "off" => "Disabled";
    }
    /// What the failure of a job's pod means.
    FAILURE {
        /// The run has failed, and nothing is tried again.
        FAIL_JOB: "fail_job" => "FailJob";
        /// The work of its index has failed, and is not tried again.
        FAIL_INDEX: "fail_index" => "FailIndex";
        /// It is tried again, and does not count.
        IGNORE_FAILURE: "ignore" => "Ignore";
        /// It counts, as without the rule.
        COUNT_FAILURE: "count" => "Count";
    }
    /// When a job makes a new pod for one that goes.
    REPLACEMENT {
        /// Once the old one has ended.
        REPLACE_FAILED: "failed" => "Failed";
        /// As soon as the old one is told to end.
        REPLACE_TERMINATING: "terminating_or_failed" => "TerminatingOrFailed";
    }
    /// DNS policy of a pod.
    DNS {
        /// The cluster's DNS first.
        CLUSTER_FIRST: "cluster_first" => "ClusterFirst";
        /// The node's DNS.
        DNS_DEFAULT: "default" => "Default";
        /// The cluster's DNS, in the node's network.
        CLUSTER_FIRST_HOST: "cluster_first_with_host_net" => "ClusterFirstWithHostNet";
        /// What `dns` says, and nobody else's.
        DNS_OWN: "own" => "None";
    }
    /// Whether pods may push others away.
    PREEMPTION {
        /// They wait for room.
        PREEMPT_NEVER: "never" => "Never";
        /// Pods of lower priority give way to them.
        PREEMPT_LOWER: "lower" => "PreemptLowerPriority";
    }
    /// Whether nodes that the pods cannot run on count for spreading.
    NODE_POLICY {
        /// Only nodes that they can run on count.
        HONOR: "honor" => "Honor";
        /// All nodes count.
        IGNORE_NODES: "ignore" => "Ignore";
    }
    /// Profiles of seccomp and `AppArmor` that a node has.
    CONFINEMENT {
        /// What the container runtime allows.
        RUNTIME_DEFAULT: "runtime_default" => "RuntimeDefault";
        /// Everything.
        UNCONFINED: "unconfined" => "Unconfined";
    }
    /// When the files of volumes get the group of the pod.
    GROUP_CHANGE {
        /// Only where the folder itself has another group.
        ON_ROOT_MISMATCH: "on_root_mismatch" => "OnRootMismatch";
        /// At every start, file by file.
        GROUP_ALWAYS: "always" => "Always";
    }
    /// What a schedule does when the last run still runs.
    CONCURRENCY {
        /// Skips the new run.
        FORBID: "forbid" => "Forbid";
        /// Runs both.
        ALLOW: "allow" => "Allow";
        /// Ends the old run.
        REPLACE: "replace" => "Replace";
    }
    /// What happens to a job's container that failed.
    RESTART {
        /// It is started again in the same pod.
        ON_FAILURE: "on_failure" => "OnFailure";
        /// A new pod is made.
        RESTART_NEVER: "never" => "Never";
    }
    /// When a job runs.
    RUN {
        /// As an object of the release, beside all others.
        RUN_JOB: "job" => "job";
        /// Before the objects of the release are made or changed: Helm waits for it (`pre-install`, `pre-upgrade`).
        RUN_HOOK: "hook" => "hook";
    }
    /// Effects of a taint.
    EFFECT {
        /// Pods are not placed there.
        NO_SCHEDULE: "no_schedule" => "NoSchedule";
        /// Pods are placed there last.
        PREFER_NO_SCHEDULE: "prefer_no_schedule" => "PreferNoSchedule";
        /// Pods there are removed.
        NO_EXECUTE: "no_execute" => "NoExecute";
    }
}
