//! `todoc build`: write everything, or nothing.

use super::compile::{Compiled, compile};
use super::output::Output;
use super::project::Project;
use super::timing::Timings;
use super::{Status, args, given};
use crate::artifacts::{self, File, Input};
use crate::emit::{self, OutFile, Owned};
use crate::lower;
use crate::model::environment::Environment;
use crate::source_map;
use args::Part;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;

pub(super) fn run(args: &args::Build, output: &mut Output) -> io::Result<Status> {
    if args.stdout || args.check {
        output.keep_for_data();
    }
    let mut timings = Timings::start();
    if !args.stdout {
        emit::recover(&args.out).map_err(io::Error::other)?;
    }
    let mut project = Project::load(&args.path);
    timings.phase("load");
    let given = given::read(&mut project.sources, &args.params)?;
    // What is big lives as long as the process: to give it back piece by piece takes time and helps no one.
    let compiled = ManuallyDrop::new(compile(project, &given));
    timings.phase("check");
    let status = output.findings(&compiled.project.sources, &compiled.diagnostics)?;
    if !compiled.is_sound() {
        return Ok(status);
    }
    let built = ManuallyDrop::new(built(&compiled, args, &mut timings)?);
    let status = deliver(args, &built, output, &mut timings)?;
    if args.timings {
        output.say(&timings.table())?;
    }
    Ok(status)
}

/// The files of a build, and what it owns of the output folder.
struct Built {
    files: Vec<File>,
    owned: Vec<Owned>,
    chart: String,
}

/// Everything that was asked for, as texts.
fn built(compiled: &Compiled, args: &args::Build, timings: &mut Timings) -> io::Result<Built> {
    let environments = ManuallyDrop::new(compiled.environments());
    let Some(program) = &compiled.program else { return Err(io::Error::other("there is no stack")) };
    let sources = &compiled.project.sources;
    let lowered = ManuallyDrop::new(lower::lower(sources, program, &environments, &compiled.companions));
    timings.phase("lower");
    let origin = compiled.project.stack.map_or("", |stack| sources.get(stack).name.as_str());
    let origin = Path::new(origin).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let input = Input { sources, environments: &environments, lowered: &lowered, origin: &origin };
    let wants = |part: Part| args.only.is_none_or(|only| only == part);
    let mut built = Built { files: Vec::new(), owned: Vec::new(), chart: lowered.chart.name.to_string() };
    if wants(Part::Chart) {
        built.files.extend(artifacts::chart(&input));
        built.owned.push(Owned::Path(built.chart.clone()));
        timings.phase("chart");
    } else if wants(Part::Values) {
        values(&input, &mut built);
        timings.phase("values");
    }
    if wants(Part::Manifests) {
        manifests(compiled, &input, args, &mut built)?;
        timings.phase("manifests");
    }
    if wants(Part::Images) {
        built.files.extend(artifacts::bake(&input).map(|text| File::new("images/docker-bake.json", text)));
        built.owned.push(Owned::Path("images".to_owned()));
    }
    if args.only.is_none() {
        clusters(&environments, &mut built);
        built.owned.push(Owned::Path("cluster".to_owned()));
    }
    Ok(built)
}

fn values(input: &Input<'_>, built: &mut Built) {
    for file in artifacts::values(input) {
        let path = format!("{}/{}", built.chart, file.path);
        built.owned.push(Owned::Path(path.clone()));
        built.files.push(File { path, ..file });
    }
}

/// The environments that were asked for: one where an environment's file was named, else all.
fn asked(compiled: &Compiled, environments: &[Environment<'_>]) -> Vec<usize> {
    let of_file = compiled.project.asked.and_then(|file| compiled.project.files.iter().find(|tree| tree.id == file));
    let name = of_file.and_then(|tree| tree.header.as_ref()).map(|header| header.name.value.as_str());
    let all = environments.iter().enumerate();
    all.filter(|(_, environment)| name.is_none_or(|name| environment.name == name)).map(|(index, _)| index).collect()
}

fn manifests(compiled: &Compiled, input: &Input<'_>, args: &args::Build, built: &mut Built) -> io::Result<()> {
    let asked = asked(compiled, input.environments);
    let all: Vec<_> = asked.par_iter().map(|index| artifacts::manifests(input, *index, args.map)).collect();
    for failure in all.iter().flat_map(|manifests| &manifests.failures) {
        return Err(io::Error::other(format!("todoc made a chart that refuses its own values: {failure}")));
    }
    if args.map && args.only.is_none() {
        built.files.push(File::new("todoc.map.json", source_map::document(input, &all)));
        built.owned.push(Owned::Path("todoc.map.json".to_owned()));
    }
    for manifests in all {
        built.files.extend(manifests.files);
    }
    let name = |index: &usize| input.environments.get(*index).map(|environment| environment.name);
    let folders = asked.iter().filter_map(name).map(|name| Owned::Path(format!("manifests/{name}")));
    built.owned.extend(folders);
    let keep = input.environments.iter().map(|environment| environment.name.to_owned()).collect();
    built.owned.push(Owned::Except { folder: "manifests".to_owned(), keep });
    Ok(())
}

fn clusters(environments: &[Environment<'_>], built: &mut Built) {
    for environment in environments {
        if let Some(text) = artifacts::start_script(environment) {
            built.files.push(File { path: format!("cluster/{}.sh", environment.name), text, executable: true });
        }
    }
}

/// Writes to where it was asked for.
fn deliver(args: &args::Build, built: &Built, output: &Output, timings: &mut Timings) -> io::Result<Status> {
    if args.stdout {
        output.texts(stream(&built.files))?;
        timings.phase("write");
        return Ok(Status::Clean);
    }
    let files = built.files.iter().map(|file| {
        let out = OutFile::new(file.path.as_str(), file.text.as_str());
        if file.executable { out.executable() } else { out }
    });
    let whole = emit::Output { files: files.collect(), owned: built.owned.clone() };
    if args.check {
        let differences = emit::check(&args.out, &whole).map_err(io::Error::other)?;
        let text: String = differences.iter().map(emit::Difference::unified).collect();
        output.data(&text)?;
        return Ok(if differences.is_empty() { Status::Clean } else { Status::Findings });
    }
    let report = emit::write(&args.out, &whole).map_err(io::Error::other)?;
    timings.phase("write");
    for line in summary(&args.out, built, &report) {
        output.say(&line)?;
    }
    output.say(&format!("done in {}", timings.whole()))?;
    Ok(Status::Clean)
}

/// Files one after the other: manifests as one stream of documents, others with their paths.
fn stream(files: &[File]) -> impl Iterator<Item = &str> {
    let documents = files.iter().filter(|file| !file.path.ends_with("/kustomization.yaml"));
    documents.flat_map(|file| ["---\n# Source: ", &file.path, "\n", &file.text])
}

/// A line for each part of what was written.
fn summary(out: &Path, built: &Built, report: &emit::Report) -> Vec<String> {
    let mut lines = Vec::new();
    for part in &report.parts {
        let total = part.written + part.unchanged;
        let what = if part.name == built.chart { "chart".to_owned() } else { part.name.clone() };
        let mut line = format!("{what:<10} {}  {total} files", out.join(&part.name).display());
        let _ = write!(line, " ({} written, {} unchanged", part.written, part.unchanged);
        if part.removed > 0 {
            let _ = write!(line, ", {} removed", part.removed);
        }
        line.push(')');
        lines.push(line);
    }
    lines
}
