//! A database in a file of the container: where it can't be written, and where every pod has its own.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::model::scale::scale;
use crate::model::typed::Entry;
use crate::schema::{choices, container, image, service, sidecar, volume};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for container in facts::containers(environment) {
            for (name, entry) in container.own.entries(&container::ENV) {
                if let Some(path) = entry.value.literal().and_then(|text| database_path(&text)) {
                    read_only(environment, container, (name, entry, &path), findings);
                    shared(environment, container.pod, (name, entry), findings);
                }
            }
        }
    }
}

/// The file of a URL such as `sqlite:///relative` or `sqlite:////absolute`, as `SQLAlchemy` reads it; none for one in memory.
fn database_path(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    if scheme != "sqlite" && scheme != "sqlite3" && !scheme.starts_with("sqlite+") {
        return None;
    }
    let path = rest.strip_prefix('/').unwrap_or(rest).split('?').next()?;
    (!path.is_empty() && path != ":memory:").then(|| path.to_owned())
}

fn read_only(
    environment: &Environment<'_>,
    container: Container<'_, '_>,
    (name, entry, path): (&str, &Entry, &str),
    findings: &mut Findings,
) {
    let view = container.own;
    let read_only = view.child(&container::SECURITY).is_none_or(|security| security.bool(&container::READ_ONLY_ROOT));
    let folders = writable(environment, container);
    if !read_only || folders.iter().any(|folder| lies_in(path, view.text(&container::WORKING_DIR), folder)) {
        return;
    }
    let message = format!("`{name}` is a database in `{path}`, where {} can't write", container.called());
    let found = finding(Code::E0419, entry.value.span, message);
    let note = format!("the container's file system is read-only; it can write to {}", folders.join(", "));
    let help = "put the file on a volume (`volume data { size = 1Gi  path = \"/data\" }`, `sqlite:////data/app.db`), or use `database`";
    findings.about(environment, container.pod, found.note(note).help(help));
}

fn shared(environment: &Environment<'_>, view: &View<'_>, (name, entry): (&str, &Entry), findings: &mut Findings) {
    if !view.kind.is(&service::SERVICE) {
        return;
    }
    let most = scale(view).most;
    let is_daemon = view.choice(&service::KIND) == Some(&choices::DAEMON_SET);
    if most < 2 && !is_daemon {
        return;
    }
    let message = format!("`{name}` is a file, and service `{}` has several pods", view.name);
    let found = finding(Code::E0420, entry.value.span, message);
    let place = facts::place(view, if is_daemon { &service::KIND } else { &service::REPLICAS });
    let found = if is_daemon {
        found.label(place, "one pod on every node")
    } else {
        found.label(place, format!("up to {most} pods"))
    };
    let note =
        "each pod sees a database of its own, or they break the one they share: SQLite locks do not hold across nodes";
    findings.about(environment, view, found.note(note).help("use `database NAME : postgres`, or `replicas = 1`"));
}

/// The folders that a container can write to.
fn writable(environment: &Environment<'_>, container: Container<'_, '_>) -> Vec<String> {
    let view = container.own;
    let mut folders = vec!["/tmp".to_owned()];
    folders.extend(facts::texts(view, &container::WRITABLE).into_iter().map(String::from));
    let image = facts::image_of(environment, view);
    folders.extend(image.into_iter().flat_map(|image| facts::texts(image, &image::WRITABLE)).map(String::from));
    for volume in container.pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
        let is_file = volume.value(&volume::CONFIG).is_some() || volume.value(&volume::SECRET).is_some();
        let own = volume.text(&volume::PATH);
        let (path, read_only) = if container.is_main() {
            (own, volume.bool(&volume::READ_ONLY))
        } else {
            let mount = view.nested(&sidecar::MOUNT, volume.name);
            let path = mount.as_ref().and_then(|mount| mount.text(&sidecar::PATH).or(own));
            (path, mount.is_some_and(|mount| mount.bool(&sidecar::READ_ONLY)))
        };
        folders.extend(path.filter(|_| !is_file && !read_only).map(str::to_owned));
    }
    folders
}

/// Whether a path lies in a folder. Where the working folder is not known, a relative path may lie in any folder that ends with
/// its own.
fn lies_in(path: &str, working: Option<&str>, folder: &str) -> bool {
    let below = |path: &str| path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'));
    let relative = path.trim_start_matches("./");
    if path.starts_with('/') {
        return below(path);
    }
    if let Some(working) = working {
        return below(&format!("{}/{relative}", working.trim_end_matches('/')));
    }
    let Some((parent, _)) = relative.rsplit_once('/') else { return false };
    folder.ends_with(&format!("/{parent}"))
}
