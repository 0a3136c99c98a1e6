//! Params of the installation that are a field: the chart reads one key, so they are the field in every environment, and nothing
//! that is settled when images are built can be made of it.

use super::walk::all;
use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::check::late;
use crate::model::environment::{Environment, View};
use crate::schema::attributes::Attribute;
use crate::schema::{Field, image, ingress};
use smol_str::SmolStr;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in all(environment) {
            for field in late::LATE.into_iter().filter(|field| view.kind.all_fields().any(|own| own.is(field))) {
                otherwise(context, environment, view, field, findings);
            }
        }
    }
    built(context, findings);
}

/// An environment in which the field is something else than the param that it is in another.
fn otherwise(
    context: &Context<'_>,
    environment: &Environment<'_>,
    view: &View<'_>,
    field: &'static Field,
    findings: &mut Findings,
) {
    let own = param(view, field);
    let elsewhere = context.environments.iter().find_map(|other| {
        let other = other.get(view.kind, view.name)?;
        param(other, field).filter(|param| Some(*param) != own).map(|param| (param, other))
    });
    let Some((param, other)) = elsewhere else { return };
    let message = format!(
        "`{}` of {} `{}` is param `{param}` in other environments, but not here",
        field.name, view.kind.name, view.name
    );
    let found = finding(Code::E0340, view.place(field), message).label(other.place(field), "the param");
    let found = found.note("the chart reads one key, which is the param's in every environment or in none");
    findings.about(
        environment,
        view,
        found.help(format!("write `{} = param.{param}` here too, or nothing", field.name)),
    );
}

fn param<'a>(view: &View<'a>, field: &Field) -> Option<&'a SmolStr> {
    view.field(field)?.param.as_ref()
}

/// A public address at a host that is given to Helm, in an image that is built before.
fn built(context: &Context<'_>, findings: &mut Findings) {
    let public = [Attribute::PublicHost, Attribute::PublicOrigin, Attribute::PublicUrl];
    for (environment, mention) in context.mentions().filter(|(_, mention)| mention.owner.kind.is(&image::IMAGE)) {
        let reference = mention.target.reference.filter(|own| own.attribute.is_some_and(|own| public.contains(&own)));
        let Some(reference) = reference else { continue };
        let leads = |own: &&View<'_>| {
            own.blocks_of(&ingress::ROUTE)
                .filter_map(|route| route.block(&ingress::TO))
                .any(|(_, to)| to == reference.target())
        };
        let mut ways = environment.all(&ingress::INGRESS).values().filter(|own| own.is_on()).filter(leads);
        let Some((own, param)) = ways.find_map(|own| Some((own, param(own, &ingress::HOST)?))) else { continue };
        let message = format!("param `{param}` is not known yet: it is given to Helm");
        let found = finding(Code::E0314, reference.span, message).label(own.place(&ingress::HOST), "it is this host");
        let found = found.note("images are built before");
        let help = "take `at = install` away from the param to give it to todoc instead (`--set`)";
        findings.about(environment, mention.owner, found.help(help));
    }
}
