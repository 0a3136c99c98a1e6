//! The program beside a database's server that tells Prometheus of it.

use super::{Login, engine, variables};
use crate::chart::tree::{Entry, Expr, Item, Node, Test, list, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::{Context, Part, container, knobs, monitor};
use crate::model::environment::View;
use crate::schema::container::{CPU, MEMORY};
use crate::schema::database::EXPORTER;
use crate::schema::engine::{MARIADB, MONGODB, MYSQL, POSTGRES, REDIS};
use smol_str::SmolStr;

/// How an engine's exporter is run.
struct Exporter {
    engine: &'static str,
    image: &'static str,
    port: i64,
    /// Words of its command; `{user}` and `{database}` stand for those of the database.
    args: &'static [&'static str],
    /// Its variables, with the same.
    variables: &'static [(&'static str, &'static str)],
    /// Variable of the password.
    password: &'static str,
}

static EXPORTERS: [Exporter; 5] = [
    Exporter {
        engine: POSTGRES.name,
        image: "quay.io/prometheuscommunity/postgres-exporter:v0.17.1",
        port: 9187,
        args: &[],
        variables: &[("DATA_SOURCE_URI", "localhost:5432/{database}?sslmode=disable"), ("DATA_SOURCE_USER", "{user}")],
        password: "DATA_SOURCE_PASS",
    },
    Exporter {
        engine: MYSQL.name,
        image: MYSQLD,
        port: 9104,
        args: &["--mysqld.address=localhost:3306", "--mysqld.username={user}"],
        variables: &[],
        password: "MYSQLD_EXPORTER_PASSWORD",
    },
    Exporter {
        engine: MARIADB.name,
        image: MYSQLD,
        port: 9104,
        args: &["--mysqld.address=localhost:3306", "--mysqld.username={user}"],
        variables: &[],
        password: "MYSQLD_EXPORTER_PASSWORD",
    },
    Exporter {
        engine: REDIS.name,
        image: "oliver006/redis_exporter:v1.74.0",
        port: 9121,
        args: &[],
        variables: &[("REDIS_ADDR", "redis://localhost:6379")],
        password: "REDIS_PASSWORD",
    },
    Exporter {
        engine: MONGODB.name,
        image: "percona/mongodb_exporter:0.44.0",
        port: 9216,
        args: &["--mongodb.uri=mongodb://localhost:27017", "--collect-all"],
        variables: &[("MONGODB_USER", "{user}")],
        password: "MONGODB_PASSWORD",
    },
];

const MYSQLD: &str = "prom/mysqld-exporter:v0.17.2";

/// Name of the container and of its port.
const NAME: &str = "metrics";

/// What it is given where nothing is said: it asks, and keeps nothing.
const AMOUNTS: [(&str, [(&str, &str); 2]); 2] =
    [("requests", [("cpu", "10m"), ("memory", "32Mi")]), ("limits", [("cpu", "200m"), ("memory", "128Mi")])];

fn of(across: &Across<'_>) -> Option<&'static Exporter> {
    let name = engine(across).name;
    EXPORTERS.iter().find(|own| own.engine == name).filter(|_| monitor::is_asked(across))
}

/// The container.
pub(super) fn lower(
    context: &Context<'_>,
    (across, inner): (&Across<'_>, &Across<'_>),
    login: &Login,
    part: &mut Part,
) -> Vec<Item> {
    let Some(exporter) = of(across) else { return Vec::new() };
    let own = monitor::of(across);
    let on = monitor::enabled(across, &own, part);
    let mut entries = vec![pair("name", Node::text(NAME))];
    let images = own.said(|view| knobs::value_of(view, &EXPORTER).or_else(|| Some(Val::text(exporter.image))));
    let path = own.path("exporter");
    let doc = knobs::doc(&EXPORTER);
    entries.extend(part.settled("image", path, images, &Schema::Text, own.origin(&EXPORTER), doc));
    let policy = Expr::Value(SmolStr::new_static("global.imagePullPolicy"));
    entries.push(pair("imagePullPolicy", Node::Text(policy)));
    let words = exporter.args.iter().map(|word| Item::Node(Node::Text(filled(across, word))));
    entries.push(list("args", words.collect()));
    let open = vec![
        pair("name", Node::text(NAME)),
        pair("containerPort", Node::int(exporter.port)),
        pair("protocol", Node::text("TCP")),
    ];
    entries.push(list("ports", vec![Item::Node(Node::Map(open))]));
    let known = exporter.variables.iter().map(|(name, text)| Item::Node(variables::text(name, filled(across, text))));
    let mut env: Vec<Item> = known.collect();
    let password = variables::password(context, across, exporter.password, part);
    env.extend(login.items(password));
    entries.push(list("env", env));
    entries.push(resources(&own, part));
    entries.push(container::security(inner, part));
    vec![Item::When(on, vec![Item::Node(Node::Map(entries))])]
}

/// A text with the user and the name of the database in it.
fn filled(across: &Across<'_>, text: &str) -> Expr {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, (key, behind))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        parts.push(Expr::text(before));
        parts.push(Expr::Value(across.path(if key == "user" { "internal.username" } else { "internal.database" })));
        rest = behind;
    }
    parts.push(Expr::text(rest));
    parts.retain(|part| part.known().is_none_or(|text| !text.is_empty()));
    Expr::join(parts)
}

fn resources(own: &Across<'_>, part: &mut Part) -> Entry {
    let usual = || {
        let amounts = |(kind, all): &(&'static str, [(&'static str, &'static str); 2])| {
            let all = all.iter().map(|(name, amount)| (SmolStr::new_static(name), Val::text(*amount)));
            (SmolStr::new_static(kind), Val::Map(all.collect()))
        };
        Val::Map(AMOUNTS.iter().map(amounts).collect())
    };
    let says = |view: &View<'_>| view.value(&CPU).is_some() || view.value(&MEMORY).is_some();
    let values = own.each(|view| if says(view) { container::amounts(view) } else { usual() });
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let path = own.path("resources");
    part.knob_from(path.clone(), "", Schema::Resources, values, own.origin(&CPU));
    pair("resources", Node::ValuesOr(path, SmolStr::new_static("resources")))
}

/// The port of the Service by which Prometheus finds it.
pub(super) fn face(across: &Across<'_>) -> Vec<Item> {
    let Some(exporter) = of(across) else { return Vec::new() };
    let port = Node::Map(vec![
        pair("name", Node::text(NAME)),
        pair("port", Node::int(exporter.port)),
        pair("targetPort", Node::text(NAME)),
        pair("protocol", Node::text("TCP")),
    ]);
    let on = Test::Value(monitor::of(across).path("enabled"));
    vec![Item::When(on, vec![Item::Node(port)])]
}

/// Number of the port.
pub(in crate::lower) fn port(across: &Across<'_>) -> Option<i64> {
    of(across).map(|own| own.port)
}
