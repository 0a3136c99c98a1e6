//! `database`: a stateful dependency by engine.

use super::choices::ENGINE;
use super::container::{ALLOW, CPU, MEMORY, SECURITY};
use super::objects::OBJECT_NAMES;
use super::pod::{NODE_SELECTOR, POD_ANNOTATIONS, POD_LABELS, TOLERATION};
use super::shared::{NAMED_OBJECT, SWITCH};
use super::volume::STORAGE_TYPES;
use super::{Base, Check, Field, Naming, Type, block, fields};

fields! {
    /// Fields of a database.
    DATABASE_FIELDS:
    /// Major version of the engine, such as `16`; image, port, data path and user follow from it.
    VERSION: "version", Type::Text(Check::Any);
    /// The database's image, instead of the engine's official one.
    IMAGE: "image", Type::Image;
    /// Name of the database; else the stack's name.
    NAME: "name", Type::Text(Check::Any);
    /// Name of the user that the application logs in as; else the stack's name.
    USER: "user", Type::Text(Check::Any);
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
}

static RESOURCES: &[&Field] = &[&CPU, &MEMORY];

block! {
    /// A database, by engine (`database NAME : postgres`): inside the cluster, or outside with `external`.
    DATABASE: "database", Naming::Named, base = Base::Choice(ENGINE),
    fields = &[SWITCH, DATABASE_FIELDS, RESOURCES, NAMED_OBJECT],
    blocks = &[&SECURITY, &NODE_SELECTOR, &TOLERATION, &POD_LABELS, &POD_ANNOTATIONS, &OBJECT_NAMES, &ALLOW];
}
