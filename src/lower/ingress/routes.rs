//! Routes: a path, and the service that serves the requests below it.

use super::hosts::Hosts;
use crate::chart::tree::{Expr, Test};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::holds::Holds;
use crate::lower::knobs::{self, Built};
use crate::lower::{Context, Part, reference};
use crate::model::environment::View;
use crate::schema::{Choice, choices, ingress, port, service};
use smol_str::{SmolStr, format_smolstr};

/// A route to one service, and when it is there.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Route<'c, 'a> {
    /// The route, in every environment.
    pub(super) own: Across<'a>,
    /// Where its values stand.
    pub(super) key: SmolStr,
    /// When it is there.
    pub(in crate::lower) test: Test,
    /// The service.
    pub(in crate::lower) target: &'c Across<'a>,
    /// The port of the service.
    pub(super) port: Expr,
    /// For which hosts.
    pub(in crate::lower) hosts: Hosts,
    /// When the path is taken away.
    pub(super) strip: Holds,
}

impl<'a> Route<'_, 'a> {
    /// Its path.
    pub(in crate::lower) fn path(&self) -> &'a str {
        self.own.name
    }

    /// The words of its path, as a part of a name: no other path has the same.
    pub(super) fn words(&self) -> String {
        let letters = self.path().chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
        let words = letters.collect::<String>().to_ascii_lowercase();
        let words = words.trim_matches('-');
        if self.path() == "/" {
            return "root".to_owned();
        }
        if self.path().strip_prefix('/') == Some(words) {
            return words.to_owned();
        }
        let full = format!("{words}-{}", crate::go::sha256_hex(self.path()).get(..6).unwrap_or_default());
        full.trim_matches('-').to_owned()
    }

    /// When it is there and takes its path away, or does not; none where that never is so.
    pub(super) fn stripped(&self, strips: bool) -> Option<Test> {
        let strip = if strips { self.strip.clone() } else { self.strip.clone().opposite() };
        Test::all([self.test.clone()].into_iter().chain(strip.tests()?))
    }

    /// The ways in which its path is compared, each with when that is so.
    pub(super) fn kinds(&self) -> Vec<(Option<Test>, &'static Choice)> {
        let kinds: Vec<&'static Choice> =
            self.own.views.iter().flatten().filter_map(|view| view.choice(&ingress::TYPE)).collect();
        let Some(first) = kinds.first() else { return vec![(None, &choices::PREFIX)] };
        if kinds.iter().all(|kind| kind == first) {
            return vec![(None, first)];
        }
        let path = format_smolstr!("{}.type", self.key);
        let all = [&choices::PREFIX, &choices::EXACT, &choices::IMPLEMENTATION].into_iter();
        all.map(|kind| (Some(Test::Is(path.clone(), SmolStr::new_static(kind.kubernetes))), kind)).collect()
    }
}

/// Routes, the longest path first: some controllers take the first that fits.
pub(in crate::lower) fn of<'c, 'a>(
    context: &'c Context<'a>,
    across: &Across<'a>,
    part: &mut Part,
) -> Vec<Route<'c, 'a>> {
    let mut children = across.children(&ingress::ROUTE);
    children.sort_by(|left, right| right.name.len().cmp(&left.name.len()).then_with(|| left.name.cmp(right.name)));
    let mut routes = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for (index, own) in children.iter().enumerate() {
        let words = route_key(own.name, index);
        keys.push(if keys.contains(&words) { format!("{words}{index}") } else { words });
        let key = across.path(&format!("routes.{}", keys.last().map_or("", String::as_str)));
        let switch = switch(across, own, &key, part);
        let built = own.built(|_, view| destination(view));
        let doc = format!("Where route {} leads.", own.name);
        let chosen = part.chosen(&format_smolstr!("{key}.to"), doc, own.origin(&ingress::TO), built);
        let hosts = Hosts::of(context, own, format_smolstr!("{key}.host"), part);
        let strip = strip(own, &key, part);
        for (test, to) in chosen {
            let Some(target) = context.find(&service::SERVICE, to.service) else { continue };
            // A route that is off may name a port that is not there; it leads nowhere.
            if to.port.is_some_and(|name| !has_port(target, name)) {
                continue;
            }
            let tests = reference::is_there(target).into_iter().chain(switch.clone()).chain(test);
            routes.extend(Test::all(tests).map(|test| Route {
                own: own.clone(),
                key: key.clone(),
                test,
                target,
                port: reference::service_port(target, to.port),
                hosts: hosts.clone(),
                strip: strip.clone(),
            }));
        }
    }
    routes
}

fn has_port(target: &Across<'_>, name: &str) -> bool {
    let mut ports = target.children_names(&port::PORT).peekable();
    ports.peek().is_none() || ports.any(|own| own == name)
}

/// The switch of a route that not every environment has.
fn switch(across: &Across<'_>, route: &Across<'_>, key: &str, part: &mut Part) -> Option<Test> {
    let on = route.each(|view| view.bool(&ingress::ENABLED));
    let on = across.views.iter().zip(on).map(|(own, on)| own.as_ref().map(|_| on.unwrap_or(false)));
    let doc = format!("Route {}.", route.name);
    part.switch(format_smolstr!("{key}.enabled"), doc, route.origin(&ingress::ENABLED), on)
}

fn strip(route: &Across<'_>, key: &str, part: &mut Part) -> Holds {
    if !route.any(|view| view.bool(&ingress::STRIP)) {
        return Holds::Never;
    }
    let on = route.each(|view| view.bool(&ingress::STRIP));
    let (path, doc) = (format_smolstr!("{key}.strip"), knobs::doc(&ingress::STRIP));
    Holds::given(part.switch(path, doc, route.origin(&ingress::STRIP), on))
}

/// Declares the key that says how a path is compared, where environments differ.
pub(super) fn declare_kind(route: &Route<'_, '_>, part: &mut Part) {
    if route.kinds().len() > 1 {
        let kinds = route.own.each(|view| knobs::value_of(view, &ingress::TYPE).unwrap_or(Val::Unset));
        let kinds = kinds.into_iter().map(|kind| kind.unwrap_or(Val::Unset)).collect();
        let schema: Schema = knobs::schema_of(&ingress::TYPE.ty);
        let (path, doc) = (format_smolstr!("{}.type", route.key), knobs::doc(&ingress::TYPE));
        part.knob_from(path, doc, schema, kinds, route.own.origin(&ingress::TYPE));
    }
}

/// A service, and the port of it that is meant where it is not the first.
#[derive(Debug, PartialEq)]
struct Destination<'a> {
    service: &'a str,
    port: Option<&'a str>,
}

fn destination<'a>(route: &View<'a>) -> Built<Destination<'a>> {
    let Some((_, service)) = route.block(&ingress::TO) else { return Built::Absent };
    let port = route.text(&ingress::PORT);
    let name = port.map_or_else(|| SmolStr::new(service), |port| format_smolstr!("{service}:{port}"));
    Built::As(name, Destination { service, port })
}

/// A route's key: the words of its path.
fn route_key(path: &str, index: usize) -> String {
    let words: String = path
        .chars()
        .map(|other| if other.is_ascii_alphanumeric() { other.to_ascii_lowercase() } else { '-' })
        .collect();
    let key = crate::types::names::values_key(words.trim_matches('-'));
    match key.as_str() {
        "" if path == "/" => "root".to_owned(),
        "" => format!("route{index}"),
        key if key.starts_with(|first: char| first.is_ascii_digit()) => format!("route{key}"),
        _ => key,
    }
}
