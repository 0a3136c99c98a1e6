//! The step from a loaded project to what the core makes of it.

use super::project::Project;
use crate::diagnostics::{Diagnostic, gather};

/// What came of a project.
#[derive(Debug)]
pub struct Compiled {
    /// The project itself.
    pub project: Project,
    /// Everything found, in order, each once.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a project. What is wrong with it is in the result, also where nothing else is.
#[must_use]
pub fn compile(mut project: Project) -> Compiled {
    let diagnostics = std::mem::take(&mut project.diagnostics);
    Compiled { project, diagnostics: gather::gather(diagnostics) }
}
