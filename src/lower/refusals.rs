//! What the chart refuses because one block cannot do without another that is switched off by hand.

use super::across::Across;
use super::{Context, Part, reference};
use crate::chart::tree::Test;

/// The chart refuses a workload without what it cannot do without.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    for need in context.network.needs(across.name) {
        let Some(target) = context.find(need.kind, &need.name) else { continue };
        let Some(there) = reference::is_there(target) else { continue };
        let used = need.uses.clone().and_then(Test::any);
        let when = Test::all([across.enabled(), !there].into_iter().chain(used));
        part.refuse(
            when,
            format!("{} needs {}: switch it on, or give {} another value", across.name, need.name, need.what()),
        );
    }
}
