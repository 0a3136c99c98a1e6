//! What the Pod Security Standard `restricted` forbids.
//! <https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted>

use super::facts::Container;
use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Severity};
use crate::model::environment::View;
use crate::schema::container::{
    APPARMOR, CAPABILITIES, PRIVILEGE_ESCALATION, PRIVILEGED, RUN_AS_ROOT, SECCOMP, SECURITY, SELINUX, SELINUX_ROLE,
    SELINUX_TYPE, SELINUX_USER, SYSCTLS, USER,
};
use crate::schema::{Field, choices, pod};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let severities = [None, Some(Severity::Warning), Some(Severity::Error)];
        let Some(severity) = facts::by_profile(environment, severities) else { continue };
        let databases = facts::databases(environment).map(|own| Container { pod: own, own });
        for container in facts::containers(environment).chain(databases) {
            for (place, what) in beyond(container) {
                let message = format!("{} {what}", container.called());
                let found = finding(Code::E0492, place, message).severity(severity);
                let note = "Pod Security `restricted` lets no such pod start: the workload is taken, and makes no pod";
                findings.about(environment, container.pod, found.note(note));
            }
        }
    }
}

/// Capabilities that may be kept.
const KEPT: [&str; 1] = ["NET_BIND_SERVICE"];

/// Types of `SELinux` that containers may have.
const TYPES: [&str; 4] = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/// Kernel settings that concern the pod alone. <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/>
const SAFE: [&str; 10] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
];

/// What goes too far, each with its place.
fn beyond(container: Container<'_, '_>) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    if container.is_main() {
        found.extend(of_node(container.own));
    }
    if let Some(own) = container.own.child(&SECURITY) {
        found.extend(truths(&own));
        found.extend(capabilities(&own));
        found.extend(profiles(&own));
        found.extend(labels(&own));
        found.extend(settings(&own));
    }
    found
}

fn of_node(own: &View<'_>) -> Vec<(Span, String)> {
    let fields: [(&'static Field, &str); 3] = [
        (&pod::HOST_NETWORK, "is in the network of its node"),
        (&pod::HOST_PID, "sees the processes of its node"),
        (&pod::HOST_IPC, "shares memory with its node"),
    ];
    let said = fields.into_iter().filter(|(field, _)| own.bool(field));
    said.map(|(field, what)| (own.place(field), what.to_owned())).collect()
}

fn truths(own: &View<'_>) -> Vec<(Span, String)> {
    let fields: [(&'static Field, &str); 3] = [
        (&PRIVILEGED, "has all rights of its node"),
        (&PRIVILEGE_ESCALATION, "can gain more rights than it was given"),
        (&RUN_AS_ROOT, "may run as root"),
    ];
    let said = fields.into_iter().filter(|(field, _)| own.bool(field));
    let mut found: Vec<(Span, String)> = said.map(|(field, what)| (own.place(field), what.to_owned())).collect();
    if own.int(&USER) == Some(0) && !own.bool(&RUN_AS_ROOT) {
        found.push((own.place(&USER), "runs as root".to_owned()));
    }
    found
}

fn capabilities(own: &View<'_>) -> Vec<(Span, String)> {
    let kept = own.list(&CAPABILITIES).iter();
    let added = kept.filter_map(|value| Some((value.span, value.literal()?)));
    let beyond = added.filter(|(_, word)| !KEPT.contains(&word.as_str()));
    beyond.map(|(span, word)| (span, format!("keeps the capability `{word}`"))).collect()
}

fn profiles(own: &View<'_>) -> Vec<(Span, String)> {
    let fields: [(&'static Field, &str); 2] = [(&SECCOMP, "seccomp"), (&APPARMOR, "AppArmor")];
    let open = fields.into_iter().filter(|(field, _)| own.choice(field) == Some(&choices::UNCONFINED));
    open.map(|(field, what)| (own.place(field), format!("is not confined by {what}"))).collect()
}

fn labels(own: &View<'_>) -> Vec<(Span, String)> {
    let Some(own) = own.child(&SELINUX) else { return Vec::new() };
    let custom = own.text(&SELINUX_TYPE).filter(|word| !TYPES.contains(word)).map(|_| own.place(&SELINUX_TYPE));
    let named = [&SELINUX_USER, &SELINUX_ROLE].into_iter().filter(|field| own.text(field).is_some());
    let places = custom.into_iter().chain(named.map(|field| own.place(field)));
    places.map(|place| (place, "has an SELinux context of its own".to_owned())).collect()
}

fn settings(own: &View<'_>) -> Vec<(Span, String)> {
    let entries = own.entries(&SYSCTLS).iter();
    let beyond = entries.filter(|(name, _)| !SAFE.contains(&name.replace('/', ".").as_str()));
    beyond.map(|(name, entry)| (entry.key.span, format!("changes the kernel setting `{name}` of its node"))).collect()
}
