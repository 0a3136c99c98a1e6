//! `database`: inside the cluster a `StatefulSet` with its headless Service and claim, outside an `ExternalName` Service.

use super::across::Across;
use super::images::{self, Image};
use super::{Context, Part, account, container, knobs, metadata, network, pod, reference, variables, volume};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::model::environment::View;
use crate::schema::database;
use crate::schema::objects::ObjectKind;
use crate::types::quantity::Kind as Amount;
use smol_str::{SmolStr, format_smolstr};

/// Port of `PostgreSQL`.
pub(super) const ENGINE_PORT: i64 = 5432;

/// The user of the Debian images. <https://hub.docker.com/_/postgres>
const USER: i64 = 999;

/// Where a database is and what it is called, as the chart knows it.
#[derive(Debug)]
pub(super) struct Facts {
    name: Expr,
    key: SmolStr,
}

impl Facts {
    /// The facts of a database.
    pub(super) fn of(across: &Across<'_>) -> Self {
        Self { name: across.object_name(ObjectKind::Service), key: SmolStr::new(across.name) }
    }

    /// Host name inside the cluster, also of a database outside.
    pub(super) fn host(&self) -> Expr {
        self.name.clone()
    }

    /// Port.
    pub(super) fn port(&self) -> Expr {
        Expr::Piece(format_smolstr!("{}.port", self.key))
    }

    /// Name of the database.
    pub(super) fn database(&self) -> Expr {
        Expr::Piece(format_smolstr!("{}.database", self.key))
    }

    /// User.
    pub(super) fn user(&self) -> Expr {
        Expr::Piece(format_smolstr!("{}.username", self.key))
    }
}

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Database {}: inside the cluster, or outside.", across.name));
    part.group(across.path("internal"), "Run in the cluster.");
    part.group(across.path("external"), "Run elsewhere, and reached by the same name.");
    let inside = Test::Value(across.path("internal.enabled"));
    let outside = Test::Value(across.path("external.enabled"));
    values(context, across, part);
    pieces(across, part);
    let inner = Across { key: across.path("internal"), ..across.clone() };
    account::lower(context, &inner, Some(&inside), part);
    let stateful = stateful_set(context, across, &inner, part);
    part.objects.push(pod::object(across, "StatefulSet", "statefulset", Some(inside.clone()), stateful));
    let when = Test::any([inside.clone(), outside.clone()]);
    part.objects.push(pod::object(across, "Service", "service", when, face(across, &outside)));
    network::policy(context, across, Some(inside.clone()), part);
    let both = Test::all([inside, outside]);
    part.refuse(
        both,
        format!("{0}: {1}.internal.enabled and {1}.external.enabled exclude each other", across.name, across.key),
    );
}

/// The keys that Helm users know of databases.
fn values(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let each = |get: &dyn Fn(&View<'_>) -> Val| -> Vec<Val> {
        across.each(get).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect()
    };
    let is_outside = |view: &View<'_>| view.value(&database::EXTERNAL).is_some();
    let on = |outside: bool| -> Vec<Val> {
        let on = across.each(|view| view.is_on() && is_outside(view) == outside);
        on.into_iter().map(|on| Val::Bool(on.unwrap_or(false))).collect()
    };
    let stack = context.program.stack.name().replace('-', "_");
    let text =
        |view: &View<'_>, field, default: &str| knobs::value_of(view, field).unwrap_or_else(|| Val::text(default));
    part.knob_from(
        across.path("internal.enabled"),
        "",
        Schema::Bool,
        on(false),
        across.origin(&crate::schema::shared::ENABLED),
    );
    let image = each(&|view| image(view).map_or(Val::Unset, |image| Val::Text(image.repository)));
    let repository = Schema::Pattern(crate::chart::values::schema::REPOSITORY);
    part.knob_from(across.path("internal.image.repository"), "", repository, image, across.origin(&database::IMAGE));
    let tag = each(&|view| self::image(view).map_or(Val::Unset, |image| Val::Text(image.tag)));
    let tags = Schema::Pattern(crate::chart::values::schema::TAG);
    part.knob_from(across.path("internal.image.tag"), "", tags, tag, across.origin(&database::VERSION));
    let digest = each(&|view| self::image(view).map_or(Val::Unset, |image| Val::Text(image.digest)));
    let digests = Schema::Pattern(crate::chart::values::schema::DIGEST);
    let path = across.path("internal.image.digest");
    part.knob_from(path, "Wins over the tag.", digests, digest, across.origin(&database::IMAGE));
    for (key, field) in [("database", &database::NAME), ("username", &database::USER)] {
        let values = each(&|view| text(view, field, &stack));
        part.knob_from(across.path(&format!("internal.{key}")), "", Schema::Text, values, across.origin(field));
    }
    persistence(across, part);
    part.knob_from(across.path("external.enabled"), "", Schema::Bool, on(true), across.origin(&database::EXTERNAL));
    let host = each(&|view| text(view, &database::EXTERNAL, ""));
    part.knob_from(across.path("external.host"), "", Schema::Pattern(HOST), host, across.origin(&database::EXTERNAL));
    let number = each(&|view| Val::Int(view.int(&database::PORT).unwrap_or(ENGINE_PORT)));
    part.knob_from(across.path("external.port"), "", Schema::Int(1, 65535), number, across.origin(&database::PORT));
    for (key, field) in [("database", &database::NAME), ("username", &database::USER)] {
        let values = each(&|view| text(view, field, &stack));
        part.knob_from(across.path(&format!("external.{key}")), "", Schema::Text, values, across.origin(field));
    }
    let needs_host = serde_json::json!({
        "if": { "properties": { "enabled": { "const": true } }, "required": ["enabled"] },
        "then": { "properties": { "host": { "minLength": 1 } }, "required": ["host"] },
    });
    part.rules.push(crate::chart::values::Rule { at: across.path("external"), schema: needs_host });
}

/// The engine's image: that which is given, else the official one of the major version.
fn image(view: &View<'_>) -> Option<Image> {
    if let Some(text) = view.text(&database::IMAGE) {
        return images::of_text(text);
    }
    let version = view.text(&database::VERSION).unwrap_or("18");
    Some(Image { repository: SmolStr::new_static("postgres"), tag: SmolStr::new(version), ..Image::default() })
}

fn persistence(across: &Across<'_>, part: &mut Part) {
    let path = |key: &str| across.path(&format!("internal.persistence.{key}"));
    let size = |view: &View<'_>| view.quantity(&database::STORAGE).map(|size| size.to_string());
    let enabled = across.each(|view| Val::Bool(size(view).is_some()));
    let enabled = enabled.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let doc = "Whether the data is kept on a claim; else it goes with the pod.";
    part.knob_from(path("enabled"), doc, Schema::Bool, enabled, across.origin(&database::STORAGE));
    let sizes = across.each(|view| size(view).map_or(Val::Unset, Val::text));
    let mut sizes: Vec<Val> = sizes.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    if sizes.iter().all(|value| *value == Val::Unset) {
        sizes.fill(Val::text("10Gi"));
    }
    part.knob_from(path("size"), "", Schema::Quantity(Amount::Storage), sizes, across.origin(&database::STORAGE));
}

/// What is read of a database outside and inside alike.
fn pieces(across: &Across<'_>, part: &mut Part) {
    let outside = Test::Value(across.path("external.enabled"));
    let mut add = |name: &str, doc: &str, outer: Expr, inner: Expr| {
        part.pieces.push(tree::Piece {
            name: format_smolstr!("{}.{name}", across.name),
            doc: format!("{doc} of database {}.", across.name),
            body: tree::Body::Text(vec![(outside.clone(), outer)], Ok(inner)),
        });
    };
    add("port", "Port", Expr::Number(across.path("external.port")), Expr::Int(ENGINE_PORT));
    let value = |key: &str| Expr::Value(across.path(key));
    add("database", "Name", value("external.database"), value("internal.database"));
    add("username", "User", value("external.username"), value("internal.username"));
}

fn stateful_set(context: &Context<'_>, across: &Across<'_>, inner: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let persistent = Test::Value(across.path("internal.persistence.enabled"));
    let retention = map("persistentVolumeClaimRetentionPolicy", retention(across, part));
    let template = pod_template(context, across, inner, &persistent, part);
    let mut spec = vec![
        pair("serviceName", Node::Text(across.object_name(ObjectKind::Service))),
        pair("replicas", Node::int(1)),
        pair("revisionHistoryLimit", Node::int(10)),
        pod::selector(across.name),
        map("template", template),
    ];
    let claims = list("volumeClaimTemplates", vec![Item::Node(claim(across, part))]);
    spec.extend(tree::when(Some(persistent), vec![retention, claims]));
    vec![metadata::of(across, &across.object_name(ObjectKind::StatefulSet), Vec::new()), map("spec", spec)]
}

/// What becomes of the claim when the database is taken away.
fn retention(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let words = ["Retain", "Delete"].map(SmolStr::new_static).to_vec();
    let values = across.said(|view| Some(Val::text(if view.bool(&database::KEEP) { "Retain" } else { "Delete" })));
    let path = across.path("internal.persistence.whenDeleted");
    let (origin, doc) = (across.origin(&database::KEEP), knobs::doc(&database::KEEP));
    let mut entries = part.settled("whenDeleted", path, values, &Schema::Choice(words), origin, doc);
    entries.push(pair("whenScaled", Node::text("Retain")));
    entries
}

fn claim(across: &Across<'_>, part: &mut Part) -> Node {
    let values = across.each(|view| knobs::value_of(view, &database::STORAGE_CLASS).unwrap_or_else(|| Val::text("")));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let path = across.path("internal.persistence.storageClass");
    let mut spec = vec![list("accessModes", vec![Item::Node(Node::text("ReadWriteOnce"))])];
    spec.extend(volume::storage_class(path, values, across.origin(&database::STORAGE_CLASS), part));
    let size = Expr::Value(across.path("internal.persistence.size"));
    spec.push(map("resources", vec![map("requests", vec![pair("storage", Node::Text(size))])]));
    Node::Map(vec![map("metadata", vec![pair("name", Node::text("data"))]), map("spec", spec)])
}

fn pod_template(
    context: &Context<'_>,
    across: &Across<'_>,
    inner: &Across<'_>,
    persistent: &Test,
    part: &mut Part,
) -> Vec<Entry> {
    let mount = |name: &'static str, path: &str| {
        Item::Node(Node::Map(vec![pair("name", Node::text(name)), pair("mountPath", Node::text(path))]))
    };
    let mut entries = vec![
        pair("name", Node::text(across.name)),
        pair("image", Node::Text(Expr::Image(across.path("internal.image")))),
        pair("imagePullPolicy", Node::Text(Expr::Value(SmolStr::new_static("global.imagePullPolicy")))),
        list(
            "ports",
            vec![Item::Node(Node::Map(vec![
                pair("name", Node::text("postgres")),
                pair("containerPort", Node::int(ENGINE_PORT)),
                pair("protocol", Node::text("TCP")),
            ]))],
        ),
        list("env", environment(context, across, part)),
    ];
    entries.extend(probes());
    entries.push(container::resources(inner, part));
    entries.push(container::security(inner, part));
    let mut data = vec![pair("name", Node::text("data"))];
    data.extend(data_mount(across, part));
    let data = Item::Node(Node::Map(data));
    entries.push(list("volumeMounts", vec![data, mount("run", "/var/run/postgresql"), mount("tmp", "/tmp")]));
    let users = across.each(|view| {
        let said =
            view.child(&crate::schema::container::SECURITY).and_then(|own| own.int(&crate::schema::container::USER));
        said.unwrap_or(if is_alpine(view) { 70 } else { USER })
    });
    let empty = |name: &'static str| {
        Item::Node(Node::Map(vec![pair("name", Node::text(name)), pair("emptyDir", Node::EmptyMap)]))
    };
    let node = container::Container {
        node: Node::Map(entries),
        volumes: vec![Item::When(!persistent.clone(), vec![empty("data")]), empty("run"), empty("tmp")],
        claims: Vec::new(),
        checksums: Vec::new(),
        users,
    };
    pod::lower(context, inner, node, pod::Extras::default(), part)
}

fn is_alpine(view: &View<'_>) -> bool {
    image(view).is_some_and(|image| image.tag.contains("alpine"))
}

/// Where the data is mounted: since 18 the images keep it a level higher.
/// <https://github.com/docker-library/docs/tree/master/postgres#pgdata>
fn data_mount(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let home = |view: &View<'_>| if major(view) >= 18 { "/var/lib/postgresql" } else { "/var/lib/postgresql/data" };
    let values = across.said(|view| Some(Val::text(home(view))));
    let path = across.path("internal.persistence.mountPath");
    let doc = "Where the image keeps its data.".to_owned();
    part.settled("mountPath", path, values, &Schema::Text, across.origin(&database::VERSION), doc)
}

/// A claim's root may hold lost+found, so the data lies in a folder of it; since 18 the images see to that themselves.
fn data_folder(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let values = across.said(|view| (major(view) < 18).then(|| Val::text("/var/lib/postgresql/data/pgdata")));
    let path = across.path("internal.persistence.dataFolder");
    let doc = "Folder of the data. Default: the image's.".to_owned();
    let value = part.settled("value", path.clone(), values, &Schema::Text, across.origin(&database::VERSION), doc);
    let node = |value: Entry| Node::Map(vec![pair("name", Node::text("PGDATA")), value]);
    let items = value.into_iter().flat_map(|entry| {
        if let Entry::When(test, entries, _) = entry {
            entries.into_iter().flat_map(|entry| tree::guarded(Some(test.clone()), node(entry))).collect()
        } else {
            tree::guarded(None, node(entry))
        }
    });
    items.collect()
}

fn major(view: &View<'_>) -> u32 {
    let tag = image(view).map(|image| image.tag).unwrap_or_default();
    let digits: String = tag.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(18)
}

fn environment(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let value = |name: &'static str, key: &str| {
        Item::Node(Node::Map(vec![
            pair("name", Node::text(name)),
            pair("value", Node::Text(Expr::Value(across.path(key)))),
        ]))
    };
    let password = reference::password(context, across);
    let secret = map("secretKeyRef", variables::reference_to(&password.object, &password.key, false));
    let mut items = vec![
        value("POSTGRES_DB", "internal.database"),
        value("POSTGRES_USER", "internal.username"),
        Item::Node(Node::Map(vec![pair("name", Node::text("POSTGRES_PASSWORD")), map("valueFrom", vec![secret])])),
    ];
    items.extend(data_folder(across, part));
    items
}

/// The server is asked over its socket whether it takes connections.
fn probes() -> Vec<Entry> {
    let command = || {
        let words = ["sh", "-c", "pg_isready --quiet --username \"$POSTGRES_USER\" --dbname \"$POSTGRES_DB\""];
        map("exec", vec![list("command", words.iter().map(|word| Item::Node(Node::text(*word))).collect())])
    };
    let probe = |name: &str, period: i64, failures: i64, timeout: i64| {
        map(
            name,
            vec![
                command(),
                pair("periodSeconds", Node::int(period)),
                pair("timeoutSeconds", Node::int(timeout)),
                pair("failureThreshold", Node::int(failures)),
            ],
        )
    };
    vec![probe("startupProbe", 5, 60, 5), probe("livenessProbe", 20, 6, 5), probe("readinessProbe", 10, 3, 5)]
}

/// The Service: headless for the pod inside, an alias for a database outside.
fn face(across: &Across<'_>, outside: &Test) -> Vec<Entry> {
    let alias = vec![
        pair("type", Node::text("ExternalName")),
        pair("externalName", Node::Text(Expr::Value(across.path("external.host")))),
    ];
    let own = vec![
        pair("type", Node::text("ClusterIP")),
        pair("clusterIP", Node::text("None")),
        map("selector", vec![Entry::Selector(SmolStr::new(across.name))]),
        list(
            "ports",
            vec![Item::Node(Node::Map(vec![
                pair("name", Node::text("postgres")),
                pair("port", Node::int(ENGINE_PORT)),
                pair("targetPort", Node::text("postgres")),
                pair("protocol", Node::text("TCP")),
            ]))],
        ),
    ];
    vec![
        metadata::of(across, &across.object_name(ObjectKind::Service), Vec::new()),
        map("spec", vec![Entry::When(outside.clone(), alias, own)]),
    ]
}
