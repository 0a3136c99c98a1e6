//! What fields of pods, their probes and their placement need.

use super::{Need, has};
use crate::schema::{choices, database, job, lifecycle, placement, pod, probe, service};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::HTTPS],
        decided_by: Some(&probe::HTTP),
        met: |_, view| has(view, &probe::HTTP),
        only: "`http`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::PORT],
        decided_by: Some(&probe::EXEC),
        met: |_, view| !has(view, &probe::EXEC),
        only: "`http`, `tcp` or `grpc`",
    },
    Need {
        kinds: &[&lifecycle::PRE_STOP, &lifecycle::POST_START],
        fields: &[&lifecycle::PORT, &lifecycle::HTTPS],
        decided_by: Some(&lifecycle::HTTP),
        met: |_, view| has(view, &lifecycle::HTTP),
        only: "`http`",
    },
    Need {
        kinds: &[&pod::TOLERATION],
        fields: &[&pod::TOLERATION_VALUE],
        decided_by: Some(&pod::TOLERATION_KEY),
        met: |_, view| has(view, &pod::TOLERATION_KEY),
        only: "`key`",
    },
    Need {
        kinds: &[&pod::TOLERATION],
        fields: &[&pod::TOLERATION_SECONDS],
        decided_by: Some(&pod::TOLERATION_EFFECT),
        met: |_, view| view.choice(&pod::TOLERATION_EFFECT) == Some(&choices::NO_EXECUTE),
        only: "`effect = no_execute`",
    },
    // The server takes it from the class, and refuses a pod that says otherwise; without a class, pods may push others away.
    Need {
        kinds: &[&service::SERVICE, &job::JOB, &job::CRON, &database::DATABASE],
        fields: &[&pod::PREEMPTION_FIELD],
        decided_by: Some(&pod::PRIORITY_CLASS),
        met: |_, view| {
            has(view, &pod::PRIORITY_CLASS) || view.choice(&pod::PREEMPTION_FIELD) != Some(&choices::PREEMPT_NEVER)
        },
        only: "a `priority_class` whose own policy is the same",
    },
    Need {
        kinds: &[&placement::SPREAD],
        fields: &[&placement::MIN_DOMAINS],
        decided_by: Some(&placement::SPREAD_HARD),
        met: |_, view| view.bool(&placement::SPREAD_HARD),
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
        decided_by: Some(&placement::LABEL),
        met: |_, view| has(view, &placement::LABEL),
        only: "`label`, which says what of a node is looked at",
    },
    Need {
        kinds: &[&placement::AFFINITY],
        fields: &[&placement::LABEL],
        decided_by: Some(&placement::NEAR),
        met: |_, view| !has(view, &placement::NEAR),
        only: "what the label must be; whose pods are near goes by `topology`",
    },
    Need {
        kinds: &[&placement::AFFINITY],
        fields: &[&placement::TOPOLOGY],
        decided_by: Some(&placement::NEAR),
        met: |_, view| has(view, &placement::NEAR),
        only: "`near`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::GRPC_SERVICE],
        decided_by: Some(&probe::GRPC),
        met: |_, view| has(view, &probe::GRPC),
        only: "`grpc = true`",
    },
    Need {
        kinds: &[&probe::PROBE],
        fields: &[&probe::GRACE],
        decided_by: None,
        met: |_, view| view.name != "readiness",
        only: "`probe startup` and `probe liveness`: a container that is not ready is not ended",
    },
];
