//! What Prometheus asks the pods of a service. <https://prometheus-operator.dev/docs/developer/getting-started/>

use super::across::Across;
use super::knobs::Built;
use super::{Part, knobs, metadata, network, pod, service};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::metrics::{
    ENABLED, HONOR_LABELS, HTTPS, INTERVAL, METRICS, METRICS_LABELS, PATH, PORT, SCRAPE_TIMEOUT,
};
use crate::schema::objects::ObjectKind;
use crate::schema::{Block, Field, database, port};
use smol_str::SmolStr;

/// A Service that only names the pods of a `StatefulSet` has this label: Prometheus asks the other one.
pub(super) const HEADLESS: &str = "service.kubernetes.io/headless";

pub(super) const NAMESPACE: SmolStr = SmolStr::new_static("networkPolicy.monitoringNamespace");

/// Whether Prometheus asks the pods in any environment.
pub(super) fn is_asked(across: &Across<'_>) -> bool {
    block(across).is_some_and(|kind| across.any(|view| view.child(kind).is_some()))
}

/// The block that says it, which is another for a database.
fn block(across: &Across<'_>) -> Option<&'static Block> {
    [&METRICS, &database::METRICS].into_iter().find(|kind| across.kind.block(kind.name).is_some_and(|own| own.is(kind)))
}

/// The `ServiceMonitor`, and the `PodMonitor` where there is no Service.
pub(super) fn lower(across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    if !is_asked(across) {
        return;
    }
    let own = of(across);
    let on = enabled(across, &own, part);
    let endpoint = endpoint(across, &own, part);
    let labels = metadata::own_and(
        across,
        &|view| labels_of(across, view),
        &own.path("labels"),
        knobs::doc_of(&METRICS_LABELS),
        part,
    );
    let name = across.object_name(ObjectKind::Service);
    let metadata = || metadata::labelled(across, &name, labels.clone(), Vec::new());
    let selector = vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(across.name))])];
    let when = |face: Option<Test>| Test::all(when.cloned().into_iter().chain([on.clone()]).chain(face));
    let is_database = across.kind.is(&database::DATABASE);
    let face = if is_database { None } else { service::face_test(across) };
    if is_database || service::has_face(across) {
        let mut selector = selector.clone();
        if service::names_pods_beside(across) {
            let other = vec![pair("key", Node::text(HEADLESS)), pair("operator", Node::text("DoesNotExist"))];
            selector.push(list("matchExpressions", vec![Item::Node(Node::Map(other))]));
        }
        let spec = vec![map("selector", selector), list("endpoints", vec![Item::Node(Node::Map(endpoint.clone()))])];
        let body = vec![metadata(), map("spec", spec)];
        part.objects.push(pod::object(across, "ServiceMonitor", "servicemonitor", when(face.clone()), body));
    }
    if face.is_some() {
        let own = vec![Item::Node(Node::Map(endpoint))];
        let spec = vec![map("selector", selector), list("podMetricsEndpoints", own)];
        let body = vec![metadata(), map("spec", spec)];
        let hidden = service::has_face(across).then(|| face.map(|face| !face)).flatten();
        part.objects.push(pod::object(across, "PodMonitor", "podmonitor", when(hidden), body));
    }
}

/// The block, with its keys below those of the service.
pub(super) fn of<'a>(across: &Across<'a>) -> Across<'a> {
    across.nested(block(across).unwrap_or(&METRICS), "", "metrics")
}

/// The switch, which is off where an environment does not say anything of metrics.
pub(super) fn enabled(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Test {
    let pairs = across.views.iter().zip(&own.views);
    let values = pairs.map(|(block, view)| match (block, view) {
        (None, _) => Val::Unset,
        (Some(_), view) => Val::Bool(view.as_ref().is_some_and(|view| view.bool(&ENABLED))),
    });
    let path = own.path("enabled");
    let doc = "Whether Prometheus is told, which takes its operator.";
    part.group(own.key.clone(), "What Prometheus asks the pods.");
    part.knob_from(path.clone(), doc, Schema::Bool, values.collect(), own.origin(&ENABLED));
    Test::Value(path)
}

/// The port that is asked, by its name; where environments differ, each with its test.
fn ports<'a>(across: &Across<'a>, own: &Across<'a>, part: &mut Part) -> Vec<(Option<Test>, SmolStr)> {
    let first = across.first_ports();
    let built = own.built(|environment, view| {
        let name = SmolStr::new(view.text(&PORT).or(first.get(environment).copied()).unwrap_or("http"));
        Built::As(name.clone(), name)
    });
    part.chosen(&own.path("port"), knobs::doc(&PORT), own.origin(&PORT), built)
}

fn endpoint(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if across.kind.is(&database::DATABASE) {
        entries.push(pair("port", Node::text("metrics")));
        entries.extend(asked(own, part));
        return entries;
    }
    for (test, name) in ports(across, own, part) {
        entries.extend(tree::when(test, vec![pair("port", Node::text(name))]));
    }
    entries.extend(part.field(own, &PATH, "path", "path"));
    entries.extend(asked(own, part));
    let secure = own.said(|view| view.bool(&HTTPS).then(|| Val::text("https")));
    let words = Schema::Choice(vec![SmolStr::new_static("https")]);
    let path = own.path("scheme");
    let scheme = part.settled("scheme", path.clone(), secure.clone(), &words, own.origin(&HTTPS), knobs::doc(&HTTPS));
    if !scheme.is_empty() {
        let always = own.every(|view| view.bool(&HTTPS));
        let unchecked = map("tlsConfig", vec![pair("insecureSkipVerify", Node::Bool(true))]);
        entries.extend(scheme);
        entries.extend(tree::when((!always).then_some(Test::Value(path)), vec![unchecked]));
    }
    entries
}

/// How often it is asked, and what becomes of the answer.
fn asked(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = time(own, &INTERVAL, "interval", part);
    entries.extend(time(own, &SCRAPE_TIMEOUT, "scrapeTimeout", part));
    entries.extend(part.field(own, &HONOR_LABELS, "honorLabels", "honorLabels"));
    entries
}

/// A time as Prometheus writes it.
fn time(own: &Across<'_>, field: &'static Field, target: &str, part: &mut Part) -> Vec<Entry> {
    let values = own.said(|view| view.int(field).map(|seconds| Val::text(format!("{seconds}s"))));
    let schema = Schema::Pattern("^([0-9]+(ms|s|m|h))+$");
    part.settled(target, own.path(target), values, &schema, own.origin(field), knobs::doc(field))
}

fn labels_of(across: &Across<'_>, view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let Some(own) = block(across).and_then(|kind| view.child(kind)) else { return Vec::new() };
    let entries = own.entries(&METRICS_LABELS).iter();
    entries.filter_map(|(key, entry)| Some((SmolStr::new(key), entry.value.literal()?))).collect()
}

/// The rule of a policy by which Prometheus reaches the pods.
pub(super) fn rule(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    if !is_asked(across) {
        return Vec::new();
    }
    let own = of(across);
    let on = enabled(across, &own, part);
    let known = across.children(&port::PORT);
    let mut opened = Vec::new();
    if let Some(number) = database_port(across) {
        opened.push(Item::Node(network::port(Expr::Int(number), "TCP")));
    }
    let named = if across.kind.is(&database::DATABASE) { Vec::new() } else { ports(across, &own, part) };
    for (test, name) in named {
        let Some(child) = known.iter().find(|port| port.name == name) else { continue };
        opened.extend(tree::guarded(test, network::own_port(across, child, part)));
    }
    let prometheus = Node::Map(vec![network::namespaced(Expr::Value(NAMESPACE))]);
    let rule = Node::Map(vec![list("from", vec![Item::Node(prometheus)]), list("ports", opened)]);
    tree::guarded(Some(on), rule)
}

fn database_port(across: &Across<'_>) -> Option<i64> {
    across.kind.is(&database::DATABASE).then(|| super::database::metrics_port(across)).flatten()
}
