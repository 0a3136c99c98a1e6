//! Peers of network policies that say two things, and pods that policies would keep from the API server.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::accounts;
use crate::model::environment::{Environment, View};
use crate::schema::{account, environment as settings, network};
use crate::types::Cidr;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::pods(environment) {
            if let Some(found) = unknown_api(environment, view) {
                findings.about(environment, view, found);
            }
            let Some(own) = view.child(&network::NETWORK) else { continue };
            let peers = [&network::ALLOW_TO, &network::ALLOW_FROM].into_iter().flat_map(|kind| own.children(kind));
            let found: Vec<Diagnostic> = peers.flat_map(|peer| outside(&peer).chain(pods(&peer))).collect();
            for found in found.into_iter().chain(api(environment, view, &own)) {
                findings.about(environment, view, found);
            }
        }
    }
}

/// What is left out of a range must lie in it.
fn outside<'a>(peer: &View<'a>) -> impl Iterator<Item = Diagnostic> + use<'a> {
    let range = peer.text(&network::CIDR);
    let (cidr, place) = (range.and_then(|text| Cidr::parse(text).ok()), peer.place(&network::CIDR));
    peer.list(&network::EXCEPT).iter().filter_map(move |item| {
        let (cidr, range, text) = (cidr?, range?, item.text()?);
        let except = Cidr::parse(text).ok().filter(|except| !cidr.holds(*except))?;
        let found = finding(Code::E0207, item.span, format!("`{except}` does not lie within `{range}`"));
        Some(found.label(place, "the range").help("leave out a part of the range, and not all of it"))
    })
}

/// A range of addresses has no pods.
fn pods(peer: &View<'_>) -> Option<Diagnostic> {
    let (cidr, pods) = (peer.field(&network::CIDR)?, peer.entries(&network::PODS).values().next()?);
    if cidr.value.is_none() {
        return None;
    }
    let message = format!("{} `{}` has both `cidr` and `pods`", peer.kind.name, peer.name);
    let found = finding(Code::E0210, pods.key.span, message).label(cidr.key, "a range of addresses is set here");
    Some(found.help("keep one of them, or write two peers"))
}

/// The API server has no pods that a policy could name, so its addresses must be known.
fn api(environment: &Environment<'_>, view: &View<'_>, own: &View<'_>) -> Option<Diagnostic> {
    let settings = &environment.settings;
    let is_kept = own.bool(&network::KUBERNETES_API)
        && settings.bool(&settings::NETWORK_POLICIES)
        && settings.list(&settings::KUBERNETES_API).is_empty();
    if !is_kept || !settings.is_sound() {
        return None;
    }
    let message = format!("environment `{}` does not say where its API server is", environment.name);
    let found = finding(Code::E0204, own.place(&network::KUBERNETES_API), message);
    let found = found.note(format!("its network policies would keep the pods of `{}` from it", view.name));
    Some(found.help("write `kubernetes_api = [\"…/32\"]` in the environment, with what `kubectl get endpointslices kubernetes` shows"))
}

/// Pods have a token for the API server, whose addresses nobody says, and which they then can't reach.
fn unknown_api(environment: &Environment<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let settings = &environment.settings;
    let said = view.child(&network::NETWORK).and_then(|own| own.truth(&network::KUBERNETES_API));
    let is_kept = said.is_none()
        && accounts::has_token(view)
        && settings.bool(&settings::NETWORK_POLICIES)
        && settings.list(&settings::KUBERNETES_API).is_empty();
    let account = view.child(&account::SERVICE_ACCOUNT).filter(|_| is_kept && settings.is_sound())?;
    let message = format!("the pods of `{}` have a token for an API server that they can't reach", view.name);
    let found = finding(Code::W0486, account.head(), message);
    let found =
        found.note(format!("environment `{}` has network policies, and does not say where it is", environment.name));
    Some(found.help("write `kubernetes_api = [\"…/32\"]` in the environment; or `network { kubernetes_api = false }` where the token is for another"))
}
