//! What fields of jobs and schedules need.

use super::{INDEXED, Met, Need, has};
use crate::schema::{choices, job};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&job::POD_FAILURE],
        fields: &[&job::ACTION],
        met: Met::Around(|owner, _| owner.choice(&job::RESTART_FIELD) == Some(&choices::RESTART_NEVER)),
        only: "`restart = never`: a container that is started again does not end its pod",
    },
    Need {
        kinds: &[&job::POD_FAILURE],
        fields: &[&job::ACTION],
        met: Met::Around(|owner, view| {
            view.choice(&job::ACTION) != Some(&choices::FAIL_INDEX) || has(owner, &job::RETRIES_PER_INDEX)
        }),
        only: "another action where there is no `retries_per_index`",
    },
    Need {
        kinds: &[&job::POD_FAILURE],
        fields: &[&job::FAILED_CONTAINER],
        met: Met::By(&job::CONDITION, |view| !has(view, &job::CONDITION)),
        only: "`exit_codes` and `not_exit_codes`",
    },
    Need {
        kinds: &[&job::JOB, &job::CRON],
        fields: &[&job::RETRIES_PER_INDEX],
        met: Met::By(&job::INDEXED, |view| view.bool(&job::INDEXED)),
        only: INDEXED,
    },
    Need {
        kinds: &[&job::JOB, &job::CRON],
        fields: &[&job::REPLACEMENT_FIELD],
        met: Met::Around(|owner, view| {
            view.choice(&job::REPLACEMENT_FIELD) != Some(&choices::REPLACE_TERMINATING)
                || owner.blocks_of(&job::POD_FAILURE).next().is_none()
        }),
        only: "`pod_replacement = failed` where there is a `pod_failure`",
    },
    Need {
        kinds: &[&job::JOB, &job::CRON],
        fields: &[&job::MAX_FAILED_INDEXES],
        met: Met::By(&job::COMPLETIONS, |view| view.int(&job::MAX_FAILED_INDEXES) <= view.int(&job::COMPLETIONS)),
        only: "as many `completions` or more",
    },
    Need {
        kinds: &[&job::JOB, &job::CRON],
        fields: &[&job::MAX_FAILED_INDEXES],
        met: Met::By(&job::RETRIES_PER_INDEX, |view| has(view, &job::RETRIES_PER_INDEX)),
        only: "`retries_per_index`",
    },
];
