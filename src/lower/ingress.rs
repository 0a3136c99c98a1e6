//! `ingress`: hosts, TLS and routes, as an Ingress or an `HTTPRoute` of the Gateway API.

mod controller;
mod gateway;
mod hosts;
mod routes;

use super::across::Across;
use super::holds::Holds;
use super::knobs::{self, Built};
use super::{Context, Part, metadata};
use crate::chart::tree::Test;
use crate::chart::values::Rule;
use crate::chart::values::Val;
use crate::model::environment::View;
use crate::model::public;
use crate::schema::{Choice, choices, ingress};
use serde_json::json;
use smol_str::SmolStr;

pub(super) use gateway::namespace as gateway_namespace;
pub(super) use hosts::first as first_host;
pub(super) use routes::of as routes_of;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Ingress {}.", across.name));
    part.enabled(across);
    let apis = apis(across, part);
    let hosts = hosts::of(context, across);
    let by_controller = !across.every(is_gateway);
    if by_controller {
        controller::class(across, part);
    }
    hosts::declare(across, &hosts, part);
    if by_controller {
        controller::certificates(context, across, part);
        controller::issuer(across, part);
    }
    let routes = routes::of(context, across, part);
    for route in &routes {
        routes::declare_kind(route, part);
    }
    for (when, api) in apis {
        let (routes, more_hosts) = (routes.as_slice(), hosts::are_several(&hosts));
        let annotations = metadata::texts(context, across, &crate::schema::pod::ANNOTATIONS, "annotations", part);
        let shared = controller::Shared { context, across, routes, more_hosts, annotations, when };
        if *api == choices::BY_GATEWAY { gateway::lower(&shared, part) } else { controller::lower(&shared, part) }
    }
    part.redescribe(&across.path("annotations"), "Annotations of the object, which controllers read.");
    secured(across, part);
    needs_host(context, across, &routes, part);
}

/// Whether requests come in by the Gateway API.
pub(super) fn is_gateway(view: &View<'_>) -> bool {
    view.choice(&ingress::API) == Some(&choices::BY_GATEWAY)
}

/// The ways in which requests come in, each with when it is the one.
pub(super) fn apis(across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, &'static Choice)> {
    let built = across.built(|_, view| {
        let api = if is_gateway(view) { &choices::BY_GATEWAY } else { &choices::BY_INGRESS };
        Built::As(SmolStr::new_static(api.name), api)
    });
    part.chosen(&across.path("api"), knobs::doc(&ingress::API), across.origin(&ingress::API), built)
}

/// An Ingress needs the host that its rules are for.
fn needs_host(context: &Context<'_>, across: &Across<'_>, routes: &[routes::Route<'_, '_>], part: &mut Part) {
    if across.every(is_gateway) || !routes.iter().any(|route| route.hosts.all().is_ever()) {
        return;
    }
    let mut is_used = json!({ "enabled": { "const": true } });
    if let (true, Some(used)) = (across.any(is_gateway), is_used.as_object_mut()) {
        used.insert("api".to_owned(), json!({ "const": choices::BY_INGRESS.name }));
    }
    let schema = json!({
        "if": { "properties": is_used, "required": ["enabled"] },
        "then": { "properties": { "host": { "minLength": 1 } }, "required": ["host"] },
    });
    part.rules.push(Rule { at: across.key.clone(), schema });
    if let (Some(param), false) = (context.key_of_param(across, &ingress::HOST), across.any(is_gateway)) {
        let is_empty = !Test::Value(param.clone());
        part.refuse(
            Test::all([across.enabled(), is_empty]),
            format!("{}: {param} is empty, and it is the host", across.name),
        );
    }
}

/// Whether people reach an ingress over TLS; what a Gateway does is a key of the values only where environments differ.
pub(super) fn secured(across: &Across<'_>, part: &mut Part) -> Holds {
    let path = across.path("tls");
    if !across.every(is_gateway) {
        return Holds::Where(Test::Value(path));
    }
    let on = across.each(public::is_secured);
    if on.iter().flatten().all(|on| *on) {
        return Holds::Always;
    }
    if !on.contains(&Some(true)) {
        return Holds::Never;
    }
    let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    let schema = crate::chart::values::schema::Schema::Bool;
    part.knob_from(
        path.clone(),
        "Whether the Gateway serves it over TLS.",
        schema,
        values,
        across.origin(&ingress::TLS),
    );
    Holds::Where(Test::Value(path))
}
