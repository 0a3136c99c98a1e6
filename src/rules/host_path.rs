//! Folders of the node, which only a cluster on one's own machine should lend.
//! <https://kubernetes.io/docs/concepts/storage/volumes/#hostpath>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Severity};
use crate::schema::volume;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let severities = [None, Some(Severity::Error), Some(Severity::Error)];
        let Some(severity) = facts::by_profile(environment, severities) else { continue };
        for pod in facts::pods(environment) {
            for volume in pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
                if volume.value(&volume::HOST_PATH).is_none() {
                    continue;
                }
                let message =
                    format!("volume `{}` of {} `{}` is a folder of the node", volume.name, pod.kind.name, pod.name);
                let found = finding(Code::E0432, volume.place(&volume::HOST_PATH), message).severity(severity);
                let note =
                    "the data stays on one node, and Pod Security `baseline` and `restricted` let no such pod start";
                let help =
                    "write `size = …` for a claim, or `temporary = true`; an agent that must see the node waives this";
                findings.about(environment, pod, found.note(note).help(help));
            }
        }
    }
}
