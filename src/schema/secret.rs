//! `secret` declares a key; `secrets` says where an environment's secrets come from.

use super::choices::{DELIVER, PROVIDER, SECRET_TYPE};
use super::container::ALLOW;
use super::shared::SWITCH;
use super::{Base, Check, Naming, Type, block, fields};

fields! {
    /// Fields of a secret.
    SECRET_FIELDS:
    /// How many characters the value has at least.
    MIN_LENGTH: "min_length", Type::Int(1, 1_048_576);
    /// Text that the value begins with, such as `sk-`.
    PREFIX: "prefix", Type::Text(Check::Any);
    /// Regular expression that the whole value matches.
    PATTERN: "pattern", Type::Text(Check::Any);
    /// Whether the application runs without it. The External Secrets Operator makes no Secret while the store lacks a key that it is
    /// asked for: where an environment's store has no value, the environment takes the variable away, with `API_KEY = none`. See
    /// <https://external-secrets.io/latest/api/externalsecret/>.
    OPTIONAL: "optional", Type::Bool, default = "false";
    /// Sentence that is shown where the value is missing or wrong.
    MESSAGE: "message", Type::Text(Check::Any);
    /// Type of the Secret that holds it.
    TYPE: "type", Type::Choice(SECRET_TYPE), default = "opaque";
    /// Name of the Secret that holds it; else that of the environment's secrets.
    OBJECT: "object", Type::Text(Check::Subdomain);
    /// Key within the Secret; else the secret's name.
    KEY: "key", Type::Text(Check::ConfigKey);
    /// Name in the store of the environment's provider; else the secret's name with `_`.
    PROPERTY: "property", Type::Text(Check::Any);
    /// How it reaches a container.
    DELIVER_FIELD: "deliver", Type::Choice(DELIVER), default = "env";
    /// Path of the file in the containers, where `deliver = file`.
    PATH: "path", Type::Text(Check::ContainerPath);
    /// How often the value is replaced where it comes from, such as `90d`. The External Secrets Operator looks at the store at
    /// least that often; for every other provider it tells people when a new value is due. A running container sees a new value in
    /// a file that is mounted without a `sub_path`, and never in its variables. See
    /// <https://external-secrets.io/latest/api/externalsecret/>.
    ROTATION: "rotation", Type::Duration;
    /// What it is for, in one sentence.
    DESCRIPTION: "description", Type::Text(Check::Any);
}

block! {
    /// A secret that the application needs. Its value never stands in a source.
    SECRET: "secret", Naming::Named, fields = &[SWITCH, SECRET_FIELDS], blocks = &[&ALLOW];
}

fields! {
    /// Fields of `secrets`.
    SECRETS_FIELDS:
    /// Name of the Secret that holds them.
    NAME: "name", Type::Text(Check::Subdomain);
    /// Name of the `SecretStore` or `ClusterSecretStore` (`external-secrets`).
    STORE: "store", Type::Text(Check::Subdomain);
    /// Whether the store serves the whole cluster (`external-secrets`).
    CLUSTER: "cluster", Type::Bool, default = "false";
    /// Key of the store whose properties the secrets are (`external-secrets`). Without it each secret is a key of its own. See
    /// <https://external-secrets.io/latest/api/externalsecret/>.
    STORE_PATH: "path", Type::Text(Check::Any);
    /// How often the store is asked for changes (`external-secrets`); more often where the `rotation` of a secret asks for it.
    REFRESH: "refresh", Type::Duration, default = "1h";
    /// Path of the file with the `SealedSecret` objects that `kubeseal` made (`sealed-secrets`).
    FILE: "file", Type::Text(Check::ProjectPath);
}

block! {
    /// Where an environment's secrets come from.
    SECRETS: "secrets", Naming::None, base = Base::Choice(PROVIDER), fields = &[SECRETS_FIELDS], blocks = &[&ALLOW];
}
