//! What a pod would have twice: containers or volumes of one name, ports of one name or number.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::jobs::{self, Awaited};
use crate::model::mounts;
use crate::schema::{container, image, job, port, service, sidecar, volume};
use crate::source::Span;
use crate::types::names;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for pod in facts::pods(environment) {
            let mut found = Vec::new();
            let containers: Vec<Container<'_, '_>> = containers(environment, pod).collect();
            clashes("containers", &named(environment, pod, &containers), &mut found);
            clashes("ports", &ports(&containers, |port| Some(port.name.into())), &mut found);
            clashes("ports", &ports(&containers, |port| Some(number(port)?.into())), &mut found);
            clashes("volumes", &volumes(environment, &containers), &mut found);
            for diagnostic in found {
                findings.about(environment, pod, diagnostic);
            }
        }
    }
}

/// Something of a pod: what must be its own, what it is, and where that stands.
struct Thing<'e, 'a> {
    key: Cow<'a, str>,
    what: What<'e, 'a>,
    place: Span,
}

/// What a thing is, in words that are only needed where there are two.
enum What<'e, 'a> {
    /// A container.
    Container(Container<'e, 'a>),
    /// Something of a container, by its kind and name.
    Of(&'static str, &'a str, Container<'e, 'a>),
    /// What waits for something else.
    Wait(String),
}

impl What<'_, '_> {
    /// Whether both are containers or their volumes, and not of the same one: what is said of all jobs is said once, and each has it.
    fn is_of_other_container(&self, other: &Self) -> bool {
        let container = |what: &Self| match what {
            What::Container(container) => Some(*container),
            What::Of(kind, _, container) => (*kind == volume::VOLUME.name).then_some(*container),
            What::Wait(_) => None,
        };
        container(self).zip(container(other)).is_some_and(|(own, other)| !std::ptr::eq(own.own, other.own))
    }
}

impl fmt::Display for What<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Container(container) => f.write_str(&container.called()),
            What::Of(kind, name, container) => write!(f, "{kind} `{name}` of {}", container.called()),
            What::Wait(target) => write!(f, "the wait for {target}"),
        }
    }
}

fn clashes(kind: &str, things: &[Thing<'_, '_>], found: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<&str, &Thing<'_, '_>> = FxHashMap::default();
    for thing in things {
        let first = *seen.entry(&thing.key).or_insert(thing);
        if first.place != thing.place || first.what.is_of_other_container(&thing.what) {
            let message = format!("{} and {} would be two {kind} `{}` of one pod", first.what, thing.what, thing.key);
            let diagnostic = finding(Code::E0430, thing.place, message);
            found.push(if first.place == thing.place {
                diagnostic.help("it is said of both at once: say it in each, by another name")
            } else {
                diagnostic.label(first.place, "the other is here").help("give one of them another name or number")
            });
        }
    }
}

/// The containers of a block's pods, with those of the jobs that run before it there.
fn containers<'e, 'a>(environment: &'e Environment<'a>, pod: &'e View<'a>) -> impl Iterator<Item = Container<'e, 'a>> {
    let jobs = environment.all(&job::JOB).values().filter(|job| job.is_on());
    let before = jobs.filter(|job| pod.kind.is(&service::SERVICE) && jobs::is_before(job, pod.name));
    [pod].into_iter().chain(before).flat_map(facts::containers_of)
}

fn named<'e, 'a>(
    environment: &Environment<'_>,
    pod: &View<'_>,
    containers: &[Container<'e, 'a>],
) -> Vec<Thing<'e, 'a>> {
    let own = containers.iter().map(|container| Thing {
        key: container.own.name.into(),
        what: What::Container(*container),
        place: container.own.head(),
    });
    let waits = jobs::awaited(pod).into_iter().filter_map(|(awaited, place)| {
        let what = match awaited {
            Awaited::Block(kind, name) => format!("{} `{name}`", environment.on(kind, name)?.kind.name),
            Awaited::Host(host, port) => format!("`{host}:{port}`"),
        };
        Some(Thing { key: format!("wait-for-{}", awaited.name()).into(), what: What::Wait(what), place })
    });
    own.chain(waits).collect()
}

fn ports<'e, 'a>(
    containers: &[Container<'e, 'a>],
    key: impl Fn(&View<'a>) -> Option<Cow<'a, str>>,
) -> Vec<Thing<'e, 'a>> {
    let beside = containers.iter().filter(|container| !container.own.kind.is(&sidecar::INIT));
    let ports = beside.flat_map(|container| container.own.blocks_of(&port::PORT).map(move |port| (container, port)));
    let things = ports.filter_map(|(container, port)| {
        let what = What::Of("port", port.name, *container);
        Some(Thing { key: key(port)?, what, place: port.place(&port::CONTAINER) })
    });
    things.collect()
}

/// The number of a port with its protocol: only one container of a pod can listen there.
fn number(port: &View<'_>) -> Option<String> {
    let protocol = port.choice(&port::PROTOCOL_FIELD).map_or("TCP", |protocol| protocol.kubernetes);
    Some(format!("{}/{protocol}", port.int(&port::CONTAINER)?))
}

fn volumes<'e, 'a>(environment: &Environment<'a>, containers: &[Container<'e, 'a>]) -> Vec<Thing<'e, 'a>> {
    let mut things = Vec::new();
    for container in containers {
        let declared = container.own.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED));
        things.extend(declared.map(|volume| Thing {
            key: volume.name.into(),
            what: What::Of("volume", volume.name, *container),
            place: volume.head(),
        }));
    }
    for container in containers {
        things.extend(folders(environment, *container));
    }
    things
}

/// The temporary folders of a container, each a volume. Jobs that run before a service share what is called alike.
fn folders<'e, 'a>(environment: &Environment<'a>, container: Container<'e, 'a>) -> Vec<Thing<'e, 'a>> {
    let own = container.own;
    let is_read_only = own.child(&container::SECURITY).is_none_or(|security| security.bool(&container::READ_ONLY_ROOT));
    let image = facts::image_of(environment, own);
    let paths = image.into_iter().flat_map(|image| image.list(&image::WRITABLE)).chain(own.list(&container::WRITABLE));
    let owner = if container.is_main() { "" } else { own.name };
    let mounted = mounts::of(environment, own, Some(container.pod));
    let folders = paths.filter(|_| is_read_only).filter_map(|value| {
        // Where a volume is mounted there is no folder of its own.
        let path = value.text().filter(|path| mounted.iter().all(|mount| mount.path != **path))?;
        let key = names::folder_volume(owner, path).into();
        Some(Thing { key, what: What::Of("folder", path, container), place: value.span })
    });
    folders.collect()
}
