//! How objects are named: by the rule of the stack, or as a block says.

use super::environment::View;
use crate::chart::names::{Naming, Prefix};
use crate::schema::objects::{self, ObjectKind};
use crate::schema::{choices, shared, stack};
use smol_str::SmolStr;

/// The rule of a stack.
#[must_use]
pub fn of(stack: &View<'_>) -> Naming {
    let rule = stack.child(&objects::NAMING);
    let prefix = match rule.as_ref().and_then(|rule| rule.text(&objects::PREFIX)) {
        Some(word) => Prefix::Fixed(SmolStr::new(word)),
        None if stack.choice(&stack::NAMING_FIELD) == Some(&choices::PLAIN) => Prefix::Nothing,
        None => Prefix::Release,
    };
    let suffixes = rule.and_then(|rule| rule.child(&objects::SUFFIXES));
    let suffix = |kind: &ObjectKind| Some((*kind, SmolStr::new(suffixes.as_ref()?.text(kind.field())?)));
    Naming { prefix, suffixes: ObjectKind::ALL.iter().filter_map(suffix).collect() }
}

/// The name that a block gives to its object of a kind.
#[must_use]
pub fn given<'a>(view: &View<'a>, kind: ObjectKind) -> Option<&'a str> {
    of_kind(view, kind).or_else(|| view.text(&shared::OBJECT_NAME))
}

/// The same, where the block names that kind by itself.
#[must_use]
pub fn of_kind<'a>(view: &View<'a>, kind: ObjectKind) -> Option<&'a str> {
    view.child(&objects::OBJECT_NAMES)?.text(kind.field())
}
