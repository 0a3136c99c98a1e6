//! Defaults that depend on the block that they are for.

use crate::model::environment::View;
use crate::model::typed::{Kind, Layer};
use crate::schema::{choices, port, service, volume};

/// A value that holds instead of what a profile says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The value, as it would be written.
    pub value: &'static str,
    /// Why it holds.
    pub why: String,
}

/// Why a service has one pod although its profile asks for more. A profile means services that can be multiplied: one
/// without a port, or with a claim that only one node can use, has one pod unless a template, the stack or an overlay
/// says otherwise.
#[must_use]
pub fn runs_once(view: &View<'_>) -> Option<Condition> {
    if !view.kind.is(&service::SERVICE) || view.layer_of(&service::REPLICAS) > Some(Layer::Profile) {
        return None;
    }
    if view.value(&service::REPLICAS).is_none_or(|value| value.kind == Kind::Int(1)) {
        return None;
    }
    let condition = |why: String| Condition { value: "1", why };
    if let Some(claim) = one_node_claim(view) {
        return Some(condition(format!("one node alone can use volume `{claim}`, and only a profile asks for more")));
    }
    let portless = view.children(&port::PORT).is_empty();
    portless.then(|| condition("it has no port, and only a profile asks for more".to_owned()))
}

/// The name of a claim that all pods share and only one node can use.
fn one_node_claim<'a>(view: &View<'a>) -> Option<&'a str> {
    let once = [choices::READ_WRITE_ONCE.name, choices::READ_WRITE_ONCE_POD.name];
    let shared = view.children(&volume::VOLUME).into_iter().find(|claim| {
        let access = claim.choice(&volume::ACCESS_FIELD).is_some_and(|access| once.contains(&access.name));
        let used = claim.bool(&volume::ENABLED) && claim.value(&volume::SIZE).is_some();
        used && access && !claim.bool(&volume::PER_REPLICA)
    });
    shared.map(|claim| claim.name)
}
