//! The `ExternalSecret`, by which the External Secrets Operator makes a Secret from what lies in a store.
//! <https://external-secrets.io/latest/api/externalsecret/>

use super::{PROVIDER, file_name, object, object_name, objects, of_secrets, provider};
use crate::chart::tree::{Entry, Expr, Item, Node, Origin, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::lower::{Context, Part};
use crate::model::environment::Environment;
use crate::model::typed::Value;
use crate::schema::{choices, secret};
use crate::secrets::{self, Declared};
use crate::types::{Duration, names};
use smol_str::SmolStr;

pub(super) fn lower(context: &Context<'_>, chart: usize, keys: &[Declared<'_>], part: &mut Part) {
    let each = |get: &dyn Fn(&Environment<'_>) -> Val| -> Vec<Val> {
        let all = context.environments.iter();
        all.map(|environment| if is_used(environment) { get(environment) } else { Val::Unset }).collect()
    };
    let text = |environment: &Environment<'_>, field| Val::text(environment.secrets.text(field).unwrap_or_default());
    let path = |key: &str| context.secrets_path(chart, &format!("externalSecrets.{key}"));
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
    let when = || Test::Is(context.secrets_path(chart, PROVIDER), SmolStr::new_static(choices::EXTERNAL_SECRETS.name));
    for (holder, keys) in objects(keys) {
        let name = object_name(context, chart, holder);
        let refresh = refresh(context, holder, &keys, &path, part);
        let body = vec![map("spec", spec(&name, &keys, &refresh, &path))];
        let file = file_name("externalsecret", holder);
        part.objects.push(object("ExternalSecret", "external-secrets.io/v1", &file, &name, body, when()));
    }
}

fn spec(name: &Expr, keys: &[&Declared<'_>], refresh: &SmolStr, path: &dyn Fn(&str) -> SmolStr) -> Vec<Entry> {
    let value = |key: &str| Node::Text(Expr::Value(path(key)));
    let data = keys.iter().map(|key| {
        let remote = vec![pair("key", value("path")), pair("property", Node::text(key.property.as_str()))];
        Item::Node(Node::Map(vec![pair("secretKey", Node::text(key.key.clone())), map("remoteRef", remote)]))
    });
    let mut target = vec![pair("name", Node::Text(name.clone())), pair("creationPolicy", Node::text("Owner"))];
    if let Some(kind) = keys.first().map(|key| key.kind).filter(|kind| *kind != &choices::OPAQUE) {
        target.push(map("template", vec![pair("type", Node::text(kind.kubernetes))]));
    }
    vec![
        pair("refreshInterval", Node::Text(Expr::Value(refresh.clone()))),
        map("secretStoreRef", vec![pair("name", value("store")), pair("kind", value("kind"))]),
        map("target", target),
        list("data", data.collect()),
    ]
}

/// The key that says how often the store is asked for one object: that of all objects, or one of its own where the rotation of
/// what it holds asks for more.
fn refresh(
    context: &Context<'_>,
    holder: &secrets::Object,
    keys: &[&Declared<'_>],
    path: &dyn Fn(&str) -> SmolStr,
    part: &mut Part,
) -> SmolStr {
    let each = |keys: &[&Declared<'_>]| -> Vec<Option<Wait>> {
        let all = context.environments.iter();
        all.map(|environment| is_used(environment).then(|| shortest(environment, keys))).collect()
    };
    let (own, of_all) = (each(keys), each(&[]));
    let rotated = own.iter().flatten().find_map(|wait| wait.by.as_ref());
    let (path, doc, origin) = match (rotated, holder) {
        (Some(name), secrets::Object::Own(object) | secrets::Object::Named(object)) => (
            path(&format!("refreshIntervals.{}", names::values_key(object))),
            format!("Time between two looks at the store for {object}."),
            of_rotation(name),
        ),
        (Some(name), secrets::Object::Shared) => (
            path(&format!("refreshIntervals.{}", secret::SECRETS.name)),
            "Time between two looks at the store for the shared Secret.".to_owned(),
            of_rotation(name),
        ),
        (None, _) => (
            path("refreshInterval"),
            "Time between two looks at the store.".to_owned(),
            of_secrets(Place::Field(&secret::REFRESH)),
        ),
    };
    let values = if rotated.is_some() { own } else { of_all };
    let values = values.into_iter().map(|wait| wait.map_or(Val::Unset, |wait| Val::text(wait.time.to_string())));
    part.knob_from(path.clone(), doc, Schema::Pattern("^([0-9]+(ms|s|m|h))+$"), values.collect(), origin);
    path
}

fn is_used(environment: &Environment<'_>) -> bool {
    provider(environment) == choices::EXTERNAL_SECRETS.name
}

fn of_rotation(name: &SmolStr) -> Origin {
    let (nested, place) = (Vec::new(), Place::Field(&secret::ROTATION));
    Origin { kind: &secret::SECRET, name: name.clone(), nested, place }
}

/// The time between two looks at the store.
struct Wait {
    time: Duration,
    /// The secret whose rotation it is; none where the environment says it.
    by: Option<SmolStr>,
}

/// What the environment says, or the shortest rotation of the keys where that is shorter. No time at all means a single look,
/// which sees no rotation.
fn shortest(environment: &Environment<'_>, keys: &[&Declared<'_>]) -> Wait {
    let time = environment.secrets.value(&secret::REFRESH).and_then(Value::duration).unwrap_or_default();
    let rotation = |key: &&Declared<'_>| {
        let block = key.name.split('.').next()?;
        let own = environment.on(&secret::SECRET, block)?;
        Some((own.value(&secret::ROTATION)?.duration()?, SmolStr::new(block)))
    };
    let shortest = keys.iter().filter_map(rotation).min();
    match shortest.filter(|(rotation, _)| *rotation < time || time == Duration::default()) {
        Some((rotation, block)) => Wait { time: rotation, by: Some(block) },
        None => Wait { time, by: None },
    }
}
