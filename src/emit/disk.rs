//! The one place that touches the file system: every change is one method, every error names its path.

#![expect(clippy::disallowed_methods, reason = "this is the module that touches the file system")]

use super::EmitError;
use std::cell::RefCell;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What stands at a path, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Missing,
    /// A folder.
    Folder,
    /// A file of so many bytes.
    File { length: u64, executable: bool },
    /// A symbolic link.
    Link,
    /// A socket, a device, a pipe.
    Other,
}

/// A disk to change. In tests it dies after some changes, as a killed process would: then nothing changes any more.
#[derive(Debug)]
pub(super) struct Disk {
    changes_left: Option<AtomicUsize>,
}

impl Disk {
    /// The disk.
    pub(super) fn new() -> Self {
        Self { changes_left: None }
    }

    /// A disk that lets so many changes through.
    pub(super) fn dying_after(changes: usize) -> Self {
        Self { changes_left: Some(AtomicUsize::new(changes)) }
    }

    /// Makes a folder; its parent exists.
    pub(super) fn create_folder(&self, path: &Path) -> Result<(), EmitError> {
        self.change(|| fs::create_dir(path)).map_err(|error| EmitError::io("create", path, error))
    }

    /// Makes a folder and its parents where they are missing.
    pub(super) fn create_folders(&self, path: &Path) -> Result<(), EmitError> {
        self.change(|| fs::create_dir_all(path)).map_err(|error| EmitError::io("create", path, error))
    }

    /// Writes a new file.
    pub(super) fn write(&self, path: &Path, content: &[u8], executable: bool) -> Result<(), EmitError> {
        let write = || new_file(path, executable)?.write_all(content);
        self.change(write).map_err(|error| EmitError::io("write", path, error))
    }

    /// Writes a new file that is on the disk, not only in a cache, before this returns.
    pub(super) fn write_synced(&self, path: &Path, content: &[u8]) -> Result<(), EmitError> {
        let write = || {
            let mut file = new_file(path, false)?;
            file.write_all(content)?;
            file.sync_all()
        };
        self.change(write).map_err(|error| EmitError::io("write", path, error))
    }

    /// Moves a file or folder to a place of the same file system where nothing stands.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), EmitError> {
        self.change(|| fs::rename(from, to)).map_err(|error| EmitError::io("write", to, error))
    }

    /// Removes a file.
    pub(super) fn remove_file(&self, path: &Path) -> Result<(), EmitError> {
        self.change(|| fs::remove_file(path)).map_err(|error| EmitError::io("remove", path, error))
    }

    /// Removes a folder if it is empty. Nothing where it does not exist.
    pub(super) fn remove_folder(&self, path: &Path) -> Result<(), EmitError> {
        let remove = || fs::remove_dir(path).or_else(|error| missing_is(error, ()));
        self.change(remove).map_err(|error| EmitError::io("remove", path, error))
    }

    /// Removes a folder and all in it; a link in it is removed, not followed. Nothing where it does not exist.
    pub(super) fn remove_tree(&self, path: &Path) -> Result<(), EmitError> {
        let remove = || fs::remove_dir_all(path).or_else(|error| missing_is(error, ()));
        self.change(remove).map_err(|error| EmitError::io("remove", path, error))
    }

    /// Opens a lock file, made where it is missing, and waits until no other process holds it. `None` where it was replaced
    /// meanwhile. A file system without locks gives one that excludes nobody.
    pub(super) fn lock(&self, path: &Path) -> Result<Option<File>, EmitError> {
        let open = || OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = match self.change(open) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(EmitError::io("write", path, error)),
        };
        match file.lock() {
            Err(error) if error.kind() != ErrorKind::Unsupported => Err(EmitError::io("lock", path, error)),
            Ok(()) | Err(_) => Ok(is_still(&file, path).then_some(file)),
        }
    }

    fn change<T>(&self, change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if let Some(left) = &self.changes_left {
            left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
                .map_err(|_| io::Error::other("the disk died"))?;
        }
        change()
    }
}

/// What stands at a path.
pub(super) fn kind(path: &Path) -> Result<Kind, EmitError> {
    let found = fs::symlink_metadata(path).map(|metadata| kind_of(&metadata));
    found.or_else(|error| missing_is(error, Kind::Missing)).map_err(|error| EmitError::io("read", path, error))
}

/// What stands at a path or where the link there leads.
pub(super) fn kind_behind_link(path: &Path) -> Result<Kind, EmitError> {
    let found = fs::metadata(path).map(|metadata| kind_of(&metadata));
    found.or_else(|error| missing_is(error, Kind::Missing)).map_err(|error| EmitError::io("read", path, error))
}

/// The content of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, EmitError> {
    fs::read(path).map_err(|error| EmitError::io("read", path, error))
}

/// Whether a file that is as long as `content` holds it.
pub(super) fn holds(path: &Path, content: &[u8]) -> Result<bool, EmitError> {
    thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        buffer.resize(content.len(), 0);
        match File::open(path).and_then(|mut file| file.read_exact(buffer)) {
            Ok(()) => Ok(buffer == content),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(EmitError::io("read", path, error)),
        }
    })
}

/// A path below a file does not exist either.
fn missing_is<T>(error: io::Error, value: T) -> io::Result<T> {
    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) { Ok(value) } else { Err(error) }
}

fn kind_of(metadata: &Metadata) -> Kind {
    if metadata.is_file() {
        Kind::File { length: metadata.len(), executable: is_executable(metadata) }
    } else if metadata.is_dir() {
        Kind::Folder
    } else if metadata.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

#[cfg(unix)]
fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o100 != 0
}

/// Elsewhere any file is.
#[cfg(not(unix))]
fn is_executable(_: &Metadata) -> bool {
    true
}

#[cfg(unix)]
fn new_file(path: &Path, executable: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if executable { 0o777 } else { 0o666 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn new_file(path: &Path, _: bool) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Whether an open file still stands at its path: a lock of one that was removed excludes nobody.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: Metadata, b: Metadata| a.dev() == b.dev() && a.ino() == b.ino();
    file.metadata().and_then(|open| Ok(same(open, fs::metadata(path)?))).unwrap_or(false)
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}
