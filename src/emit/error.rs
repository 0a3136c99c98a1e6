//! Why an output could not be written.

use super::disk::Kind;
use crate::diagnostics::{Code, Diagnostic};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why nothing was written.
#[derive(Debug)]
pub enum EmitError {
    /// The system refused.
    Io {
        /// What was tried: `create`, `lock`, `read`, `remove`, `write`.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// Something of another kind stands at a path.
    InTheWay {
        /// Where.
        path: PathBuf,
        /// What is there, such as `a symbolic link`.
        found: &'static str,
        /// What would be needed there, such as `a folder`.
        wanted: &'static str,
    },
    /// Files that todoc did not write would have been overwritten.
    Foreign {
        /// The first of them.
        path: PathBuf,
        /// The others, inside the output.
        others: Vec<String>,
    },
    /// The record of a killed build is not one that todoc wrote.
    Damaged {
        /// The record.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A build could neither be finished nor taken back; the next command tries again.
    HalfWritten {
        /// Why not.
        error: Box<EmitError>,
    },
    /// A path that no output can have.
    BadPath {
        /// The path, inside the output.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl EmitError {
    pub(super) fn io(action: &'static str, path: impl AsRef<Path>, error: io::Error) -> Self {
        Self::Io { action, path: path.as_ref().to_owned(), error }
    }

    pub(super) fn stuck(error: EmitError) -> Self {
        Self::HalfWritten { error: Box::new(error) }
    }

    pub(super) fn in_the_way(path: impl AsRef<Path>, found: Kind, wanted: &'static str) -> Self {
        let found = match found {
            Kind::Missing => "nothing",
            Kind::Folder => "a folder",
            Kind::File { .. } => "a file",
            Kind::Link => "a symbolic link",
            Kind::Other => "neither a file nor a folder",
        };
        Self::InTheWay { path: path.as_ref().to_owned(), found, wanted }
    }
}

impl From<EmitError> for Diagnostic {
    fn from(error: EmitError) -> Self {
        let found = Diagnostic::without_place(code(&error), error.to_string());
        match error {
            EmitError::Io { path, error, .. } => match help_of(&error) {
                Some(help) => found.note("nothing was written").help(help),
                None => found.note(format!("nothing was written to `{}`", path.display())),
            },
            EmitError::InTheWay { .. } => found
                .note("todoc never writes through a link and never removes what it did not write; nothing was written")
                .help("move it away, or choose another folder with `--out`"),
            EmitError::Foreign { others, .. } => {
                found.note(foreign_note(&others)).help("move it away, or choose another folder with `--out`")
            }
            EmitError::Damaged { .. } => found
                .note("it lists what a killed build had left to do, and only todoc writes it")
                .help("delete the folder `.todoc` in the output, look through the output, and build again"),
            EmitError::HalfWritten { .. } => found
                .note("a part of the new output is in place; todoc knows which")
                .help("mend that and run any todoc command on this output: it finishes the build or takes it back"),
            EmitError::BadPath { .. } => found.note("nothing was written").help("give one of the blocks another name"),
        }
    }
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EmitError::Io { action, path, error } => {
                write!(f, "cannot {action} `{}`: {}", path.display(), reason(error))
            }
            EmitError::InTheWay { path, found, wanted } => {
                write!(f, "`{}` is {found} where todoc needs {wanted}", path.display())
            }
            EmitError::Foreign { path, .. } => {
                write!(f, "`{}` was not written by todoc and would be overwritten", path.display())
            }
            EmitError::Damaged { path, why } => write!(f, "`{}` {why}", path.display()),
            EmitError::HalfWritten { error } => write!(f, "the output is half written: {error}"),
            EmitError::BadPath { path, why } => write!(f, "the output `{path}` {why}"),
        }
    }
}

impl std::error::Error for EmitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            EmitError::Io { error, .. } => Some(error),
            EmitError::HalfWritten { error } => Some(error),
            EmitError::InTheWay { .. }
            | EmitError::Foreign { .. }
            | EmitError::Damaged { .. }
            | EmitError::BadPath { .. } => None,
        }
    }
}

fn code(error: &EmitError) -> Code {
    match error {
        EmitError::Io { .. } => Code::E0911,
        EmitError::InTheWay { .. } => Code::E0912,
        EmitError::Foreign { .. } => Code::E0913,
        EmitError::Damaged { .. } | EmitError::HalfWritten { .. } => Code::E0914,
        EmitError::BadPath { .. } => Code::E0915,
    }
}

/// What happened, without the system's numbers where it is one of the usual things.
fn reason(error: &io::Error) -> String {
    let usual = [
        (ErrorKind::PermissionDenied, "permission denied"),
        (ErrorKind::ReadOnlyFilesystem, "the file system is read-only"),
        (ErrorKind::StorageFull, "no space is left on the disk"),
        (ErrorKind::QuotaExceeded, "the disk quota is used up"),
        (ErrorKind::CrossesDevices, "it lies on another disk than the rest of the output"),
    ];
    let known = usual.iter().find(|(kind, _)| *kind == error.kind());
    known.map_or_else(|| error.to_string(), |(_, text)| (*text).to_owned())
}

fn help_of(error: &io::Error) -> Option<&'static str> {
    let kind = error.kind();
    if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
        Some("make the folder writable, or choose another with `--out`")
    } else if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        Some("free some space, or choose a folder on another disk with `--out`")
    } else if kind == ErrorKind::CrossesDevices {
        Some("an output may be a mount as a whole, with no other in it: nothing moves between two disks at once")
    } else {
        None
    }
}

fn foreign_note(others: &[String]) -> String {
    match others {
        [] => "nothing was written".to_owned(),
        [one] => format!("so is `{one}`; nothing was written"),
        [one, rest @ ..] => format!("so are `{one}` and {} more; nothing was written", rest.len()),
    }
}
