//! What fields of volumes need.

use super::{Met, Need, has, is_projected};
use crate::schema::{choices, service, volume};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::PER_REPLICA],
        met: Met::Around(|owner, _| owner.choice(&service::KIND) == Some(&choices::STATEFUL_SET)),
        only: "a service of `kind = stateful_set`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[
            &volume::PER_REPLICA,
            &volume::STORAGE_CLASS,
            &volume::ACCESS_FIELD,
            &volume::VOLUME_NAME,
            &volume::FROM_SNAPSHOT,
            &volume::FROM_CLAIM,
            &volume::KEEP,
        ],
        met: Met::By(&volume::SIZE, |view| has(view, &volume::SIZE)),
        only: "`size`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::MODE],
        met: Met::By(&volume::CONFIG, |view| {
            has(view, &volume::CONFIG) || has(view, &volume::SECRET) || is_projected(view)
        }),
        only: "`config`, `secret` or `source`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::VOLUME_MODE_FIELD],
        met: Met::By(&volume::SIZE, |view| has(view, &volume::SIZE) || has(view, &volume::EXISTING)),
        only: "`size` or `existing`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::MEDIUM_FIELD],
        met: Met::By(&volume::TEMPORARY, |view| has(view, &volume::TEMPORARY)),
        only: "`temporary`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::HOST_TYPE_FIELD],
        met: Met::By(&volume::HOST_PATH, |view| has(view, &volume::HOST_PATH)),
        only: "`host_path`",
    },
    Need {
        kinds: &[&volume::SOURCE],
        fields: &[&volume::EXPIRES, &volume::FILE],
        met: Met::By(&volume::AUDIENCE, |view| has(view, &volume::AUDIENCE)),
        only: "`audience`",
    },
];
