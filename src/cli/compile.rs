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
    let (mut compiled, mut found) = read(project, given);
    if let Some(program) = &compiled.program {
        // Who asks for the environments finds them again.
        drop(check(&compiled.project, program, &mut compiled.companions, &mut found));
    }
    compiled.diagnostics = gather::gather(found);
    compiled
}

/// The same in a process that may go on and compile again; hands over what came of it with what holds in each environment, which
/// is found once.
pub(super) fn compile_then<T>(
    project: Project,
    given: &[Given],
    lasting: Lasting,
    then: impl FnOnce(&Compiled, &[Environment<'_>]) -> T,
) -> T {
    let (mut compiled, mut found) = read(project, given);
    let environments = match &compiled.program {
        Some(program) => check(&compiled.project, program, &mut compiled.companions, &mut found),
        None => Vec::new(),
    };
    compiled.diagnostics = gather::gather(found);
    let environments = Held::new(environments, lasting);
    let done = then(&compiled, &environments);
    drop(environments);
    drop(Held::new(compiled, lasting));
    done
}

/// What the sources of a project say, with what is wrong with that.
fn read(mut project: Project, given: &[Given]) -> (Compiled, Vec<Diagnostic>) {
    let mut found = std::mem::take(&mut project.diagnostics);
    let mut checked = Program::check(&mut project.sources, &project.files, given);
    found.append(&mut checked.diagnostics);
    // Where blocks are missing, targets would seem to be.
    if let (Some(program), false) = (&mut checked.program, found.iter().any(hides_something)) {
        found.extend(pin(&project, program));
    }
    let companions = Companions::new();
    (Compiled { project, program: checked.program, companions, diagnostics: Vec::new() }, found)
}

/// What holds in each environment of a program, with what the rules find in it, and the files that it names.
fn check<'p>(
    project: &Project,
    program: &'p Program,
    companions: &mut Companions,
    found: &mut Vec<Diagnostic>,
) -> Vec<Environment<'p>> {
    let environments = resolve::environments(program, found);
    *companions = project.companions(rules::companions::wanted(&environments));
    let whole = !found.iter().any(hides_something);
    let mentions = rules::mentions(&environments);
    let context = rules::Context { program, environments: &environments, companions, mentions: &mentions, whole };
    found.extend(rules::check(&context));
    let is_sound = found.iter().all(|found| found.severity != Severity::Error);
    if is_sound && environments.iter().any(lower::must_be_tried) {
        found.extend(lower::lower(&project.sources, program, &environments, companions).findings);
    }
    environments
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
