//! From a plan to the disk in steps that a kill can interrupt anywhere: stage, record, place, clear.

mod record;
mod stage;

use super::EmitError;
use super::desk::Desk;
use super::disk::{self, Kind};
use super::names;
use super::plan::Plan;
use std::path::{Path, PathBuf};

/// What was done about a killed build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// Its output is now there as a whole.
    Finished,
    /// The output from before is there as a whole.
    TakenBack,
}

/// One change of the output. Step number `n` takes the new entry from `n.new` of the stage and puts the old one to `n.old`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    verb: Verb,
    path: String,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// Puts a file or a whole folder where nothing is.
    Create,
    /// Puts a file in the place of another.
    Replace,
    /// Takes a file away.
    Remove,
}

/// Makes the disk as planned, or leaves it as it was.
pub(super) fn run(desk: &Desk, plan: &Plan) -> Result<(), EmitError> {
    let steps = record::steps(plan);
    if steps.is_empty() {
        return Ok(());
    }
    let staged = stage::fill(desk, plan, &steps).and_then(|()| {
        // Both are waited for until they are on the disk; together that is one wait.
        let (index, draft) = rayon::join(|| stage::index(desk, plan, &steps), || record::draft(desk, &steps));
        index.and(draft).and_then(|draft| desk.disk.rename(&draft, &desk.record()))
    });
    if staged.is_err() {
        // The next command clears what this cannot.
        let _ = desk.disk.remove_tree(&desk.stage());
        return staged;
    }
    finish(desk, &steps).or_else(|error| {
        take_back(desk, &steps).map_err(EmitError::stuck)?;
        Err(error)
    })
}

/// Finishes or takes back what a kill left.
pub(super) fn recover(desk: &Desk) -> Result<Option<Recovered>, EmitError> {
    if let Some(steps) = record::read(desk)? {
        return match finish(desk, &steps) {
            Ok(()) => Ok(Some(Recovered::Finished)),
            Err(_) => take_back(desk, &steps).map(|()| Some(Recovered::TakenBack)).map_err(EmitError::stuck),
        };
    }
    let was_done = disk::kind(&desk.done())? != Kind::Missing;
    let was_begun = disk::kind(&desk.stage())? != Kind::Missing;
    clear(desk)?;
    Ok((was_begun && !was_done).then_some(Recovered::TakenBack))
}

/// Goes through all steps; those already done are found to be done.
fn finish(desk: &Desk, steps: &[Step]) -> Result<(), EmitError> {
    for (number, step) in steps.iter().enumerate() {
        forward(desk, number, step)?;
    }
    for step in steps.iter().filter(|step| step.verb == Verb::Remove) {
        remove_empty_folders(desk, &step.path);
    }
    desk.disk.rename(&desk.record(), &desk.done())?;
    // All is in place; the next command clears what this cannot.
    let _ = clear(desk);
    Ok(())
}

fn forward(desk: &Desk, number: usize, step: &Step) -> Result<(), EmitError> {
    let (target, new, old) = places(desk, number, step);
    match step.verb {
        Verb::Create | Verb::Replace if disk::kind(&new)? == Kind::Missing => Ok(()),
        Verb::Create => match disk::kind(&target)? {
            Kind::Missing => desk.disk.rename(&new, &target),
            found @ (Kind::Folder | Kind::File { .. } | Kind::Link | Kind::Other) => {
                Err(EmitError::in_the_way(target, found, "a free place"))
            }
        },
        Verb::Replace => {
            set_aside(desk, &target, &old)?;
            desk.disk.rename(&new, &target)
        }
        Verb::Remove => set_aside(desk, &target, &old),
    }
}

fn set_aside(desk: &Desk, target: &Path, old: &Path) -> Result<(), EmitError> {
    match (disk::kind(target)?, disk::kind(old)?) {
        (Kind::File { .. }, Kind::Missing) => desk.disk.rename(target, old),
        (Kind::Missing, _) => Ok(()),
        (found, _) => Err(EmitError::in_the_way(target, found, "the file of the last build")),
    }
}

/// Undoes all steps, the last one first; those not done are found to be not done.
fn take_back(desk: &Desk, steps: &[Step]) -> Result<(), EmitError> {
    for (number, step) in steps.iter().enumerate().rev() {
        backward(desk, number, step)?;
    }
    desk.disk.remove_file(&desk.record())?;
    let _ = clear(desk);
    Ok(())
}

fn backward(desk: &Desk, number: usize, step: &Step) -> Result<(), EmitError> {
    let (target, new, old) = places(desk, number, step);
    let placed = match step.verb {
        Verb::Create | Verb::Replace => disk::kind(&new)? == Kind::Missing && disk::kind(&target)? != Kind::Missing,
        Verb::Remove => false,
    };
    if placed {
        desk.disk.rename(&target, &new)?;
    }
    if disk::kind(&old)? == Kind::Missing {
        return Ok(());
    }
    if let Some(folder) = target.parent() {
        desk.disk.create_folders(folder)?;
    }
    desk.disk.rename(&old, &target)
}

/// The target of a step, and its new and old entry in the stage.
fn places(desk: &Desk, number: usize, step: &Step) -> (PathBuf, PathBuf, PathBuf) {
    let stage = desk.stage();
    (desk.out.join(&step.path), stage.join(format!("{number}.new")), stage.join(format!("{number}.old")))
}

fn clear(desk: &Desk) -> Result<(), EmitError> {
    desk.disk.remove_tree(&desk.stage())?;
    if disk::kind(&desk.done())? == Kind::Missing { Ok(()) } else { desk.disk.remove_file(&desk.done()) }
}

/// Removes the folders of a removed file as far up as they are empty.
fn remove_empty_folders(desk: &Desk, path: &str) {
    let mut folder = names::parent(path);
    while let Some(path) = folder {
        if desk.disk.remove_folder(&desk.out.join(path)).is_err() {
            return;
        }
        folder = names::parent(path);
    }
}
