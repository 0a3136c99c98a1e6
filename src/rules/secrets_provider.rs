//! Where the secrets of production come from.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Severity};
use crate::schema::choices;
use crate::secrets::declared;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let Some(base) = environment.secrets.base() else { continue };
        let values = base.value == choices::INSTALL_VALUES.name;
        let existing = base.value == choices::EXISTING.name;
        let severity = if facts::is_production(environment) && (values || existing) {
            Severity::Error
        } else if environment.profile == &choices::STAGING && values {
            Severity::Warning
        } else {
            continue;
        };
        if declared(environment).is_empty() {
            continue;
        }
        let is_written = environment
            .secrets
            .layers
            .iter()
            .any(|layer| layer.base.as_ref() == Some(base) && layer.layer > crate::model::typed::Layer::BuiltIn);
        let place = if is_written { base.span } else { environment.settings.head() };
        let message = format!("the secrets of environment `{}` come from `{}`", environment.name, base.value);
        let note = if values {
            "values given to Helm stay in the history of shells and pipelines, and in the release itself"
        } else {
            "nothing keeps a Secret that was made by hand: it is lost with its namespace, and nobody knows who changed it"
        };
        let help = "write `secrets : external-secrets { store = \"…\" }`, or `allow { unsafe-secrets-provider = \"the reason\" }`";
        let found = finding(Code::E0412, place, message).severity(severity).note(note).help(help);
        findings.about(environment, &environment.secrets, found);
    }
}
