//! One environment of a project, by its name.

use crate::model::check::describe;
use crate::model::environment::Environment;
use crate::types::nearest;

/// The environment of a name.
///
/// # Errors
/// A sentence that says which there are.
pub(super) fn named<'a>(mut all: Vec<Environment<'a>>, name: &str) -> Result<Environment<'a>, String> {
    place(&all, name).map(|place| all.swap_remove(place))
}

/// The place of the environment of a name among all.
///
/// # Errors
/// A sentence that says which there are.
pub(super) fn place(all: &[Environment<'_>], name: &str) -> Result<usize, String> {
    let known: Vec<&str> = all.iter().map(|environment| environment.name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", describe::list(known)),
    };
    let found = all.iter().position(|environment| environment.name == name);
    found.ok_or_else(|| format!("there is no environment `{name}`; {help}"))
}
