//! One service account that several workloads would make.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::schema::account::{NAME, SERVICE_ACCOUNT};
use crate::schema::job;
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let mut made: BTreeMap<&str, Span> = BTreeMap::new();
        for view in facts::pods(environment).filter(|view| view.value(&job::BEFORE).is_none()) {
            let Some(account) = view.child(&SERVICE_ACCOUNT) else { continue };
            let Some(name) = account.text(&NAME) else { continue };
            let place = account.place(&NAME);
            let Some(first) = made.get(name) else {
                made.insert(name, place);
                continue;
            };
            let found = finding(Code::E0460, place, format!("service account `{name}` is made twice"));
            let found =
                found.label(*first, "made here").note("an object can be made but once, so Helm refuses the chart");
            findings.about(environment, view, found.help(format!("write `existing = \"{name}\"` to share it")));
        }
    }
}
