//! Probes that are missing, or that cannot tell "restart me" from "send me nothing".

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Severity};
use crate::model::environment::{Environment, View};
use crate::model::public::known_text;
use crate::model::typed::Value;
use crate::schema::{port, probe};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for service in facts::running(environment).filter(|service| !facts::ports(service).is_empty()) {
            missing(environment, service, findings);
            equal(environment, service, findings);
        }
    }
}

fn probe<'a>(service: &View<'a>, name: &str) -> Option<View<'a>> {
    service.nested(&probe::PROBE, name).filter(|probe| probe.bool(&probe::ENABLED))
}

fn missing(environment: &Environment<'_>, service: &View<'_>, findings: &mut Findings) {
    let what = match (probe(service, "readiness"), probe(service, "liveness")) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => "no readiness probe",
        (Some(_), None) => "no liveness probe",
        (None, None) => "neither a readiness nor a liveness probe",
    };
    let severities = [Some(Severity::Warning), Some(Severity::Error), Some(Severity::Error)];
    let Some(severity) = facts::by_profile(environment, severities) else { return };
    let found = finding(Code::E0404, service.head(), format!("service `{}` has {what}", service.name));
    let note = "without readiness, requests reach pods that can't serve yet; without liveness, a pod that hangs is never restarted";
    let help = "write `probe readiness { http = \"/readyz\" }` and `probe liveness { http = \"/livez\" }`";
    findings.about(environment, service, found.severity(severity).note(note).help(help));
}

fn equal(environment: &Environment<'_>, service: &View<'_>, findings: &mut Findings) {
    let (Some(readiness), Some(liveness)) = (probe(service, "readiness"), probe(service, "liveness")) else { return };
    let (Some(first), Some(second)) =
        (Asked::of(environment, service, &readiness), Asked::of(environment, service, &liveness))
    else {
        return;
    };
    if first.what != second.what {
        return;
    }
    let found = finding(
        Code::W0406,
        second.place,
        format!("liveness of service `{}` asks the same as its readiness", service.name),
    );
    let note = "a pod that can't serve for a while, say because its database is away, is then killed instead of spared";
    let help = "let liveness ask only whether the process itself is alive";
    findings.about(environment, service, found.label(first.place, "readiness asks this").note(note).help(help));
}

/// What a probe asks, and where that stands.
struct Asked {
    what: Vec<String>,
    place: Span,
}

impl Asked {
    /// None where it is not known when the source is read.
    fn of(environment: &Environment<'_>, service: &View<'_>, probe: &View<'_>) -> Option<Asked> {
        let text = |value: &Value| known_text(environment, value).map(String::from);
        let (field, mut what) = if let Some(path) = probe.value(&probe::HTTP) {
            (&probe::HTTP, vec![text(path)?, probe.bool(&probe::HTTPS).to_string()])
        } else if probe.value(&probe::EXEC).is_some() {
            let command = probe.list(&probe::EXEC).iter().map(text).collect::<Option<Vec<String>>>()?;
            return Some(Asked { what: command, place: probe.place(&probe::EXEC) });
        } else if probe.bool(&probe::TCP) {
            (&probe::TCP, vec!["tcp".to_owned()])
        } else if probe.bool(&probe::GRPC) {
            (&probe::GRPC, vec!["grpc".to_owned()])
        } else {
            return None;
        };
        let first = service.children(&port::PORT).first().map_or("", |port| port.name);
        what.push(probe.text(&probe::PORT).unwrap_or(first).to_owned());
        for (name, entry) in probe.entries(&probe::HEADERS) {
            what.extend([(*name).to_owned(), text(&entry.value)?]);
        }
        Some(Asked { what, place: probe.place(field) })
    }
}
