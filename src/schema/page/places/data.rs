//! Databases, configurations, secrets, images and charts of others.

use super::{Place, differs, place};
use crate::schema::{Block, Field, chart, config, database, image, secret};

pub(super) static FIELDS: &[(&Field, Place)] = &[
    (&database::EXPORTER, differs("`image` of the container `metrics`", "database.metrics.exporter")),
    (
        &database::VERSION,
        place(
            "`image` of the StatefulSet's container",
            "database.internal.image.tag and database.internal.persistence",
        ),
    ),
    (&database::IMAGE, place("`image` of the StatefulSet's container", "database.internal.image")),
    (
        &database::NAME,
        place(
            "a variable of the container, and the addresses of the database",
            "database.internal.database, database.external.database and database.chart.database",
        ),
    ),
    (
        &database::USER,
        place(
            "a variable of the container, and the addresses of the database",
            "database.internal.username, database.external.username and database.chart.username",
        ),
    ),
    (
        &database::STORAGE,
        place(
            "`volumeClaimTemplates` of the StatefulSet, or an `emptyDir`",
            "database.internal.persistence.enabled and database.internal.persistence.size",
        ),
    ),
    (&database::STORAGE_CLASS, place("`storageClassName` of the claim", "database.internal.persistence.storageClass")),
    (
        &database::KEEP,
        differs(
            "`persistentVolumeClaimRetentionPolicy` of the StatefulSet",
            "database.internal.persistence.whenDeleted",
        ),
    ),
    (
        &database::EXTERNAL,
        place("a Service of type ExternalName", "database.external.enabled and database.external.host"),
    ),
    (&database::PORT, place("the addresses of the database", "database.external.port or database.chart.port")),
    (&database::DIRECT, place("the addresses of the database", "database.external.direct")),
    (&database::AUTH, differs("the command and the variables of the container", "database.auth")),
    (&database::INIT, differs("a volume at `/docker-entrypoint-initdb.d`", "database.internal.init")),
    (&database::SCHEME, differs("the URL of the database", "database.scheme")),
    (
        &database::KEEP_DUMPS,
        place("a variable of the CronJob's containers, which delete what is older", "database.backup.keep"),
    ),
    (&database::TO, differs("the containers and the volume of the CronJob", "database.backup.to")),
    (&database::SIZE, place("a PersistentVolumeClaim", "database.backup.size")),
    (&database::BACKUP_CLASS, place("`storageClassName` of the claim", "database.backup.storageClass")),
    (&database::BUCKET, place("a variable of the container that uploads", "database.backup.bucket")),
    (
        &database::ENDPOINT,
        place(
            "a variable of the container that uploads, and a NetworkPolicy",
            "database.backup.endpoint and database.backup.endpointPort",
        ),
    ),
    (&database::REGION, place("a variable of the container that uploads", "database.backup.region")),
    (&database::ACCESS_KEY, differs("a variable of the container that uploads", "database.backup.accessKey")),
    (&database::SECRET_KEY, differs("a variable of the container that uploads", "database.backup.secretKey")),
    (&database::UPLOADER, place("`image` of the container that uploads", "database.backup.uploader")),
    (&config::TEXT, differs("`data` of the ConfigMap", "api.files.NAME")),
    (
        &config::FROM,
        differs(
            "`data` of the ConfigMap, or `binaryData` for what is no text",
            "api.files.NAME or api.binaryFiles.NAME",
        ),
    ),
    (&image::REGISTRY, place("`image` of the containers that use it", "api.image.repository")),
    (&image::NAME, place("`image` of the containers that use it", "api.image.repository")),
    (&image::TAG, place("`image` of the containers that use it", "api.image.tag")),
    (&image::DIGEST, place("`image` of the containers that use it", "api.image.digest")),
    (&image::PULL_POLICY_FIELD, place("`imagePullPolicy` of the containers that use it", "api.image.pullPolicy")),
    (&secret::NAME, place("`secretKeyRef.name` of the containers' variables", "secrets.name")),
    (&secret::STORE, place("`spec.secretStoreRef.name` of the ExternalSecret", "secrets.externalSecrets.store")),
    (&secret::CLUSTER, place("`spec.secretStoreRef.kind` of the ExternalSecret", "secrets.externalSecrets.kind")),
    (&secret::STORE_PATH, place("`remoteRef.key` of the ExternalSecret", "secrets.externalSecrets.path")),
    (
        &secret::PROPERTY,
        differs(
            "`remoteRef.property`, or without a `path` `remoteRef.key`, of the ExternalSecret",
            "secrets.externalSecrets.properties.NAME",
        ),
    ),
    (&secret::FILE, place("`spec.encryptedData` of the SealedSecret", "secrets.sealedSecrets.NAME")),
    (
        &secret::ROTATION,
        place("`spec.refreshInterval` of the ExternalSecret", "secrets.externalSecrets.refreshIntervals"),
    ),
    (
        &secret::REFRESH,
        place("`spec.refreshInterval` of the ExternalSecret", "secrets.externalSecrets.refreshInterval"),
    ),
    (&chart::NAME, place("`dependencies[].name` of the chart, and where the block is called otherwise `alias`", "")),
    (
        &chart::SERVER_NAME,
        place("`dependencies[].name` of the chart, and where the database is called otherwise `alias`", ""),
    ),
    (&chart::VERSION, place("`dependencies[].version` of the chart", "")),
    (&chart::REPOSITORY, place("`dependencies[].repository` of the chart", "")),
    (&chart::CONDITION, place("`dependencies[].condition` of the chart", "PATH")),
    (&chart::HOST, place("the addresses of the database", "database.chart.host")),
];

pub(super) static BLOCKS: &[(&Block, Place)] = &[
    (&database::METRICS, place("a container of the StatefulSet, and a ServiceMonitor", "database.metrics")),
    (&database::SETTINGS, place("`args` of the container", "database.internal.config")),
    (&database::PARAMS, place("the URL of the database", "database.params")),
    (&database::BACKUP, place("a CronJob", "database.backup")),
    (&config::KEYS, place("`data` of a ConfigMap", "api.data")),
];
