//! `service`: a workload, and the Service by which others reach it.
//! <https://kubernetes.io/docs/concepts/services-networking/service/>

mod face;
mod governing;
mod targets;

use super::across::Across;
use super::container::Seat;
use super::{Context, Part, account, beside, container, job, knobs, monitor, network, pod, refusals, scale, workload};
use crate::chart::tree::Test;
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::model::environment::View;
use crate::schema::{choices, port, service};

pub(super) use governing::{is_beside as names_pods_beside, name_of as governing_name};
pub(super) use targets::{any_there, faces_of, fronts, labels as target_labels, of as targets_of, own_pods, port_of};

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Service {}.", across.name));
    part.enabled(across);
    let outside = outside(across, part);
    targets::declare(across, part);
    if let Some(own) = targets::own_pods(across).tests() {
        scale::knobs(across, part);
        let container = container::lower(context, Seat::main(across), part);
        let mut extras = job::before(context, across, part);
        beside::lower(context, across, &mut extras, part);
        let when = pod::when(across, Test::all(own));
        account::lower(context, across, when.as_ref(), part);
        workload::lower(context, across, &container, &extras, when.as_ref(), part);
        governing::lower(across, when.as_ref(), part);
        monitor::lower(across, when.as_ref(), part);
        scale::lower(context, across, when.as_ref(), part);
        network::policy(context, across, when, part);
    }
    if outside.is_some() && context.is_asked(across) {
        network::ranges(across, part);
    }
    face::lower(context, across, outside, part);
    refusals::lower(context, across, part);
}

/// Whether a service has pods of its own in an environment.
fn runs(view: &View<'_>) -> bool {
    view.value(&service::EXTERNAL).is_none() && view.value(&service::TARGETS).is_none()
}

/// Whether the service runs elsewhere: never, always, or where the values name a host.
fn outside(across: &Across<'_>, part: &mut Part) -> Option<Test> {
    if !across.any(|view| view.value(&service::EXTERNAL).is_some()) {
        return None;
    }
    let path = across.path("externalName");
    let values = across.each(|view| knobs::value_of(view, &service::EXTERNAL).unwrap_or_else(|| Val::text("")));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let doc = "Host name of the service where it runs elsewhere.";
    part.knob_from(path.clone(), doc, Schema::Pattern(HOST), values, across.origin(&service::EXTERNAL));
    Some(Test::Value(path))
}

/// Whether the service runs elsewhere in every environment.
pub(super) fn is_outside(across: &Across<'_>) -> bool {
    across.every(|view| view.value(&service::EXTERNAL).is_some())
}

/// Whether any environment gives the service an address in the cluster.
pub(super) fn has_face(across: &Across<'_>) -> bool {
    across.any(is_exposed)
}

/// Whether any environment gives the service a port in the cluster.
pub(super) fn has_ports(across: &Across<'_>) -> bool {
    has_face(across) && !across.children(&port::PORT).is_empty()
}

/// An alias of what runs elsewhere needs no port.
fn is_exposed(view: &View<'_>) -> bool {
    let is_alias = view.value(&service::EXTERNAL).is_some();
    view.choice(&service::EXPOSE_FIELD) != Some(&choices::OFF) && (is_alias || !view.children(&port::PORT).is_empty())
}

/// Whether the name of the Service stands for each pod.
fn is_headless(view: &View<'_>) -> bool {
    is_exposed(view) && view.choice(&service::EXPOSE_FIELD) == Some(&choices::HEADLESS)
}

/// Whether the Service is there, where not every environment has one.
pub(super) fn face_test(across: &Across<'_>) -> Option<Test> {
    (!across.every(is_exposed)).then(|| Test::Value(across.path("service.enabled")))
}
