//! The `StatefulSet` of a database inside.

use super::{Login, command, engine, exporter, init, storage, variables};
use crate::chart::tree::{self, Entry, Expr, Item, Node, list, map, pair};
use crate::lower::across::Across;
use crate::lower::container::Seat;
use crate::lower::variables as own_variables;
use crate::lower::{Context, Part, container, metadata, pod};
use crate::model::databases;
use crate::model::environment::View;
use crate::schema::container::{ENV, SECURITY, USER};
use crate::schema::database::{IMAGE, VERSION};
use crate::schema::objects::ObjectKind;
use smol_str::SmolStr;

pub(super) fn stateful_set(
    context: &Context<'_>,
    across: &Across<'_>,
    inner: &Across<'_>,
    part: &mut Part,
) -> Vec<Entry> {
    let retention = map("persistentVolumeClaimRetentionPolicy", storage::retention(across, part));
    let template = template(context, across, inner, part);
    let mut spec = vec![
        pair("serviceName", Node::Text(across.object_name(ObjectKind::Service))),
        pair("replicas", Node::int(1)),
        pair("revisionHistoryLimit", Node::int(10)),
        pod::selector(across.name),
        map("template", template),
    ];
    let claims = list("volumeClaimTemplates", vec![Item::Node(storage::claim(across, part))]);
    spec.extend(tree::when(Some(storage::is_kept(across)), vec![retention, claims]));
    let annotations = metadata::of_plain_workload(context, inner, part);
    vec![metadata::of(across, &across.object_name(ObjectKind::StatefulSet), annotations), map("spec", spec)]
}

fn template(context: &Context<'_>, across: &Across<'_>, inner: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let engine = engine(across);
    let login = Login::of(across, part);
    let mut entries = vec![pair("name", Node::text(across.name))];
    entries.extend(image(across));
    entries.extend(command::lower(across, &login, part));
    entries.push(list("ports", vec![Item::Node(port(engine.port_name, engine.port))]));
    let (mut env, mut checksums) = (variables::lower(context, across, &login, part), Vec::new());
    if across.any(|view| !view.entries(&ENV).is_empty()) {
        let own = own_variables::lower(context, Seat::main(inner), &[], part);
        env.extend(own.items);
        checksums = own.checksums;
    }
    entries.push(list("env", env));
    entries.extend(command::probes(across));
    entries.push(container::resources(inner, part));
    entries.push(container::security(inner, part));
    let mut mounts = vec![Item::Node(storage::mount(across, part))];
    let mut volumes = vec![Item::When(!storage::is_kept(across), vec![Item::Node(empty("data"))])];
    for (name, path) in engine.run.map(|path| ("run", path)).into_iter().chain([("tmp", "/tmp")]) {
        mounts.push(Item::Node(Node::Map(vec![pair("name", Node::text(name)), pair("mountPath", Node::text(path))])));
        volumes.push(Item::Node(empty(name)));
    }
    let (mount, volume) = init::lower(context, across, &login, part);
    mounts.extend(mount);
    volumes.extend(volume);
    entries.push(list("volumeMounts", mounts));
    let node =
        container::Container { node: Node::Map(entries), volumes, claims: Vec::new(), checksums, users: users(across) };
    let beside = exporter::lower(context, (across, inner), &login, part);
    pod::lower(context, inner, node, pod::Extras { beside, ..pod::Extras::default() }, part)
}

/// `image` and `imagePullPolicy` of the engine's programs.
pub(super) fn image(across: &Across<'_>) -> [Entry; 2] {
    [
        pair("image", Node::Text(Expr::Image(across.path("internal.image")))),
        pair("imagePullPolicy", Node::Text(Expr::Value(SmolStr::new_static("global.imagePullPolicy")))),
    ]
}

fn port(name: &'static str, number: i64) -> Node {
    Node::Map(vec![
        pair("name", Node::text(name)),
        pair("containerPort", Node::int(number)),
        pair("protocol", Node::text("TCP")),
    ])
}

/// A folder that goes with the pod.
pub(super) fn empty(name: &'static str) -> Node {
    Node::Map(vec![pair("name", Node::text(name)), pair("emptyDir", Node::EmptyMap)])
}

/// The user that the image knows: data belongs to it.
pub(super) fn users(across: &Across<'_>) -> Vec<Option<i64>> {
    across.each(|view| {
        let said = view.child(&SECURITY).and_then(|own| own.int(&USER));
        let (usual, alpine) = databases::engine(view).users;
        said.unwrap_or(if is_alpine(view) { alpine } else { usual })
    })
}

fn is_alpine(view: &View<'_>) -> bool {
    view.text(&IMAGE).or_else(|| view.text(&VERSION)).is_some_and(|image| image.contains("alpine"))
}
