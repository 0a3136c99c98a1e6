//! What jobs run before, and what pods wait for.

use super::environment::View;
use super::typed::Value;
use crate::schema::{self, job, service};
use crate::source::Span;

/// The services that must not start before a job has succeeded, each with its place.
#[must_use]
pub fn before<'a>(view: &View<'a>) -> Vec<(&'a str, Span)> {
    let leaves = view.value(&job::BEFORE).map(Value::leaves).unwrap_or_default();
    leaves.into_iter().filter_map(|leaf| Some((leaf.block()?.1.as_str(), leaf.span))).collect()
}

/// Whether a job runs before a service.
#[must_use]
pub fn is_before(view: &View<'_>, service: &str) -> bool {
    before(view).iter().any(|(name, _)| *name == service)
}

/// What pods wait for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Awaited<'a> {
    /// A service or a database, by kind and name.
    Block(&'static schema::Block, &'a str),
    /// A host outside of the stack, with its port.
    Host(&'a str, &'a str),
}

impl Awaited<'_> {
    /// What the container that waits is called, behind a word.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Awaited::Block(_, name) => name.to_owned(),
            Awaited::Host(host, port) => crate::types::names::kebab(&format!("{host}-{port}").replace(['.', ':'], "-")),
        }
    }
}

/// What the pods of a block wait for, each with its place, in written order.
#[must_use]
pub fn awaited<'a>(view: &View<'a>) -> Vec<(Awaited<'a>, Span)> {
    let items = [&service::WAIT_FOR, &job::WAIT_FOR].into_iter().flat_map(|field| view.list(field));
    items.filter_map(|item| Some((one(item)?, item.span))).collect()
}

fn one(item: &Value) -> Option<Awaited<'_>> {
    if let Some((kind, name)) = item.block() {
        return Some(Awaited::Block(kind, name));
    }
    let (host, port) = item.text()?.rsplit_once(':')?;
    Some(Awaited::Host(host.trim_start_matches('[').trim_end_matches(']'), port))
}
