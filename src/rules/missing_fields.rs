//! What a block means nothing without.

use super::walk::{is_used, used};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::schema::{self, choices, container, database, ingress, port, secret, service, stack};
use crate::secrets::sealed;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for view in used(environment) {
            let mut found = Vec::new();
            required(view, None, &mut found);
            special(view, &mut found);
            for diagnostic in found {
                findings.about(environment, view, diagnostic);
            }
        }
        store(environment, findings);
    }
}

/// Fields that are declared as required, in the block and in what is nested in it.
fn required(view: &View<'_>, owner: Option<&View<'_>>, found: &mut Vec<Diagnostic>) {
    for field in view.kind.all_fields().filter(|field| field.required && is_missing(view, field)) {
        if !is_elsewhere(view, field) {
            found.push(missing(view, owner, field));
        }
    }
    for nested in view.kind.blocks.iter().filter(|nested| nested.entries.is_none()) {
        for child in view.children(nested).iter().filter(|child| is_used(child)) {
            required(child, Some(owner.unwrap_or(view)), found);
        }
    }
}

fn is_missing(view: &View<'_>, field: &'static schema::Field) -> bool {
    view.value(field).is_none() && view.is_sound()
}

/// A service that runs elsewhere, or for which others answer, has no image.
fn is_elsewhere(view: &View<'_>, field: &schema::Field) -> bool {
    let is_missing = is_missing(view, &service::EXTERNAL) && is_missing(view, &service::TARGETS);
    field.is(&container::IMAGE) && view.kind.is(&service::SERVICE) && !is_missing
}

fn missing(view: &View<'_>, owner: Option<&View<'_>>, field: &'static schema::Field) -> Diagnostic {
    let what = match owner {
        Some(owner) => format!("{} of {}", called(view), called(owner)),
        None => called(view),
    };
    let found = finding(Code::E0204, view.head(), format!("{what} has no `{}`", field.name));
    let takes = describe::ty(&field.ty);
    if field.is(&container::IMAGE) && view.kind.is(&service::SERVICE) {
        return found.help(format!(
            "write `image = …` with {takes}; or `external = \"HOST\"` for a service that runs elsewhere"
        ));
    }
    if field.is(&port::CONTAINER) && view.field(&port::NODE_PORT).is_some() {
        let help = format!(
            "`node_port = …` alone means the port `{}`: write `port NAME {{ node_port = … }}` for another",
            view.name
        );
        return found.help(help);
    }
    found.help(format!("write `{} = …` with {takes}", field.name))
}

fn called(view: &View<'_>) -> String {
    if view.name.is_empty() { format!("`{}`", view.kind.name) } else { format!("{} `{}`", view.kind.name, view.name) }
}

/// What is required only together with something else.
fn special(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    if view.kind.is(&database::DATABASE) && view.base().is_none() {
        let engines = describe::list(choices::ENGINE.iter().map(|engine| engine.name));
        let message = format!("database `{}` has no engine", view.name);
        let help = format!("write `database {} : ENGINE {{ … }}`, where the engine is {engines}", view.name);
        found.push(finding(Code::E0204, view.head(), message).help(help));
    }
    if view.kind.is(&ingress::INGRESS) && leads_nowhere(view) {
        let message = format!("ingress `{}` has no `{}`", view.name, ingress::ROUTE.name);
        let help = "write `routes { \"/\" = SERVICE }` with the paths, and the services that serve them";
        found.push(finding(Code::E0204, view.head(), message).help(help));
    }
    if let Some(backup) = databases::backup(view).filter(|own| own.choice(&database::TO) == Some(&choices::TO_S3)) {
        let needed = [&database::BUCKET, &database::ACCESS_KEY, &database::SECRET_KEY];
        for field in needed.into_iter().filter(|field| is_missing(&backup, field)) {
            let message = format!("`backup` of database `{}` goes to S3 without `{}`", view.name, field.name);
            let found_here = finding(Code::E0204, backup.place(&database::TO), message);
            found.push(found_here.help(format!("write `{} = …` with {}", field.name, describe::ty(&field.ty))));
        }
    }
    let file = view.choice(&secret::DELIVER_FIELD) == Some(&choices::DELIVER_FILE);
    if view.kind.is(&secret::SECRET) && file && is_missing(view, &secret::PATH) {
        let found_here =
            finding(Code::E0204, view.head(), format!("secret `{}` is a file without a `path`", view.name));
        let found_here = found_here.label(view.place(&secret::DELIVER_FIELD), "it is delivered as a file");
        found.push(found_here.help("write `path = \"/…\"` with the file's place in the container"));
    }
    let install = view.choice(&stack::AT) == Some(&choices::INSTALL);
    if view.kind.is(&stack::PARAM) && install && is_missing(view, &stack::KEY) {
        let found_here = finding(Code::E0204, view.head(), format!("param `{}` has no `key`", view.name));
        let found_here = found_here.label(view.place(&stack::AT), "it is given to Helm, by a key of the values");
        found.push(found_here.help("write `key = \"…\"` with the path of the values, such as `\"backend.logLevel\"`"));
    }
}

/// Whether nobody says where requests go, so that nothing is written. Routes that an environment switches off are another matter.
fn leads_nowhere(view: &View<'_>) -> bool {
    view.blocks_of(&ingress::ROUTE).next().is_none() && view.is_sound()
}

/// The External Secrets Operator fetches from a store, and a file holds what is sealed.
fn store(environment: &Environment<'_>, findings: &mut Findings) {
    let view = &environment.secrets;
    let Some(base) = view.base() else { return };
    if base.value == choices::EXTERNAL_SECRETS.name && is_missing(view, &secret::STORE) {
        let found = finding(Code::E0204, base.span, "`secrets : external-secrets` has no `store`");
        findings.about(environment, view, found.help("write `store = \"…\"` with the name of the SecretStore"));
    }
    if base.value == choices::SEALED_SECRETS.name && is_missing(view, &secret::FILE) {
        let found = finding(Code::E0204, base.span, "`secrets : sealed-secrets` has no `file`");
        let help =
            format!("write `file = \"…\"`, and make the file: {}", sealed::how_to_make(environment.name, "FILE"));
        findings.about(environment, view, found.help(help));
    }
}
