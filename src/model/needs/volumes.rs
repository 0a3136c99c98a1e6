//! What fields of volumes need.

use super::{Met, Need, has, is_projected};
use crate::model::environment::View;
use crate::schema::{choices, service, sidecar, volume};

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
        fields: &[&volume::READ_ONLY, &volume::SUB_PATH],
        met: Met::By(&volume::VOLUME_MODE_FIELD, |view| !is_device(view)),
        only: "`volume_mode = filesystem`: a device is there as a whole",
    },
    Need {
        kinds: &[&sidecar::MOUNT],
        fields: &[&sidecar::READ_ONLY, &sidecar::SUB_PATH],
        met: Met::Around(|owner, view| !owner.nested(&volume::VOLUME, view.name).is_some_and(|own| is_device(&own))),
        only: "a volume of `volume_mode = filesystem`: a device is there as a whole",
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

fn is_device(volume: &View<'_>) -> bool {
    volume.choice(&volume::VOLUME_MODE_FIELD) == Some(&choices::BLOCK_DEVICE)
}
