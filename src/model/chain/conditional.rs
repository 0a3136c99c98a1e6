//! What holds instead of the last word: defaults that depend on the block that they are for, and nothing where a field
//! means nothing.

use crate::model::environment::View;
use crate::model::typed::{Kind, Layer};
use crate::schema::{self, choices, port, service, volume};

/// What holds instead of what the layers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The value, as it would be written; none where the field means nothing.
    pub value: Option<&'static str>,
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
    let condition = |why: String| Condition { value: Some("1"), why };
    if let Some(claim) = one_node_claim(view) {
        return Some(condition(format!("one node alone can use volume `{claim}`, and only a profile asks for more")));
    }
    let portless = view.children(&port::PORT).is_empty();
    portless.then(|| condition("it has no port, and only a profile asks for more".to_owned()))
}

/// Why nothing that is said of a field holds in a block.
pub(super) fn left_out(view: &View<'_>, field: &schema::Field) -> Option<Condition> {
    let own = view.left_out.iter().find(|own| own.field.is(field))?;
    Some(Condition { value: None, why: format!("it goes only with {}", own.need.only) })
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
