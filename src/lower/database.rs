//! `database`: inside the cluster a `StatefulSet` with its headless Service and claim, outside an `ExternalName` Service, or what a
//! chart of others runs.

mod backup;
mod command;
mod exporter;
mod init;
mod server;
mod sides;
mod storage;
mod url;
mod values;
mod variables;

use super::across::Across;
use super::{Context, Part, account, dependency, monitor, network, pod, refusals};
use crate::chart::tree::{Entry, Expr, Item, Node, Test, list, map, pair};
use crate::model::databases;
use crate::schema::database::{AUTH, DIRECT, USER};
use crate::schema::engine::{Engine, POSTGRES};
use crate::schema::objects::ObjectKind;
use smol_str::{SmolStr, format_smolstr};

pub(super) use backup::reaches as from_backup;
pub(super) use exporter::port as metrics_port;
pub(super) use init::asked as asked_of_init;
pub(super) use sides::Side;
pub(super) use url::pieces as of_reference;

/// Where a database is and what it is called, as the chart knows it.
#[derive(Debug)]
pub(super) struct Facts {
    engine: &'static Engine,
    name: Expr,
    key: SmolStr,
    has_host: bool,
    has_user: bool,
}

impl Facts {
    /// The facts of a database.
    pub(super) fn of(across: &Across<'_>) -> Self {
        Self {
            engine: engine(across),
            name: across.object_name(ObjectKind::Service),
            key: SmolStr::new(across.name),
            has_host: sides::has_host(across),
            has_user: has_user(across),
        }
    }

    /// Host name inside the cluster, also of a database outside, unless clients are given that one's own.
    pub(super) fn host(&self) -> Expr {
        if self.has_host { self.piece("host") } else { self.name.clone() }
    }

    /// Port.
    pub(super) fn port(&self) -> Expr {
        self.piece("port")
    }

    /// Port of the pods that run inside.
    pub(super) fn pod_port(&self) -> Expr {
        Expr::Int(self.engine.port)
    }

    /// Name of the database.
    pub(super) fn database(&self) -> Expr {
        self.piece("database")
    }

    /// User.
    pub(super) fn user(&self) -> Expr {
        if self.has_user { self.piece("username") } else { Expr::text("") }
    }

    fn piece(&self, name: &str) -> Expr {
        Expr::Piece(format_smolstr!("{}.{name}", self.key))
    }
}

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Database {}: inside the cluster, or outside.", across.name));
    part.group(across.path("internal"), "Run in the cluster.");
    part.group(across.path("external"), "Run elsewhere, and reached by the same name.");
    if dependency::is_server(across) {
        part.group(across.path("chart"), "Run by a chart of others.");
    }
    let (inside, outside) = (Side::Inside.test(across), Side::Outside.test(across));
    values::lower(context, across, part);
    sides::pieces(context, across, part);
    url::lower(across, part);
    let inner = Across { key: across.path("internal"), ..across.clone() };
    account::lower(context, &inner, Some(&inside), part);
    let stateful = server::stateful_set(context, across, &inner, part);
    part.objects.push(pod::object(across, "StatefulSet", "statefulset", Some(inside.clone()), stateful));
    part.objects.push(pod::object(across, "Service", "service", faces(across), face(across, &outside)));
    network::policy(context, across, Some(inside.clone()), part);
    backup::lower(context, across, &inner, part);
    dependency::of_database(context, across, part);
    sides::refuse(across, part);
    refusals::lower(context, &inner, part);
    monitor::lower(across, Some(&Test::Value(across.path("internal.enabled"))), part);
}

/// The engine, which is the same in every environment.
fn engine(across: &Across<'_>) -> &'static Engine {
    across.first().map_or(&POSTGRES, databases::engine)
}

/// Whether any environment's clients name a user.
fn has_user(across: &Across<'_>) -> bool {
    engine(across).has_user || across.any(|view| view.value(&USER).is_some())
}

/// Whether clients log in with a password.
#[derive(Debug, Clone, PartialEq)]
enum Login {
    /// In no environment.
    Never,
    /// In every one.
    Always,
    /// Where the values say so.
    Where(Test),
}

impl Login {
    fn of(across: &Across<'_>, part: &mut Part) -> Self {
        if !across.any(databases::has_password) {
            return Login::Never;
        }
        let on = across.each(databases::has_password);
        let doc = "Whether clients log in with a password.";
        part.switch(across.path("auth"), doc, across.origin(&AUTH), on).map_or(Login::Always, Login::Where)
    }

    /// What is there where they do.
    fn items(&self, items: Vec<Item>) -> Vec<Item> {
        match self {
            Login::Never => Vec::new(),
            Login::Always => items,
            Login::Where(test) => vec![Item::When(test.clone(), items)],
        }
    }
}

/// Whether clients are given the host name of a database outside; none where no environment asks for it.
fn is_direct(across: &Across<'_>) -> Option<Test> {
    across.any(|view| view.bool(&DIRECT)).then(|| Test::Value(across.path("external.direct")))
}

/// When the database has a Service: inside, and outside unless clients are given the host name itself.
fn faces(across: &Across<'_>) -> Option<Test> {
    let elsewhere = Side::Outside.test(across);
    let alias = Test::all([elsewhere].into_iter().chain(is_direct(across).map(|direct| !direct)));
    Test::any([Side::Inside.test(across)].into_iter().chain(alias))
}

/// The Service: headless for the pod inside, an alias for a database outside.
fn face(across: &Across<'_>, outside: &Test) -> Vec<Entry> {
    let engine = engine(across);
    let alias = vec![
        pair("type", Node::text("ExternalName")),
        pair("externalName", Node::Text(Expr::Value(across.path("external.host")))),
    ];
    let mut ports = vec![Item::Node(Node::Map(vec![
        pair("name", Node::text(engine.port_name)),
        pair("port", Node::int(engine.port)),
        pair("targetPort", Node::text(engine.port_name)),
        pair("protocol", Node::text("TCP")),
    ]))];
    ports.extend(exporter::face(across));
    let own = vec![
        pair("type", Node::text("ClusterIP")),
        pair("clusterIP", Node::text("None")),
        map("selector", vec![Entry::Selector(SmolStr::new(across.name))]),
        list("ports", ports),
    ];
    vec![
        super::metadata::of(across, &across.object_name(ObjectKind::Service), Vec::new()),
        map("spec", vec![Entry::When(outside.clone(), alias, own)]),
    ]
}
