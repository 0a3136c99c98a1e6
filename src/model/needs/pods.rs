//! What fields of pods, their probes and their placement need.

use super::{Met, Need, has};
use crate::schema::{choices, database, job, lifecycle, placement, pod, probe, service};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::HTTPS],
        met: Met::By(&probe::HTTP, |view| has(view, &probe::HTTP)),
        only: "`http`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::PORT],
        met: Met::By(&probe::EXEC, |view| !has(view, &probe::EXEC)),
        only: "`http`, `tcp` or `grpc`",
    },
    Need {
        kinds: &[&lifecycle::PRE_STOP, &lifecycle::POST_START],
        fields: &[&lifecycle::PORT, &lifecycle::HTTPS],
        met: Met::By(&lifecycle::HTTP, |view| has(view, &lifecycle::HTTP)),
        only: "`http`",
    },
    Need {
        kinds: &[&pod::TOLERATION],
        fields: &[&pod::TOLERATION_VALUE],
        met: Met::By(&pod::TOLERATION_KEY, |view| has(view, &pod::TOLERATION_KEY)),
        only: "`key`",
    },
    Need {
        kinds: &[&pod::TOLERATION],
        fields: &[&pod::TOLERATION_SECONDS],
        met: Met::By(&pod::TOLERATION_EFFECT, |view| {
            view.choice(&pod::TOLERATION_EFFECT) == Some(&choices::NO_EXECUTE)
        }),
        only: "`effect = no_execute`",
    },
    // The server takes it from the class, and refuses a pod that says otherwise; without a class, pods may push others away.
    Need {
        kinds: &[&service::SERVICE, &job::JOB, &job::CRON, &database::DATABASE],
        fields: &[&pod::PREEMPTION_FIELD],
        met: Met::By(&pod::PRIORITY_CLASS, |view| {
            has(view, &pod::PRIORITY_CLASS) || view.choice(&pod::PREEMPTION_FIELD) != Some(&choices::PREEMPT_NEVER)
        }),
        only: "a `priority_class` whose own policy is the same",
    },
    Need {
        kinds: &[&placement::SPREAD],
        fields: &[&placement::MIN_DOMAINS],
        met: Met::By(&placement::SPREAD_HARD, |view| view.bool(&placement::SPREAD_HARD)),
        only: "`hard = true`",
    },
    Need {
        kinds: &[&placement::AFFINITY],
        fields: &[
            &placement::IN,
            &placement::NOT_IN,
            &placement::EXISTS,
            &placement::MISSING,
            &placement::ABOVE,
            &placement::BELOW,
        ],
        met: Met::By(&placement::LABEL, |view| has(view, &placement::LABEL)),
        only: "`label`, which says what of a node is looked at",
    },
    Need {
        kinds: &[&placement::AFFINITY],
        fields: &[&placement::LABEL],
        met: Met::By(&placement::NEAR, |view| !has(view, &placement::NEAR)),
        only: "what the label must be; whose pods are near goes by `topology`",
    },
    Need {
        kinds: &[&placement::AFFINITY],
        fields: &[&placement::TOPOLOGY],
        met: Met::By(&placement::NEAR, |view| has(view, &placement::NEAR)),
        only: "`near`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::GRPC_SERVICE],
        met: Met::By(&probe::GRPC, |view| has(view, &probe::GRPC)),
        only: "`grpc = true`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::GRACE],
        met: Met::Around(|_, view| view.name != "readiness"),
        only: "`probe startup` and `probe liveness`: a container that is not ready is not ended",
    },
];
