//! `todoc images`: what builds the images of an environment, and which ones are pulled.

mod built;
mod json;
mod origins;
mod pulled;
mod text;

use super::Status;
use super::args::{self, Format};
use super::compile::{Compiled, compile};
use super::output::Output;
use super::project::Project;
use super::{environment, given, recover};
use crate::artifacts::{self, Input};
use crate::diagnostics::mask;
use crate::lower;
use crate::model::dependencies;
use crate::model::environment::Environment;
use crate::source::Sources;
use built::Built;
use pulled::Pulled;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Tells of a stack without errors; of one with errors it tells these.
pub(super) fn run(args: &args::Images, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut project = Project::load(&args.path);
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    if compiled.program.is_none() || !compiled.is_sound() {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    }
    let all = compiled.environments();
    let index = match environment::chosen(&all, args.env.as_deref().or(compiled.asked())) {
        Ok(index) => index,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    if let Some(status) = recover::settle(&args.out, output)? {
        return Ok(status);
    }
    tell(args, &compiled, &all, index, output)
}

/// What is told.
struct Told<'a> {
    sources: &'a Sources,
    environment: &'a Environment<'a>,
    /// The folder that the commands are run in; none where that is this one.
    folder: Option<&'a Path>,
    /// The bake file as seen from that folder.
    bake: PathBuf,
    built: Vec<Built<'a>>,
    pulled: Vec<Pulled<'a>>,
    /// Charts of others, whose images only Helm knows.
    charts: Vec<String>,
}

fn tell(
    args: &args::Images,
    compiled: &Compiled,
    all: &[Environment<'_>],
    index: usize,
    output: &Output,
) -> io::Result<Status> {
    let (Some(program), Some(environment)) = (&compiled.program, all.get(index)) else { return Ok(Status::Failed) };
    let lowered = lower::lower(&compiled.project.sources, program, all, &compiled.companions);
    let origin = compiled.origin();
    let input = Input { sources: &compiled.project.sources, environments: all, lowered: &lowered, origin: &origin };
    let sources = mask::sources(&compiled.project.sources, &compiled.diagnostics);
    let mut built = built::of(all, index);
    let pulled = pulled::of(&input, index, &mut built);
    let folder = folder(&args.path);
    let bake = args.out.join("images/docker-bake.json");
    let charts = dependencies::installed(environment);
    let charts = charts.map(|chart| dependencies::name(chart.owner.name, &chart.own).to_owned()).collect();
    let told = Told { sources: &sources, environment, folder, bake: seen_from(folder, &bake), built, pulled, charts };
    match output.format() {
        Format::Text | Format::Sarif => output.data(&text::told(&told))?,
        Format::Json => output.data(&json::told(&told))?,
    }
    if !told.built.is_empty() && !is_written(&bake, artifacts::bake(&input)) {
        output.say(&format!("{} is not what would be built now; `todoc build` writes it", bake.display()))?;
    }
    Ok(Status::Clean)
}

/// The folder of the project, which contexts are relative to.
fn folder(path: &Path) -> Option<&Path> {
    #[expect(clippy::disallowed_methods, reason = "the command line names a file or a folder")]
    let folder = if path.is_dir() { path } else { path.parent()? };
    (!folder.as_os_str().is_empty() && folder != Path::new(".")).then_some(folder)
}

/// A path of this folder, from another one.
fn seen_from(folder: Option<&Path>, path: &Path) -> PathBuf {
    let Some(folder) = folder.filter(|_| path.is_relative()) else { return path.to_owned() };
    let is_below = folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_below {
        // What lies above can't be told from words alone.
        return std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    }
    let folder: PathBuf = folder.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    let depth = folder.components().count();
    path.strip_prefix(&folder)
        .map_or_else(|_| [".."].repeat(depth).iter().collect::<PathBuf>().join(path), Path::to_owned)
}

fn is_written(path: &Path, fresh: Option<String>) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the command line names the output folder")]
    let written = std::fs::read_to_string(path);
    fresh.is_none_or(|fresh| written.is_ok_and(|written| written == fresh))
}

#[cfg(test)]
mod tests {
    use super::seen_from;
    use std::path::Path;

    #[test]
    fn the_bake_file_is_named_from_where_the_commands_run() {
        let seen = |folder: Option<&str>, path: &str| seen_from(folder.map(Path::new), Path::new(path));
        assert_eq!(seen(None, "dist/b.json"), Path::new("dist/b.json"));
        assert_eq!(seen(Some("a/b"), "dist/b.json"), Path::new("../../dist/b.json"));
        assert_eq!(seen(Some("./a"), "a/dist/b.json"), Path::new("dist/b.json"));
        assert_eq!(seen(Some("a"), "/out/b.json"), Path::new("/out/b.json"));
        assert!(seen(Some("../a"), "dist/b.json").is_absolute());
    }
}
