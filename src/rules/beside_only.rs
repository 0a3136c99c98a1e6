//! What belongs to the pod, said of one of its containers.

use super::facts::Container;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::environment::View;
use crate::model::jobs;
use crate::schema::container::{FS_GROUP, FS_GROUP_POLICY, SECURITY, SUPPLEMENTAL_GROUPS, SYSCTLS};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let is_guest = |container: &Container<'_, '_>| !container.is_main() || runs_before(container.pod);
        for container in facts::containers(environment).filter(is_guest) {
            let Some(own) = container.own.child(&SECURITY) else { continue };
            let fields = [&FS_GROUP, &FS_GROUP_POLICY, &SUPPLEMENTAL_GROUPS].into_iter();
            let mut places: Vec<_> = fields.filter_map(|field| Some((own.field(field)?.key, field.name))).collect();
            places.extend(own.blocks_of(&SYSCTLS).map(|map| (map.head(), SYSCTLS.name)));
            for (place, name) in places {
                let message = format!("`{name}` of {} means nothing here", container.called());
                let whose = if runs_before(container.pod) {
                    "the service that it runs before".to_owned()
                } else {
                    format!("{} `{}`", container.pod.kind.name, container.pod.name)
                };
                let help = format!("it belongs to the pod: write it in `security` of {whose}");
                findings.about(environment, container.pod, finding(Code::E0210, place, message).help(help));
            }
        }
    }
}

/// Whether it is a job that runs in the pods of services.
fn runs_before(pod: &View<'_>) -> bool {
    !jobs::before(pod).is_empty()
}
