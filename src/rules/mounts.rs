//! Containers beside the main one: volumes that they mount, and what only a whole pod can have.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::View;
use crate::schema::{container, job, port, sidecar, volume};
use crate::source::Span;
use crate::types::nearest;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    let mut mounted: BTreeMap<(&str, &str, &str), (bool, Diagnostic)> = BTreeMap::new();
    for environment in context.environments {
        for pod in facts::pods(environment) {
            for container in facts::containers_of(pod).filter(|container| !container.is_main()) {
                for found in beside(container) {
                    findings.about(environment, pod, found);
                }
            }
            for volume in pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
                if !has_beside(pod) && volume.is_sound() && volume.value(&volume::PATH).is_none() {
                    findings.about(environment, pod, pathless(pod, volume));
                    continue;
                }
                let key = (pod.kind.name, pod.name, volume.name);
                let entry = mounted.entry(key).or_insert_with(|| (false, unmounted(pod, volume)));
                entry.0 |= is_mounted(pod, volume) || pod.waiver(Code::W0301.name());
            }
        }
    }
    mounted.into_values().filter(|(is_mounted, _)| !is_mounted).for_each(|(_, found)| findings.always(found));
}

fn beside(container: Container<'_, '_>) -> Vec<Diagnostic> {
    let mounts = container.own.blocks_of(&sidecar::MOUNT);
    let mut found: Vec<Diagnostic> = mounts.filter_map(|mount| misses(container, mount)).collect();
    found.extend(group(container));
    found.extend(never_ends(container));
    found.extend(beside_the_service(container));
    found
}

/// A mount of a volume that is not there, or at no path.
fn misses(container: Container<'_, '_>, mount: &View<'_>) -> Option<Diagnostic> {
    let pod = container.pod;
    let Some(volume) = pod.blocks_of(&volume::VOLUME).find(|volume| volume.name == mount.name) else {
        return Some(unknown(pod, mount));
    };
    if !volume.bool(&volume::ENABLED) {
        let message = format!("volume `{}` of {} `{}` is switched off", volume.name, pod.kind.name, pod.name);
        let found = finding(Code::E0307, mount.head(), message);
        return Some(found.label(volume.place(&volume::ENABLED), "switched off here"));
    }
    if mount.value(&sidecar::PATH).is_some() || volume.value(&volume::PATH).is_some() || !mount.is_sound() {
        return None;
    }
    let message = format!("mount `{}` of {} has no `path`", mount.name, container.called());
    let found = finding(Code::E0204, mount.head(), message).label(volume.head(), "and the volume has none either");
    Some(found.help("write `path = \"/…\"` with the place in the container"))
}

fn unknown(pod: &View<'_>, mount: &View<'_>) -> Diagnostic {
    let message = format!("{} `{}` has no volume `{}`", pod.kind.name, pod.name, mount.name);
    let place: Span = mount.head();
    let found = finding(Code::E0301, place, message);
    let known = || pod.blocks_of(&volume::VOLUME).map(|volume| volume.name);
    match nearest(mount.name, known()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None if known().next().is_none() => {
            found.help(format!("write `volume {} {{ … }}` in {} `{}`", mount.name, pod.kind.name, pod.name))
        }
        None => found.help(format!("there is {}", describe::list(known()))),
    }
}

/// The files of volumes have one group for the whole pod.
fn group(container: Container<'_, '_>) -> Option<Diagnostic> {
    let security = container.own.child(&container::SECURITY)?;
    let own = security.field(&container::FS_GROUP).filter(|own| !own.value.is_none())?;
    let message = format!("`{}` of {} means nothing here", own.field.name, container.called());
    let found = finding(Code::E0212, own.key, message).note("the files of volumes have one group for the whole pod");
    Some(found.help(format!("write it in `security` of {} `{}`", container.pod.kind.name, container.pod.name)))
}

/// The port of a container beside the main one is no port of the Service.
fn beside_the_service(container: Container<'_, '_>) -> Option<Diagnostic> {
    if container.is_main() {
        return None;
    }
    let mut ports = container.own.blocks_of(&port::PORT);
    let (port, own) = ports.find_map(|port| {
        let fields = [&port::SERVICE, &port::NODE_PORT, &port::APP_PROTOCOL];
        fields.into_iter().find_map(|field| Some((port, port.field(field).filter(|own| !own.value.is_none())?)))
    })?;
    let message = format!("`{}` of port `{}` of {} means nothing here", own.field.name, port.name, container.called());
    let found = finding(Code::E0212, own.key, message).note("the Service has the ports of the block around it alone");
    let help = format!(
        "declare the port in {} `{}` instead: its pods listen there, whichever container does",
        container.pod.kind.name, container.pod.name
    );
    Some(found.help(help))
}

/// A job that runs before a service is an init container, beside which nothing can run.
fn never_ends(container: Container<'_, '_>) -> Option<Diagnostic> {
    let before = container.pod.value(&job::BEFORE).filter(|_| container.own.kind.is(&sidecar::SIDECAR))?;
    let message = format!("nothing can run beside job `{}`", container.pod.name);
    let found = finding(Code::E0212, container.own.head(), message);
    let found = found.label(before.span, "it runs in the pods of what stands here, before their containers");
    Some(found.help("write the sidecar in the service, or take `before` away"))
}

/// Whether it has a sidecar or init container that could mount it.
fn has_beside(pod: &View<'_>) -> bool {
    pod.blocks().iter().any(|view| view.kind.is(&sidecar::SIDECAR) || view.kind.is(&sidecar::INIT))
}

fn pathless(pod: &View<'_>, volume: &View<'_>) -> Diagnostic {
    let message = format!("volume `{}` of {} `{}` has no `path`", volume.name, pod.kind.name, pod.name);
    let help = format!("write `path = …` with {}", describe::ty(&volume::PATH.ty));
    finding(Code::E0204, volume.head(), message).help(help)
}

fn is_mounted(pod: &View<'_>, volume: &View<'_>) -> bool {
    let is_beside =
        |container: Container<'_, '_>| container.own.blocks_of(&sidecar::MOUNT).any(|mount| mount.name == volume.name);
    volume.value(&volume::PATH).is_some() || facts::containers_of(pod).any(is_beside)
}

fn unmounted(pod: &View<'_>, volume: &View<'_>) -> Diagnostic {
    let message = format!("nothing mounts volume `{}` of {} `{}`", volume.name, pod.kind.name, pod.name);
    let found = finding(Code::W0301, volume.head(), message);
    found.help(format!("write `{} = \"/…\"`, or `mount {}` in a sidecar", volume::PATH.name, volume.name))
}
