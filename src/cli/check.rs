//! `todoc check`: report, and mend where asked to.

use super::args;
use super::compile::{Compiled, compile, compile_then};
use super::given;
use super::held::Lasting;
use super::output::Output;
use super::project::Project;
use super::{Status, save};
use crate::diagnostics::{Diagnostic, edits};
use crate::model::program::Given;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// So often `--fix` looks again at what it has changed.
const ROUNDS: usize = 10;

pub(super) fn run(args: &args::Check, output: &mut Output) -> io::Result<Status> {
    if args.fix {
        let compiled = fix(args, output)?;
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    }
    let (project, given) = load(args, BTreeMap::new())?;
    compile_then(project, &given, Lasting::Once, |compiled, _| {
        output.findings(&compiled.project.sources, &compiled.diagnostics)
    })
}

/// Applies what can be applied, round after round until nothing changes; each file is written once, at the end.
fn fix(args: &args::Check, output: &Output) -> io::Result<Compiled> {
    let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut compiled = compile_with(args, BTreeMap::new())?;
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let applied = edits::apply(&compiled.project.sources, &mendable(&compiled));
        if applied.texts.is_empty() {
            break;
        }
        mended += applied.mended;
        let changed = applied.texts.into_iter();
        texts.extend(changed.filter_map(|(file, text)| Some((compiled.project.path(file)?, text))));
        compiled = compile_with(args, texts.clone())?;
    }
    for (path, text) in &texts {
        save::replace(path, text)?;
    }
    if mended > 0 {
        let (findings, files) = (plural(mended, "finding"), plural(texts.len(), "file"));
        output.say(&format!("mended {findings} in {files}"))?;
    }
    Ok(compiled)
}

/// The project with the texts that are not saved yet, and the values for its params.
fn load(args: &args::Check, unsaved: BTreeMap<PathBuf, String>) -> io::Result<(Project, Vec<Given>)> {
    let mut project = Project::load_with(&args.path, unsaved);
    let given = given::read(&mut project, &args.params)?;
    Ok((project, given))
}

fn compile_with(args: &args::Check, unsaved: BTreeMap<PathBuf, String>) -> io::Result<Compiled> {
    let (project, given) = load(args, unsaved)?;
    Ok(compile(project, &given))
}

/// The findings whose changes lie in files of the project.
fn mendable(compiled: &Compiled) -> Vec<Diagnostic> {
    let inside =
        |diagnostic: &&Diagnostic| diagnostic.edits.iter().all(|edit| compiled.project.path(edit.span.file).is_some());
    compiled.diagnostics.iter().filter(inside).cloned().collect()
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
