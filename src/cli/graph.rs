//! `todoc graph`: who talks to whom in an environment.

use super::Status;
use super::args::{self, GraphFormat};
use super::compile::compile;
use super::environment;
use super::given;
use super::output::Output;
use super::project::Project;
use crate::graph::Notation;
use crate::lower;
use std::io;

/// Draws a stack without errors; of one with errors it tells these.
pub(super) fn run(args: &args::Graph, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut project = Project::load(&args.path);
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    let (Some(program), true) = (&compiled.program, compiled.is_sound()) else {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    };
    let all = compiled.environments();
    let chosen = environment::chosen(&all, args.env.as_deref().or(compiled.asked()));
    let environment = match chosen.map(|index| all.get(index)) {
        Ok(Some(environment)) => environment,
        Ok(None) => return Ok(Status::Failed),
        Err(problem) => return Ok(output.complain(&problem)),
    };
    let graph = lower::graph(&compiled.project.sources, program, environment, &compiled.companions);
    output.data(&graph.print(notation(args.format)))?;
    Ok(Status::Clean)
}

fn notation(format: GraphFormat) -> Notation {
    match format {
        GraphFormat::Text => Notation::Text,
        GraphFormat::Mermaid => Notation::Mermaid,
        GraphFormat::Dot => Notation::Dot,
        GraphFormat::Svg => Notation::Svg,
        GraphFormat::Json => Notation::Json,
    }
}
