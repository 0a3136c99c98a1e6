//! Waivers in the annotations by which validators take them: what the source allows with a reason is no finding of theirs.
//!
//! - <https://docs.kubelinter.io/#/configuring-kubelinter?id=ignoring-violations-for-specific-cases>
//! - <https://github.com/zegl/kube-score/blob/master/README.md#ignoring-a-test>
//! - <https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html#kubernetes-example>

use crate::diagnostics::Code;
use crate::model::environment::View;
use crate::schema::container::{
    ALLOW, CAPABILITIES, PRIVILEGE_ESCALATION, PRIVILEGED, RUN_AS_ROOT, SECCOMP, SECURITY, SYSCTLS, USER,
};
use crate::schema::probe::{ENABLED, PROBE};
use crate::schema::{choices, pod, service};
use smol_str::{SmolStr, format_smolstr};

/// What validators call something that a waiver of todoc lets be.
struct Waived {
    /// The rule that is waived.
    code: Code,
    /// Whether a block does what these rules are about.
    holds: fn(&View<'_>) -> bool,
    kube_linter: &'static [&'static str],
    kube_score: &'static [&'static str],
    checkov: &'static [&'static str],
}

static WAIVED: &[Waived] = &[
    Waived {
        code: Code::E0404,
        holds: |view| lacks_probe(view, "liveness"),
        kube_linter: &["no-liveness-probe"],
        kube_score: &["pod-probes"],
        checkov: &["CKV_K8S_8"],
    },
    Waived {
        code: Code::E0404,
        holds: |view| lacks_probe(view, "readiness"),
        kube_linter: &["no-readiness-probe"],
        kube_score: &["pod-probes"],
        checkov: &["CKV_K8S_9"],
    },
    Waived {
        code: Code::E0405,
        holds: |_| true,
        kube_linter: &["unset-cpu-requirements", "unset-memory-requirements"],
        kube_score: &["container-resources"],
        checkov: &["CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"],
    },
    of_images(Code::E0402),
    of_images(Code::E0403),
    Waived {
        code: Code::E0432,
        holds: |_| true,
        kube_linter: &["sensitive-host-mounts", "writable-host-mount", "docker-sock"],
        kube_score: &[],
        checkov: &["CKV_K8S_27"],
    },
    of_node(|view| view.bool(&pod::HOST_NETWORK), &["host-network"], &["CKV_K8S_19"]),
    of_node(|view| view.bool(&pod::HOST_PID), &["host-pid"], &["CKV_K8S_17"]),
    of_node(|view| view.bool(&pod::HOST_IPC), &["host-ipc"], &["CKV_K8S_18"]),
    Waived {
        code: Code::E0492,
        holds: |view| says(view, |own| own.bool(&PRIVILEGED)),
        kube_linter: &["privileged-container", "privilege-escalation-container"],
        kube_score: &["container-security-context-privileged"],
        checkov: &["CKV_K8S_16", "CKV_K8S_20"],
    },
    of_node(
        |view| says(view, |own| own.bool(&PRIVILEGE_ESCALATION)),
        &["privilege-escalation-container"],
        &["CKV_K8S_20"],
    ),
    Waived {
        code: Code::E0492,
        holds: |view| says(view, |own| own.bool(&RUN_AS_ROOT) || own.int(&USER) == Some(0)),
        kube_linter: &["run-as-non-root"],
        kube_score: &["container-security-context-user-group-id"],
        checkov: &["CKV_K8S_23", "CKV_K8S_40"],
    },
    of_node(
        |view| says(view, |own| !own.list(&CAPABILITIES).is_empty()),
        &[],
        &["CKV_K8S_25", "CKV_K8S_37", "CKV_K8S_39"],
    ),
    Waived {
        code: Code::E0492,
        holds: |view| says(view, |own| own.choice(&SECCOMP) == Some(&choices::UNCONFINED)),
        kube_linter: &[],
        kube_score: &["container-seccomp-profile"],
        checkov: &["CKV_K8S_31"],
    },
    of_node(|view| says(view, |own| !own.entries(&SYSCTLS).is_empty()), &["unsafe-sysctls"], &[]),
];

const fn of_images(code: Code) -> Waived {
    Waived {
        code,
        holds: |_| true,
        kube_linter: &["latest-tag"],
        kube_score: &["container-image-tag"],
        checkov: &["CKV_K8S_14"],
    }
}

const fn of_node(
    holds: fn(&View<'_>) -> bool,
    kube_linter: &'static [&'static str],
    checkov: &'static [&'static str],
) -> Waived {
    Waived { code: Code::E0492, holds, kube_linter, kube_score: &[], checkov }
}

/// Only services are asked for probes.
fn lacks_probe(view: &View<'_>, name: &str) -> bool {
    view.kind.is(&service::SERVICE) && view.nested(&PROBE, name).is_none_or(|own| !own.bool(&ENABLED))
}

fn says(view: &View<'_>, what: impl Fn(&View<'_>) -> bool) -> bool {
    view.child(&SECURITY).is_some_and(|own| what(&own))
}

/// What an environment waives of a block, as annotations of its workload.
pub(super) fn annotations(view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let reasons = view.entries(&ALLOW);
    if reasons.is_empty() {
        return Vec::new();
    }
    let own = WAIVED.iter().filter(|waived| (waived.holds)(view));
    let own: Vec<(&Waived, SmolStr)> =
        own.filter_map(|waived| Some((waived, reasons.get(waived.code.name())?.value.literal()?))).collect();
    let linter = rules(&own, |waived| waived.kube_linter).into_iter();
    let linter = linter.map(|(rule, reason)| (format_smolstr!("ignore-check.kube-linter.io/{rule}"), reason.clone()));
    let score: Vec<&str> = rules(&own, |waived| waived.kube_score).into_iter().map(|(rule, _)| rule).collect();
    let score = (!score.is_empty()).then(|| (SmolStr::new_static("kube-score/ignore"), score.join(",").into()));
    let checkov = rules(&own, |waived| waived.checkov).into_iter().enumerate();
    let checkov = checkov
        .map(|(at, (rule, reason))| (format_smolstr!("checkov.io/skip{}", at + 1), format_smolstr!("{rule}={reason}")));
    linter.chain(score).chain(checkov).collect()
}

/// The rules of a validator, each once and with the first reason.
fn rules<'w>(
    own: &'w [(&Waived, SmolStr)],
    of: fn(&Waived) -> &'static [&'static str],
) -> Vec<(&'static str, &'w SmolStr)> {
    let mut rules: Vec<(&str, &SmolStr)> = Vec::new();
    for (rule, reason) in own.iter().flat_map(|(waived, reason)| of(waived).iter().map(move |rule| (*rule, reason))) {
        if !rules.iter().any(|(known, _)| *known == rule) {
            rules.push((rule, reason));
        }
    }
    rules
}
