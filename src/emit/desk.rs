//! Where todoc works inside an output: `.todoc`, locked while a build is at it.

use super::EmitError;
use super::disk::{self, Disk, Kind};
use super::names;
use std::fs::File;
use std::path::{Path, PathBuf};

/// How often a lock may vanish between its making and its locking, which needs builds that fail at that very moment.
const TRIES: usize = 100;

/// An output folder that is ours until this is dropped.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    /// What is changed through.
    pub(super) disk: &'a Disk,
    /// The output folder; it exists.
    pub(super) out: &'a Path,
    /// What was made for this desk: folders, outermost first.
    made: Vec<PathBuf>,
    /// Held, never read.
    _lock: File,
}

impl<'a> Desk<'a> {
    /// Makes the folder where it is missing, and waits for the build that has it.
    pub(super) fn open(disk: &'a Disk, out: &'a Path) -> Result<Self, EmitError> {
        let books = out.join(names::BOOKS);
        let path = books.join("lock");
        for _ in 0..TRIES {
            check_folder(out)?;
            let made = missing_folders(&books)?;
            disk.create_folders(&books)?;
            match disk::kind(&path)? {
                Kind::Missing | Kind::File { .. } => {}
                // To open a pipe waits for its other end, and a lock is never made through a link.
                found @ (Kind::Folder | Kind::Link | Kind::Other) => {
                    return Err(EmitError::in_the_way(path, found, "a file"));
                }
            }
            if let Some(lock) = disk.lock(&path)? {
                return Ok(Self { disk, out, made, _lock: lock });
            }
        }
        Err(EmitError::io("lock", &path, std::io::Error::other("it is removed again and again")))
    }

    /// The stage.
    pub(super) fn stage(&self) -> PathBuf {
        self.out.join(names::BOOKS).join("stage")
    }

    /// The record of the steps, there from the point of no return until all are done.
    pub(super) fn record(&self) -> PathBuf {
        self.out.join(names::BOOKS).join("commit")
    }

    /// Where the record goes when all steps are done, so that a stage that is only to be cleared is known as such.
    pub(super) fn done(&self) -> PathBuf {
        self.out.join(names::BOOKS).join("done")
    }

    /// Removes what was made for this desk, if nothing else came into it.
    pub(super) fn leave_as_found(&self) {
        let books = self.out.join(names::BOOKS);
        if !self.made.contains(&books) || has_leftovers(self.out).unwrap_or(true) {
            return;
        }
        // Best effort: an empty folder that stays does no harm, and there is already an error to tell.
        let _ = self.disk.remove_file(&books.join("lock"));
        for folder in self.made.iter().rev() {
            let _ = self.disk.remove_folder(folder);
        }
    }
}

/// Whether a build was killed here, or is at work.
pub(super) fn has_leftovers(out: &Path) -> Result<bool, EmitError> {
    check_folder(out)?;
    let books = out.join(names::BOOKS);
    for name in ["commit", "stage", "done"] {
        if disk::kind(&books.join(name))? != Kind::Missing {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether todoc keeps books in a folder.
pub(super) fn has_books(out: &Path) -> bool {
    disk::kind(&out.join(names::BOOKS)).is_ok_and(|found| found == Kind::Folder)
}

/// An error where the output or todoc's folder in it is there and no folder. Only the output itself may be a link.
pub(super) fn check_folder(out: &Path) -> Result<(), EmitError> {
    let books = out.join(names::BOOKS);
    for (path, found) in [(out, disk::kind_behind_link(out)?), (&books, disk::kind(&books)?)] {
        match found {
            Kind::Missing | Kind::Folder => {}
            Kind::File { .. } | Kind::Link | Kind::Other => return Err(EmitError::in_the_way(path, found, "a folder")),
        }
    }
    Ok(())
}

/// The folders on the way to a path that do not exist, outermost first.
fn missing_folders(path: &Path) -> Result<Vec<PathBuf>, EmitError> {
    let mut missing = Vec::new();
    for folder in path.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        if disk::kind_behind_link(folder)? != Kind::Missing {
            break;
        }
        missing.push(folder.to_owned());
    }
    missing.reverse();
    Ok(missing)
}
