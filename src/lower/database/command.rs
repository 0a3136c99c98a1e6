//! What the server is started with, and how it is asked whether it serves.

use super::{Login, engine, storage};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::chart::values::write::scalar;
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::knobs::plain;
use crate::model::environment::View;
use crate::schema::database::SETTINGS;
use crate::schema::engine::{Probe, REDIS};
use smol_str::SmolStr;

/// The names of settings.
const SETTING: &str = "^[A-Za-z0-9_.-]+$";

/// Redis reads its password from standard input: as a word of its command every process of the node could see it.
const WITH_PASSWORD: &str = "exec docker-entrypoint.sh redis-server - \"$@\" <<END\nrequirepass $REDISCLI_AUTH\nEND\n";

/// `command` and `args` of the server.
pub(super) fn lower(across: &Across<'_>, login: &Login, part: &mut Part) -> Vec<Entry> {
    let engine = engine(across);
    let mut entries = Vec::new();
    let mut words = Vec::new();
    if engine.name == REDIS.name {
        let command = ["sh", "-c", WITH_PASSWORD, "redis-server"].map(|word| Item::Node(Node::text(word)));
        let command = list("command", command.into());
        entries.extend(match login {
            Login::Never => Vec::new(),
            Login::Always => vec![command],
            Login::Where(test) => tree::when(Some(test.clone()), vec![command]),
        });
        let open = || vec![Item::Node(Node::text("--protected-mode no"))];
        words.extend(match login {
            Login::Never => open(),
            Login::Always => Vec::new(),
            Login::Where(test) => vec![Item::When(!test.clone(), open())],
        });
        // What is kept on a claim is kept whole.
        words.push(Item::When(storage::is_kept(across), vec![Item::Node(Node::text("--appendonly yes"))]));
    }
    words.extend(settings(across, engine.setting, part));
    entries.push(list("args", words));
    entries
}

/// Settings, each as one word; where any environment has some, they stand in the values.
fn settings(across: &Across<'_>, equals: &'static str, part: &mut Part) -> Option<Item> {
    if !across.any(|view| !view.entries(&SETTINGS).is_empty()) {
        return None;
    }
    let path = across.path("internal.config");
    let doc = "Settings of the server, as the engine calls them.";
    let values = across.each(settings_of).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(path.clone(), doc, Schema::Texts(SETTING), values, across.origin_of(Place::Block));
    let word = Expr::join(vec![Expr::text("--"), Expr::Key, Expr::text(equals), Expr::Item]);
    Some(Item::Each(path, Node::Text(word)))
}

fn settings_of(view: &View<'_>) -> Val {
    let entries = view.entries(&SETTINGS).iter();
    Val::Map(
        entries
            .filter_map(|(key, entry)| Some((SmolStr::new(key), Val::Text(scalar(&plain(&entry.value)?)))))
            .collect(),
    )
}

/// The probes: the server is given time to start, and more time until it is taken for dead than until it gets no work. One that
/// recovers is alive however long it takes.
pub(super) fn probes(across: &Across<'_>) -> Vec<Entry> {
    let engine = engine(across);
    let how = |question: &'static Probe| match question {
        Probe::Shell(script) => {
            let words = ["sh", "-c", script].map(|word| Item::Node(Node::text(word)));
            map("exec", vec![list("command", words.into())])
        }
        Probe::Tcp => map("tcpSocket", vec![pair("port", Node::text(engine.port_name))]),
    };
    let probe = |name: &str, question: &'static Probe, period: i64, failures: i64| {
        map(
            name,
            vec![
                how(question),
                pair("periodSeconds", Node::int(period)),
                pair("timeoutSeconds", Node::int(5)),
                pair("failureThreshold", Node::int(failures)),
            ],
        )
    };
    vec![
        probe("startupProbe", &engine.alive, 5, 60),
        probe("livenessProbe", &engine.alive, 20, 6),
        probe("readinessProbe", &engine.serves, 10, 3),
    ]
}
