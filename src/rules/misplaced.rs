//! References that are known only where they do not stand: what a pod knows of itself, variables of a container, and what
//! is given to Helm.

use super::walk::{Place, values, written};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::{Block, Reference};
use crate::schema::attributes::Root;
use crate::schema::{container, environment, image, secret, stack};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    written(context.program, &mut |owner, block| {
        for (place, value) in values(block) {
            let misplaced = value.references().into_iter().filter_map(|reference| misplaced(owner, place, reference));
            misplaced.for_each(|found| findings.always(found));
        }
    });
}

fn misplaced(owner: &Block, place: Place<'_>, reference: &Reference) -> Option<Diagnostic> {
    match reference.root {
        Root::Pod if !is_in_container(owner, place) => Some(
            finding(Code::E0314, reference.span, "only a container knows its `pod`")
                .help("it can stand in the `env`, `command` and `args` of a service, job or cron"),
        ),
        Root::Env if !is_in_container(owner, place) => Some(
            finding(Code::E0314, reference.span, "no variables of a container are known here")
                .help("`${env.NAME}` can stand in the `env`, `command` and `args` of a service, job or cron"),
        ),
        Root::Param if is_build_time(owner) => Some(
            finding(
                Code::E0314,
                reference.span,
                format!("param `{}` is not known yet: it is given to Helm", reference.target()),
            )
            .note(format!("`{}` is settled when todoc runs", owner.kind.name))
            .help("take `at = install` away from the param to give it to todoc instead (`--set`)"),
        ),
        Root::Service
        | Root::Database
        | Root::Secret
        | Root::Config
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => None,
    }
}

/// Whether a container reads it: one of its variables, or a word of its command.
fn is_in_container(owner: &Block, place: Place<'_>) -> bool {
    match place.field {
        Some(field) => field.is(&container::COMMAND) || field.is(&container::ARGS),
        None => place.kind.is(&container::ENV) && !owner.kind.is(&image::IMAGE),
    }
}

/// Whether nothing of the block is left to Helm.
fn is_build_time(owner: &Block) -> bool {
    let kinds = [
        &image::IMAGE,
        &environment::CLUSTER,
        &environment::ENVIRONMENT,
        &environment::PROFILE,
        &stack::STACK,
        &stack::PARAM,
        &secret::SECRETS,
    ];
    kinds.iter().any(|kind| owner.kind.is(kind))
}
