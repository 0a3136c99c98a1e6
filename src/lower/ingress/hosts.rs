//! The hosts of an ingress: one that is its own, further ones, and those of single routes.

use crate::chart::tree::{Entry, Expr, Item, Node, Test};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::lower::across::Across;
use crate::lower::holds::Holds;
use crate::lower::{Context, Part};
use crate::model::public;
use crate::schema::ingress;
use smol_str::SmolStr;

/// The hosts of an ingress in each environment that has it, the one by which people are told to reach it first.
pub(super) fn of(context: &Context<'_>, across: &Across<'_>) -> Vec<Option<Vec<SmolStr>>> {
    let pairs = across.views.iter().zip(context.environments);
    pairs.map(|(view, environment)| view.as_ref().map(|view| public::hosts(environment, view))).collect()
}

/// Whether any environment has more than one.
pub(super) fn are_several(hosts: &[Option<Vec<SmolStr>>]) -> bool {
    hosts.iter().flatten().any(|hosts| hosts.len() > 1)
}

/// Declares the keys of the hosts.
pub(super) fn declare(across: &Across<'_>, hosts: &[Option<Vec<SmolStr>>], part: &mut Part) {
    let each = |get: &dyn Fn(&[SmolStr]) -> Val| -> Vec<Val> {
        hosts.iter().map(|hosts| hosts.as_deref().map_or(Val::Unset, get)).collect()
    };
    let first = each(&|hosts| hosts.first().cloned().map_or_else(|| Val::text(""), Val::Text));
    part.knob_from(across.path("host"), "", Schema::Pattern(HOST), first, across.origin(&ingress::HOST));
    if are_several(hosts) {
        let more = each(&|hosts| Val::List(hosts.iter().skip(1).cloned().map(Val::Text).collect()));
        let schema = Schema::List(Box::new(Schema::Pattern(HOST)));
        part.knob_from(across.path("hosts"), "Further hosts.", schema, more, across.origin(&ingress::HOSTS));
    }
}

/// The host of an ingress, from the values.
pub(in crate::lower) fn first(across: &Across<'_>) -> Expr {
    Expr::Value(across.path("host"))
}

/// For which hosts a route holds.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) enum Hosts {
    /// Every host of its ingress.
    All,
    /// This one alone.
    Only(Expr),
    /// The one of a key of the values, where that has any; else every host of its ingress.
    Either(SmolStr),
}

impl Hosts {
    /// The hosts of a route, with the key of the values that tells them where environments differ.
    pub(super) fn of(context: &Context<'_>, route: &Across<'_>, path: SmolStr, part: &mut Part) -> Self {
        let pairs = route.views.iter().zip(context.environments);
        let known = pairs.map(|(view, environment)| {
            let value = view.as_ref().map(|view| view.value(&ingress::ROUTE_HOST));
            value.map(|value| value.and_then(|value| public::known_text(environment, value)).unwrap_or_default())
        });
        // Nothing for every host; none where there is no such route.
        let hosts: Vec<Option<SmolStr>> = known.collect();
        let mut said = hosts.iter().flatten();
        let Some(first) = said.next() else { return Hosts::All };
        if said.all(|host| host == first) {
            return if first.is_empty() { Hosts::All } else { Hosts::Only(Expr::Text(first.clone())) };
        }
        let everywhere = !hosts.iter().flatten().any(SmolStr::is_empty);
        let values = hosts.into_iter().map(|host| host.map_or(Val::Unset, Val::Text));
        let (doc, origin) = (super::knobs::doc(&ingress::ROUTE_HOST), route.origin(&ingress::ROUTE_HOST));
        part.knob_from(path.clone(), doc, Schema::Pattern(HOST), values.collect(), origin);
        if everywhere { Hosts::Only(Expr::Value(path)) } else { Hosts::Either(path) }
    }

    /// When the route holds for every host of its ingress.
    pub(in crate::lower) fn all(&self) -> Holds {
        match self {
            Hosts::All => Holds::Always,
            Hosts::Only(_) => Holds::Never,
            Hosts::Either(path) => Holds::Where(!Test::Value(path.clone())),
        }
    }

    /// The host of its own, and when it has one.
    pub(in crate::lower) fn own(&self) -> Option<(Expr, Option<Test>)> {
        match self {
            Hosts::All => None,
            Hosts::Only(host) => Some((host.clone(), None)),
            Hosts::Either(path) => Some((Expr::Value(path.clone()), Some(Test::Value(path.clone())))),
        }
    }
}

/// A list of all hosts of an ingress.
pub(super) fn list(across: &Across<'_>, are_several: bool) -> Vec<Item> {
    let mut items = vec![Item::Node(Node::Text(first(across)))];
    if are_several {
        items.push(Item::Values(across.path("hosts")));
    }
    items
}

/// A map that holds for one host.
pub(super) fn entry(host: Expr) -> Entry {
    crate::chart::tree::pair("host", Node::Text(host))
}
