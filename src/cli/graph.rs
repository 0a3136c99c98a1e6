//! `todoc graph`: who talks to whom in an environment.

use super::Status;
use super::args::{self, GraphFormat};
use super::compile::{Compiled, compile};
use super::environment;
use super::given;
use super::output::Output;
use super::project::Project;
use crate::graph::Notation;
use crate::lower;
use crate::model::environment::Environment;
use crate::schema::choices;
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
    let environment = match chosen(&compiled, args.env.as_deref()) {
        Ok(environment) => environment,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    let graph = lower::graph(&compiled.project.sources, program, &environment, &compiled.companions);
    output.data(&graph.print(notation(args.format)))?;
    Ok(Status::Clean)
}

/// The environment that was named, that of the file that was asked for, or the last one of production, or the last.
fn chosen<'a>(compiled: &'a Compiled, name: Option<&str>) -> Result<Environment<'a>, String> {
    let mut all = compiled.environments();
    if let Some(name) = name.or(compiled.asked()) {
        return environment::named(all, name);
    }
    let production = all.iter().rposition(|environment| environment.profile == &choices::PRODUCTION);
    let place = production.unwrap_or(all.len().saturating_sub(1));
    if place < all.len() { Ok(all.swap_remove(place)) } else { Err("there is no environment".to_owned()) }
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
