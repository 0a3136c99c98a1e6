//! Where a database is: inside the cluster, elsewhere, or in the hands of a chart of others.

use super::{engine, has_user, is_direct};
use crate::chart::tree::{self, Expr, Test};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::lower::across::Across;
use crate::lower::{Context, Part, dependency, knobs, reference};
use crate::model::databases;
use crate::model::environment::View;
use crate::schema::chart;
use crate::schema::objects::ObjectKind;
use smol_str::{SmolStr, format_smolstr};

/// Where a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Side {
    /// It runs in the cluster, by objects of the stack.
    Inside,
    /// It runs elsewhere.
    Outside,
    /// A chart of others runs it.
    Chart,
}

impl Side {
    /// The sides that a database may be on.
    pub(in crate::lower) fn all(across: &Across<'_>) -> Vec<Side> {
        let chart = dependency::is_server(across).then_some(Side::Chart);
        [Side::Inside, Side::Outside].into_iter().chain(chart).collect()
    }

    /// The key below which its values stand.
    pub(in crate::lower) fn key(self) -> &'static str {
        match self {
            Side::Inside => "internal",
            Side::Outside => "external",
            Side::Chart => "chart",
        }
    }

    /// Whether a database is on this side, as the values say.
    pub(in crate::lower) fn test(self, across: &Across<'_>) -> Test {
        Test::Value(across.path(&format!("{}.enabled", self.key())))
    }

    /// The side of a database in an environment.
    pub(super) fn of(view: &View<'_>) -> Self {
        match (databases::is_by_chart(view), databases::is_external(view)) {
            (true, _) => Side::Chart,
            (false, true) => Side::Outside,
            (false, false) => Side::Inside,
        }
    }
}

/// Only one side is right.
pub(super) fn refuse(across: &Across<'_>, part: &mut Part) {
    let sides = Side::all(across);
    for (index, first) in sides.iter().enumerate() {
        for second in sides.iter().skip(index + 1) {
            let (name, key) = (across.name, &across.key);
            let keys = format!("{key}.{}.enabled and {key}.{}.enabled", first.key(), second.key());
            let both = Test::all([first.test(across), second.test(across)]);
            part.refuse(both, format!("{name}: {keys} exclude each other"));
        }
    }
}

/// What is read of a database on all sides alike.
pub(super) fn pieces(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let elsewhere: Vec<Side> = Side::all(across).into_iter().filter(|side| *side != Side::Inside).collect();
    let value = |side: Side, key: &str| across.path(&format!("{}.{key}", side.key()));
    let mut add = |name: &str, doc: &str, cases: Vec<(Test, Expr)>, inside: Expr| {
        part.pieces.push(tree::Piece {
            name: format_smolstr!("{}.{name}", across.name),
            doc: format!("{doc} of database {}.", across.name),
            body: tree::Body::Text(cases, Ok(inside)),
        });
    };
    let cases = |of: &dyn Fn(Side) -> Expr| elsewhere.iter().map(|side| (side.test(across), of(*side))).collect();
    add("port", "Port", cases(&|side| Expr::Number(value(side, "port"))), Expr::Int(engine(across).port));
    let text = |key: &'static str| move |side: Side| Expr::Value(value(side, key));
    add("database", "Name", cases(&text("database")), text("database")(Side::Inside));
    if has_user(across) {
        let inside = if engine(across).has_user { text("username")(Side::Inside) } else { Expr::text("") };
        add("username", "User", cases(&text("username")), inside);
    }
    if has_host(across) {
        add("host", "Host name", hosts(context, across), across.object_name(ObjectKind::Service));
    }
}

/// Whether clients may be given another host name than that of the database's own Service.
pub(super) fn has_host(across: &Across<'_>) -> bool {
    is_direct(across).is_some() || dependency::is_server(across)
}

fn hosts(context: &Context<'_>, across: &Across<'_>) -> Vec<(Test, Expr)> {
    let direct = is_direct(across).and_then(|direct| Test::all([Side::Outside.test(across), direct]));
    let direct = direct.map(|test| (test, Expr::Value(across.path("external.host"))));
    let chart = dependency::is_server(across).then(|| (Side::Chart.test(across), host(context, across)));
    direct.into_iter().chain(chart).collect()
}

/// The host of a database that a chart runs. One that follows the release is written into the template.
fn host(context: &Context<'_>, across: &Across<'_>) -> Expr {
    let derived = across.views.iter().enumerate().find_map(|(environment, view)| {
        let server = crate::model::dependencies::server(view.as_ref()?)?;
        let host = reference::text(context, environment, server.value(&chart::HOST)?);
        host.known().is_none().then_some(host)
    });
    let usual = Expr::Dependency { release: None, name: SmolStr::new(across.name) };
    derived.unwrap_or_else(|| Expr::Value(across.path("chart.host")).or(usual))
}

/// Declares the key of the host of a database that a chart runs, where it is one.
pub(super) fn host_value(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let Expr::Default(..) = host(context, across) else { return };
    let server = across.child(&chart::SERVER);
    let hosts = server.each(|view| knobs::value_of(view, &chart::HOST).unwrap_or_else(|| Val::text("")));
    let hosts = hosts.into_iter().map(|host| host.unwrap_or(Val::Unset)).collect();
    let doc = "Host name of the database. Default: what charts usually call their objects, the release and the chart.";
    part.knob_from(across.path("chart.host"), doc, Schema::Pattern(HOST), hosts, server.origin(&chart::HOST));
}
