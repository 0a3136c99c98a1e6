//! What follows from what a stack says of a database, for the lowering, the rules and the secrets alike.

use super::dependencies;
use super::environment::View;
use crate::schema::database::{AUTH, BACKUP, EXTERNAL, IMAGE, USER, VERSION};
use crate::schema::engine::{Engine, POSTGRES};
use crate::types;

/// The engine of a database: that with which it was introduced. One that is not known was reported.
#[must_use]
pub fn engine(view: &View<'_>) -> &'static Engine {
    base(view).and_then(Engine::find).unwrap_or(&POSTGRES)
}

fn base<'a>(view: &View<'a>) -> Option<&'a str> {
    view.layers.iter().find_map(|layer| layer.base.as_ref()).map(|base| base.value.as_str())
}

/// Whether todoc does not run it: it runs elsewhere, or a chart of others runs it.
#[must_use]
pub fn is_external(view: &View<'_>) -> bool {
    view.value(&EXTERNAL).is_some() || is_by_chart(view)
}

/// Whether a chart of others runs it.
#[must_use]
pub fn is_by_chart(view: &View<'_>) -> bool {
    dependencies::server(view).is_some()
}

/// Whether clients log in with a password.
#[must_use]
pub fn has_password(view: &View<'_>) -> bool {
    view.bool(&AUTH) || !engine(view).can_be_open
}

/// Whether clients name a user when they log in.
#[must_use]
pub fn has_user(view: &View<'_>) -> bool {
    has_password(view) && (engine(view).has_user || is_external(view) && view.value(&USER).is_some())
}

/// Whether its administrator has a password of its own.
#[must_use]
pub fn has_root_password(view: &View<'_>) -> bool {
    has_password(view) && !is_external(view) && engine(view).variables.root.is_some()
}

/// Its backup, where it has one that is switched on.
#[must_use]
pub fn backup<'a>(view: &View<'a>) -> Option<View<'a>> {
    view.child(&BACKUP).filter(View::is_on)
}

/// The major version, where the source says it: that of the image, or the one that is asked for.
#[must_use]
pub fn major(view: &View<'_>) -> Option<u32> {
    match view.text(&IMAGE) {
        Some(image) => Engine::major(&types::Reference::parse(image).ok()?.tag?),
        None => Engine::major(view.text(&VERSION)?),
    }
}
