//! Two services on one node port: a port of the node belongs to the whole cluster.

use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::schema::{Choice, choices, port, service};
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let mut taken: BTreeMap<i64, Vec<Taken<'_>>> = BTreeMap::new();
        for view in environment.all(&service::SERVICE).values().filter(|view| view.is_on() && is_exposed(view)) {
            for port in view.children(&port::PORT) {
                let Some(number) = port.int(&port::NODE_PORT) else { continue };
                let next = Taken {
                    service: view.name,
                    protocol: port.choice(&port::PROTOCOL_FIELD),
                    place: port.place(&port::NODE_PORT),
                };
                let earlier = taken.entry(number).or_default();
                if let Some(first) = earlier.iter().find(|first| first.clashes(&next)) {
                    findings.about(environment, view, clash(first, &next, number));
                }
                earlier.push(next);
            }
        }
    }
}

fn is_exposed(view: &View<'_>) -> bool {
    let exposed = view.choice(&service::EXPOSE_FIELD);
    exposed == Some(&choices::NODE_PORT) || exposed == Some(&choices::LOAD_BALANCER)
}

/// A node port that a service takes.
struct Taken<'a> {
    service: &'a str,
    protocol: Option<&'static Choice>,
    place: Span,
}

impl Taken<'_> {
    /// Only within one service may a number serve several protocols.
    fn clashes(&self, other: &Taken<'_>) -> bool {
        self.service != other.service || self.protocol == other.protocol
    }
}

fn clash(first: &Taken<'_>, next: &Taken<'_>, number: i64) -> Diagnostic {
    let message = if first.service == next.service {
        format!("service `{}` takes node port {number} twice", next.service)
    } else {
        format!("services `{}` and `{}` both take node port {number}", first.service, next.service)
    };
    let found =
        finding(Code::E0401, next.place, message).label(first.place, format!("`{}` takes it here", first.service));
    found.help("give one of them another port from 30000 to 32767")
}
