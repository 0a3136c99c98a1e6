//! A secret whose value is replaced at every moment.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::typed::Value;
use crate::schema::secret;
use crate::types::Duration;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in environment.all(&secret::SECRET).values().filter(|view| view.is_on()) {
            if view.value(&secret::ROTATION).and_then(Value::duration) != Some(Duration::default()) {
                continue;
            }
            let message = format!("secret `{}` is replaced after no time at all", view.name);
            let found = finding(Code::E0338, view.place(&secret::ROTATION), message);
            let help = "say how long a value is good for, such as `90d`, or `none` where it is never replaced";
            findings.about(environment, view, found.help(help));
        }
    }
}
