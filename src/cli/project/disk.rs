//! Reading the files of one folder, and nothing outside of it.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads the user's files")]

use crate::companion::{Fault, LARGEST};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// A view of a folder that can be read only; texts that are not saved yet stand in for the files they belong to.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    /// The folder without symbolic links; none where it can't be known.
    real: Option<PathBuf>,
    unsaved: BTreeMap<PathBuf, String>,
}

impl Disk {
    /// A view of `root`; `unsaved` texts are keyed by `root` joined with the file's path in it.
    pub(super) fn new(root: PathBuf, unsaved: BTreeMap<PathBuf, String>) -> Self {
        let real = fs::canonicalize(&root).ok();
        Self { root, real, unsaved }
    }

    /// Where a file of the folder is on the disk.
    pub(super) fn path(&self, inside: &Path) -> PathBuf {
        self.root.join(inside)
    }

    /// The bytes of a file, by its path within the folder.
    ///
    /// # Errors
    /// A [`Fault`] that says why they can't be had. A pipe or device is never opened, so reading never waits.
    pub(super) fn read(&self, inside: &Path) -> Result<Vec<u8>, Fault> {
        let path = self.path(inside);
        if let Some(text) = self.unsaved.get(&path) {
            return Ok(text.clone().into_bytes());
        }
        let real = fs::canonicalize(&path).map_err(|error| refused(&error))?;
        if self.real.as_ref().is_some_and(|root| !real.starts_with(root)) {
            return Err(Fault::Outside);
        }
        read_file(&real)
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.root
    }

    /// The names of the folder's own sources, in order.
    pub(super) fn sources(&self) -> Vec<PathBuf> {
        let unsaved = self.unsaved.keys().filter(|path| path.parent() == Some(&self.root));
        let unsaved = unsaved.filter_map(|path| path.file_name()).map(PathBuf::from).filter(|name| is_source(name));
        let mut names: Vec<PathBuf> = sources(&self.root).into_iter().chain(unsaved).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The names of the sources of a folder, in order.
pub(in crate::cli) fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| PathBuf::from(entry.file_name()));
    let mut names: Vec<PathBuf> = entries.filter(|name| is_source(name)).collect();
    names.sort();
    names
}

/// A path that a file of the folder `from` names, as a path within the project; nothing is looked up.
///
/// # Errors
/// [`Fault::Outside`] where it is absolute or climbs out of the project.
pub(super) fn resolve(from: &Path, path: &str) -> Result<PathBuf, Fault> {
    let mut resolved = from.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir => {}
            Component::ParentDir if resolved.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(Fault::Outside),
        }
    }
    Ok(resolved)
}

/// What kind of thing a path leads to, where it is no regular file.
pub(super) fn not_a_file(path: &Path) -> Option<Fault> {
    match fs::metadata(path) {
        Ok(data) if data.is_file() => None,
        Ok(data) if data.is_dir() => Some(Fault::NotAFile("a folder")),
        Ok(_) => Some(Fault::NotAFile("a pipe or a device")),
        Err(error) => Some(refused(&error)),
    }
}

/// The bytes of a regular file.
///
/// # Errors
/// A [`Fault`] that says why they can't be had. A pipe or device is never opened.
pub(in crate::cli) fn read_file(path: &Path) -> Result<Vec<u8>, Fault> {
    if let Some(fault) = not_a_file(path) {
        return Err(fault);
    }
    limited(File::open(path).map_err(|error| refused(&error))?)
}

/// The bytes of what may never end, such as a pipe.
///
/// # Errors
/// [`Fault::TooLarge`] where there are more than of any file that is read, [`Fault::Refused`] where the system refuses.
pub(in crate::cli) fn limited(from: impl Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST);
    if fits { Ok(bytes) } else { Err(Fault::TooLarge) }
}

/// Whether there is nothing at a path, not even a link that leads nowhere.
pub(super) fn is_gone(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| refused(&error) == Fault::Missing)
}

fn is_source(name: &Path) -> bool {
    let hidden = name.to_string_lossy().starts_with('.');
    !hidden && name.extension().is_some_and(|extension| extension == "todostack")
}

fn refused(error: &io::Error) -> Fault {
    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
        return Fault::Missing;
    }
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    Fault::Refused(words.to_lowercase())
}
