//! Probes, each with its values: kind, path and times can be turned by hand.

use super::across::Across;
use super::{Context, Part, knobs, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::{To, port, probe};
use smol_str::{SmolStr, format_smolstr};

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
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, target) in [("startup", "startupProbe"), ("liveness", "livenessProbe"), ("readiness", "readinessProbe")]
    {
        let own = across.nested(&probe::PROBE, name, format_smolstr!("probes.{name}"));
        if !own.is_absent() {
            entries.extend(one(context, across, &own, target, part));
        }
    }
    entries
}

fn one(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, target: &str, part: &mut Part) -> Vec<Entry> {
    let enabled = own.each(|view| view.bool(&probe::ENABLED));
    let there = across.views.iter().zip(enabled).map(|(block, on)| match block {
        Some(_) => Val::Bool(on.unwrap_or(false)),
        None => Val::Unset,
    });
    let path = own.path("enabled");
    part.knob_from(path.clone(), "", Schema::Bool, there.collect(), own.origin(&probe::ENABLED));
    let mut body = how(context, across, own, part);
    for field in probe::PROBE_FIELDS.iter().copied().filter(|field| matches!(field.to, To::Probe(_))) {
        body.extend(timing(own, field, part));
    }
    tree::when(Some(Test::Value(path)), vec![map(target, body)])
}

/// Who is asked, and what: one branch, or where environments differ the one that the values name.
fn how(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let kinds = own.each(How::of);
    let mut used: Vec<How> = Vec::new();
    for how in kinds.iter().flatten() {
        if !used.contains(how) {
            used.push(*how);
        }
    }
    if let [only] = used.as_slice() {
        return branch(context, across, own, *only, part);
    }
    let path = own.path("type");
    let choices = used.iter().map(|how| SmolStr::new_static(how.name())).collect();
    let values = kinds.iter().map(|how| how.map_or(Val::Unset, |how| Val::text(how.name()))).collect();
    part.knob(path.clone(), "How the node asks.", Schema::Choice(choices), values);
    let branches = used.into_iter().flat_map(|how| {
        tree::when(
            Some(Test::Is(path.clone(), SmolStr::new_static(how.name()))),
            branch(context, across, own, how, part),
        )
    });
    branches.collect()
}

fn branch(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, how: How, part: &mut Part) -> Vec<Entry> {
    let port = own.first().and_then(|view| view.text(&probe::PORT));
    let named = || {
        let ports = across.children(&port::PORT);
        SmolStr::new(port.or_else(|| ports.first().map(|port| port.name)).unwrap_or("http"))
    };
    match how {
        How::Http => {
            let values = own.each(|view| view.text(&probe::HTTP).map(SmolStr::new));
            let values = values.into_iter().map(|path| path.flatten().map_or(Val::Unset, Val::Text)).collect();
            let path = own.path("path");
            part.knob_from(path.clone(), "", Schema::Pattern("^/"), values, own.origin(&probe::HTTP));
            let mut get = vec![pair("path", Node::Text(Expr::Value(path))), pair("port", Node::text(named()))];
            if own.any(|view| view.bool(&probe::HTTPS)) {
                get.push(pair("scheme", Node::text("HTTPS")));
            }
            get.push(list("httpHeaders", headers(own)));
            vec![map("httpGet", get)]
        }
        How::Tcp => vec![map("tcpSocket", vec![pair("port", Node::text(named()))])],
        How::Grpc => vec![map("grpc", vec![pair("port", Node::Int(reference::container_port(across, port)))])],
        How::Exec => vec![map("exec", exec(context, own, part))],
    }
}

fn headers(own: &Across<'_>) -> Vec<Item> {
    let Some(view) = own.first() else { return Vec::new() };
    let header = |(name, value): (&str, SmolStr)| {
        Item::Node(Node::Map(vec![pair("name", Node::text(name)), pair("value", Node::text(value))]))
    };
    let entries = view.entries(&probe::HEADERS);
    entries.iter().filter_map(|(name, entry)| Some((*name, entry.value.literal()?))).map(header).collect()
}

/// The command; Kubernetes expands no variables in it.
fn exec(_context: &Context<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = own.views.iter().map(|view| {
        let words = view.as_ref()?.value(&probe::EXEC)?.items()?;
        Some(Val::List(words.iter().filter_map(knobs::plain).collect()))
    });
    let schema = Schema::List(Box::new(Schema::Text));
    let (origin, doc) = (own.origin(&probe::EXEC), knobs::doc(&probe::EXEC));
    part.settled("command", own.path("command"), values.collect(), &schema, origin, doc)
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
