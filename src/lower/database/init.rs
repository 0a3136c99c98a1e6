//! Files that an image runs when it makes its data: those of a configuration, and for MongoDB one that makes the user of
//! the application.

use super::{Login, engine};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, map, pair};
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::network::Asked;
use crate::lower::{Context, Part, config, metadata, pod};
use crate::schema::config::CONFIG;
use crate::schema::database::INIT;
use crate::schema::engine::MONGODB;
use crate::schema::objects::ObjectKind;
use smol_str::SmolStr;

/// Where the images look.
const FOLDER: &str = "/docker-entrypoint-initdb.d";

/// The user of the application, in its own database, where clients look for it unless they are told otherwise. The image
/// runs the script before it asks for passwords.
const USER: &str = "db.createUser({\n  user: process.env.MONGO_USERNAME,\n  pwd: process.env.MONGO_PASSWORD,\n  \
                    roles: [{ role: \"dbOwner\", db: db.getName() }],\n});\n";

/// Name of that script; names of digits and letters come after it.
const FILE: &str = "0-user.js";

/// The mount of the files, and their volume.
pub(super) fn lower(
    context: &Context<'_>,
    across: &Across<'_>,
    login: &Login,
    part: &mut Part,
) -> (Vec<Item>, Vec<Item>) {
    let own = user(across, login, part);
    let chosen = chosen(context, across, part);
    if own.is_empty() && chosen.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mount = Node::Map(vec![
        pair("name", Node::text("init")),
        pair("mountPath", Node::text(FOLDER)),
        pair("readOnly", Node::Bool(true)),
    ]);
    let test = if own.iter().any(|item| matches!(item, Item::Node(_))) { None } else { any(&own, &chosen) };
    let sources =
        own.into_iter().chain(chosen.into_iter().flat_map(|(test, object)| tree::guarded(test, source(object))));
    let volume =
        Node::Map(vec![pair("name", Node::text("init")), map("projected", vec![list("sources", sources.collect())])]);
    (tree::guarded(test.clone(), mount), tree::guarded(test, volume))
}

/// When there is any of them; none where there always is.
fn any(own: &[Item], chosen: &[(Option<Test>, Expr)]) -> Option<Test> {
    let own =
        own.iter().filter_map(|item| if let Item::When(test, _) = item { Some(Some(test.clone())) } else { None });
    let tests: Option<Vec<Test>> = own.chain(chosen.iter().map(|(test, _)| test.clone())).collect();
    Test::any(tests?)
}

fn source(object: Expr) -> Node {
    Node::Map(vec![map("configMap", vec![pair("name", Node::Text(object))])])
}

/// The configuration that the source names; where environments differ in it, a key of the values says which it is.
fn chosen(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Expr)> {
    let built = said(context, across);
    let doc = "Configuration whose files the image runs when it makes its data; nothing: none.";
    part.chosen(&across.path("internal.init"), doc, across.origin(&INIT), built)
}

fn said(context: &Context<'_>, across: &Across<'_>) -> Vec<Built<Expr>> {
    across.built(|_, view| match view.block(&INIT) {
        Some((_, name)) => {
            let object = context.find(&CONFIG, name).map_or_else(|| Expr::text(""), config::object_name);
            Built::As(SmolStr::new(name), object)
        }
        None => Built::Nothing,
    })
}

/// What must be so that the files of a server, which `inner` is, are those of some environments.
pub(in crate::lower) fn asked(context: &Context<'_>, inner: &Across<'_>, of: &[bool]) -> Option<Asked> {
    Asked::chosen(&inner.path("init"), said(context, inner), of)
}

/// The script that makes the user, where the image does not.
fn user(across: &Across<'_>, login: &Login, part: &mut Part) -> Vec<Item> {
    if engine(across).name != MONGODB.name {
        return Vec::new();
    }
    let name = format!("{}-init", across.name);
    let name = Across { name: &name, ..across.clone() }.derived_name(ObjectKind::ConfigMap);
    let items = login.items(vec![Item::Node(source(name.clone()))]);
    let inside = Test::Value(across.path("internal.enabled"));
    let when = match login {
        Login::Never => return Vec::new(),
        Login::Always => Some(inside),
        Login::Where(test) => Test::all([inside, test.clone()]),
    };
    let data: Vec<Entry> = vec![pair(FILE, Node::text(USER))];
    let body = vec![metadata::of(across, &name, Vec::new()), map("data", data)];
    let mut object = pod::object(across, "ConfigMap", "configmap", when, body);
    object.file = format!("configmap-{}-init.yaml", across.name);
    object.doc = Some("Makes the user of the application when the data is made.".to_owned());
    part.objects.push(object);
    items
}
