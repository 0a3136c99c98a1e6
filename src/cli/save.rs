//! Changing a source on the disk, whole or not at all.

#![expect(clippy::disallowed_methods, reason = "the command line changes a source that the user named")]

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

/// Gives a file a new text: written aside, then renamed, so that a fault leaves the old one. Links and permissions stay.
///
/// # Errors
/// Where the system refuses; the message names the file.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("can't write `{}`: {error}", path.display()));
    write_aside(path, text).map_err(named)
}

/// Writes a file that may be there or not, with the folders above it; otherwise as [`replace`].
///
/// # Errors
/// Where the system refuses; the message names the file.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("can't write `{}`: {error}", path.display()));
    if fs::symlink_metadata(path).is_ok() {
        return replace(path, text);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), fs::create_dir_all).and_then(|()| write_beside(path, text, None)).map_err(named)
}

fn write_aside(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let permissions = fs::metadata(&target)?.permissions();
    write_beside(&target, text, Some(permissions))
}

fn write_beside(target: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let aside = target.with_file_name(name);
    let written = fs::write(&aside, text)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&aside, permissions)))
        .and_then(|()| fs::rename(&aside, target));
    if written.is_err() {
        // It may not be there; what matters is the first fault.
        let _ = fs::remove_file(&aside);
    }
    written
}
