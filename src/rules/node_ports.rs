//! Two services on one node port: a port of the node belongs to the whole cluster.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::schema::{choices, port, service};
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let mut taken: BTreeMap<i64, (&str, Span)> = BTreeMap::new();
        for view in environment.all(&service::SERVICE).values().filter(|view| view.is_on()) {
            let exposed = view.choice(&service::EXPOSE_FIELD);
            if exposed != Some(&choices::NODE_PORT) && exposed != Some(&choices::LOAD_BALANCER) {
                continue;
            }
            for port in view.children(&port::PORT) {
                let Some(number) = port.int(&port::NODE_PORT) else { continue };
                let place = port.place(&port::NODE_PORT);
                if let Some((other, first)) = taken.insert(number, (view.name, place)) {
                    let message = format!("services `{other}` and `{}` both take node port {number}", view.name);
                    let found = finding(Code::E0401, place, message).label(first, format!("`{other}` takes it here"));
                    findings.about(environment, view, found);
                }
            }
        }
    }
}
