//! A secret of another type than the place wants that names it.

use super::{Context, Findings, Mention, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::View;
use crate::schema::attributes::Attribute;
use crate::schema::{Choice, Field, choices, container, ingress, pod, secret};
use crate::secrets::{key_of_part, part_names};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for (environment, mention) in context.mentions().filter(|(_, mention)| mention.target.kind.is(&secret::SECRET)) {
        let Some(view) = environment.on(&secret::SECRET, mention.target.name) else { continue };
        let found = wanted(mention).and_then(|(field, kind)| other_type(mention, view, field, kind));
        if let Some(found) = found.or_else(|| part(mention, view)) {
            findings.report(environment, found);
        }
    }
}

fn kind(view: &View<'_>) -> &'static Choice {
    view.choice(&secret::TYPE).unwrap_or(&choices::OPAQUE)
}

/// The type that a field wants.
fn wanted(mention: &Mention<'_>) -> Option<(&'static Field, &'static Choice)> {
    let fields = [(&ingress::TLS_SECRET, &choices::TLS), (&pod::PULL_SECRETS, &choices::DOCKER_CONFIG)];
    let stands_in = |field: &Field| mention.place.field.is_some_and(|own| own.is(field));
    fields.into_iter().find(|(field, _)| stands_in(field))
}

fn other_type(
    mention: &Mention<'_>,
    view: &View<'_>,
    field: &'static Field,
    wanted: &'static Choice,
) -> Option<Diagnostic> {
    let own = kind(view);
    if own == wanted {
        return None;
    }
    let (name, target) = (mention.target.name, mention.target.span);
    let message = format!("`{}` takes a secret of type `{}`, and `{name}` is `{}`", field.name, wanted.name, own.name);
    let found = finding(Code::E0337, target, message).label(view.place(&secret::TYPE), "its type");
    Some(found.help(format!("write `type = {}` in secret `{name}`", wanted.name)))
}

/// A part that the type has not got, or none where it has several and one variable can hold only one.
fn part(mention: &Mention<'_>, view: &View<'_>) -> Option<Diagnostic> {
    let reference = mention.target.reference?;
    let (own, name) = (kind(view), view.name);
    let parts: Vec<&str> = part_names(own).collect();
    let words = || describe::list(parts.iter().copied());
    let message = match reference.attribute {
        Some(Attribute::Object | Attribute::Key) => return None,
        Some(part) if key_of_part(own, part.name()).is_some() => return None,
        Some(part) => format!("secret `{name}` of type `{}` has no `{}`", own.name, part.name()),
        None if parts.is_empty() || !mention.place.kind.is(&container::ENV) => return None,
        None => format!("secret `{name}` of type `{}` has several keys", own.name),
    };
    let found = finding(Code::E0337, mention.target.span, message).label(view.place(&secret::TYPE), "its type");
    Some(if parts.is_empty() { found } else { found.help(format!("say which one is meant: {}", words())) })
}
