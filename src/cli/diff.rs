//! `todoc diff`: what differs between two environments.

use super::Status;
use super::args::{self, DiffFormat};
use super::compile::{Compiled, compile};
use super::environment;
use super::given;
use super::output::Output;
use super::project::Project;
use crate::artifacts::Input;
use crate::diagnostics::mask;
use crate::diff::environments;
use crate::diff::print::{self, Notation};
use crate::lower;
use crate::model::environment::Environment;
use std::io;
use std::path::Path;

/// Compares what a stack without errors makes; of one with errors it tells these.
pub(super) fn run(args: &args::Diff, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let [left, right, rest @ ..] = args.words.as_slice() else {
        return Ok(output.complain("expected the names of two environments"));
    };
    let mut project = Project::load(Path::new(rest.first().map_or(".", String::as_str)));
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    let (Some(program), true) = (&compiled.program, compiled.is_sound()) else {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    };
    let environments = compiled.environments();
    let (left, right) = match both(&compiled, &environments, left, right) {
        Ok(both) => both,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    let sources = mask::sources(&compiled.project.sources, &compiled.diagnostics);
    let lowered = lower::lower(&compiled.project.sources, program, &environments, &compiled.companions);
    let origin = compiled.origin();
    let input = Input { sources: &sources, environments: &environments, lowered: &lowered, origin: &origin };
    if let Some(found) = environments::between(&input, left, right) {
        write(&print::environments(&found, notation(args.format, output)), args.format, output)?;
    }
    Ok(Status::Clean)
}

/// The places of two environments among all.
fn both(
    compiled: &Compiled,
    environments: &[Environment<'_>],
    left: &str,
    right: &str,
) -> Result<(usize, usize), String> {
    let place = |name: &str| {
        environment::named(compiled.environments(), name)?;
        let found = environments.iter().position(|environment| environment.name == name);
        found.ok_or_else(|| format!("there is no environment `{name}`"))
    };
    Ok((place(left)?, place(right)?))
}

fn notation(format: DiffFormat, output: &Output) -> Notation {
    match format {
        DiffFormat::Text => Notation::Text { colored: output.is_painted() },
        DiffFormat::Json => Notation::Json,
        DiffFormat::Markdown => Notation::Markdown,
    }
}

/// Only text has colours. In the rest a letter that begins one would be the user's own.
fn write(text: &str, format: DiffFormat, output: &Output) -> io::Result<()> {
    if format == DiffFormat::Text { output.painted(text) } else { output.data(text) }
}
