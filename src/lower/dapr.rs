//! Dapr: components, configurations, and what sidecars need. <https://docs.dapr.io/reference/resource-specs/>

mod uses;

use super::across::Across;
use super::holds::Holds;
use super::knobs::Built;
use super::raw::{Raw, Said, Way};
use super::reference::{self, Late, Piece};
use super::{Context, Part, metadata, network, pod};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Place, Test, list, map, pair, pair_from};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::model::environment::View;
use crate::schema::{choices, dapr, service, shared};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

pub(super) use uses::{spoken, users};

/// Namespace of Dapr's own services.
const SYSTEM: &str = "dapr-system";

/// Port by which sidecars call each other.
const INTERNAL: i64 = 50002;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.enabled(across);
    let is_component = across.any(|view| view.choice(&dapr::KIND) != Some(&choices::DAPR_CONFIGURATION));
    let (kind, file) = if is_component { ("Component", "component") } else { ("Configuration", "configuration") };
    part.group(across.key.clone(), format!("Dapr {file} {}.", across.name));
    let mut body = vec![
        pair("apiVersion", Node::text("dapr.io/v1alpha1")),
        pair("kind", Node::text(kind)),
        metadata::of(across, &Expr::text(across.name), Vec::new()),
    ];
    body.extend(if is_component { component(context, across, part) } else { configuration(context, across, part) });
    part.objects.push(Object {
        file: format!("{file}-{}.yaml", across.name),
        block: SmolStr::new(across.name),
        when: pod::when(across, None),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    });
}

fn component(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut spec = part.field(across, &dapr::TYPE, "type", "type");
    spec.extend(part.field(across, &dapr::VERSION, "version", "version"));
    spec.extend(part.field(across, &dapr::IGNORE_ERRORS, "ignoreErrors", "ignoreErrors"));
    spec.extend(init_timeout(across, part));
    spec.push(tree::required_list("metadata", settings(context, across, part)));
    let mut entries = Vec::new();
    // Where nobody names one, and no setting is a secret, there is no need to say which one Dapr asks.
    let is_asked = |view: &View<'_>| view.field(&dapr::SECRET_STORE).is_some() || has_secret(view);
    let store = |view: &View<'_>| view.text(&dapr::SECRET_STORE).filter(|_| is_asked(view)).map(Val::text);
    let (path, origin) = (across.path("secretStore"), across.origin(&dapr::SECRET_STORE));
    let values = across.said(store);
    let doc = super::knobs::doc(&dapr::SECRET_STORE);
    entries.push(map("auth", part.settled("secretStore", path, values, &Schema::Text, origin, doc)));
    entries.push(map("spec", spec));
    let ids = across.views.iter().enumerate().map(|(environment, view)| {
        let Some(view) = view else { return Some(Val::Unset) };
        let ids: Vec<Val> = scopes(view).map(|name| Val::Text(app_id_of(context, environment, name))).collect();
        (!ids.is_empty()).then_some(Val::List(ids))
    });
    let ids: Vec<Option<Val>> = ids.collect();
    let doc = super::knobs::doc(&dapr::SCOPES);
    let schema = Schema::List(Box::new(Schema::Text));
    entries.extend(part.settled("scopes", across.path("scopes"), ids, &schema, across.origin(&dapr::SCOPES), doc));
    entries
}

fn init_timeout(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = across.said(|view| view.int(&dapr::INIT_TIMEOUT).map(|seconds| Val::text(format!("{seconds}s"))));
    let (path, origin) = (across.path("initTimeout"), across.origin(&dapr::INIT_TIMEOUT));
    part.settled("initTimeout", path, values, &Schema::Text, origin, super::knobs::doc(&dapr::INIT_TIMEOUT))
}

fn has_secret(view: &View<'_>) -> bool {
    view.entries(&dapr::METADATA).values().any(|entry| entry.value.is_secret())
}

/// The services of a component's scope.
fn scopes<'a>(view: &View<'a>) -> impl Iterator<Item = &'a str> {
    view.list(&dapr::SCOPES).iter().filter_map(|own| own.block().map(|(_, name)| name.as_str()))
}

/// By which name a service is called through Dapr in an environment.
fn app_id_of(context: &Context<'_>, environment: usize, name: &str) -> SmolStr {
    let target = context.find(&service::SERVICE, name).and_then(|target| target.views.get(environment)?.as_ref());
    target.map_or_else(|| SmolStr::new(name), app_id)
}

fn app_id(view: &View<'_>) -> SmolStr {
    let said = view.child(&dapr::DAPR_SIDECAR).and_then(|own| own.text(&dapr::APP_ID).map(SmolStr::new));
    said.unwrap_or_else(|| SmolStr::new(view.name))
}

/// The settings of a component; where environments differ in the text of one it is a key of the values, and where they differ
/// in where it comes from, a key says that.
fn settings(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut keys: Vec<&str> = Vec::new();
    for key in across.views.iter().flatten().flat_map(|view| view.entries(&dapr::METADATA).keys()) {
        if !keys.contains(key) {
            keys.push(key);
        }
    }
    keys.into_iter().flat_map(|key| setting(context, across, key, part)).collect()
}

fn setting(context: &Context<'_>, across: &Across<'_>, key: &str, part: &mut Part) -> Vec<Item> {
    let built = said(context, across, key);
    let origin = across.origin_of(Place::Entry(&dapr::METADATA, SmolStr::new(key)));
    let named = |entry: Entry| Node::Map(vec![pair("name", Node::text(key)), entry]);
    if let Some(texts) = known(&built) {
        let path = across.path(&format!("metadata.{}", names::values_key(key)));
        let entries = part.settled("value", path, texts, &Schema::Text, origin, format!("Setting {key}."));
        return entries.into_iter().map(|entry| Item::Node(named(entry))).collect();
    }
    let path = source(across, key);
    let doc = format!("Where setting {key} comes from; nothing: it is not there.");
    let chosen = part.chosen(&path, doc, origin.clone(), built);
    let entry = |(name, node)| pair_from(name, node, origin.clone());
    chosen.into_iter().flat_map(|(test, own)| tree::guarded(test, named(entry(own)))).collect()
}

/// The key that says where a setting comes from, where environments differ in that.
fn source(across: &Across<'_>, key: &str) -> SmolStr {
    across.path(&format!("metadataSource.{}", names::values_key(key)))
}

/// What each environment says of a setting.
fn said(context: &Context<'_>, across: &Across<'_>, key: &str) -> Vec<Built<(&'static str, Node)>> {
    across.built(|environment, view| {
        let Some(entry) = view.entries(&dapr::METADATA).get(key) else { return Built::Nothing };
        Built::As(context.source_of(&entry.value), value(context, environment, &entry.value))
    })
}

/// Texts that are known and there in every environment.
fn known(built: &[Built<(&'static str, Node)>]) -> Option<Vec<Option<Val>>> {
    let of = |own: &Built<(&'static str, Node)>| match own {
        Built::Absent => Some(Some(Val::Unset)),
        Built::As(_, (_, Node::Text(Expr::Text(text)))) => Some(Some(Val::Text(text.clone()))),
        Built::As(..) | Built::Nothing => None,
    };
    built.iter().map(of).collect()
}

/// A setting: a secret by the object and key that hold it, anything else as text.
fn value(context: &Context<'_>, environment: usize, value: &crate::model::typed::Value) -> (&'static str, Node) {
    if let [Piece::Late(Late::Secret(key))] = reference::pieces(context, environment, value).as_slice() {
        let entries = vec![pair("name", Node::Text(key.object.clone())), pair("key", Node::text(key.key.clone()))];
        return ("secretKeyRef", Node::Map(entries));
    }
    (
        "value",
        Node::Text(super::knobs::plain(value).map_or_else(
            || reference::text_of_key(context, environment, value),
            |plain| Expr::Text(crate::chart::values::write::scalar(&plain)),
        )),
    )
}

fn configuration(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let said = across.views.iter().map(|view| match view {
        None => Said::Absent,
        Some(view) => view.raw(&dapr::SPEC).map_or(Said::Nothing, Said::As),
    });
    let said: Vec<Said<'_, '_>> = said.collect();
    let origin = across.child(&dapr::SPEC).origin_of(Place::Block);
    let mut raw = Raw::new(context, part, across.key.clone(), origin);
    vec![map("spec", raw.entries(&Way::root("the configuration", dapr::SPEC.name, ""), &said, &[]))]
}

/// Whether the pods of a service have a sidecar.
fn has_sidecar(view: &View<'_>) -> bool {
    view.child(&dapr::DAPR_SIDECAR).is_some_and(|own| own.is_on())
}

/// When the pods of a block have a sidecar.
fn sidecar(across: &Across<'_>) -> Holds {
    if !across.any(has_sidecar) {
        return Holds::Never;
    }
    Holds::given((!across.every(has_sidecar)).then(|| Test::Value(across.path("dapr.enabled"))))
}

/// The annotations by which Dapr adds a sidecar to the pods.
pub(super) fn annotations(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let Some(test) = sidecar(across).tests() else { return Vec::new() };
    let own = across.child(&dapr::DAPR_SIDECAR);
    let path = |key: &str| across.path(&format!("dapr.{key}"));
    part.switch(
        path("enabled"),
        "Whether Dapr adds its sidecar.",
        own.origin(&shared::ENABLED),
        across.each(has_sidecar),
    );
    let ids = across.said(|view| if has_sidecar(view) { Some(Val::Text(app_id(view))) } else { Some(Val::Unset) });
    let (doc, origin) = (super::knobs::doc(&dapr::APP_ID), own.origin(&dapr::APP_ID));
    let mut entries = vec![("enabled", vec![pair("dapr.io/enabled", Node::text("true"))])];
    entries.push((
        "app-id",
        part.settled("dapr.io/app-id", path("appId"), ids, &Schema::Pattern(OBJECT_NAME), origin, doc),
    ));
    entries.push(("app-port", app_port(across, &own, part)));
    for (field, key) in [
        (&dapr::PROTOCOL, "app-protocol"),
        (&dapr::CONFIG, "config"),
        (&dapr::LOG_LEVEL, "log-level"),
        (&dapr::MAX_CONCURRENCY, "app-max-concurrency"),
    ] {
        let of = |view: &View<'_>| {
            super::knobs::value_of(view, field).map(|value| Val::text(crate::chart::values::write::scalar(&value)))
        };
        let (path, doc) = (path(&names::values_key(key)), super::knobs::doc(field));
        let target = format!("dapr.io/{key}");
        let schema = Schema::Text;
        entries.push((key, part.settled(&target, path, own.said(of), &schema, own.origin(field), doc)));
    }
    let given = across.path("podAnnotations");
    let free = entries.into_iter().flat_map(|(key, entries)| {
        tree::when(Some(!Test::Has(given.clone(), format_smolstr!("dapr.io/{key}"))), entries)
    });
    tree::when(Test::all(test), free.collect())
}

/// The port on which Dapr calls the application.
fn app_port(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let built = own.built(|environment, view| {
        let is_there = across.views.get(environment).and_then(Option::as_ref).is_some_and(has_sidecar);
        match view.text(&dapr::APP_PORT) {
            Some(named) => Built::As(SmolStr::new(named), reference::container_port(across, Some(named))),
            None if is_there => Built::Nothing,
            None => Built::Absent,
        }
    });
    let origin = own.origin(&dapr::APP_PORT);
    let chosen = part.chosen(&across.path("dapr.appPort"), super::knobs::doc(&dapr::APP_PORT), origin.clone(), built);
    let entries = chosen.into_iter().flat_map(|(test, number)| {
        let shown = if let Expr::Int(number) = number { Expr::text(number.to_string()) } else { number };
        tree::when(test, vec![pair_from("dapr.io/app-port", Node::Text(shown), origin.clone())])
    });
    entries.collect()
}

/// Whom a sidecar calls: Dapr's own services, and the sidecars of the release.
pub(super) fn outgoing(context: &Context<'_>, across: &Across<'_>) -> Vec<Item> {
    let Some(test) = sidecar(across).tests() else { return Vec::new() };
    let system = vec![network::namespaced(Expr::text(SYSTEM))];
    let rule = Node::Map(vec![list("to", vec![Item::Node(Node::Map(system))])]);
    let mut rules = tree::guarded(Test::all(test), rule);
    rules.extend(others(context, across, "to"));
    rules
}

/// Who calls a sidecar: those of the release.
pub(super) fn incoming(context: &Context<'_>, across: &Across<'_>) -> Vec<Item> {
    others(context, across, "from")
}

/// The sidecars of other services, where both are there.
fn others(context: &Context<'_>, across: &Across<'_>, direction: &str) -> Vec<Item> {
    let Some(own) = sidecar(across).tests() else { return Vec::new() };
    let mut rules = Vec::new();
    for other in context.services().iter().filter(|other| other.name != across.name) {
        let Some(theirs) = sidecar(other).tests() else { continue };
        let tests = own.iter().cloned().chain([other.enabled()]).chain(theirs);
        let ports = list("ports", vec![Item::Node(network::port(Expr::Int(INTERNAL), "TCP"))]);
        let rule = Node::Map(vec![list(direction, vec![Item::Node(network::pods(other.name))]), ports]);
        rules.extend(tree::guarded(Test::all(tests), rule));
    }
    rules
}
