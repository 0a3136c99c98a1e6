//! Names that the language leaves free but Kubernetes does not, and names so long that the chart must cut them.

use super::walk::written;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::{Block, Kind};
use crate::schema::{choices, config, database, ingress, job, port, service};
use crate::syntax::ast::Name;
use crate::types::{Problem, names, path};

/// From here on little is left of a name: objects have 52 characters, for the release, the stack and the block together.
const LONG: usize = 40;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    written(context.program, &mut |_, block| {
        let Some(name) = &block.name else { return };
        if let Some(problem) = refused(block, name) {
            let found = finding(Code::E0106, name.span, problem.message);
            findings.always(match (problem.help, problem.suggestion) {
                (Some(help), _) => found.help(help),
                (None, Some(near)) => found.help(format!("`{near}` would do")),
                (None, None) => found,
            });
        }
        if let Some(found) = long(block, name) {
            findings.always(found);
        }
    });
}

/// What Kubernetes has against the name of a port, file or route.
fn refused(block: &Block, name: &Name) -> Option<Problem> {
    if block.kind.is(&port::PORT) {
        return names::port_name(&name.value).err();
    }
    if block.kind.is(&config::FILE) {
        return names::config_key(&name.value).err();
    }
    let is_free = matches!(block.own(&ingress::TYPE).map(|value| &value.kind), Some(Kind::Choice(choice)) if **choice == choices::IMPLEMENTATION);
    if block.kind.is(&ingress::ROUTE) && !(is_free && name.value.starts_with('/')) {
        return path::http_path(&name.value).err();
    }
    None
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
    let note = "an object's name has at most 52 characters, with the release's and the stack's name in it; what is longer is cut and ends in a hash";
    Some(found.note(note).help(format!("a name of up to {LONG} characters stays readable")))
}
