//! Two volumes that a container mounts at one path.
//! <https://kubernetes.io/docs/concepts/storage/volumes/>

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::Environment;
use crate::model::mounts::{self, Mount};
use rustc_hash::FxHashMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for pod in facts::pods(environment) {
            for found in facts::containers_of(pod).flat_map(|own| twice(environment, own)) {
                findings.about(environment, pod, found);
            }
        }
    }
}

fn twice<'a>(environment: &Environment<'a>, container: Container<'_, 'a>) -> Vec<Diagnostic> {
    let mounts = mounts::of(environment, container.own, Some(container.pod));
    let mut seen: FxHashMap<&str, &Mount<'_>> = FxHashMap::default();
    let mut found = Vec::new();
    for mount in &mounts {
        // The root has no other way to be written.
        let path = if mount.path == "/" { "/" } else { mount.path.trim_end_matches('/') };
        let first = *seen.entry(path).or_insert(mount);
        if (first.kind, first.name) != (mount.kind, mount.name) {
            let called = container.called();
            let (own, other) = (format!("{} `{}`", first.kind, first.name), format!("{} `{}`", mount.kind, mount.name));
            let message = format!("{called} mounts {own} and {other} at `{path}`");
            let diagnostic = finding(Code::E0498, mount.place, message).label(first.place, "the other is mounted here");
            found.push(diagnostic.help("give one of them another path"));
        }
    }
    found
}
