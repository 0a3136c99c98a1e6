//! A path of a host that is served twice: the controller takes one of the two.

use super::{is_gateway, routes};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::public;
use crate::rules::finding;
use crate::schema::{choices, ingress};
use crate::source::Span;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What serves it, the host, the path and how it is compared.
type Served<'a> = (Option<&'a str>, SmolStr, &'a str, &'static str);

pub(super) fn check<'e, 'a>(
    environment: &Environment<'a>,
    ingresses: &[&'e View<'a>],
) -> Vec<(&'e View<'a>, Diagnostic)> {
    let mut first: BTreeMap<Served<'a>, (&str, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for view in ingresses {
        for route in routes(view) {
            let mut is_told = false;
            for served in served(environment, view, &route) {
                let Some((name, place)) = first.get(&served) else {
                    first.insert(served, (view.name, route.head()));
                    continue;
                };
                if !is_told {
                    found.push((*view, twice(&served, (name, *place), (view.name, route.head()))));
                    is_told = true;
                }
            }
        }
    }
    found
}

fn served<'a>(environment: &Environment<'a>, ingress: &View<'a>, route: &View<'a>) -> Vec<Served<'a>> {
    let by = ingress.text(if is_gateway(ingress) { &ingress::GATEWAY } else { &ingress::CLASS });
    let kind = route.choice(&ingress::TYPE).unwrap_or(&choices::PREFIX);
    let is_prefix = *kind == choices::PREFIX;
    let path = if is_prefix { route.name.trim_end_matches('/') } else { route.name };
    let hosts = match route.value(&ingress::ROUTE_HOST) {
        Some(host) => public::known_text(environment, host).into_iter().collect(),
        None => public::hosts(environment, ingress),
    };
    hosts.into_iter().map(|host| (by, host, path, kind.name)).collect()
}

fn twice(served: &Served<'_>, (first, earlier): (&str, Span), (second, place): (&str, Span)) -> Diagnostic {
    let (_, host, path, _) = served;
    let path = if path.is_empty() { "/" } else { path };
    let who = if first == second {
        format!("ingress `{first}` serves")
    } else {
        format!("ingresses `{first}` and `{second}` both serve")
    };
    let found =
        finding(Code::E0455, place, format!("{who} `{host}{path}`")).label(earlier, "it is served here already");
    found.help("take one of the routes away, or give it another host or path")
}
