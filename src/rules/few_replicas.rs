//! A service of production that is away whenever its one pod is.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::scale::{one_node_claims, scale};
use crate::schema::{choices, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments.iter().filter(|environment| facts::is_production(environment)) {
        for service in facts::running(environment) {
            let is_daemon = service.choice(&service::KIND) == Some(&choices::DAEMON_SET);
            let is_served = !facts::ports(service).is_empty() && one_node_claims(service).is_empty();
            let least = scale(service).least;
            if is_daemon || !is_served || least > 1 {
                continue;
            }
            let count = if least == 0 { "no pod" } else { "one pod" };
            let message = format!("service `{}` has {count} in production", service.name);
            let found = finding(Code::W0415, facts::place(service, &service::REPLICAS), message);
            let note = "it is away while its node is drained or its pod is replaced";
            findings.about(environment, service, found.note(note).help("write `replicas = 2` or more, or a range"));
        }
    }
}
