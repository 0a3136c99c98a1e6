//! A wait before the end that takes all the time that a pod has for it.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::schema::{lifecycle, pod};

/// What a pod has where nothing is said, in seconds.
const GRACE: i64 = 30;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for container in facts::containers(environment) {
            let Some(hook) = container.own.child(&lifecycle::PRE_STOP) else { continue };
            let Some(sleep) = hook.int(&lifecycle::SLEEP) else { continue };
            let said = container.pod.int(&pod::TERMINATION_GRACE);
            let grace = said.unwrap_or(GRACE);
            if sleep < grace {
                continue;
            }
            let message =
                format!("{} waits {sleep}s before it stops, and is killed after {grace}s", container.called());
            let found = finding(Code::E0431, hook.place(&lifecycle::SLEEP), message);
            let found = match said {
                Some(_) => found.label(container.pod.place(&pod::TERMINATION_GRACE), "all the time that it has"),
                None => found,
            };
            let found = found.note("the wait counts against the time to finish, which begins with it");
            let help = format!(
                "write `{} = {}s` in {} `{}`, or wait less",
                pod::TERMINATION_GRACE.name,
                sleep + GRACE,
                container.pod.kind.name,
                container.pod.name
            );
            findings.about(environment, container.pod, found.help(help));
        }
    }
}
