//! `todoc diff`: what differs between two environments, or from an earlier output.

mod earlier;

use super::Status;
use super::args::{self, DiffFormat};
use super::compile::{Compiled, compile};
use super::environment;
use super::given;
use super::objects;
use super::output::Output;
use super::project::Project;
use super::recover;
use crate::artifacts::{self, Input};
use crate::diagnostics::mask;
use crate::diff::against::Against;
use crate::diff::print::{self, Notation};
use crate::diff::risk::Risk;
use crate::diff::version::{self, Chart, Files};
use crate::diff::{environments, object, rollout};
use crate::lower;
use earlier::Earlier;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What is compared.
enum Asked<'a> {
    /// Two environments of the stack at a path.
    Environments(&'a str, &'a str, &'a Path),
    /// The stack at a path with an earlier output.
    Against(&'a Path, &'a Path),
}

/// Compares what a stack without errors makes; of one with errors it tells these.
pub(super) fn run(args: &args::Diff, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let asked = match asked(args) {
        Ok(asked) => asked,
        Err(problem) => return Ok(output.complain(problem)),
    };
    let (Asked::Environments(.., path) | Asked::Against(_, path)) = asked;
    let mut project = Project::load(path);
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    let (Some(program), true) = (&compiled.program, compiled.is_sound()) else {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    };
    let environments = compiled.environments();
    let sources = mask::sources(&compiled.project.sources, &compiled.diagnostics);
    let lowered = lower::lower(&compiled.project.sources, program, &environments, &compiled.companions);
    let origin = compiled.origin();
    let input = Input { sources: &sources, environments: &environments, lowered: &lowered, origin: &origin };
    match asked {
        Asked::Environments(left, right, _) => between(args, output, &input, (left, right)),
        Asked::Against(folder, _) => against(args, output, &compiled, &input, folder),
    }
}

/// What the words of the command line mean.
fn asked(args: &args::Diff) -> Result<Asked<'_>, &'static str> {
    let here = Path::new(".");
    match (&args.against, args.words.as_slice()) {
        (Some(folder), []) => Ok(Asked::Against(folder, here)),
        (Some(folder), [path]) => Ok(Asked::Against(folder, Path::new(path))),
        (Some(_), _) => Err(
            "`--against` compares the whole stack: say `todoc diff --against DIR [PATH]`, with `--env` for one environment",
        ),
        (None, [left, right]) => Ok(Asked::Environments(left, right, here)),
        (None, [left, right, path, ..]) => Ok(Asked::Environments(left, right, Path::new(path))),
        (None, _) => {
            Err("say which two environments to compare, as in `todoc diff dev prod`, or `--against` which output")
        }
    }
}

fn between(args: &args::Diff, output: &Output, input: &Input<'_>, (left, right): (&str, &str)) -> io::Result<Status> {
    let place = |name: &str| environment::place(input.environments, name);
    let (left, right) = match place(left).and_then(|left| Ok((left, place(right)?))) {
        Ok(both) => both,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    if let Some(found) = environments::between(input, left, right) {
        write(&print::environments(&found, notation(args.format, output)), args.format, output)?;
    }
    Ok(Status::Clean)
}

fn against(
    args: &args::Diff,
    output: &Output,
    compiled: &Compiled,
    input: &Input<'_>,
    folder: &Path,
) -> io::Result<Status> {
    let chosen = match args.env.as_deref().or(compiled.asked()) {
        Some(name) => match environment::place(input.environments, name) {
            Ok(place) => vec![place],
            Err(problem) => return Ok(output.complain(&problem)),
        },
        None => (0..input.environments.len()).collect(),
    };
    if let Some(status) = recover::settle(folder, output)? {
        return Ok(status);
    }
    let earlier = match earlier::read(folder) {
        Ok(earlier) => earlier,
        Err(found) => return output.findings(&compiled.project.sources, &found),
    };
    let mut found = Against {
        stack: input.environments.first().map_or_else(String::new, |environment| environment.stack.name.to_owned()),
        output: folder.display().to_string(),
        environments: Vec::new(),
        charts: Vec::new(),
        forgotten: if chosen.len() == input.environments.len() { forgotten(&earlier, input) } else { Vec::new() },
    };
    let mut of: BTreeMap<object::Id, String> = BTreeMap::new();
    for index in chosen {
        let Some(environment) = input.environments.get(index) else { continue };
        let objects = objects::of(input, index).map_err(io::Error::other)?;
        let old = earlier.environments.get(environment.name).map(Vec::as_slice);
        of.extend(old.unwrap_or_default().iter().chain(&objects).filter_map(chart_of));
        found.environments.push(rollout::rollout(environment.name, old, &objects));
    }
    found.charts = charts(&earlier, input, &found, &of);
    write(&print::against(&found, notation(args.format, output)), args.format, output)?;
    let (worst, limit) = (found.worst(), args.fail_on.as_deref().and_then(Risk::named));
    match (worst, limit) {
        (Some(worst), Some(limit)) if worst.rank() <= limit.rank() => {
            output.say(&format!("{} is met, which `--fail-on {}` does not allow", worst.name, limit.name))?;
            Ok(Status::Findings)
        }
        (Some(_) | None, _) => Ok(Status::Clean),
    }
}

/// An object with the chart that its labels say it is of.
fn chart_of(value: &Value) -> Option<(object::Id, String)> {
    let name = value.pointer("/metadata/labels/app.kubernetes.io~1name")?.as_str()?;
    Some((object::id(value)?, name.to_owned()))
}

/// The charts of both outputs; none where the earlier one was built without.
fn charts(earlier: &Earlier, input: &Input<'_>, found: &Against, of: &BTreeMap<object::Id, String>) -> Vec<Chart> {
    if earlier.charts.is_empty() {
        return Vec::new();
    }
    let mut now: BTreeMap<String, Files> = BTreeMap::new();
    for file in artifacts::charts(input) {
        if let Some((chart, path)) = file.path.split_once('/') {
            now.entry(chart.to_owned()).or_default().insert(path.to_owned(), file.text);
        }
    }
    let gone = earlier.charts.keys().filter(|name| !now.contains_key(*name));
    let names = now.keys().chain(gone);
    let chart = |name: &String| {
        let reasons = version::must_act(found, name, of);
        version::chart(name, earlier.charts.get(name), now.get(name), reasons)
    };
    names.map(chart).collect()
}

/// Environments of the earlier output that the stack does not have.
fn forgotten(earlier: &Earlier, input: &Input<'_>) -> Vec<String> {
    let known = |name: &str| input.environments.iter().any(|environment| environment.name == name);
    earlier.environments.keys().filter(|name| !known(name)).cloned().collect()
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
