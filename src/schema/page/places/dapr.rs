//! Dapr: its components and configurations, and the annotations of its sidecars.

use super::{Place, differs, place};
use crate::schema::{Block, Field, dapr};

pub(super) static FIELDS: &[(&Field, Place)] = &[
    (&dapr::TYPE, place("`spec.type` of the Component", "")),
    (&dapr::VERSION, place("`spec.version` of the Component", "")),
    (&dapr::SCOPES, differs("`scopes` of the Component", "api.scopes")),
    (&dapr::SECRET_STORE, differs("`auth.secretStore` of the Component", "api.secretStore")),
    (&dapr::IGNORE_ERRORS, place("`spec.ignoreErrors` of the Component", "")),
    (&dapr::INIT_TIMEOUT, place("`spec.initTimeout` of the Component", "")),
    (&dapr::APP_ID, place("the annotation `dapr.io/app-id` of the pod", "")),
    (&dapr::APP_PORT, differs("the annotation `dapr.io/app-port` of the pod", "api.dapr.appPort")),
    (&dapr::PROTOCOL, place("the annotation `dapr.io/app-protocol` of the pod", "")),
    (&dapr::CONFIG, differs("the annotation `dapr.io/config` of the pod", "api.dapr.config")),
    (&dapr::LOG_LEVEL, place("the annotation `dapr.io/log-level` of the pod", "")),
    (&dapr::MAX_CONCURRENCY, place("the annotation `dapr.io/app-max-concurrency` of the pod", "")),
];

pub(super) static BLOCKS: &[(&Block, Place)] = &[
    (&dapr::DAPR, place("a Component or a Configuration of Dapr", "")),
    (&dapr::METADATA, place("`spec.metadata` of the Component", "api.metadata")),
];
