//! Containers without requests or limits: one of them can starve a whole node.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Severity};
use crate::model::environment::{Environment, View};
use crate::schema::{Field, container};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::containers(environment).chain(facts::databases(environment)) {
            missing(environment, view, &container::CPU, findings);
            missing(environment, view, &container::MEMORY, findings);
        }
    }
}

fn missing(environment: &Environment<'_>, view: &View<'_>, field: &'static Field, findings: &mut Findings) {
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
    let message = format!("{} `{}` has {what} of {}", view.kind.name, view.name, field.name);
    let (note, example) = if is_memory {
        ("a pod without a limit can use up the memory of its node, and others are killed for it", "256Mi..512Mi")
    } else {
        ("a pod without a request is placed on nodes that have no time for it", "250m..1")
    };
    let found = finding(Code::E0405, facts::place(view, field), message).severity(severity).note(note);
    findings.about(environment, view, found.help(format!("write `{} = {example}`", field.name)));
}
