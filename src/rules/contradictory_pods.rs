//! Pods that are told two things of which Kubernetes takes only one.
//!
//! - <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>
//! - <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#setting-sysctls-for-a-pod>

use super::facts::Container;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::schema::Field;
use crate::schema::container::{PRIVILEGE_ESCALATION, PRIVILEGED, SECURITY, SYSCTLS};
use crate::schema::pod::{HOST_IPC, HOST_NETWORK, HOST_PID, SHARE_PROCESSES};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for pod in facts::pods(environment).chain(facts::databases(environment)) {
            let own = processes(pod).into_iter().chain(settings(pod));
            for found in own.chain(facts::containers_of(pod).filter_map(rights)) {
                findings.about(environment, pod, found);
            }
        }
    }
}

/// Settings of the kernel that belong to something that a pod can share with its node, by how their names begin.
const SHARED: [(&str, &Field); 5] = [
    ("kernel.shm", &HOST_IPC),
    ("kernel.msg", &HOST_IPC),
    ("kernel.sem", &HOST_IPC),
    ("fs.mqueue.", &HOST_IPC),
    ("net.", &HOST_NETWORK),
];

fn settings(pod: &View<'_>) -> Vec<Diagnostic> {
    let Some(security) = pod.child(&SECURITY) else { return Vec::new() };
    let of_node = |name: &str| {
        SHARED.into_iter().find(|(begin, field)| name.starts_with(begin) && pod.bool(field)).map(|(_, field)| field)
    };
    let entries = security.entries(&SYSCTLS).iter();
    let refused = entries.filter_map(|(name, entry)| Some((name, entry.key.span, of_node(name)?)));
    let told = refused.map(|(name, span, field)| {
        let message = format!("the kernel setting `{name}` would be changed for the whole node");
        let found = told(message, span, pod.place(field), &format!("`{}` is set here", field.name));
        found.help(format!("leave the setting to the node, or `{}` out", field.name))
    });
    told.collect()
}

fn processes(pod: &View<'_>) -> Option<Diagnostic> {
    if !(pod.bool(&SHARE_PROCESSES) && pod.bool(&HOST_PID)) {
        return None;
    }
    let message = format!("{} `{}` shares processes among its containers and with the node", pod.kind.name, pod.name);
    let found = told(message, pod.place(&SHARE_PROCESSES), pod.place(&HOST_PID), "shared with the node here");
    Some(found.help(format!("keep one: with `{}` the containers see each other's processes too", HOST_PID.name)))
}

fn rights(container: Container<'_, '_>) -> Option<Diagnostic> {
    let security = container.own.child(&SECURITY)?;
    if !security.bool(&PRIVILEGED) || security.truth(&PRIVILEGE_ESCALATION) != Some(false) {
        return None;
    }
    let message = format!("{} has all rights and may gain none", container.called());
    let found = told(message, security.place(&PRIVILEGE_ESCALATION), security.place(&PRIVILEGED), "all rights");
    Some(found.help(format!("leave `{}` out: it follows `{}`", PRIVILEGE_ESCALATION.name, PRIVILEGED.name)))
}

fn told(message: String, place: Span, other: Span, why: &str) -> Diagnostic {
    finding(Code::E0495, place, message).label(other, why)
}
