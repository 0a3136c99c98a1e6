//! Probes, each with its values: kind, path and times can be turned by hand.

use super::across::Across;
use super::knobs::Built;
use super::{Part, container, knobs, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::{To, port, probe};
use smol_str::SmolStr;

/// How the node asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Http,
    Tcp,
    Grpc,
    Exec,
}

impl How {
    fn name(self) -> &'static str {
        match self {
            How::Http => "http",
            How::Tcp => "tcp",
            How::Grpc => "grpc",
            How::Exec => "exec",
        }
    }

    fn of(view: &View<'_>) -> How {
        if view.value(&probe::EXEC).is_some() {
            How::Exec
        } else if view.bool(&probe::GRPC) {
            How::Grpc
        } else if view.bool(&probe::TCP) {
            How::Tcp
        } else {
            How::Http
        }
    }
}

/// The probes of a block's container.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, target) in [("startup", "startupProbe"), ("liveness", "livenessProbe"), ("readiness", "readinessProbe")]
    {
        let own = across.nested(&probe::PROBE, name, &format!("probes.{name}"));
        if !own.is_absent() {
            entries.extend(one(across, &own, target, part));
        }
    }
    entries
}

fn one(across: &Across<'_>, own: &Across<'_>, target: &str, part: &mut Part) -> Vec<Entry> {
    let enabled = own.each(|view| view.bool(&probe::ENABLED));
    let there = across.views.iter().zip(enabled).map(|(block, on)| match block {
        Some(_) => Val::Bool(on.unwrap_or(false)),
        None => Val::Unset,
    });
    let path = own.path("enabled");
    part.knob_from(path.clone(), "", Schema::Bool, there.collect(), own.origin(&probe::ENABLED));
    let mut body = how(across, own, part);
    for field in probe::PROBE_FIELDS.iter().copied().filter(|field| matches!(field.to, To::Probe(_))) {
        body.extend(timing(own, field, part));
    }
    tree::when(Some(Test::Value(path)), vec![map(target, body)])
}

/// Who is asked, and what: one branch, or where environments differ the one that the values name.
fn how(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let kinds = own.each(How::of);
    let mut used: Vec<How> = Vec::new();
    for how in kinds.iter().flatten() {
        if !used.contains(how) {
            used.push(*how);
        }
    }
    if let [only] = used.as_slice() {
        return branch(across, own, *only, part);
    }
    let path = own.path("type");
    let choices = used.iter().map(|how| SmolStr::new_static(how.name())).collect();
    let values = kinds.iter().map(|how| how.map_or(Val::Unset, |how| Val::text(how.name()))).collect();
    part.knob_from(path.clone(), "How the node asks.", Schema::Choice(choices), values, own.origin_of(Place::Block));
    let branches = used.into_iter().flat_map(|how| {
        tree::when(Some(Test::Is(path.clone(), SmolStr::new_static(how.name()))), branch(across, own, how, part))
    });
    branches.collect()
}

fn branch(across: &Across<'_>, own: &Across<'_>, how: How, part: &mut Part) -> Vec<Entry> {
    match how {
        How::Http => {
            let values = own.each(|view| view.text(&probe::HTTP).map(SmolStr::new));
            let values = values.into_iter().map(|path| path.flatten().map_or(Val::Unset, Val::Text)).collect();
            let path = own.path("path");
            part.knob_from(path.clone(), "", Schema::Pattern("^/"), values, own.origin(&probe::HTTP));
            let mut get = vec![pair("path", Node::Text(Expr::Value(path)))];
            get.extend(port_name(across, own, &probe::PORT, part));
            get.extend(scheme(own, &probe::HTTPS, part));
            get.push(list("httpHeaders", headers(own, part)));
            vec![map("httpGet", get)]
        }
        How::Tcp => vec![map("tcpSocket", port_name(across, own, &probe::PORT, part))],
        How::Grpc => {
            let mut grpc = port_number(across, own, part);
            // An environment that asks otherwise has no say in the service.
            let asked = own.said(|view| match How::of(view) {
                How::Grpc => knobs::value_of(view, &probe::GRPC_SERVICE),
                How::Http | How::Tcp | How::Exec => Some(Val::Unset),
            });
            let (origin, doc) = (own.origin(&probe::GRPC_SERVICE), knobs::doc(&probe::GRPC_SERVICE));
            grpc.extend(part.settled("service", own.path("service"), asked, &Schema::Text, origin, doc));
            vec![map("grpc", grpc)]
        }
        How::Exec => vec![map("exec", exec(own, part))],
    }
}

/// The port that is asked, by its name: the one that a field says, else the block's first.
pub(super) fn port_name(
    across: &Across<'_>,
    own: &Across<'_>,
    field: &'static crate::schema::Field,
    part: &mut Part,
) -> Vec<Entry> {
    let asked = |(view, first): (&Option<View<'_>>, &str)| match view {
        Some(view) => Some(Val::text(view.text(field).unwrap_or(first))),
        None => Some(Val::Unset),
    };
    let values = own.views.iter().zip(across.first_ports()).map(asked).collect();
    let (origin, doc) = (own.origin(field), knobs::doc(field));
    part.settled("port", own.path("port"), values, &Schema::Text, origin, doc)
}

/// The port of a gRPC probe, which Kubernetes takes by its number only.
fn port_number(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let first = across.first_ports();
    let built = own.built(|environment, view| {
        let named = view.text(&probe::PORT).or(first.get(environment).copied());
        Built::As(SmolStr::new(named.unwrap_or("http")), reference::container_port(across, named))
    });
    let chosen = part.chosen(&own.path("port"), knobs::doc(&probe::PORT), own.origin(&probe::PORT), built);
    if chosen.iter().any(|(test, _)| test.is_some()) {
        refuse_ports_that_are_off(across, own, part);
    }
    let entries = chosen.into_iter().flat_map(|(test, number)| tree::when(test, vec![pair("port", Node::Int(number))]));
    entries.collect()
}

/// The number of a port that is off is nothing that could be asked.
fn refuse_ports_that_are_off(across: &Across<'_>, own: &Across<'_>, part: &mut Part) {
    let path = own.path("port");
    for port in across.children(&port::PORT) {
        let Some(there) = container::port_test(across, &port) else { continue };
        let asked =
            [across.enabled(), Test::Value(own.path("enabled")), Test::Is(path.clone(), SmolStr::new(port.name))];
        let message = format!("{{}} is {}, a port that is not there", port.name);
        part.refuse_keys(Test::all(asked.into_iter().chain([!there])), message, vec![path.clone()]);
    }
}

/// `HTTPS`, where a field says so.
pub(super) fn scheme(own: &Across<'_>, field: &'static crate::schema::Field, part: &mut Part) -> Vec<Entry> {
    if !own.any(|view| view.bool(field)) {
        return Vec::new();
    }
    // Without a scheme Kubernetes asks over HTTP.
    let words = vec![SmolStr::new_static("HTTPS")];
    let values = own.said_within(field, |view| view.bool(field).then(|| Val::text("HTTPS")));
    let (origin, doc) = (own.origin(field), knobs::doc(field));
    part.settled("scheme", own.path("scheme"), values, &Schema::Choice(words), origin, doc)
}

/// Headers of the request; where environments differ in them, the values hold them.
fn headers(own: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let header =
        |name: Expr, value: Expr| Node::Map(vec![pair("name", Node::Text(name)), pair("value", Node::Text(value))]);
    let all = own.each(headers_of);
    let mut said = all.iter().flatten();
    let Some(first) = said.next() else { return Vec::new() };
    if said.all(|headers| headers == first) {
        let headers = first.iter().map(|(name, value)| header(Expr::text(name.clone()), Expr::text(value.clone())));
        return headers.map(Item::Node).collect();
    }
    let values = all.into_iter().map(|headers| match headers {
        Some(headers) => Val::Map(headers.into_iter().map(|(name, value)| (name, Val::Text(value))).collect()),
        None => Val::Unset,
    });
    let path = own.path("headers");
    let origin = own.origin_of(Place::Block);
    part.knob_from(path.clone(), "Headers of the request.", Schema::Texts(HEADER), values.collect(), origin);
    vec![Item::Each(path, header(Expr::Key, Expr::Item))]
}

/// The name of a header, as the API server takes it: fewer letters than HTTP has.
const HEADER: &str = "^[-A-Za-z0-9]+$";

fn headers_of(view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&probe::HEADERS);
    entries.into_iter().filter_map(|(name, entry)| Some((SmolStr::new(name), entry.value.literal()?))).collect()
}

/// The command; Kubernetes expands no variables in it.
fn exec(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    // An environment that asks otherwise has no say in the command.
    let values = own.said(|view| knobs::value_of(view, &probe::EXEC).or(Some(Val::Unset)));
    let schema = Schema::List(Box::new(Schema::Text));
    let (origin, doc) = (own.origin(&probe::EXEC), knobs::doc(&probe::EXEC));
    part.settled("command", own.path("command"), values, &schema, origin, doc)
}

/// A time or count; nothing where no environment gives it, else a key of the values.
fn timing(own: &Across<'_>, field: &'static crate::schema::Field, part: &mut Part) -> Vec<Entry> {
    let Some(target) = field.to.kubernetes_field() else { return Vec::new() };
    let values: Vec<Option<Val>> = own.views.iter().map(|view| knobs::value_of(view.as_ref()?, field)).collect();
    if values.iter().all(Option::is_none) {
        return Vec::new();
    }
    let path = own.path(target);
    let everywhere = values.iter().zip(&own.views).all(|(value, view)| view.is_none() || value.is_some());
    let values = values.into_iter().zip(&own.views).map(|(value, view)| match view {
        Some(_) => value.unwrap_or(Val::Int(0)),
        None => Val::Unset,
    });
    part.knob_from(
        path.clone(),
        "",
        Schema::Int(least(field, everywhere), i64::from(i32::MAX)),
        values.collect(),
        own.origin(field),
    );
    let guard = (!everywhere).then(|| Test::Value(path.clone()));
    tree::when(guard, vec![pair(target, Node::Int(Expr::Number(path)))])
}

/// The least number: 0 is "unset" where some environment sets nothing, and right for the delay alone otherwise.
fn least(field: &crate::schema::Field, everywhere: bool) -> i64 {
    i64::from(everywhere && !field.is(&probe::DELAY))
}
