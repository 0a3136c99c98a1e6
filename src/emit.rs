//! Writes the files of a build: all of them, or none.
//!
//! # What is whose
//!
//! todoc keeps its books in `OUT/.todoc`: `files.sha256` lists every file it wrote there with its SHA-256 (`sha256sum -c
//! .todoc/files.sha256` reads it), so it may be committed together with the output. From it follows what may be touched:
//!
//! | on disk                  | part of this output              | no longer part of it, in an [`Owned`] place   |
//! |--------------------------|----------------------------------|-----------------------------------------------|
//! | as todoc wrote it        | rewritten only where it differs  | removed, and folders that are empty by it     |
//! | listed, edited by hand   | overwritten: it is generated     | kept; [`Report::kept`] says so at every build |
//! | not listed, same content | taken on as ours, not rewritten  | untouched                                     |
//! | not listed, other content| an error, nothing is written     | untouched                                     |
//!
//! An edited stale file is kept because its edits are nowhere else, and stays listed so that the warning stays until
//! somebody looks. Whatever an index line cannot prove is foreign; a damaged line therefore never costs a file.
//! Nothing is ever written through a symbolic link below `OUT`; `OUT` itself may be one, or a mount point.
//!
//! # How it is all or none
//!
//! 1. `OUT/.todoc/lock` is locked; a second build waits. The lock goes with its process.
//! 2. Disk and output are compared in parallel: length first, then bytes. Nothing to do ends here, without a write.
//! 3. What is missing or differs is written to `OUT/.todoc/stage`, on the same file system by construction. A folder that
//!    does not exist yet is staged as one tree, so a fresh output costs one rename per top-level part.
//! 4. The list of steps becomes `OUT/.todoc/commit` by a rename: the point of no return.
//! 5. The steps are renames: the old file to the stage, the new one to its place; last the index. Then the record goes.
//!
//! Killed before 4, the next command drops the stage (taken back); killed after it, the next command goes through
//! the same steps again, skipping those done (finished). A step that fails is no kill: all steps are undone.
//!
//! The promise is for a killed process. Contents are not synced to the disk, because 10,000 syncs take longer than
//! everything else and a build can be repeated; the record and the index are, so that after a power cut the next build,
//! which compares bytes and not time stamps, mends what a file system lost.

mod commit;
mod desk;
mod diff;
mod disk;
mod error;
mod index;
mod names;
mod plan;

pub use commit::Recovered;
pub use diff::{Change, Difference};
pub use error::EmitError;

use crate::diagnostics::{Code, Diagnostic};
use desk::Desk;
use disk::Disk;
use index::Index;
use plan::Plan;
use std::path::{Path, PathBuf};

/// Everything a build wants on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The files, in the order of the report. No two have one path, none is the folder of another.
    pub files: Vec<OutFile>,
    /// Where files that todoc wrote earlier and that are not in `files` are stale.
    pub owned: Vec<Owned>,
}

/// One file of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Relative to the output folder, `/` between its parts: `manifests/dev/backend.yaml`.
    pub path: String,
    /// The whole content.
    pub text: String,
    /// Whether it may be run, where the file system knows such a thing.
    pub executable: bool,
}

impl OutFile {
    /// A file that is not executable.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), executable: false }
    }

    /// The same file, executable.
    #[must_use]
    pub fn executable(mut self) -> Self {
        self.executable = true;
        self
    }
}

/// A place whose stale files go. Only files that todoc wrote ever do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owned {
    /// A file, or a folder with everything in it: `todo-app`, `manifests/dev`, `todoc.map.json`.
    Path(String),
    /// Everything in a folder save these entries of it: `manifests` save the environments that exist. The entries left
    /// out are not owned by this; name those that are built with [`Owned::Path`].
    Except {
        /// The folder.
        folder: String,
        /// The names of its entries that stay.
        keep: Vec<String>,
    },
    /// The folders of charts that there are no longer: those with a `Chart.yaml`, save these.
    ChartsExcept(Vec<String>),
}

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Counts per top-level entry, in the order of [`Output::files`], then those where files only went.
    pub parts: Vec<Part>,
    /// Stale files that were kept because they were edited by hand, in order.
    pub kept: Vec<String>,
}

/// The counts of one top-level entry of the output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// `todo-app`, `manifests`, `todoc.map.json`.
    pub name: String,
    /// Files that are new or have another content.
    pub written: usize,
    /// Files that were as they should be, time stamps and all.
    pub unchanged: usize,
    /// Stale files that went.
    pub removed: usize,
}

impl Report {
    /// Whether the disk was as it should be.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.parts.iter().all(|part| part.written == 0 && part.removed == 0)
    }

    /// A warning for each file in `kept`.
    pub fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        self.kept.iter().map(|path| {
            Diagnostic::without_place(Code::W0911, format!("`{path}` is stale and was kept: it was edited by hand"))
                .note("todoc wrote it earlier and no longer does; without the edits it would have been removed")
                .help("save what you need of it elsewhere and delete it")
        })
    }
}

/// Makes the folder `out` hold `output`: everything, or on an error nothing. Waits for another build of that folder, and
/// does first what [`recover`] does.
///
/// # Errors
/// Where the disk refuses, or something stands in the way that todoc did not write.
pub fn write(out: &Path, output: &Output) -> Result<Report, EmitError> {
    write_on(&Disk::new(), out, output)
}

/// What `write` would change, by path; writes nothing. A file todoc did not write is a difference here, not an error.
///
/// # Errors
/// Where the disk cannot be read, or something that is no file stands in the place of one.
pub fn check(out: &Path, output: &Output) -> Result<Vec<Difference>, EmitError> {
    let files = names::sorted(output)?;
    desk::check_folder(out)?;
    let index = Index::read(out)?;
    diff::differences(out, &Plan::make(out, files, &output.owned, &index)?)
}

/// Finishes or takes back a build of `out` that was killed; `None` where there was none. Cheap where nothing is to be done,
/// and without a write, so every command that touches the folder begins with it.
///
/// # Errors
/// Where the disk refuses, or the record of the killed build is not one that todoc wrote.
pub fn recover(out: &Path) -> Result<Option<Recovered>, EmitError> {
    recover_on(&Disk::new(), out)
}

/// The output that a file lies in or would: the innermost folder around it in which todoc keeps books.
#[must_use]
pub fn output_of(file: &Path) -> Option<PathBuf> {
    let folders = file.ancestors().skip(1);
    let folders = folders.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    folders.filter(|folder| desk::has_books(folder)).map(Path::to_owned).next()
}

/// [`write()`] on a disk that dies after so many changes: for tests of what a kill leaves.
#[doc(hidden)]
pub fn write_killed_after(changes: usize, out: &Path, output: &Output) -> Result<Report, EmitError> {
    write_on(&Disk::dying_after(changes), out, output)
}

/// [`recover`] on a disk that dies after so many changes.
#[doc(hidden)]
pub fn recover_killed_after(changes: usize, out: &Path) -> Result<Option<Recovered>, EmitError> {
    recover_on(&Disk::dying_after(changes), out)
}

fn write_on(disk: &Disk, out: &Path, output: &Output) -> Result<Report, EmitError> {
    let files = names::sorted(output)?;
    let place = Desk::open(disk, out)?;
    let result = write_at(&place, files, output);
    if result.is_err() {
        place.leave_as_found();
    }
    result
}

fn write_at(desk: &Desk, files: Vec<&OutFile>, output: &Output) -> Result<Report, EmitError> {
    commit::recover(desk)?;
    let index = Index::read(desk.out)?;
    let plan = Plan::make(desk.out, files, &output.owned, &index)?;
    plan.refuse_foreign(desk.out)?;
    commit::run(desk, &plan)?;
    Ok(plan.report(output))
}

fn recover_on(disk: &Disk, out: &Path) -> Result<Option<Recovered>, EmitError> {
    if !desk::has_leftovers(out)? {
        return Ok(None);
    }
    commit::recover(&Desk::open(disk, out)?)
}
