//! Two volumes that a container mounts at one path.
//! <https://kubernetes.io/docs/concepts/storage/volumes/>

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::mounts::{self, Mount};
use rustc_hash::FxHashMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for pod in facts::pods(environment) {
            for found in facts::containers_of(pod).flat_map(twice) {
                findings.about(environment, pod, found);
            }
        }
    }
}

fn twice(container: Container<'_, '_>) -> Vec<Diagnostic> {
    let mut seen: FxHashMap<&str, Mount<'_>> = FxHashMap::default();
    let mut found = Vec::new();
    for mount in mounts::of(container.own, Some(container.pod)) {
        // The root has no other way to be written.
        let path = if mount.path == "/" { mount.path } else { mount.path.trim_end_matches('/') };
        let first = *seen.entry(path).or_insert(mount);
        if first.volume != mount.volume {
            let called = container.called();
            let message = format!("{called} mounts volumes `{}` and `{}` at `{path}`", first.volume, mount.volume);
            let diagnostic = finding(Code::E0498, mount.place, message).label(first.place, "the other is mounted here");
            found.push(diagnostic.help("give one of them another path"));
        }
    }
    found
}
