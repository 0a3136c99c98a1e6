//! Fills the stage: every new entry aside, on the file system where its place is.

use super::{Step, Verb};
use crate::emit::desk::Desk;
use crate::emit::plan::{Plan, Planned, State};
use crate::emit::{EmitError, names};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Writes the files that the steps put into place.
pub(super) fn fill(desk: &Desk, plan: &Plan, steps: &[Step]) -> Result<(), EmitError> {
    let stage = desk.stage();
    desk.disk.create_folder(&stage)?;
    let files = staged_files(plan, steps, &stage);
    for folder in folders(&files) {
        desk.disk.create_folder(&folder)?;
    }
    let write = |(planned, path): &(&Planned, PathBuf)| {
        desk.disk.write(path, planned.file.text.as_bytes(), planned.file.executable)
    };
    files.par_iter().try_for_each(write)
}

/// Writes the index, where it changes.
pub(super) fn index(desk: &Desk, plan: &Plan, steps: &[Step]) -> Result<(), EmitError> {
    match &plan.index {
        Some(index) => desk.disk.write_synced(&index_path(&desk.stage(), steps), index.print().as_bytes()),
        None => Ok(()),
    }
}

/// The files to write and where each is staged.
fn staged_files<'p, 'a>(plan: &'p Plan<'a>, steps: &[Step], stage: &Path) -> Vec<(&'p Planned<'a>, PathBuf)> {
    let placing = |(_, step): &(usize, &Step)| step.verb != Verb::Remove && step.path != names::INDEX;
    let mut steps = steps.iter().enumerate().filter(placing).peekable();
    let mut files = Vec::new();
    for planned in plan.files.iter().filter(|planned| planned.state != State::Same) {
        // Steps and files are in one order: a file belongs to this step or begins the next.
        let path = planned.file.path.as_str();
        while steps.next_if(|(_, step)| !names::is_in(path, &step.path)).is_some() {}
        if let Some((number, step)) = steps.peek() {
            let rest = path.strip_prefix(step.path.as_str()).unwrap_or_default();
            files.push((planned, stage.join(format!("{number}.new{rest}"))));
        }
    }
    files
}

/// The folders of staged files that have to be made in the stage, outermost first.
fn folders(files: &[(&Planned, PathBuf)]) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for (planned, staged) in files {
        // As many as lie between the file and the root of its step.
        let depth = names::folders(&planned.file.path).filter(|folder| folder.len() >= planned.root.len()).count();
        for folder in staged.ancestors().skip(1).take(depth) {
            if !folders.insert(folder.to_owned()) {
                break;
            }
        }
    }
    folders
}

fn index_path(stage: &Path, steps: &[Step]) -> PathBuf {
    stage.join(format!("{}.new", steps.len().saturating_sub(1)))
}
