//! `database`: a stateful dependency by engine.

use super::chart::SERVER;
use super::choices::{BACKUP_TO, ENGINE};
use super::container::{ALLOW, CPU, ENV, MEMORY, SECURITY};
use super::job::{DEADLINE, RETRIES, SCHEDULE, START_DEADLINE, SUSPEND, TIME_ZONE};
use super::metrics::{ENABLED as METRICS_ENABLED, HONOR_LABELS, INTERVAL, METRICS_LABELS, SCRAPE_TIMEOUT};
use super::objects::OBJECT_NAMES;
use super::placement::{AFFINITY, ANTI_AFFINITY};
use super::pod::{
    ANNOTATIONS, LABELS, NODE_SELECTOR, POD_ANNOTATIONS, POD_LABELS, PRIORITY_CLASS, PULL_SECRETS, RUNTIME_CLASS,
    SCHEDULER, TERMINATION_GRACE, TOLERATION,
};
use super::shared::{NAMED_OBJECT, SWITCH};
use super::volume::STORAGE_TYPES;
use super::{Base, Check, Entries, Field, Naming, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of a database.
    DATABASE_FIELDS:
    /// Major version of the engine, such as `16`; image, port, data path and user follow from it.
    VERSION: "version", Type::Text(Check::Any);
    /// The database's image, instead of the engine's official one.
    IMAGE: "image", Type::Image;
    /// Name of the database; else the stack's name. Of Redis it is a number, and else `0`.
    NAME: "name", Type::Text(Check::Any);
    /// Name of the user that the application logs in as; else the stack's name. Redis inside has none.
    USER: "user", Type::Text(Check::Any);
    /// Whether clients log in with a password. Redis and MongoDB can do without, where policies let nobody else in.
    AUTH: "auth", Type::Bool, default = "true";
    /// Configuration whose files the image runs when it makes its data, in the order of their names (`*.sql`, `*.sh`; for
    /// MongoDB `*.js`). Data that is there already is left as it is.
    INIT: "init", Type::Block(&["config"]);
    /// Size of the claim that holds the data, or `temporary` for data that goes with the pod.
    STORAGE: "storage", Type::Either(STORAGE_TYPES);
    /// Class of the claim's storage; else the cluster's default.
    STORAGE_CLASS: "storage_class", Type::Text(Check::Subdomain);
    /// Whether the claim stays when the database is taken away.
    KEEP: "keep", Type::Bool, default = "true";
    /// Host name of a database that runs elsewhere; nothing is run in the cluster then.
    EXTERNAL: "external", Type::Text(Check::Host);
    /// Port that the database listens on; else the engine's usual one.
    PORT: "port", Type::Int(1, 65535);
    /// Whether clients are given the host name of `external` itself, as TLS needs where it checks the name or is routed by
    /// it; else they are given the name of a Service that leads there.
    DIRECT: "direct", Type::Bool, default = "false";
    /// Scheme of `url`, such as `postgresql+asyncpg` or `rediss`; else the engine's.
    SCHEME: "scheme", Type::Text(Check::Any);
}

block! {
    /// Parameters at the end of `url`, such as `sslmode = "require"`.
    PARAMS: "params", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Settings of the server, as the engine calls them: `config { max_connections = 200 }`. They are words of its command,
    /// so that a change starts it anew.
    SETTINGS: "config", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of a backup.
    BACKUP_FIELDS:
    /// How many dumps are kept; older ones are deleted once a new one is there.
    KEEP_DUMPS: "keep", Type::Int(1, 1000), default = "7";
    /// Where the dumps go.
    TO: "to", Type::Choice(BACKUP_TO), default = "claim";
    /// Size of the claim, where `to = claim`.
    SIZE: "size", Type::Quantity(Kind::Storage), default = "10Gi";
    /// Class of the claim's storage; else the cluster's default.
    BACKUP_CLASS: "storage_class", Type::Text(Check::Subdomain);
    /// Bucket, and below it a folder: `"backups/shop"`, where `to = s3`.
    BUCKET: "bucket", Type::Text(Check::Any);
    /// URL of the object storage; else that of Amazon S3.
    ENDPOINT: "endpoint", Type::Text(Check::Url);
    /// Region of the bucket.
    REGION: "region", Type::Text(Check::Any);
    /// Secret that holds the id of the access key.
    ACCESS_KEY: "access_key", Type::Block(&["secret"]), secret = true;
    /// Secret that holds the secret access key.
    SECRET_KEY: "secret_key", Type::Block(&["secret"]), secret = true;
    /// Image of rclone, which brings the dumps to the object storage.
    UPLOADER: "uploader", Type::Text(Check::Any), default = "\"rclone/rclone:1.71.0\"";
}

static BACKUP_RUNS: &[&Field] = &[&SCHEDULE, &TIME_ZONE, &SUSPEND, &DEADLINE, &RETRIES, &START_DEADLINE, &CPU, &MEMORY];

block! {
    /// Dumps of the database on a schedule, with the engine's own program: to a claim of their own, or to object storage. A
    /// database that runs elsewhere can be dumped too.
    BACKUP: "backup", Naming::None, fields = &[SWITCH, BACKUP_RUNS, BACKUP_FIELDS], blocks = &[&NODE_SELECTOR, &TOLERATION];
}

fields! {
    /// What tells Prometheus of a database.
    EXPORTER_FIELDS:
    /// Image of the program that asks the database and answers Prometheus; else the usual one of the engine.
    EXPORTER: "exporter", Type::Text(Check::Any);
}

static SCRAPES: &[&Field] = &[&INTERVAL, &SCRAPE_TIMEOUT, &HONOR_LABELS, &METRICS_ENABLED, &CPU, &MEMORY];

block! {
    /// What Prometheus asks of a database that runs here: a program beside the server, which logs in as the application does and
    /// tells what that user may see. The network policy lets the environment's `monitoring_namespace` in.
    METRICS: "metrics", Naming::None, fields = &[EXPORTER_FIELDS, SCRAPES], blocks = &[&METRICS_LABELS];
}

static OF_POD: &[&Field] =
    &[&CPU, &MEMORY, &TERMINATION_GRACE, &PRIORITY_CLASS, &RUNTIME_CLASS, &SCHEDULER, &PULL_SECRETS];

block! {
    /// A database, by engine (`database NAME : postgres`): inside the cluster, outside with `external`, or run by a `chart` of others.
    DATABASE: "database", Naming::Named, base = Base::Choice(ENGINE),
    fields = &[SWITCH, DATABASE_FIELDS, OF_POD, NAMED_OBJECT],
    blocks = &[&SERVER, &SETTINGS, &PARAMS, &BACKUP, &METRICS, &ENV, &SECURITY, &AFFINITY, &ANTI_AFFINITY, &NODE_SELECTOR, &TOLERATION, &LABELS, &ANNOTATIONS, &POD_LABELS,
        &POD_ANNOTATIONS, &OBJECT_NAMES, &ALLOW];
}
