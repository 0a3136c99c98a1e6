//! What a pod would have twice: containers or volumes of one name, ports of one name or number.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::jobs::{self, Awaited};
use crate::schema::{container, image, job, port, service, sidecar, volume};
use crate::source::Span;
use crate::types::names;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for pod in facts::pods(environment) {
            let mut found = Vec::new();
            let containers: Vec<Container<'_, '_>> = containers(environment, pod).collect();
            clashes("containers", named(environment, pod, &containers), &mut found);
            clashes("ports", ports(&containers, |port| Some(port.name.to_owned())), &mut found);
            clashes("ports", ports(&containers, number), &mut found);
            clashes("volumes", volumes(environment, &containers), &mut found);
            for diagnostic in found {
                findings.about(environment, pod, diagnostic);
            }
        }
    }
}

/// Something of a pod: what must be its own, what it is, and where that stands.
struct Thing {
    key: String,
    what: String,
    place: Span,
}

fn clashes(kind: &str, things: Vec<Thing>, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, Thing> = BTreeMap::new();
    for thing in things {
        if let Some(first) = seen.get(&thing.key).filter(|first| first.place != thing.place) {
            let message = format!("{} and {} would be two {kind} `{}` of one pod", first.what, thing.what, thing.key);
            let diagnostic = finding(Code::E0430, thing.place, message).label(first.place, "the other is here");
            found.push(diagnostic.help("give one of them another name or number"));
        } else {
            seen.insert(thing.key.clone(), thing);
        }
    }
}

/// The containers of a block's pods, with those of the jobs that run before it there.
fn containers<'e, 'a>(environment: &'e Environment<'a>, pod: &'e View<'a>) -> impl Iterator<Item = Container<'e, 'a>> {
    let jobs = environment.all(&job::JOB).values().filter(|job| job.is_on());
    let before = jobs.filter(|job| pod.kind.is(&service::SERVICE) && jobs::is_before(job, pod.name));
    [pod].into_iter().chain(before).flat_map(facts::containers_of)
}

fn named(environment: &Environment<'_>, pod: &View<'_>, containers: &[Container<'_, '_>]) -> Vec<Thing> {
    let own = containers.iter().map(|container| Thing {
        key: container.own.name.to_owned(),
        what: container.called(),
        place: container.own.head(),
    });
    let waits = jobs::awaited(pod).into_iter().filter_map(|(awaited, place)| {
        let what = match awaited {
            Awaited::Block(kind, name) => format!("{} `{name}`", environment.on(kind, name)?.kind.name),
            Awaited::Host(host, port) => format!("`{host}:{port}`"),
        };
        Some(Thing { key: format!("wait-for-{}", awaited.name()), what: format!("the wait for {what}"), place })
    });
    own.chain(waits).collect()
}

fn ports(containers: &[Container<'_, '_>], key: impl Fn(&View<'_>) -> Option<String>) -> Vec<Thing> {
    let beside = containers.iter().filter(|container| !container.own.kind.is(&sidecar::INIT));
    let ports = beside.flat_map(|container| container.own.blocks_of(&port::PORT).map(move |port| (container, port)));
    let things = ports.filter_map(|(container, port)| {
        let what = format!("port `{}` of {}", port.name, container.called());
        Some(Thing { key: key(port)?, what, place: port.place(&port::CONTAINER) })
    });
    things.collect()
}

/// The number of a port with its protocol: only one container of a pod can listen there.
fn number(port: &View<'_>) -> Option<String> {
    let protocol = port.choice(&port::PROTOCOL_FIELD).map_or("TCP", |protocol| protocol.kubernetes);
    Some(format!("{}/{protocol}", port.int(&port::CONTAINER)?))
}

fn volumes(environment: &Environment<'_>, containers: &[Container<'_, '_>]) -> Vec<Thing> {
    let mut things = Vec::new();
    for container in containers {
        let declared = container.own.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED));
        things.extend(declared.map(|volume| Thing {
            key: volume.name.to_owned(),
            what: format!("volume `{}` of {}", volume.name, container.called()),
            place: volume.head(),
        }));
    }
    for container in containers {
        things.extend(folders(environment, *container));
    }
    things
}

/// The temporary folders of a container, each a volume. Jobs that run before a service share what is called alike.
fn folders(environment: &Environment<'_>, container: Container<'_, '_>) -> Vec<Thing> {
    let own = container.own;
    let is_read_only = own.child(&container::SECURITY).is_none_or(|security| security.bool(&container::READ_ONLY_ROOT));
    let image = facts::image_of(environment, own);
    let paths = image.into_iter().flat_map(|image| image.list(&image::WRITABLE)).chain(own.list(&container::WRITABLE));
    let owner = if container.is_main() { "" } else { own.name };
    let folders = paths.filter(|_| is_read_only).filter_map(|value| {
        let path = value.text()?;
        let key = names::folder_volume(owner, path);
        Some(Thing { key, what: format!("folder `{path}` of {}", container.called()), place: value.span })
    });
    folders.collect()
}
