//! What several rules ask.

use crate::diagnostics::Severity;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::model::typed::{Kind, Layer};
use crate::schema::{self, choices, container, database, image, job, port, service, sidecar};
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
        .filter(|view| view.value(&service::TARGETS).is_none())
}

/// The databases that run in the cluster.
pub(super) fn databases<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    let all = environment.all(&database::DATABASE).values();
    all.filter(|view| view.is_on() && !databases::is_external(view))
}

/// What runs pods of the user's images: services, jobs, schedules.
pub(super) fn pods<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = &'e View<'a>> {
    let jobs = [&job::JOB, &job::CRON].into_iter().flat_map(|kind| environment.all(kind).values());
    running(environment).chain(jobs.filter(|view| view.is_on()))
}

/// A container of the user's images.
#[derive(Debug, Clone, Copy)]
pub(super) struct Container<'e, 'a> {
    /// The block in whose pods it runs.
    pub(super) pod: &'e View<'a>,
    /// The block that says what it is: the same, or a sidecar or init container in it.
    pub(super) own: &'e View<'a>,
}

impl Container<'_, '_> {
    /// Whether it is the one that the pods are for.
    pub(super) fn is_main(self) -> bool {
        std::ptr::eq(self.pod, self.own)
    }

    /// What it is called: service `api`, or sidecar `proxy` of service `api`.
    pub(super) fn called(self) -> String {
        let called = |view: &View<'_>| format!("{} `{}`", view.kind.name, view.name);
        if self.is_main() { called(self.own) } else { format!("{} of {}", called(self.own), called(self.pod)) }
    }
}

/// The containers of a block's pods, the main one first.
pub(super) fn containers_of<'e, 'a>(pod: &'e View<'a>) -> impl Iterator<Item = Container<'e, 'a>> {
    let is_container = |view: &&View<'_>| view.kind.is(&sidecar::SIDECAR) || view.kind.is(&sidecar::INIT);
    let beside = pod.blocks().iter().filter(is_container).filter(|view| view.is_on());
    [pod].into_iter().chain(beside).map(move |own| Container { pod, own })
}

/// Every container of the user's images.
pub(super) fn containers<'e, 'a>(environment: &'e Environment<'a>) -> impl Iterator<Item = Container<'e, 'a>> {
    pods(environment).flat_map(containers_of)
}

/// The `image` block that a container runs, where it runs one.
pub(super) fn image_of<'e, 'a>(environment: &'e Environment<'a>, view: &View<'a>) -> Option<&'e View<'a>> {
    let (_, name) = view.block(&container::IMAGE)?;
    environment.on(&image::IMAGE, name)
}

/// The images of the stack that some container runs.
pub(super) fn images<'e, 'a>(environment: &'e Environment<'a>) -> Vec<&'e View<'a>> {
    let run: BTreeSet<&str> = containers(environment)
        .filter_map(|container| container.own.block(&container::IMAGE))
        .map(|(_, name)| name)
        .collect();
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
