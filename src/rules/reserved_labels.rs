//! Labels that every object bears already, because others find it by them.
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>

use super::{Context, Findings, finding, walk};
use crate::diagnostics::Code;
use crate::schema::{Block, metrics, pod, service, stack};
use std::collections::BTreeSet;

const RESERVED: [&str; 7] = [
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/component",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/version",
    "app.kubernetes.io/managed-by",
    "helm.sh/chart",
];

static MAPS: [&Block; 5] =
    [&pod::LABELS, &pod::POD_LABELS, &service::SERVICE_LABELS, &metrics::METRICS_LABELS, &stack::STACK_LABELS];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    walk::written(context.program, &mut |_, block| {
        if !MAPS.iter().any(|map| block.kind.is(map)) {
            return;
        }
        for entry in block.entries.iter().filter(|entry| RESERVED.contains(&entry.key.value.as_str())) {
            if seen.insert(entry.key.span) {
                let message = format!("`{}` is a label that todoc sets itself", entry.key.value);
                let found = finding(Code::E0494, entry.key.span, message);
                let note = "Services, policies and budgets find the pods by it, and Helm its objects";
                findings
                    .always(found.note(note).help("give the label a name of your own, such as `example.com/part-of`"));
            }
        }
    });
}
