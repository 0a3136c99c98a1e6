//! The step from a loaded project to what the core makes of it.

use super::held::{Held, Lasting};
use super::project::Project;
use crate::companion::Companions;
use crate::diagnostics::{Code, Diagnostic, Severity, gather};
use crate::lower;
use crate::metadata;
use crate::model::environment::{Environment, resolve};
use crate::model::program::{Given, Program};
use crate::rules;
use std::path::Path;

/// What came of a project.
#[derive(Debug)]
pub struct Compiled {
    /// The project itself.
    pub project: Project,
    /// What it means; none where it has no stack.
    pub program: Option<Program>,
    /// Files that take part beside the sources.
    pub companions: Companions,
    /// Everything found, in order, each once.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a project. What is wrong with it is in the result, also where nothing else is.
#[must_use]
pub fn compile(project: Project, given: &[Given]) -> Compiled {
    compile_in(project, given, Lasting::Once)
}

/// The same, in a process that may go on and compile again.
#[must_use]
pub fn compile_in(mut project: Project, given: &[Given], lasting: Lasting) -> Compiled {
    let mut diagnostics = std::mem::take(&mut project.diagnostics);
    let mut checked = Program::check(&mut project.sources, &project.files, given);
    diagnostics.append(&mut checked.diagnostics);
    // Where blocks are missing, targets would seem to be.
    if let (Some(program), false) = (&mut checked.program, diagnostics.iter().any(hides_something)) {
        diagnostics.extend(pin(&project, program));
    }
    let mut companions = Companions::new();
    if let Some(program) = &checked.program {
        let environments = Held::new(resolve::environments(program, &mut diagnostics), lasting);
        companions = project.companions(rules::companions::wanted(&environments));
        let whole = !diagnostics.iter().any(hides_something);
        let mentions = rules::mentions(&environments);
        let (environments, companions) = (environments.as_slice(), &companions);
        let context = rules::Context { program, environments, companions, mentions: &mentions, whole };
        diagnostics.extend(rules::check(&context));
        let is_sound = diagnostics.iter().all(|found| found.severity != Severity::Error);
        if is_sound && environments.iter().any(lower::must_be_tried) {
            diagnostics.extend(lower::lower(&project.sources, program, environments, companions).findings);
        }
    }
    Compiled { project, program: checked.program, companions, diagnostics: gather::gather(diagnostics) }
}

/// Names the images that are built here by the digests that a build of them told.
fn pin(project: &Project, program: &mut Program) -> Vec<Diagnostic> {
    if project.metadata.is_empty() {
        return Vec::new();
    }
    let pinned = metadata::pin(&project.sources, &project.metadata, &resolve::environments(program, &mut Vec::new()));
    program.built = pinned.built;
    pinned.diagnostics
}

/// Whether blocks may be missing because of what was found: in text that could not be read, in a file that is not there,
/// in a block of a misspelt kind, base or name.
fn hides_something(diagnostic: &Diagnostic) -> bool {
    let code = diagnostic.code;
    let is_text = code.id().starts_with("E00") || code.id().starts_with("E09");
    is_text || matches!(code, Code::E0103 | Code::E0107 | Code::E0108)
}

impl Compiled {
    /// What holds in each environment.
    #[must_use]
    pub fn environments(&self) -> Vec<Environment<'_>> {
        self.program.as_ref().map(|program| resolve::environments(program, &mut Vec::new())).unwrap_or_default()
    }

    /// Name of the environment whose file was asked for; none where all environments are meant.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        let file = self.project.asked?;
        let tree = self.project.files.iter().find(|tree| tree.id == file)?;
        tree.header.as_ref().map(|header| header.name.value.as_str())
    }

    /// Name of the stack's file, without its folder.
    #[must_use]
    pub fn origin(&self) -> String {
        let name = self.project.stack.map_or("", |stack| self.project.sources.get(stack).name.as_str());
        Path::new(name).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// Whether nothing was found that forbids to write.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}
