//! One environment of a project, by its name.

use crate::model::check::describe;
use crate::model::environment::Environment;
use crate::types::nearest;

/// The environment of a name.
///
/// # Errors
/// A sentence that says which there are.
pub(super) fn named<'a>(all: Vec<Environment<'a>>, name: &str) -> Result<Environment<'a>, String> {
    let known: Vec<&str> = all.iter().map(|environment| environment.name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", describe::list(known)),
    };
    let found = all.into_iter().find(|environment| environment.name == name);
    found.ok_or_else(|| format!("there is no environment `{name}`; {help}"))
}
