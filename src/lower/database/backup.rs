//! `backup`: a `CronJob` that dumps the database with the engine's own program, to a claim of its own or to object storage.
//!
//! The dump is made before anything else is done with it, and is called a dump only once it is whole. So a run that fails
//! leaves the older ones alone.

mod dump;
mod policy;
mod script;
mod upload;

use super::server;
use crate::chart::tree::{Entry, Expr, Item, Node, Object, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::reference;
use crate::lower::{Context, Part, account, container, job, metadata, pod, volume};
use crate::model::databases;
use crate::schema::database::{BACKUP, BACKUP_CLASS, SIZE, TO};
use crate::schema::{Choice, choices, container as container_schema, shared};
use crate::types::quantity::Kind as Amount;
use smol_str::SmolStr;

pub(in crate::lower) use policy::reaches;

/// A backup in the making.
struct Backup<'b, 'a> {
    context: &'b Context<'a>,
    /// The database.
    of: &'b Across<'a>,
    /// What runs in the cluster of it.
    inner: &'b Across<'a>,
    /// The backup itself, which is called after the database.
    own: &'b Across<'b>,
    /// When the claim is there; none where it never is, and the same of object storage.
    claim: To,
    storage: To,
}

/// Whether dumps go somewhere.
#[derive(Debug, Clone, PartialEq)]
enum To {
    Never,
    Always,
    Where(Test),
}

impl To {
    fn items(&self, items: Vec<Item>) -> Vec<Item> {
        match self {
            To::Never => Vec::new(),
            To::Always => items,
            To::Where(test) => vec![Item::When(test.clone(), items)],
        }
    }

    fn test(&self) -> Option<Test> {
        if let To::Where(test) = self { Some(test.clone()) } else { None }
    }
}

/// What the pods of a database's backup are called.
fn name(database: &Across<'_>) -> String {
    format!("{}-backup", database.name)
}

/// Whether backups are made, where any environment asks for them.
fn enabled(database: &Across<'_>) -> Option<Test> {
    let asked = database.any(|view| view.child(&BACKUP).is_some());
    let there = reference::is_there(database);
    asked.then(|| Test::all(there.into_iter().chain([Test::Value(database.path("backup.enabled"))])))?
}

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, inner: &Across<'_>, part: &mut Part) {
    let Some(when) = enabled(across) else { return };
    let name = name(across);
    let nested = across.nested(&BACKUP, "", "backup");
    let own = Across { name: &name, ..nested };
    part.group(own.key.clone(), format!("Dumps of database {} on a schedule.", across.name));
    let on = across.each(|view| view.is_on() && databases::backup(view).is_some());
    let on = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
    part.knob_from(own.path("enabled"), "", Schema::Bool, on, own.origin(&shared::ENABLED));
    let (claim, storage) = destinations(&own, part);
    let backup = Backup { context, of: across, inner, own: &own, claim, storage };
    backup.objects(&when, part);
}

/// Where the dumps go; where environments differ, a key of the values says it.
fn destinations(own: &Across<'_>, part: &mut Part) -> (To, To) {
    let built = own.built(|_, view| {
        let to = view.choice(&TO).unwrap_or(&choices::TO_CLAIM);
        Built::As(SmolStr::new_static(to.name), to)
    });
    let chosen = part.chosen(&own.path("to"), knobs::doc(&TO), own.origin(&TO), built);
    let of = |choice: &Choice| match chosen.iter().find(|(_, to)| *to == choice) {
        None => To::Never,
        Some((None, _)) => To::Always,
        Some((Some(test), _)) => To::Where(test.clone()),
    };
    (of(&choices::TO_CLAIM), of(&choices::TO_S3))
}

impl Backup<'_, '_> {
    fn objects(&self, when: &Test, part: &mut Part) {
        let first = part.objects.len();
        account::lower(self.context, self.own, Some(when), part);
        let template = self.template(part);
        job::cron(self.context, self.own, template, Some(when.clone()), part);
        if self.claim != To::Never {
            let claim = self.claim_object(when, part);
            part.objects.push(claim);
        }
        policy::lower(self, when, part);
        // The manifests of a block are one file.
        for object in part.objects.iter_mut().skip(first) {
            object.block = SmolStr::new(self.of.name);
            metadata::add_labels(self.of, object);
        }
    }

    fn template(&self, part: &mut Part) -> Vec<Entry> {
        let labels = vec![Entry::Selector(SmolStr::new(self.own.name))];
        vec![map("metadata", vec![map("labels", labels)]), map("spec", self.pod(part))]
    }

    fn pod(&self, part: &mut Part) -> Vec<Entry> {
        let own = self.own;
        let resources = self.resources(part);
        let dump = Item::Node(self.dump(&resources, part));
        let upload = (self.storage != To::Never).then(|| Item::Node(self.upload(&resources, part)));
        let upload = self.storage.items(upload.into_iter().collect());
        let containers = self.claim.items(vec![dump.clone()]).into_iter().chain(upload);
        let mut spec = vec![
            pair("restartPolicy", Node::text("OnFailure")),
            pair("serviceAccountName", Node::Text(account::name(own))),
            pair("automountServiceAccountToken", Node::Bool(false)),
            pair("enableServiceLinks", Node::Bool(false)),
            pod::pull_secrets(self.context, self.inner, part),
            pod::security(own, &server::users(self.of), part),
            list("initContainers", self.storage.items(vec![dump])),
            list("containers", containers.collect()),
            list("volumes", self.volumes()),
        ];
        spec.extend(pod::placement(self.context, own, false, part));
        spec
    }

    fn volumes(&self) -> Vec<Item> {
        let claim = map("persistentVolumeClaim", vec![pair("claimName", Node::Text(claim_name(self.own)))]);
        let claim = Node::Map(vec![pair("name", Node::text("backup")), claim]);
        let mut volumes = self.claim.items(vec![Item::Node(claim)]);
        volumes.extend(self.storage.items(vec![Item::Node(server::empty("backup"))]));
        volumes.push(Item::Node(server::empty("tmp")));
        volumes
    }

    /// Requests and limits: the backup's own, else those of the database.
    fn resources(&self, part: &mut Part) -> Entry {
        let pairs = self.own.views.iter().zip(&self.of.views);
        let values = pairs.map(|(own, database)| match (own.as_ref().map(container::amounts), database) {
            (Some(Val::Map(own)), Some(database)) if own.is_empty() => container::amounts(database),
            (Some(own), _) => own,
            (None, _) => Val::Unset,
        });
        let path = self.own.path("resources");
        let origin = self.own.origin(&container_schema::CPU);
        part.knob_from(path.clone(), "", Schema::Resources, values.collect(), origin);
        pair("resources", Node::ValuesOr(path, SmolStr::new_static("resources")))
    }

    /// What both containers have.
    fn finished(&self, mut entries: Vec<Entry>, resources: &Entry, part: &mut Part) -> Node {
        let mount = |name: &'static str, path: &'static str| {
            Item::Node(Node::Map(vec![pair("name", Node::text(name)), pair("mountPath", Node::text(path))]))
        };
        entries.push(resources.clone());
        entries.push(container::security(self.own, part));
        entries.push(list("volumeMounts", vec![mount("backup", "/backup"), mount("tmp", "/tmp")]));
        Node::Map(entries)
    }

    /// The claim of the dumps. It stays when the release goes, as a backup must.
    fn claim_object(&self, when: &Test, part: &mut Part) -> Object {
        let own = self.own;
        let size = own.path("size");
        let values = super::values::each(own, |view| knobs::value_of(view, &SIZE).unwrap_or(Val::Unset));
        part.knob_from(size.clone(), "", Schema::Quantity(Amount::Storage), values, own.origin(&SIZE));
        let class =
            super::values::each(own, |view| knobs::value_of(view, &BACKUP_CLASS).unwrap_or_else(|| Val::text("")));
        let mut spec = vec![list("accessModes", vec![Item::Node(Node::text("ReadWriteOnce"))])];
        spec.extend(volume::storage_class(own.path("storageClass"), class, own.origin(&BACKUP_CLASS), part));
        spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(Expr::Value(size)))])]));
        let keep = vec![pair("helm.sh/resource-policy", Node::text("keep"))];
        let body = vec![metadata::of(own, &claim_name(own), keep), map("spec", spec)];
        let when = Test::all([when.clone()].into_iter().chain(self.claim.test()));
        pod::object(own, "PersistentVolumeClaim", "pvc", when, body)
    }
}

fn claim_name(own: &Across<'_>) -> Expr {
    Expr::Name(SmolStr::new(own.name))
}

/// A command that the shell reads.
fn shell(scripts: Vec<Item>) -> Entry {
    let words = ["sh", "-c"].map(|word| Item::Node(Node::text(word)));
    list("command", words.into_iter().chain(scripts).collect())
}
