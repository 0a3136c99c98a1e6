//! The `ExternalSecret`, by which the External Secrets Operator makes a Secret from what lies in a store.
//! <https://external-secrets.io/latest/api/externalsecret/>

use super::keys::Key;
use super::readers::Readers;
use super::{PROVIDER, file_name, object, object_name, objects, of_secrets, provider, when_key, when_read};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Origin, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::lower::{Context, Part};
use crate::model::environment::Environment;
use crate::model::typed::Value;
use crate::schema::{choices, secret};
use crate::secrets;
use crate::types::{Duration, names};
use smol_str::SmolStr;

pub(super) fn lower(context: &Context<'_>, chart: usize, keys: &[Key<'_>], readers: &Readers, part: &mut Part) {
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
        "Key of the store whose properties the secrets are. Empty: each is a key of its own.",
        Schema::Text,
        each(&|own| text(own, &secret::STORE_PATH)),
        of_secrets(Place::Field(&secret::STORE_PATH)),
    );
    let when = || Test::Is(context.secrets_path(chart, PROVIDER), SmolStr::new_static(choices::EXTERNAL_SECRETS.name));
    for (holder, keys) in objects(keys) {
        let name = object_name(context, chart, holder);
        let refresh = refresh(context, holder, &keys, &path, part);
        let data = data(context, &name, (holder, &keys), readers, &path, part);
        let read = when_read(&name, (holder, &keys), readers).map(|when| when.test).or_else(|| when_any(&data));
        let body = vec![map("spec", spec(&name, &keys, data, &refresh, &path))];
        let file = file_name("externalsecret", holder);
        let when = Test::all([when()].into_iter().chain(read)).unwrap_or_else(when);
        part.objects.push(object("ExternalSecret", "external-secrets.io/v1", &file, &name, body, when));
    }
}

/// When any key is read; none where one always is.
fn when_any(data: &[Item]) -> Option<Test> {
    match tree::of_node(&Node::List(data.to_vec())) {
        tree::Presence::When(test) => Some(test),
        tree::Presence::Always | tree::Presence::Never => None,
    }
}

/// The keys that the operator asks the store for: those that pods read.
fn data(
    context: &Context<'_>,
    name: &Expr,
    (holder, keys): (&secrets::Object, &[&Key<'_>]),
    readers: &Readers,
    path: &dyn Fn(&str) -> SmolStr,
    part: &mut Part,
) -> Vec<Item> {
    let has_no_path = |own: &Environment<'_>| is_used(own) && own.secrets.text(&secret::STORE_PATH).is_none();
    let lie_alone = context.environments.iter().any(has_no_path);
    let item = |key: &Key<'_>| {
        let property = property(key, path, part);
        let remote = remote(property, path("path"), lie_alone);
        let entries = vec![pair("secretKey", Node::text(key.declared.key.clone())), map("remoteRef", remote)];
        tree::guarded(when_key(name, (holder, key), readers).map(|when| when.test), Node::Map(entries))
    };
    keys.iter().copied().filter(|key| readers.is_asked(name, key)).flat_map(item).collect()
}

/// Where a key lies in the store: a property of what lies at the path, or where there is no path, all that lies under its name.
fn remote(property: Expr, path: SmolStr, lie_alone: bool) -> Vec<Entry> {
    let at = Expr::Value(path.clone());
    let key = if lie_alone { at.or(property.clone()) } else { at };
    let property = vec![pair("property", Node::Text(property))];
    let within = tree::when(lie_alone.then_some(Test::Value(path)), property);
    [pair("key", Node::Text(key))].into_iter().chain(within).collect()
}

/// The name of a key in the store; a key of the values, where environments differ in it.
fn property(key: &Key<'_>, path: &dyn Fn(&str) -> SmolStr, part: &mut Part) -> Expr {
    let mut said = key.properties.iter().flatten();
    let first = said.next().unwrap_or(&key.declared.property);
    if said.all(|other| other == first) {
        return Expr::text(first.as_str());
    }
    let name = &key.declared.name;
    let values = key.properties.iter().map(|own| own.as_ref().map_or(Val::Unset, |own| Val::text(own.as_str())));
    let path = path(&format!("properties.{}", names::values_key(&name.replace('.', "-"))));
    let block = secrets::block_of(name);
    let place = Place::Field(&secret::PROPERTY);
    let origin = Origin { kind: &secret::SECRET, name: SmolStr::new(block), nested: Vec::new(), place };
    part.knob_from(path.clone(), format!("Name of {name} in the store."), Schema::Text, values.collect(), origin);
    Expr::Value(path)
}

fn spec(
    name: &Expr,
    keys: &[&Key<'_>],
    data: Vec<Item>,
    refresh: &SmolStr,
    path: &dyn Fn(&str) -> SmolStr,
) -> Vec<Entry> {
    let value = |key: &str| Node::Text(Expr::Value(path(key)));
    let mut target = vec![pair("name", Node::Text(name.clone())), pair("creationPolicy", Node::text("Owner"))];
    if let Some(kind) = keys.first().map(|key| key.declared.kind).filter(|kind| *kind != &choices::OPAQUE) {
        target.push(map("template", vec![pair("type", Node::text(kind.kubernetes))]));
    }
    vec![
        pair("refreshInterval", Node::Text(Expr::Value(refresh.clone()))),
        map("secretStoreRef", vec![pair("name", value("store")), pair("kind", value("kind"))]),
        map("target", target),
        list("data", data),
    ]
}

/// The key that says how often the store is asked for one object: that of all objects, or one of its own where the rotation of
/// what it holds asks for more.
fn refresh(
    context: &Context<'_>,
    holder: &secrets::Object,
    keys: &[&Key<'_>],
    path: &dyn Fn(&str) -> SmolStr,
    part: &mut Part,
) -> SmolStr {
    let each = |keys: &[&Key<'_>]| -> Vec<Option<Wait>> {
        let all = context.environments.iter().enumerate();
        all.map(|(place, environment)| is_used(environment).then(|| shortest(environment, place, keys))).collect()
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

/// What the environment says, or the shortest rotation of the keys that it needs where that is shorter. No time at all means a single look,
/// which sees no rotation.
fn shortest(environment: &Environment<'_>, place: usize, keys: &[&Key<'_>]) -> Wait {
    let time = environment.secrets.value(&secret::REFRESH).and_then(Value::duration).unwrap_or_default();
    let rotation = |key: &Key<'_>| {
        let block = secrets::block_of(&key.declared.name);
        let own = environment.on(&secret::SECRET, block)?;
        Some((own.value(&secret::ROTATION)?.duration()?, SmolStr::new(block)))
    };
    let shortest = keys.iter().copied().filter(|key| key.is_needed(place)).filter_map(rotation).min();
    match shortest.filter(|(rotation, _)| *rotation < time || time == Duration::default()) {
        Some((rotation, block)) => Wait { time: rotation, by: Some(block) },
        None => Wait { time, by: None },
    }
}
