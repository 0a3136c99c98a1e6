//! Whether two values say the same, wherever they are written.

use crate::model::typed::{Kind, Part, Reference, Text, Value};
use crate::syntax::ast::Name;

/// Whether both say the same, or neither says anything.
pub(super) fn values(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => value(left, right),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn value(left: &Value, right: &Value) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Text(left), Kind::Text(right)) => text(left, right),
        (Kind::Reference(left), Kind::Reference(right)) => reference(left, right),
        (Kind::Range(low, high), Kind::Range(other_low, other_high)) => {
            value(low, other_low) && value(high, other_high)
        }
        (Kind::List(left), Kind::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| value(left, right))
        }
        // What is left has no places in it, raw content aside, which is compared as what it makes.
        (left, right) => left == right,
    }
}

fn text(left: &Text, right: &Text) -> bool {
    match (left, right) {
        (Text::Literal(left), Text::Literal(right)) => left == right,
        (Text::Parts(left), Text::Parts(right)) => {
            let same = |(left, right): (&Part, &Part)| match (left, right) {
                (Part::Literal(left), Part::Literal(right)) => left == right,
                (Part::Reference(left), Part::Reference(right)) => reference(left, right),
                (Part::Literal(_), Part::Reference(_)) | (Part::Reference(_), Part::Literal(_)) => false,
            };
            left.len() == right.len() && left.iter().zip(right).all(same)
        }
        (Text::Literal(_), Text::Parts(_)) | (Text::Parts(_), Text::Literal(_)) => false,
    }
}

fn reference(left: &Reference, right: &Reference) -> bool {
    let word = |name: &Option<Name>| name.as_ref().map(|name| name.value.clone());
    let names = |own: &Reference| [word(&own.name), word(&own.port), word(&own.key)];
    left.root == right.root && left.attribute == right.attribute && names(left) == names(right)
}
