//! Variables by which the official images are told what to make, when they make their data.

use super::{Login, engine, storage};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, map, pair};
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::reference::{self, SecretKey};
use crate::lower::{Context, Part, variables};
use crate::secrets;

/// The administrator of engines that want a name for theirs.
const ROOT: &str = "root";

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, login: &Login, part: &mut Part) -> Vec<Item> {
    let variables = &engine(across).variables;
    let value = |name: &'static str, key: &str| Item::Node(text(name, Expr::Value(across.path(key))));
    let mut items: Vec<Item> = variables.database.map(|name| value(name, "internal.database")).into_iter().collect();
    if *login != Login::Never {
        let mut secret: Vec<Item> = variables.user.map(|name| value(name, "internal.username")).into_iter().collect();
        secret.extend(password(context, across, variables.password, part));
        if let Some((name, password)) = variables.root {
            secret.extend(name.map(|name| Item::Node(text(name, Expr::text(ROOT)))));
            let name = secrets::root_password(across.name);
            secret.extend(held(context, across, (&name, "rootPassword"), password, part));
        }
        items.extend(login.items(secret));
    }
    items.extend(variables.fixed.iter().map(|(name, value)| Item::Node(text(name, Expr::text(*value)))));
    items.extend(storage::folder(across, part));
    items
}

/// The password of the user that logs in, as a variable.
pub(super) fn password(
    context: &Context<'_>,
    across: &Across<'_>,
    variable: &'static str,
    part: &mut Part,
) -> Vec<Item> {
    held(context, across, (&secrets::password(across.name), "password"), variable, part)
}

/// A password that the database declares, as a variable. Where environments keep it in several places, a key of the values
/// says in which.
fn held(
    context: &Context<'_>,
    across: &Across<'_>,
    (name, key): (&str, &str),
    variable: &'static str,
    part: &mut Part,
) -> Vec<Item> {
    let built = across.built(|environment, _| {
        let key = reference::password(context, environment, name);
        Built::As(key.key.clone(), key)
    });
    let path = across.path(&format!("{key}Key"));
    let chosen = part.chosen(&path, format!("Key that holds {name}."), across.origin_of(Place::Block), built);
    chosen.into_iter().flat_map(|(test, key)| tree::guarded(test, key_of(variable, &key))).collect()
}

/// A variable that is known.
pub(super) fn text(name: &'static str, value: Expr) -> Node {
    Node::Map(vec![pair("name", Node::text(name)), pair("value", Node::Text(value))])
}

/// A variable that a Secret holds.
pub(super) fn key_of(name: &'static str, key: &SecretKey) -> Node {
    let reference: Vec<Entry> = variables::reference_to(&key.object, &key.key, key.optional);
    Node::Map(vec![pair("name", Node::text(name)), map("valueFrom", vec![map("secretKeyRef", reference)])])
}
