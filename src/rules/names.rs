//! Names so long that a chart must cut them.

use super::walk::written;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::Block;
use crate::schema::{config, database, ingress, job, service};
use crate::syntax::ast::Name;

/// From here on little is left of a name: objects have 52 characters, for the release, the stack and the block together.
const LONG: usize = 40;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    written(context.program, &mut |_, block| {
        let Some(name) = &block.name else { return };
        if let Some(found) = long(block, name) {
            findings.always(found);
        }
    });
}

fn long(block: &Block, name: &Name) -> Option<Diagnostic> {
    let kinds = [&service::SERVICE, &job::JOB, &job::CRON, &database::DATABASE, &config::CONFIG, &ingress::INGRESS];
    let length = name.value.len();
    if length <= LONG || !kinds.iter().any(|kind| block.kind.is(kind)) {
        return None;
    }
    let found = finding(
        Code::W0113,
        name.span,
        format!("`{}` has {length} characters, so the names of its objects are cut", name.value),
    );
    let note = "an object's name has 52 characters at most, with those of the release and the stack in it; a longer one is \
        cut and ends in a hash";
    Some(found.note(note).help(format!("a name of up to {LONG} characters stays readable")))
}
