//! What follows from what a stack says of charts of others, for the lowering and the rules alike.

use super::environment::{Environment, View};
use crate::schema::{chart, database};

/// The chart that runs a database, where one does.
#[must_use]
pub fn server<'a>(database: &View<'a>) -> Option<View<'a>> {
    database.child(&chart::SERVER)
}

/// What a chart is called where it is found. `key` is what Helm calls it here: the name of its block.
#[must_use]
pub fn name<'a>(key: &'a str, own: &View<'a>) -> &'a str {
    own.text(&chart::SERVER_NAME).or_else(|| own.text(&chart::NAME)).unwrap_or(key)
}

/// A chart of others: the block that brings it, and the block that says where it is found.
#[derive(Debug, Clone)]
pub struct Dependency<'a> {
    /// The `chart` or the `database`.
    pub owner: View<'a>,
    /// The `chart`.
    pub own: View<'a>,
}

/// The charts of others that an environment installs.
pub fn installed<'a>(environment: &Environment<'a>) -> impl Iterator<Item = Dependency<'a>> {
    all(environment).filter(|dependency| dependency.owner.is_on())
}

/// The charts of others that an environment knows, those that are switched off too.
pub fn all<'a>(environment: &Environment<'a>) -> impl Iterator<Item = Dependency<'a>> {
    let beside = environment.all(&chart::CHART).values().map(|own| Dependency { owner: own.clone(), own: own.clone() });
    let databases = environment.all(&database::DATABASE).values();
    let servers = databases.filter_map(|owner| Some(Dependency { owner: owner.clone(), own: server(owner)? }));
    beside.chain(servers)
}
