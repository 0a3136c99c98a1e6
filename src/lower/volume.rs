//! Volumes: what a container may write to, and what is mounted into it.
//! <https://kubernetes.io/docs/concepts/storage/volumes/>

use super::across::Across;
use super::knobs::Built;
use super::{Context, Part, images, knobs, metadata, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Object, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::{Environment, View};
use crate::schema::attributes::Root;
use crate::schema::{choices, config, container, secret, volume};
use crate::types::FileMode;
use crate::types::quantity::Kind as Amount;
use smol_str::{SmolStr, format_smolstr};

/// Volumes of a pod and the mounts of its container.
#[derive(Debug, Default)]
pub(super) struct Storage {
    pub(super) mounts: Vec<Item>,
    pub(super) volumes: Vec<Item>,
    /// Templates of claims that every pod has one of.
    pub(super) claims: Vec<Item>,
}

/// Lowers the volumes of a block.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Storage {
    let mut all = Storage::default();
    writable(context, across, part, &mut all);
    files(context, across, &mut all);
    for own in across.children(&volume::VOLUME) {
        declared(context, across, &own, part, &mut all);
    }
    all
}

/// A temporary folder for `/tmp` and every path that the image writes to, where the root file system is read-only.
fn writable(context: &Context<'_>, across: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let security = across.with_defaults(&container::SECURITY);
    let read_only = security.each(|security| security.bool(&container::READ_ONLY_ROOT));
    let folders: Vec<Option<Vec<&str>>> = across
        .views
        .iter()
        .zip(context.environments)
        .zip(read_only)
        .map(|((view, environment), read_only)| Some(of_environment(environment, view.as_ref()?, read_only?)))
        .collect();
    let mut paths: Vec<&str> = Vec::new();
    for path in folders.iter().flatten().flatten() {
        if !paths.contains(path) {
            paths.push(path);
        }
    }
    for path in paths {
        let name = folder_name(path);
        let on = folders.iter().map(|folders| folders.as_ref().map(|folders| folders.contains(&path)));
        let key = across.path(&format!("writable.{}", crate::types::names::values_key(&name)));
        let doc = format!("Whether {path} is a folder that the container may write to.");
        let when = part.switch(key, doc, across.origin(&container::WRITABLE), on);
        let mount = vec![pair("name", Node::text(name.clone())), pair("mountPath", Node::text(path))];
        all.mounts.extend(tree::guarded(when.clone(), Node::Map(mount)));
        let volume = vec![pair("name", Node::text(name)), pair("emptyDir", Node::EmptyMap)];
        all.volumes.extend(tree::guarded(when, Node::Map(volume)));
    }
}

/// The temporary folders of an environment's containers: none where they may write anywhere.
fn of_environment<'a>(environment: &Environment<'a>, view: &View<'a>, read_only: bool) -> Vec<&'a str> {
    if !read_only {
        return Vec::new();
    }
    let volumes = view.children(&volume::VOLUME);
    let taken = |path: &str| volumes.iter().any(|own| own.text(&volume::PATH) == Some(path));
    let all = std::iter::once("/tmp").chain(images::writable(environment, view));
    all.filter(|path| !taken(path)).collect()
}

/// The path at which a secret is mounted, where it is delivered as a file.
pub(super) fn delivered(environment: &Environment<'_>, name: &str) -> Option<SmolStr> {
    let view = environment.get(&secret::SECRET, name)?;
    let path = view.text(&secret::PATH).map(SmolStr::new);
    let is_file = view.choice(&secret::DELIVER_FIELD) == Some(&choices::DELIVER_FILE);
    is_file.then(|| path.unwrap_or_else(|| format_smolstr!("/run/secrets/{name}")))
}

/// Secrets that reach the container as files: those that a variable names.
fn files(context: &Context<'_>, across: &Across<'_>, all: &mut Storage) {
    let mut mounted: Vec<SmolStr> = Vec::new();
    for (place, (view, environment)) in across.views.iter().zip(context.environments).enumerate() {
        let entries = view.as_ref().map(|view| view.entries(&container::ENV));
        let values = entries.into_iter().flat_map(|entries| entries.values());
        for reference in values.flat_map(|entry| entry.value.references()) {
            let name = SmolStr::new(reference.target());
            let path =
                Some(&name).filter(|_| reference.root == Root::Secret).and_then(|name| delivered(environment, name));
            let Some(path) = path.filter(|_| !mounted.contains(&name)) else { continue };
            let file = path.rsplit('/').next().unwrap_or(&name).to_owned();
            let key = reference::secret_key(context, place, &name);
            let volume = format_smolstr!("secret-{name}");
            all.mounts.push(Item::Node(Node::Map(vec![
                pair("name", Node::text(volume.clone())),
                pair("mountPath", Node::text(path.clone())),
                pair("subPath", Node::text(file.clone())),
                pair("readOnly", Node::Bool(true)),
            ])));
            let item = vec![pair("key", Node::text(key.key)), pair("path", Node::text(file))];
            let mut source =
                vec![pair("secretName", Node::Text(key.object)), list("items", vec![Item::Node(Node::Map(item))])];
            if key.optional {
                source.push(pair("optional", Node::Bool(true)));
            }
            all.volumes.push(Item::Node(Node::Map(vec![pair("name", Node::text(volume)), map("secret", source)])));
            mounted.push(name);
        }
    }
}

/// A volume's name for a path: `/var/cache/nginx` is `var-cache-nginx`.
fn folder_name(path: &str) -> SmolStr {
    let name: String =
        path.to_lowercase().chars().map(|other| if other.is_ascii_alphanumeric() { other } else { '-' }).collect();
    let name = name.trim_matches('-');
    SmolStr::new(name.get(..63).unwrap_or(name).trim_end_matches('-'))
}

fn declared(context: &Context<'_>, across: &Across<'_>, own: &Across<'_>, part: &mut Part, all: &mut Storage) {
    let when = presence(across, own, part);
    let mut mount = vec![pair("name", Node::text(own.name))];
    mount.extend(part.settled_text(across, own, &volume::PATH, "mountPath"));
    mount.extend(part.settled_text(across, own, &volume::SUB_PATH, "subPath"));
    let base = format!("volumes.{}", crate::types::names::values_key(own.name));
    let read_only = own.said(|view| is_read_only(view).then_some(Val::Bool(true)));
    let (path, origin) = (across.path(&format!("{base}.readOnly")), own.origin(&volume::READ_ONLY));
    mount.extend(part.settled("readOnly", path, read_only, &Schema::Bool, origin, String::new()));
    all.mounts.extend(tree::guarded(when.clone(), Node::Map(mount)));
    let doc = "What the volume is.";
    let path = across.path(&format!("{base}.type"));
    let built = own.built(|environment, view| source(context, environment, view));
    for (test, source) in part.chosen(&path, doc, own.origin_of(Place::Block), built) {
        let when = Test::all(when.clone().into_iter().chain(test));
        match source {
            Source::PerReplica => all.claims.extend(tree::guarded(when, template(across, own, part))),
            Source::Claim => {
                let name = pair("claimName", Node::Text(claim_name(across, own)));
                all.volumes.extend(tree::guarded(when.clone(), named(own, map("persistentVolumeClaim", vec![name]))));
                let claim = claim(across, own, part, when);
                part.objects.push(claim);
            }
            Source::Other(entry) => all.volumes.extend(tree::guarded(when, named(own, entry))),
        }
    }
}

fn named(own: &Across<'_>, source: Entry) -> Node {
    Node::Map(vec![pair("name", Node::text(own.name)), source])
}

fn is_read_only(view: &View<'_>) -> bool {
    view.bool(&volume::READ_ONLY) || view.value(&volume::CONFIG).is_some() || view.value(&volume::SECRET).is_some()
}

/// Where a volume's files come from.
#[derive(Debug, PartialEq)]
enum Source {
    /// A claim for every pod.
    PerReplica,
    /// A claim that all pods share.
    Claim,
    /// Anything that stands in the pod alone.
    Other(Entry),
}

/// The switch of a volume that not every environment has.
fn presence(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Option<Test> {
    let on = own.each(|view| view.bool(&volume::ENABLED));
    let on: Vec<Option<bool>> =
        across.views.iter().zip(on).map(|(block, on)| block.as_ref().map(|_| on.unwrap_or(false))).collect();
    if on.iter().all(|on| *on != Some(false)) {
        return None;
    }
    let path = across.path(&format!("volumes.{}.enabled", crate::types::names::values_key(own.name)));
    let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    part.knob_from(path.clone(), "", Schema::Bool, values, own.origin(&volume::ENABLED));
    Some(Test::Value(path))
}

fn source(context: &Context<'_>, environment: usize, view: &View<'_>) -> Built<Source> {
    let other = |label: SmolStr, entry: Entry| Built::As(label, Source::Other(entry));
    if let Some((_, name)) = view.block(&volume::CONFIG) {
        let object = context.find(&config::CONFIG, name).map_or_else(|| Expr::text(""), super::config::object_name);
        let mut body = vec![pair("name", Node::Text(object))];
        body.extend(mode(view));
        return other(format_smolstr!("config.{name}"), map("configMap", body));
    }
    if let Some((_, name)) = view.block(&volume::SECRET) {
        return other(format_smolstr!("secret.{name}"), secret(context, environment, name, mode(view)));
    }
    if let Some(name) = view.text(&volume::EXISTING) {
        let claim = map("persistentVolumeClaim", vec![pair("claimName", Node::text(name))]);
        return other(SmolStr::new_static("existing"), claim);
    }
    if view.value(&volume::SIZE).is_some() {
        return if view.bool(&volume::PER_REPLICA) {
            Built::As(SmolStr::new_static("claim-per-replica"), Source::PerReplica)
        } else {
            Built::As(SmolStr::new_static("claim"), Source::Claim)
        };
    }
    let temporary = match view.quantity(&volume::TEMPORARY) {
        Some(size) => map("emptyDir", vec![pair("sizeLimit", Node::text(size.to_string()))]),
        None => pair("emptyDir", Node::EmptyMap),
    };
    other(SmolStr::new_static("temporary"), temporary)
}

/// A secret's key as a file of its name; of a Secret with a type every key.
fn secret(context: &Context<'_>, environment: usize, name: &str, mode: Option<Entry>) -> Entry {
    let key = reference::secret_key(context, environment, name);
    let mut body = vec![pair("secretName", Node::Text(key.object))];
    if !reference::is_typed(context, environment, name) {
        let item = vec![pair("key", Node::text(key.key.clone())), pair("path", Node::text(key.key))];
        body.push(list("items", vec![Item::Node(Node::Map(item))]));
    }
    body.extend(mode);
    map("secret", body)
}

fn mode(view: &View<'_>) -> Option<Entry> {
    let mode = FileMode::parse(view.text(&volume::MODE)?).ok()?;
    Some(pair("defaultMode", Node::int(mode.value().into())))
}

fn claim_name(across: &Across<'_>, own: &Across<'_>) -> Expr {
    Expr::Name(format_smolstr!("{}-{}", across.name, own.name))
}

fn claim(across: &Across<'_>, own: &Across<'_>, part: &mut Part, when: Option<Test>) -> Object {
    let name = claim_name(across, own);
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("PersistentVolumeClaim")),
        metadata::of(across, &name, Vec::new()),
        map("spec", claim_spec(across, own, part)),
    ];
    Object {
        file: format!("pvc-{}-{}.yaml", across.name, own.name),
        block: SmolStr::new(across.name),
        when: Test::all([across.enabled()].into_iter().chain(when)),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    }
}

/// `spec` of a claim, or of the template of one.
pub(super) fn claim_spec(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let base = format!("volumes.{}", crate::types::names::values_key(own.name));
    let access = own.said(|view| Some(Val::List(vec![knobs::value_of(view, &volume::ACCESS_FIELD)?])));
    let modes = Schema::List(Box::new(knobs::schema_of(&volume::ACCESS_FIELD.ty)));
    let (modes_path, origin) = (across.path(&format!("{base}.accessModes")), own.origin(&volume::ACCESS_FIELD));
    let doc = knobs::doc(&volume::ACCESS_FIELD);
    let mut spec = part.settled("accessModes", modes_path, access, &modes, origin, doc);
    let path = across.path(&format!("{base}.size"));
    let values = own.views.iter().map(|view| {
        let value = view.as_ref().and_then(|view| knobs::value_of(view, &volume::SIZE));
        value.unwrap_or(Val::Unset)
    });
    part.knob_from(path.clone(), "", Schema::Quantity(Amount::Storage), values.collect(), own.origin(&volume::SIZE));
    spec.extend(class(across, own, part, &base));
    spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(Expr::Value(path)))])]));
    spec
}

fn class(across: &Across<'_>, own: &Across<'_>, part: &mut Part, base: &str) -> Vec<Entry> {
    let values = own.views.iter().map(|view| match view {
        Some(view) => knobs::value_of(view, &volume::STORAGE_CLASS).unwrap_or_else(|| Val::text("")),
        None => Val::Unset,
    });
    storage_class(
        across.path(&format!("{base}.storageClass")),
        values.collect(),
        own.origin(&volume::STORAGE_CLASS),
        part,
    )
}

/// `storageClassName` from the values: nothing is the cluster's default, `-` none at all.
pub(super) fn storage_class(path: SmolStr, values: Vec<Val>, origin: tree::Origin, part: &mut Part) -> Vec<Entry> {
    let doc = "Class of storage. Default: the cluster's; \"-\": none.";
    part.knob_from(path.clone(), doc, Schema::Pattern("^(-|[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$"), values, origin);
    let none = Test::Is(path.clone(), SmolStr::new_static("-"));
    let named = vec![pair("storageClassName", Node::Text(Expr::Value(path.clone())))];
    let other = tree::when(Some(Test::Value(path)), named);
    vec![Entry::When(none, vec![pair("storageClassName", Node::text(""))], other)]
}

/// The template of a claim that every pod has one of.
fn template(across: &Across<'_>, own: &Across<'_>, part: &mut Part) -> Node {
    let name = map("metadata", vec![pair("name", Node::text(own.name))]);
    Node::Map(vec![name, map("spec", claim_spec(across, own, part))])
}
