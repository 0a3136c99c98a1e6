//! What several rules ask.

use crate::diagnostics::Severity;
use crate::model::environment::{Environment, View};
use crate::model::typed::{Kind, Layer};
use crate::schema::{self, choices, container, database, image, job, port, service};
use crate::source::Span;
use std::collections::BTreeSet;

/// How severe a finding is in development, staging and production; none where it is none at all.
pub(super) fn by_profile(environment: &Environment<'_>, severities: [Option<Severity>; 3]) -> Option<Severity> {
    let [development, staging, production] = severities;
    if is_production(environment) {
        production
    } else if environment.profile == &choices::STAGING {
        staging
    } else {
        development
    }
}

pub(super) fn is_production(environment: &Environment<'_>) -> bool {
    environment.profile == &choices::PRODUCTION
}

/// A field's place where a user wrote it, else the block's.
pub(super) fn place(view: &View<'_>, field: &schema::Field) -> Span {
    let is_written = view.layer_of(field).is_some_and(|layer| layer > Layer::BuiltIn);
    if is_written { view.place(field) } else { view.head() }
}

/// The services that are there, those outside of the cluster too.
pub(super) fn services<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    environment.all(&service::SERVICE).values().filter(|view| view.is_on())
}

/// The services that run in the cluster.
pub(super) fn running<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    services(environment)
        .filter(|view| view.value(&container::IMAGE).is_some() && view.value(&service::EXTERNAL).is_none())
}

/// The databases that run in the cluster.
pub(super) fn databases<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    let all = environment.all(&database::DATABASE).values();
    all.filter(|view| view.is_on() && view.value(&database::EXTERNAL).is_none())
}

/// What runs containers of the user's images: services, jobs, schedules.
pub(super) fn containers<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    let jobs = [&job::JOB, &job::CRON].into_iter().flat_map(|kind| environment.all(kind).values());
    running(environment).chain(jobs.filter(|view| view.is_on()))
}

/// The `image` block that a container runs, where it runs one.
pub(super) fn image_of<'e, 'a>(environment: &'e Environment<'a>, view: &View<'a>) -> Option<&'e View<'a>> {
    let (_, name) = view.block(&container::IMAGE)?;
    environment.on(&image::IMAGE, name)
}

/// The images of the stack that some container runs.
pub(super) fn images<'e, 'a>(environment: &'e Environment<'a>) -> Vec<&'e View<'a>> {
    let run: BTreeSet<&str> =
        containers(environment).filter_map(|view| view.block(&container::IMAGE)).map(|(_, name)| name).collect();
    let images = environment.all(&image::IMAGE).values();
    images.filter(|image| image.is_on() && run.contains(image.name)).collect()
}

/// The container ports of a service, each with its place.
pub(super) fn ports(service: &View<'_>) -> Vec<(i64, Span)> {
    let ports = service.children(&port::PORT);
    ports.iter().filter_map(|port| Some((port.int(&port::CONTAINER)?, port.place(&port::CONTAINER)))).collect()
}

/// The texts of a list, where none holds a reference.
pub(super) fn texts(view: &View<'_>, field: &'static schema::Field) -> Vec<smol_str::SmolStr> {
    view.list(field).iter().filter_map(crate::model::typed::Value::literal).collect()
}

/// Request and limit of a resource.
pub(super) fn ends(kind: &Kind) -> (Option<crate::types::Quantity>, Option<crate::types::Quantity>) {
    let quantity = |kind: &Kind| if let Kind::Quantity(quantity) = kind { Some(*quantity) } else { None };
    let Kind::Range(low, high) = kind else { return (quantity(kind), quantity(kind)) };
    let limit = quantity(&high.kind);
    // Kubernetes takes the limit for the request where only a limit is given.
    (quantity(&low.kind).or(limit), limit)
}
