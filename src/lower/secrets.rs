//! Where secrets come from: an object that the user keeps, values given at install time, or the External Secrets Operator.
//! <https://external-secrets.io/latest/api/externalsecret/>

use super::across::setting;
use super::{Context, Part, metadata};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Origin, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::model::environment::Environment;
use crate::schema::{choices, database, secret};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

const PROVIDER: SmolStr = SmolStr::new_static("secrets.provider");

/// A key of the environment's Secret.
struct Key {
    /// Name in the source.
    name: SmolStr,
    /// Key within the Secret.
    key: SmolStr,
    /// Name in the store.
    property: SmolStr,
    optional: bool,
    prefix: Option<SmolStr>,
    least: i64,
    message: String,
}

pub(super) fn lower(context: &Context<'_>, part: &mut Part) {
    let keys = keys(context);
    if keys.is_empty() {
        return;
    }
    let providers = providers(context);
    part.group(SmolStr::new_static("secrets"), "Secrets of the application. No value of one ever stands in this file.");
    let choices = providers.iter().map(|provider| SmolStr::new_static(provider)).collect();
    let values = context.environments.iter().map(|environment| Val::text(provider(environment)));
    let doc = "Where they come from: existing (a Secret that you keep), install-values (values given to Helm), external-secrets.";
    part.knob_from(PROVIDER, doc, Schema::Choice(choices), values.collect(), of_secrets(Place::Block));
    let named = context
        .environments
        .iter()
        .map(|environment| Val::text(environment.secrets.text(&secret::NAME).unwrap_or_default()));
    let doc = "Secret that holds the keys of this stack. Default: <fullname>-secrets.";
    let (path, origin) = (SmolStr::new_static("secrets.name"), of_secrets(Place::Field(&secret::NAME)));
    part.knob_from(path, doc, Schema::Pattern(OBJECT_NAME), named.collect(), origin);
    if providers.contains(&choices::EXTERNAL_SECRETS.name) {
        external(context, &keys, part);
    }
    if providers.contains(&choices::INSTALL_VALUES.name) {
        from_values(context, &keys, part);
    }
}

/// The providers that some environment uses; `existing` can always be chosen, for it needs nothing.
fn providers(context: &Context<'_>) -> Vec<&'static str> {
    let used = |name: &str| context.environments.iter().any(|environment| provider(environment) == name);
    let all = choices::PROVIDER.iter().map(|choice| choice.name);
    all.filter(|name| *name == choices::EXISTING.name || used(name)).collect()
}

fn provider(environment: &Environment<'_>) -> &'static str {
    let base = environment.secrets.base().map(|base| base.value.as_str());
    let found = choices::PROVIDER.iter().find(|choice| Some(choice.name) == base);
    found.unwrap_or(&choices::EXISTING).name
}

/// Every key, in the order of the source: declared secrets without an object of their own, then databases' passwords.
fn keys(context: &Context<'_>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for environment in context.environments {
        for view in environment.all(&secret::SECRET).values().filter(|view| view.is_on()) {
            let own = view.text(&secret::OBJECT).is_some();
            if own || keys.iter().any(|key| key.name == view.name) {
                continue;
            }
            let message = view.text(&secret::MESSAGE).map(str::to_owned);
            keys.push(Key {
                name: SmolStr::new(view.name),
                key: SmolStr::new(view.text(&secret::KEY).unwrap_or(view.name)),
                property: view
                    .text(&secret::PROPERTY)
                    .map_or_else(|| SmolStr::from(view.name.replace('-', "_")), SmolStr::new),
                optional: view.bool(&secret::OPTIONAL),
                prefix: view.text(&secret::PREFIX).map(SmolStr::new),
                least: view.int(&secret::MIN_LENGTH).unwrap_or(0),
                message: message.unwrap_or_else(|| format!("{} is required", title(view.name))),
            });
        }
    }
    for target in context.of_kind(&database::DATABASE) {
        let name = format_smolstr!("{}-password", target.name);
        keys.push(Key {
            key: name.clone(),
            property: SmolStr::from(name.replace('-', "_")),
            optional: false,
            prefix: None,
            least: 0,
            message: format!("{} is required", title(&name)),
            name,
        });
    }
    keys
}

/// `openai-api-key` for people: `Openai api key`.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn of_secrets(place: Place) -> Origin {
    setting(&secret::SECRETS, place)
}

fn component() -> SmolStr {
    SmolStr::new_static("secrets")
}

fn object(kind: &str, api: &'static str, file: &str, name: &Expr, body: Vec<Entry>, when: Test) -> Object {
    let mut whole = vec![
        pair("apiVersion", Node::text(api)),
        pair("kind", Node::text(kind)),
        metadata::named(name, vec![Entry::Labels(component())], Vec::new()),
    ];
    whole.extend(body);
    Object {
        file: file.to_owned(),
        block: component(),
        when: Some(when),
        doc: None,
        body: whole,
        pieces: Vec::new(),
        chart_only: false,
    }
}

/// The `ExternalSecret`, by which the operator makes the Secret.
fn external(context: &Context<'_>, keys: &[Key], part: &mut Part) {
    let is_used = |environment: &Environment<'_>| provider(environment) == choices::EXTERNAL_SECRETS.name;
    let each = |get: &dyn Fn(&Environment<'_>) -> Val| -> Vec<Val> {
        context
            .environments
            .iter()
            .map(|environment| if is_used(environment) { get(environment) } else { Val::Unset })
            .collect()
    };
    let text = |environment: &Environment<'_>, field| Val::text(environment.secrets.text(field).unwrap_or_default());
    let path = |key: &str| format_smolstr!("secrets.externalSecrets.{key}");
    part.knob_from(
        path("store"),
        "Store of the External Secrets Operator.",
        Schema::Pattern(OBJECT_NAME),
        each(&|own| text(own, &secret::STORE)),
        of_secrets(Place::Field(&secret::STORE)),
    );
    let kind =
        each(&|own| Val::text(if own.secrets.bool(&secret::CLUSTER) { "ClusterSecretStore" } else { "SecretStore" }));
    part.knob_from(
        path("kind"),
        "",
        Schema::Choice(["SecretStore", "ClusterSecretStore"].map(SmolStr::new_static).to_vec()),
        kind,
        of_secrets(Place::Field(&secret::CLUSTER)),
    );
    part.knob_from(
        path("path"),
        "Key of the secrets in the store.",
        Schema::Text,
        each(&|own| text(own, &secret::STORE_PATH)),
        of_secrets(Place::Field(&secret::STORE_PATH)),
    );
    let refresh = each(&|own| match own.secrets.value(&secret::REFRESH).map(|value| &value.kind) {
        Some(crate::model::typed::Kind::Duration(duration)) => Val::text(duration.to_string()),
        _ => Val::text("1h"),
    });
    part.knob_from(
        path("refreshInterval"),
        "Time between two looks at the store.",
        Schema::Pattern("^([0-9]+(s|m|h))+$"),
        refresh,
        of_secrets(Place::Field(&secret::REFRESH)),
    );
    let name = context.secrets_object();
    let data = keys.iter().map(|key| {
        let remote = vec![
            pair("key", Node::Text(Expr::Value(path("path")))),
            pair("property", Node::text(key.property.clone())),
        ];
        Item::Node(Node::Map(vec![pair("secretKey", Node::text(key.key.clone())), map("remoteRef", remote)]))
    });
    let store =
        vec![pair("name", Node::Text(Expr::Value(path("store")))), pair("kind", Node::Text(Expr::Value(path("kind"))))];
    let target = vec![pair("name", Node::Text(name.clone())), pair("creationPolicy", Node::text("Owner"))];
    let spec = vec![
        pair("refreshInterval", Node::Text(Expr::Value(path("refreshInterval")))),
        map("secretStoreRef", store),
        map("target", target),
        list("data", data.collect()),
    ];
    let when = Test::Is(PROVIDER, SmolStr::new_static(choices::EXTERNAL_SECRETS.name));
    let body = vec![map("spec", spec)];
    part.objects.push(object("ExternalSecret", "external-secrets.io/v1", "externalsecret.yaml", &name, body, when));
}

/// The Secret that the chart renders from values given at install time; the one object that only a chart has.
fn from_values(context: &Context<'_>, keys: &[Key], part: &mut Part) {
    let mut data = Vec::new();
    let is_used = || Test::Is(PROVIDER, SmolStr::new_static(choices::INSTALL_VALUES.name));
    for key in keys {
        let path = format_smolstr!("secrets.{}", names::values_key(&key.name));
        part.knob(
            path.clone(),
            format!("Given at install time, with provider install-values: {}.", key.name),
            Schema::Secret,
            context.constant(Val::text("")),
        );
        let value = Node::Text(Expr::Value(path.clone()));
        data.extend(tree::when(Some(Test::Value(path.clone())), vec![pair(key.key.clone(), value)]));
        refusals(key, &path, &is_used(), part);
    }
    let name = context.secrets_object();
    let body = vec![pair("type", Node::text("Opaque")), map("stringData", data)];
    let mut secret = object("Secret", "v1", "secret.yaml", &name, body, is_used());
    secret.chart_only = true;
    part.objects.push(secret);
}

/// The chart refuses a secret that is missing or of the wrong form, with the declared message and never with the value.
fn refusals(key: &Key, path: &SmolStr, used: &Test, part: &mut Part) {
    let given = Test::Value(path.clone());
    if !key.optional {
        part.refuse(Test::all([used.clone(), given.clone().not()]), key.message.clone());
    }
    if let Some(prefix) = &key.prefix {
        let wrong = Test::Prefix(path.clone(), prefix.clone()).not();
        let message =
            if key.optional { format!("{} begins with {prefix}", title(&key.name)) } else { key.message.clone() };
        part.refuse(Test::all([used.clone(), given.clone(), wrong]), message);
    }
    if key.least > 0 {
        let short = Test::Shorter(path.clone(), key.least);
        let message = format!("{} needs {} characters", title(&key.name), key.least);
        part.refuse(Test::all([used.clone(), given, short]), message);
    }
}

/// The annotation by which another secret given at install time rolls the pods.
pub(super) fn checksum(context: &Context<'_>) -> Vec<Entry> {
    let used = context.environments.iter().any(|environment| provider(environment) == choices::INSTALL_VALUES.name);
    if !used || keys(context).is_empty() {
        return Vec::new();
    }
    let test = Test::Is(PROVIDER, SmolStr::new_static(choices::INSTALL_VALUES.name));
    let entry = pair("checksum/secret", Node::Text(Expr::ValuesChecksum(SmolStr::new_static("secrets"))));
    vec![Entry::ChartOnly(tree::when(Some(test), vec![entry]))]
}
