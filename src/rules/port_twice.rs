//! A port of a Service that is there twice: only its protocol could tell them apart.

use super::walk::used;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::schema::{port, service};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in used(environment).filter(|view| view.kind.is(&service::SERVICE)) {
            for found in twice(view) {
                findings.about(environment, view, found);
            }
        }
    }
}

fn twice(service: &View<'_>) -> Vec<Diagnostic> {
    let ports = service.children(&port::PORT);
    let number = |port: &View<'_>| port.int(&port::SERVICE).or_else(|| port.int(&port::CONTAINER));
    let same = |left: &View<'_>, right: &View<'_>| {
        number(left).is_some()
            && number(left) == number(right)
            && left.choice(&port::PROTOCOL_FIELD) == right.choice(&port::PROTOCOL_FIELD)
    };
    let later =
        ports.iter().enumerate().filter_map(|(at, port)| {
            let first = ports.iter().take(at).find(|first| same(first, port))?;
            let message = format!(
                "ports `{}` and `{}` of service `{}` are both {}",
                first.name,
                port.name,
                service.name,
                number(port)?
            );
            let found = finding(Code::E0450, port.head(), message).label(first.head(), "the first of them");
            Some(found.help(format!(
                "write `service = …` with another number in port `{}`, or another `protocol`",
                port.name
            )))
        });
    later.collect()
}
