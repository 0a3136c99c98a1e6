//! One environment of a project, by its name.

use crate::model::check::describe;
use crate::model::environment::Environment;
use crate::schema::choices;
use crate::types::nearest;

/// The environment of a name.
///
/// # Errors
/// A sentence that says which there are.
pub(super) fn named<'a>(mut all: Vec<Environment<'a>>, name: &str) -> Result<Environment<'a>, String> {
    match all.iter().position(|environment| environment.name == name) {
        Some(place) => Ok(all.swap_remove(place)),
        None => Err(unknown(&all, name)),
    }
}

/// The place of an environment among all: of the one that is named, else the last one of production, else the last.
///
/// # Errors
/// A sentence that says which there are.
pub(super) fn chosen(all: &[Environment<'_>], name: Option<&str>) -> Result<usize, String> {
    if let Some(name) = name {
        let found = all.iter().position(|environment| environment.name == name);
        return found.ok_or_else(|| unknown(all, name));
    }
    let production = all.iter().rposition(|environment| environment.profile == &choices::PRODUCTION);
    production.or(all.len().checked_sub(1)).ok_or_else(|| "there is no environment".to_owned())
}

fn unknown(all: &[Environment<'_>], name: &str) -> String {
    let known: Vec<&str> = all.iter().map(|environment| environment.name).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", describe::list(known)),
    };
    format!("there is no environment `{name}`; {help}")
}
