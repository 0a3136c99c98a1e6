//! What fields of volumes need.

use super::{Need, has, is_projected};
use crate::schema::{choices, service, volume};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::PER_REPLICA],
        decided_by: None,
        met: |owner, _| owner.choice(&service::KIND) == Some(&choices::STATEFUL_SET),
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
        decided_by: Some(&volume::SIZE),
        met: |_, view| has(view, &volume::SIZE),
        only: "`size`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::MODE],
        decided_by: Some(&volume::CONFIG),
        met: |_, view| has(view, &volume::CONFIG) || has(view, &volume::SECRET) || is_projected(view),
        only: "`config`, `secret` or `source`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::VOLUME_MODE_FIELD],
        decided_by: Some(&volume::SIZE),
        met: |_, view| has(view, &volume::SIZE) || has(view, &volume::EXISTING),
        only: "`size` or `existing`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::MEDIUM_FIELD],
        decided_by: Some(&volume::TEMPORARY),
        met: |_, view| has(view, &volume::TEMPORARY),
        only: "`temporary`",
    },
    Need {
        kinds: &[&volume::VOLUME],
        fields: &[&volume::HOST_TYPE_FIELD],
        decided_by: Some(&volume::HOST_PATH),
        met: |_, view| has(view, &volume::HOST_PATH),
        only: "`host_path`",
    },
    Need {
        kinds: &[&volume::SOURCE],
        fields: &[&volume::EXPIRES, &volume::FILE],
        decided_by: Some(&volume::AUDIENCE),
        met: |_, view| has(view, &volume::AUDIENCE),
        only: "`audience`",
    },
];
