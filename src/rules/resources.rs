//! Containers without requests or limits: one of them can starve a whole node.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Severity};
use crate::model::environment::Environment;
use crate::schema::{Field, container, sidecar};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let databases = facts::databases(environment).map(|view| Container { pod: view, own: view });
        for container in facts::containers(environment).chain(databases).filter(|container| !is_lent(*container)) {
            missing(environment, container, &container::CPU, findings);
            missing(environment, container, &container::MEMORY, findings);
        }
        for container in facts::containers(environment) {
            parts_of_devices(environment, container, findings);
        }
    }
}

/// An init container that says nothing has what the main container has, which waits until it is done.
fn is_lent(container: Container<'_, '_>) -> bool {
    let says = |field| container.own.value(field).is_some();
    let is_init = container.own.kind.is(&sidecar::INIT) && container.own.entries(&container::RESOURCES).is_empty();
    is_init && !says(&container::CPU) && !says(&container::MEMORY)
}

/// Devices are lent as a whole; pages are counted in bytes.
fn parts_of_devices(environment: &Environment<'_>, container: Container<'_, '_>, findings: &mut Findings) {
    let entries = container.own.entries(&container::RESOURCES).iter();
    for (name, entry) in entries.filter(|(name, _)| name.contains('/')) {
        if let Some(amount) = entry.value.quantity().filter(|amount| amount.millis() % 1000 != 0) {
            let message = format!("{} asks for `{amount}` of `{name}`, which is lent as a whole", container.called());
            let found = finding(Code::E0207, entry.value.span, message).help("write a whole number");
            findings.about(environment, container.pod, found);
        }
    }
}

fn missing(
    environment: &Environment<'_>,
    container: Container<'_, '_>,
    field: &'static Field,
    findings: &mut Findings,
) {
    let view = container.own;
    let (request, limit) = view.value(field).map_or((None, None), |value| facts::ends(&value.kind));
    // Without a limit a container may use processors that are idle, which harms nobody; memory that is gone is gone.
    let is_memory = field.is(&container::MEMORY);
    let what = match (request, limit) {
        (None, None) => "no request and no limit",
        (None, Some(_)) => "no request",
        (Some(_), None) if is_memory => "no limit",
        (Some(_), None | Some(_)) => return,
    };
    let severities = [Some(Severity::Warning), Some(Severity::Error), Some(Severity::Error)];
    let Some(severity) = facts::by_profile(environment, severities) else { return };
    let message = format!("{} has {what} of {}", container.called(), field.name);
    let (note, example) = if is_memory {
        ("a pod without a limit can use up the memory of its node, and others are killed for it", "256Mi..512Mi")
    } else {
        ("a pod without a request is placed on nodes that have no time for it", "250m..1")
    };
    let found = finding(Code::E0405, facts::place(view, field), message).severity(severity).note(note);
    findings.about(environment, container.pod, found.help(format!("write `{} = {example}`", field.name)));
}
