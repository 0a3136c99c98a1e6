//! References that are known only where they do not stand: what a pod knows of itself, variables of a container, what is given
//! to Helm, and all of them where a value is settled when todoc runs.

use super::walk::{Place, values, written};
use super::{Context, Findings, browser, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::late;
use crate::model::typed::{Block, Reference};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{
    self, Field, Type, account, chart, config, container, database, environment, image, ingress, page, pod, secret,
    stack,
};

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
        Root::Param if is_build_time(owner) => Some(late_param(owner, place, reference)),
        Root::Service
        | Root::Database
        | Root::Secret
        | Root::Config
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => settled(place, reference),
    }
}

/// A param of the installation in what is settled before; the tag and the digest of an image are keys of the values anyway.
fn late_param(owner: &Block, place: Place<'_>, reference: &Reference) -> Diagnostic {
    let message = format!("param `{}` is not known yet: it is given to Helm", reference.target());
    let found = finding(Code::E0314, reference.span, message);
    let found = found.note(format!("`{}` is settled when todoc runs", owner.kind.name));
    let help = "take `at = install` away from the param to give it to todoc instead (`--set`)";
    match place.field.filter(|field| field.is(&image::TAG) || field.is(&image::DIGEST)) {
        Some(field) => found.help(format!("{help}, or leave it out: Helm takes `api.image.{}` anyway", field.name)),
        None => found.help(help),
    }
}

/// A place whose value is settled when todoc runs takes no reference, or only those to the environment.
fn settled(place: Place<'_>, reference: &Reference) -> Option<Diagnostic> {
    let (name, takes) = match (place.field, place.key) {
        (Some(field), _) => (field.name, of_field(field)),
        (None, Some(_)) => (place.kind.name, of_map(place.kind)),
        (None, None) => return None,
    };
    let is_of_environment = reference.root == Root::Environment;
    // Addresses that no browser knows are told of as such.
    let is_browsers = place.key.is_some_and(|key| browser::prefix(key).is_some());
    let public = [Attribute::PublicUrl, Attribute::PublicOrigin, Attribute::PublicHost];
    let is_public = is_browsers || reference.attribute.is_some_and(|attribute| public.contains(&attribute));
    let fits = match takes {
        Takes::All => true,
        Takes::Build => is_of_environment || (reference.root == Root::Service && is_public),
        Takes::Environment => is_of_environment,
        Takes::Nothing => false,
    };
    if fits || reference.is_secret() || place.field.is_some_and(|field| matches!(field.ty, Type::Raw)) {
        return None;
    }
    let message = format!("`{name}` takes no `{}`: it is settled when todoc runs", reference.root.name());
    let found = finding(Code::E0314, reference.span, message);
    if reference.root == Root::Param && place.field.is_some_and(late::can_be_late) {
        let help = format!("let the param be the whole of it: `{name} = param.{}`", reference.target());
        return Some(found.help(help));
    }
    let keys = place.field.and_then(page::keys_of).filter(|_| reference.root == Root::Param);
    let found = match keys {
        Some(keys) => found.note(format!("in the chart's values it is {keys}, which Helm takes as it is")),
        None => found,
    };
    Some(match (takes, reference.root) {
        (_, Root::Param) => found.help("take `at = install` away from the param to give it to todoc instead (`--set`)"),
        (Takes::Environment, _) => found.help("only what is known of `environment` can stand here"),
        (Takes::All | Takes::Build | Takes::Nothing, _) => found.help("write the text itself"),
    })
}

/// Which references a place takes.
#[derive(Clone, Copy)]
enum Takes {
    All,
    /// To the environment, and to the public addresses of services.
    Build,
    Environment,
    Nothing,
}

fn of_field(field: &Field) -> Takes {
    let is = |fields: &[&Field]| fields.iter().any(|known| field.is(known));
    let commands = [&container::COMMAND, &container::ARGS, &config::TEXT];
    let rights = [&account::GROUPS, &account::RESOURCES, &account::NAMES, &account::VERBS];
    let known = [
        &ingress::HOST,
        &ingress::HOSTS,
        &ingress::ROUTE_HOST,
        &image::TAG,
        &chart::HOST,
        &database::BUCKET,
        &database::ENDPOINT,
        &database::REGION,
    ];
    // The default of a param is what its readers take.
    if is(&commands) || is(&rights) || is(&[&stack::DEFAULT]) {
        Takes::All
    } else if is(&known) {
        Takes::Environment
    } else {
        Takes::Nothing
    }
}

fn of_map(kind: &schema::Block) -> Takes {
    // What is text alone, and no scalar, is written down as it stands.
    let is_text = kind.entries.as_ref().is_some_and(|own| matches!(own.value, Type::Text(_)));
    let is = |kinds: &[&schema::Block]| kinds.iter().any(|known| kind.is(known));
    if is(&[&image::ARGS, &image::LABELS]) {
        Takes::Build
    } else if is_text || is(&[&pod::LABELS, &pod::DNS_OPTIONS, &container::SYSCTLS]) {
        Takes::Nothing
    } else {
        Takes::All
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
