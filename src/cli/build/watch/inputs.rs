//! The files that take part in a build, and whether they are still what they were.
//!
//! What the system tells of changes is only a hint to look: the files themselves say whether they changed. So editors may write as
//! they like, folders may go and come back, and nothing is built twice for one change.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the command line watches the files that the user named"
)]

use crate::cli::args;
use crate::cli::project::{self, Project};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What takes part in a build.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// Each as it was before the build that used it.
    files: BTreeMap<PathBuf, Seen>,
    /// Those that the build that goes on has named.
    named: BTreeSet<PathBuf>,
    /// The folder of the project, and the sources in it: a new one may be an environment.
    folder: Option<(PathBuf, Vec<PathBuf>)>,
}

/// How thoroughly to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// At every content.
    Well,
    /// At the contents of files with another time, size or place on the disk.
    Quickly,
}

/// A file as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    /// What tells cheaply that it may have changed; none where there is no regular file.
    stamp: Option<Stamp>,
    /// What is in it; none where that can't be had.
    content: Option<[u8; 32]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    place: u64,
}

impl Inputs {
    /// A build begins: what changes from now on is not certain to be in it.
    pub(super) fn begin(&mut self) {
        self.named.clear();
        for (path, seen) in &mut self.files {
            *seen = Seen::now(path);
        }
        if let Some((folder, sources)) = &mut self.folder {
            *sources = project::sources(folder);
        }
    }

    /// The files of a project and of the command line.
    pub(super) fn loaded(&mut self, project: &Project, args: &args::Build) {
        if let (Some(folder), None) = (project.folder(), &self.folder) {
            self.folder = Some((folder.to_owned(), project::sources(folder)));
        }
        self.named(project.tried());
        self.named(args.params.image_metadata.iter().cloned());
        self.named(args.params.set_file.iter().map(|(_, file)| PathBuf::from(file)));
    }

    /// Files that take part.
    pub(super) fn named(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            self.files.entry(path.clone()).or_insert_with(|| Seen::now(&path));
            self.named.insert(path);
        }
    }

    /// The build has named all its files. What an earlier one named may still be meant where this one is broken.
    pub(super) fn end(&mut self, is_sound: bool) {
        if is_sound {
            self.files.retain(|path, _| self.named.contains(path));
        }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no project that could change.
    pub(super) fn are_unknown(&self) -> bool {
        self.folder.is_none()
    }

    /// Whether the disk is other than it was.
    pub(super) fn differ(&mut self, look: Look) -> bool {
        let listed = |(folder, sources): &(PathBuf, Vec<PathBuf>)| project::sources(folder) != *sources;
        self.folder.as_ref().is_some_and(listed) || self.files.iter_mut().any(|(path, seen)| seen.differs(path, look))
    }

    /// The folders that a change shows in, without symbolic links; above one that is not there the nearest that is.
    pub(super) fn folders(&self) -> BTreeMap<PathBuf, u64> {
        let of_files = self.files.keys().filter_map(|path| path.parent());
        let wanted: BTreeSet<&Path> =
            of_files.chain(self.folder.as_ref().map(|(folder, _)| folder.as_path())).collect();
        wanted.into_iter().filter_map(nearest).collect()
    }
}

/// The folder, or the nearest above it, with its place on the disk.
fn nearest(folder: &Path) -> Option<(PathBuf, u64)> {
    let there = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let real = fs::canonicalize(path).ok()?;
        let data = fs::metadata(&real).ok().filter(Metadata::is_dir)?;
        Some((real, place(&data)))
    };
    folder.ancestors().find_map(there)
}

impl Seen {
    /// A file as it is.
    fn now(path: &Path) -> Self {
        let stamp = Stamp::now(path);
        Self { stamp, content: stamp.and_then(|_| content(path)) }
    }

    /// Whether a file has another content. One that was merely touched is remembered so.
    fn differs(&mut self, path: &Path, look: Look) -> bool {
        let stamp = Stamp::now(path);
        if look == Look::Quickly && stamp == self.stamp {
            return false;
        }
        let content = stamp.and_then(|_| content(path));
        if content == self.content && stamp.is_some() == self.stamp.is_some() {
            self.stamp = stamp;
            return false;
        }
        true
    }
}

impl Stamp {
    /// That of a regular file. Nothing else is ever opened: a pipe would wait.
    fn now(path: &Path) -> Option<Self> {
        let data = fs::metadata(path).ok().filter(Metadata::is_file)?;
        Some(Self { length: data.len(), modified: data.modified().ok(), place: place(&data) })
    }
}

fn content(path: &Path) -> Option<[u8; 32]> {
    fs::read(path).ok().map(|bytes| Sha256::digest(bytes).into())
}

/// What tells a file from another one of the same name.
#[cfg(unix)]
fn place(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> u64 {
    0
}
