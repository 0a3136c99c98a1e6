//! `todoc why`: a final value and where it comes from.

pub(super) mod json;
mod line;
mod template;
pub(super) mod text;

use super::Status;
use super::args::{self, Format};
use super::compile::{Compiled, compile};
use super::environment;
use super::given;
use super::output::Output;
use super::project::Project;
use super::recover;
use crate::diagnostics::mask;
use crate::emit;
use crate::model::chain::{self, Chain};
use crate::model::environment::Environment;
use crate::types::Problem;
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field by its path, such as `backend.replicas`.
    Field(Vec<String>),
    /// A line (from 1) of a file that was written.
    Line(PathBuf, usize),
}

impl FromStr for Target {
    type Err = Infallible;

    /// `FILE:LINE` is a line where a number stands after the last colon; all else is a field.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let line = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
        Ok(match line {
            Some((file, line)) => Target::Line(file.into(), line),
            None => Target::Field(text.split('.').map(str::to_owned).collect()),
        })
    }
}

/// Tells the chain. A project with errors is answered too, as far as it goes, with its findings behind the answer.
pub(super) fn run(args: &args::Why, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut project = Project::load(&args.path);
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    let all = compiled.environments();
    let lost = matches!(args.target, Target::Line(..)) && !compiled.is_sound();
    if all.is_empty() || lost {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    }
    let chosen = match chosen(all, &compiled, args.env.as_deref()) {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    if let Some(status) = settle(&args.target, output)? {
        return Ok(status);
    }
    let chains = match &args.target {
        Target::Field(words) => chain::find(&chosen, words).map_err(|problem| sentence(&problem)),
        Target::Line(file, line) => line::chains(&compiled, &chosen, file, *line),
    };
    match chains {
        Ok(chains) => output.data(&tell(&compiled, &chains, output.format()))?,
        Err(problem) => {
            if !compiled.is_sound() {
                // What is asked for may be missing because it was reported.
                output.findings(&compiled.project.sources, &compiled.diagnostics)?;
            }
            return Ok(output.complain(&problem));
        }
    }
    if compiled.is_sound() {
        Ok(Status::Clean)
    } else {
        output.findings(&compiled.project.sources, &compiled.diagnostics)
    }
}

/// Ends what a build that was killed has left in the output that a line is of.
fn settle(target: &Target, output: &Output) -> io::Result<Option<Status>> {
    let out = if let Target::Line(file, _) = target { emit::output_of(file) } else { None };
    out.map_or(Ok(None), |out| recover::settle(&out, output))
}

/// The environments that are asked about: one by its name, that of the file, or all.
fn chosen<'a>(
    all: Vec<Environment<'a>>,
    compiled: &Compiled,
    name: Option<&str>,
) -> Result<Vec<Environment<'a>>, String> {
    let Some(name) = name else {
        let file = compiled.project.asked;
        let asked = |own: &Environment<'_>| own.settings.layers.last().map(|overlay| overlay.span.file) == file;
        return Ok(if file.is_some() { all.into_iter().filter(asked).collect() } else { all });
    };
    environment::named(all, name).map(|environment| vec![environment])
}

fn sentence(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}

fn tell(compiled: &Compiled, chains: &[Chain<'_>], format: Format) -> String {
    let sources = mask::sources(&compiled.project.sources, &compiled.diagnostics);
    match format {
        Format::Text | Format::Sarif => text::chains(&sources, chains),
        Format::Json => json::lines(&sources, chains),
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_number_after_a_colon_makes_a_line_of_a_file() {
        let target = |text: &str| text.parse::<Target>();
        assert_eq!(target("dist/a.yaml:31"), Ok(Target::Line("dist/a.yaml".into(), 31)));
        assert_eq!(target("C:\\a.yaml:1"), Ok(Target::Line("C:\\a.yaml".into(), 1)));
        assert_eq!(target("backend.env.A"), Ok(Target::Field(vec!["backend".into(), "env".into(), "A".into()])));
        assert_eq!(target("backend:x"), Ok(Target::Field(vec!["backend:x".into()])));
    }
}
