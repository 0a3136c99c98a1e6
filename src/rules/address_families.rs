//! Services whose addresses are of other families than they say.
//! <https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::schema::service::{CLUSTER_IP, IP_FAMILIES_FIELD, IP_FAMILY_POLICY};
use crate::schema::{Choice, choices};
use std::net::IpAddr;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::services(environment) {
            for found in twice(view).into_iter().chain(too_many(view)).chain(other(view)) {
                findings.about(environment, view, found);
            }
        }
    }
}

/// There are two families, and each counts once.
fn twice(view: &View<'_>) -> Option<Diagnostic> {
    let families = view.list(&IP_FAMILIES_FIELD);
    let (first, second) = families.iter().enumerate().find_map(|(at, own)| {
        let before = families.iter().take(at).find(|other| other.choice() == own.choice())?;
        Some((before, own))
    })?;
    let message = format!("`{}` of service `{}` has a family twice", IP_FAMILIES_FIELD.name, view.name);
    Some(finding(Code::E0496, second.span, message).label(first.span, "it is here already").help("take one away"))
}

/// A Service of one family has addresses of one, and it is of one where nothing is said.
fn too_many(view: &View<'_>) -> Option<Diagnostic> {
    let second = view.list(&IP_FAMILIES_FIELD).get(1)?;
    let message = format!("service `{}` is of one family, and has a second", view.name);
    let found = finding(Code::E0496, second.span, message);
    match view.choice(&IP_FAMILY_POLICY) {
        None => Some(found.help(format!("write `{} = prefer_dual` or `dual` as well", IP_FAMILY_POLICY.name))),
        Some(policy) if *policy == choices::SINGLE_STACK => {
            let found = found.label(view.place(&IP_FAMILY_POLICY), "one family because of this");
            Some(found.help("take the second away, or let the policy be `prefer_dual` or `dual`"))
        }
        Some(_) => None,
    }
}

/// The address of a Service is of its first family.
fn other(view: &View<'_>) -> Option<Diagnostic> {
    let first = view.list(&IP_FAMILIES_FIELD).first()?;
    let address: IpAddr = view.text(&CLUSTER_IP)?.parse().ok()?;
    let family = family(address);
    (first.choice() != Some(family)).then(|| {
        let message = format!("`{}` of service `{}` is not of its first family", CLUSTER_IP.name, view.name);
        let found = finding(Code::E0496, view.place(&CLUSTER_IP), message);
        let found = found.label(first.span, "the first family");
        found.help(format!("name `{}` first, or give an address of the other family", family.name))
    })
}

fn family(address: IpAddr) -> &'static Choice {
    if address.is_ipv4() { &choices::IPV4 } else { &choices::IPV6 }
}
