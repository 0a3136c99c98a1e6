//! `todoc build`: write everything, or nothing.

mod deliver;
mod watch;

use super::compile::{Compiled, compile_then};
use super::held::{Held, Lasting};
use super::output::Output;
use super::project::Project;
use super::timing::Timings;
use super::{Status, args, given};
use crate::artifacts::{self, File, Input};
use crate::diagnostics::Diagnostic;
use crate::emit::Owned;
use crate::lower;
use crate::model::environment::Environment;
use crate::rules::charts::missing_in_manifests as missing_of;
use crate::source::Sources;
use crate::source_map;
use args::Part;
use deliver::Delivered;
use rayon::prelude::*;
use std::io;
use watch::Rounds;

/// The file that the lines of manifests are traced in.
const MAP: &str = "todoc.map.json";

pub(super) fn run(args: &args::Build, output: &mut Output) -> io::Result<Status> {
    if args.stdout || args.check {
        output.keep_for_data();
    }
    match args.watch {
        Some(how) => watch::run(args, how, output),
        None => once(args, output, None),
    }
}

/// Builds. What is remembered from one build to the next is none where there is no other.
fn once(args: &args::Build, output: &Output, mut rounds: Option<&mut Rounds>) -> io::Result<Status> {
    let lasting = if rounds.is_some() { Lasting::Again } else { Lasting::Once };
    let mut timings = Timings::start();
    let recovered = match deliver::recover(args) {
        Ok(recovered) => recovered,
        Err(error) => return tell(output, &Sources::default(), &[], Delivered::refused(error), rounds),
    };
    recovered.map_or(Ok(()), |line| output.say(&line))?;
    let mut project = Project::load(&args.path);
    timings.phase("load");
    if let Some(rounds) = &mut rounds {
        rounds.loaded(&project, args);
    }
    let given = given::read(&mut project, &args.params)?;
    compile_then(project, &given, lasting, |compiled, environments| {
        timings.phase("check");
        let sources = &compiled.project.sources;
        if let Some(rounds) = &mut rounds {
            rounds.compiled(compiled);
        }
        if !compiled.is_sound() {
            return tell(output, sources, &compiled.diagnostics, Delivered::nothing(), rounds);
        }
        let missing = missing_in_manifests(compiled, environments, args);
        if !missing.is_empty() {
            return tell(output, sources, &missing, Delivered::nothing(), rounds);
        }
        let built = Held::new(built(compiled, environments, args, lasting, &mut timings)?, lasting);
        let mut delivered = deliver::deliver(args, &built, output)?;
        timings.phase("write");
        match &mut rounds {
            Some(rounds) => rounds.built(&built, &mut delivered),
            None if !args.stdout && !args.check && delivered.status == Status::Clean => {
                delivered.lines.push(format!("done in {}", timings.whole()));
            }
            None => {}
        }
        if args.timings {
            delivered.lines.push(timings.table());
        }
        tell(output, sources, &compiled.diagnostics, delivered, rounds)
    })
}

/// Manifests alone are not what an environment is that installs a chart of others.
fn missing_in_manifests(compiled: &Compiled, environments: &[Environment<'_>], args: &args::Build) -> Vec<Diagnostic> {
    if args.only != Some(Part::Manifests) {
        return Vec::new();
    }
    let asked = asked(compiled, environments).into_iter().filter_map(|index| environments.get(index));
    asked.flat_map(missing_of).map(|found| found.help("build all of it, and install the chart with Helm")).collect()
}

/// Tells all findings as one list, and what was done. Those that were told after the build before are not told again.
fn tell(
    output: &Output,
    sources: &Sources,
    found: &[Diagnostic],
    delivered: Delivered,
    rounds: Option<&mut Rounds>,
) -> io::Result<Status> {
    let findings: Vec<Diagnostic> = found.iter().cloned().chain(delivered.findings).collect();
    if rounds.is_none_or(|rounds| rounds.are_new(sources, &findings)) {
        output.findings(sources, &findings)?;
    }
    delivered.lines.iter().try_for_each(|line| output.say(line))?;
    Ok(delivered.status)
}

/// The files of a build, and what it owns of the output folder.
struct Built {
    files: Vec<File>,
    owned: Vec<Owned>,
    /// The folders of the charts.
    charts: Vec<String>,
    /// The environments that were asked for.
    environments: Vec<String>,
}

/// Everything that was asked for, as texts.
fn built(
    compiled: &Compiled,
    environments: &[Environment<'_>],
    args: &args::Build,
    lasting: Lasting,
    timings: &mut Timings,
) -> io::Result<Built> {
    let Some(program) = &compiled.program else { return Err(io::Error::other("there is no stack")) };
    let sources = &compiled.project.sources;
    let lowered = Held::new(lower::lower(sources, program, environments, &compiled.companions), lasting);
    timings.phase("lower");
    let origin = compiled.origin();
    let input = Input { sources, environments, lowered: &lowered, origin: &origin };
    let wants = |part: Part| args.only.is_none_or(|only| only == part);
    let charts: Vec<String> = lowered.charts.iter().map(|chart| chart.name.to_string()).collect();
    let asked = asked(compiled, environments).into_iter().filter_map(|index| environments.get(index));
    let asked = asked.map(|environment| environment.name.to_owned()).collect();
    let mut built = Built { files: Vec::new(), owned: Vec::new(), charts, environments: asked };
    if wants(Part::Chart) {
        built.files.extend(artifacts::charts(&input));
        built.owned.extend(built.charts.iter().cloned().map(Owned::Path));
        // With one part alone, several stacks may share the folder.
        if args.only.is_none() {
            built.owned.push(Owned::ChartsExcept(built.charts.clone()));
        }
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
        clusters(environments, &mut built);
        built.owned.push(Owned::Path("cluster".to_owned()));
    }
    Ok(built)
}

fn values(input: &Input<'_>, built: &mut Built) {
    for chart in input.charts() {
        for file in artifacts::values(input, chart) {
            let path = format!("{}/{}", chart.name, file.path);
            built.owned.push(Owned::Path(path.clone()));
            built.files.push(File { path, ..file });
        }
    }
}

/// The environments that were asked for: one where an environment's file was named, else all.
fn asked(compiled: &Compiled, environments: &[Environment<'_>]) -> Vec<usize> {
    let name = compiled.asked();
    let all = environments.iter().enumerate();
    all.filter(|(_, environment)| name.is_none_or(|name| environment.name == name)).map(|(index, _)| index).collect()
}

fn manifests(compiled: &Compiled, input: &Input<'_>, args: &args::Build, built: &mut Built) -> io::Result<()> {
    let asked = asked(compiled, input.environments);
    let all: Vec<_> = asked.par_iter().map(|index| (*index, artifacts::manifests(input, *index, args.map))).collect();
    if let Some(failure) = all.iter().flat_map(|(_, manifests)| &manifests.failures).next() {
        return Err(io::Error::other(format!("todoc made a chart that refuses its own values: {failure}")));
    }
    if args.map {
        built.files.push(File::new(MAP, source_map::document(input, &all)));
    }
    if args.only.is_none() {
        // A map that was not asked for again would tell of another output.
        built.owned.push(Owned::Path(MAP.to_owned()));
    }
    for (_, manifests) in all {
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
    for (index, environment) in environments.iter().enumerate() {
        if let Some(text) = artifacts::start_script(environments, index) {
            built.files.push(File { path: format!("cluster/{}.sh", environment.name), text, executable: true });
        }
    }
}
