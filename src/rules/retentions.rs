//! What becomes of claims, said in two places.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::schema::{service, volume};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::running(environment) {
            let Some(own) = view.child(&service::CLAIM_RETENTION) else { continue };
            let Some(deleted) = own.field(&service::WHEN_DELETED) else { continue };
            let claims = view.blocks_of(&volume::VOLUME).filter(|claim| claim.bool(&volume::PER_REPLICA));
            for keep in claims.filter_map(|claim| claim.field(&volume::KEEP)) {
                let message =
                    format!("`claim_retention` and `keep` both say what becomes of the claims of `{}`", view.name);
                let found = finding(Code::E0210, deleted.key, message).label(keep.key, "`keep` says it here");
                findings.about(environment, view, found.help("keep one of them"));
            }
        }
    }
}
