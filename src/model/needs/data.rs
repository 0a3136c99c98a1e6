//! What fields of databases, secrets, images, components of Dapr and local clusters need.

use super::{Met, Need, has};
use crate::model::databases;
use crate::schema::{choices, container, dapr, database, environment, image, metrics, secret};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&secret::SECRET],
        fields: &[&secret::PATH],
        met: Met::By(&secret::DELIVER_FIELD, |view| {
            view.choice(&secret::DELIVER_FIELD) == Some(&choices::DELIVER_FILE)
        }),
        only: "`deliver = file`",
    },
    Need {
        kinds: &[&secret::SECRETS],
        fields: &[&secret::STORE, &secret::CLUSTER, &secret::STORE_PATH, &secret::REFRESH],
        met: Met::Base(|view| view.base().is_some_and(|base| base.value == choices::EXTERNAL_SECRETS.name)),
        only: "`secrets : external-secrets`",
    },
    Need {
        kinds: &[&secret::SECRETS],
        fields: &[&secret::FILE],
        met: Met::Base(|view| view.base().is_some_and(|base| base.value == choices::SEALED_SECRETS.name)),
        only: "`secrets : sealed-secrets`",
    },
    Need {
        kinds: &[&image::IMAGE],
        fields: &[&image::DOCKERFILE, &image::TARGET, &image::PLATFORMS],
        met: Met::By(&image::CONTEXT, |view| has(view, &image::CONTEXT)),
        only: "`context`, which says that the image is built here",
    },
    Need {
        kinds: &[&database::METRICS],
        fields: &[&database::EXPORTER, &metrics::INTERVAL, &metrics::SCRAPE_TIMEOUT, &metrics::HONOR_LABELS],
        met: Met::Around(|owner, _| !has(owner, &database::EXTERNAL)),
        only: "a database that runs here, without `external`",
    },
    Need {
        kinds: &[&database::DATABASE],
        fields: &[
            &database::IMAGE,
            &database::INIT,
            &database::STORAGE,
            &database::STORAGE_CLASS,
            &database::KEEP,
            &container::CPU,
            &container::MEMORY,
        ],
        met: Met::ByHand(&database::EXTERNAL, |view| !has(view, &database::EXTERNAL)),
        only: "a database that runs here, without `external`",
    },
    Need {
        kinds: &[&database::DATABASE],
        fields: &[&database::DIRECT],
        met: Met::ByHand(&database::EXTERNAL, |view| has(view, &database::EXTERNAL)),
        only: "a database that runs elsewhere, with `external`",
    },
    Need {
        kinds: &[&database::DATABASE],
        fields: &[&database::PORT],
        met: Met::ByHand(&database::EXTERNAL, databases::is_external),
        only: "a database that todoc does not run, with `external` or `chart`",
    },
    Need {
        kinds: &[&database::DATABASE],
        fields: &[&database::INIT],
        met: Met::Base(|view| databases::engine(view).has_init),
        only: "an engine whose image runs files when it makes its data, which Redis does not",
    },
    Need {
        kinds: &[&environment::CLUSTER],
        fields: &[&environment::DRIVER_FIELD, &environment::DISK],
        met: Met::Around(|_, view| view.name != choices::KIND.name),
        only: "`cluster minikube`: the node of kind is a container in Docker, with what Docker has",
    },
    Need {
        kinds: &[&dapr::DAPR],
        fields: &[
            &dapr::TYPE,
            &dapr::VERSION,
            &dapr::SCOPES,
            &dapr::SECRET_STORE,
            &dapr::IGNORE_ERRORS,
            &dapr::INIT_TIMEOUT,
        ],
        met: Met::By(&dapr::KIND, |view| view.choice(&dapr::KIND) != Some(&choices::DAPR_CONFIGURATION)),
        only: "`kind = component`",
    },
    Need {
        kinds: &[&database::BACKUP],
        fields: &[&database::SIZE, &database::BACKUP_CLASS],
        met: Met::By(&database::TO, |view| view.choice(&database::TO) == Some(&choices::TO_CLAIM)),
        only: "`to = claim`",
    },
    Need {
        kinds: &[&database::BACKUP],
        fields: &[
            &database::BUCKET,
            &database::ENDPOINT,
            &database::REGION,
            &database::ACCESS_KEY,
            &database::SECRET_KEY,
            &database::UPLOADER,
        ],
        met: Met::By(&database::TO, |view| view.choice(&database::TO) == Some(&choices::TO_S3)),
        only: "`to = s3`",
    },
];
