//! Folders that a container may write to, and secrets that reach it as files.

use super::Storage;
use crate::chart::tree::{self, Item, Node, Place, list, map, pair};
use crate::lower::across::Across;
use crate::lower::container::Seat;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part, images, reference};
use crate::model::environment::{Environment, View};
use crate::model::mounts::{self, delivered};
use crate::model::typed::Reference;
use crate::schema::attributes::Root;
use crate::schema::container;
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// A temporary folder for `/tmp` and every path that the image writes to, where the root file system is read-only.
pub(super) fn writable(context: &Context<'_>, seat: Seat<'_, '_>, part: &mut Part, all: &mut Storage) {
    let across = seat.own;
    let security = across.with_defaults(&container::SECURITY);
    let read_only = security.each(|security| security.bool(&container::READ_ONLY_ROOT));
    let views = across.views.iter().zip(&seat.pod.views).zip(context.environments).zip(read_only);
    let folders: Vec<Option<Vec<&str>>> = views
        .map(|(((own, pod), environment), read_only)| {
            let (own, pod) = (own.as_ref()?, pod.as_ref());
            if read_only? { Some(of_environment(environment, own, pod)) } else { Some(Vec::new()) }
        })
        .collect();
    let mut paths: Vec<&str> = Vec::new();
    for path in folders.iter().flatten().flatten() {
        if !paths.contains(path) {
            paths.push(path);
        }
    }
    for path in paths {
        // Containers beside the main one have folders of their own.
        let name = names::folder_volume(if seat.is_main() { "" } else { across.name }, path);
        let on = folders.iter().map(|folders| folders.as_ref().map(|folders| folders.contains(&path)));
        let key = across.path(&format!("writable.{}", names::values_key(path)));
        let doc = format!("Whether {path} is a folder that the container may write to.");
        let when = part.switch(key, doc, across.origin(&container::WRITABLE), on);
        let mount = vec![pair("name", Node::text(name.clone())), pair("mountPath", Node::text(path))];
        all.mounts.extend(tree::guarded(when.clone(), Node::Map(mount)));
        let volume = vec![pair("name", Node::text(name)), pair("emptyDir", Node::EmptyMap)];
        all.volumes.extend(tree::guarded(when, Node::Map(volume)));
    }
}

/// The temporary folders of a container that can write nowhere else: where a volume is mounted there is none.
fn of_environment<'a>(environment: &Environment<'a>, own: &View<'a>, pod: Option<&View<'a>>) -> Vec<&'a str> {
    let mounted = mounts::of(environment, own, pod);
    let all = std::iter::once("/tmp").chain(images::writable(environment, own));
    all.filter(|path| mounted.iter().all(|mount| mount.path != *path)).collect()
}

/// Secrets that reach the container as files: those that a variable names.
pub(super) fn files(context: &Context<'_>, across: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let read = context.environments.iter().zip(&across.views).map(|(environment, view)| {
        let entries = view.as_ref().map(|view| view.entries(&container::ENV));
        let values = entries.into_iter().flat_map(|entries| entries.values());
        let references = values.flat_map(|entry| entry.value.references());
        let values = references.filter(|reference| reference.root == Root::Secret && reference.is_secret());
        let secrets = values.map(Reference::target);
        secrets.filter(|name| delivered(environment, name).is_some()).collect::<Vec<_>>()
    });
    let read: Vec<Vec<&str>> = read.collect();
    let mut names: Vec<&str> = Vec::new();
    for name in read.iter().flatten() {
        if !names.contains(name) {
            names.push(name);
        }
    }
    for name in names {
        let built = across.built(|place, _| {
            let path = context.environments.get(place).and_then(|environment| delivered(environment, name));
            match path.filter(|_| read.get(place).is_some_and(|read| read.contains(&name))) {
                Some(path) => Built::As(path.clone(), file(context, place, name, &path)),
                None => Built::Nothing,
            }
        });
        let key = across.path(&format!("secretFiles.{}", names::values_key(name)));
        let doc = format!("Where secret {name} is a file; nothing: it is none.");
        for (test, (mount, volume)) in part.chosen(&key, doc, across.origin_of(Place::Block), built) {
            all.mounts.extend(tree::guarded(test.clone(), mount));
            all.volumes.extend(tree::guarded(test, volume));
        }
    }
}

/// The mount of a secret's file, and the volume.
fn file(context: &Context<'_>, environment: usize, name: &str, path: &SmolStr) -> (Node, Node) {
    let file = path.rsplit('/').next().unwrap_or(name).to_owned();
    let key = reference::secret_key(context, environment, name);
    let volume = format_smolstr!("secret-{name}");
    let mount = vec![
        pair("name", Node::text(volume.clone())),
        pair("mountPath", Node::text(path.clone())),
        pair("subPath", Node::text(file.clone())),
        pair("readOnly", Node::Bool(true)),
    ];
    let item = vec![pair("key", Node::text(key.key)), pair("path", Node::text(file))];
    let mut source = vec![pair("secretName", Node::Text(key.object)), list("items", vec![Item::Node(Node::Map(item))])];
    if key.optional {
        source.push(pair("optional", Node::Bool(true)));
    }
    (Node::Map(mount), Node::Map(vec![pair("name", Node::text(volume)), map("secret", source)]))
}
