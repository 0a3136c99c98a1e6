//! Companions: files of a project that are no sources but take part in the result (Dockerfiles, mounted files, raw manifests).
//!
//! The core never reads a file. It says which paths it wants; whoever has a file system answers with [`Companions`], and the
//! core turns a [`Fault`] into a finding at the place that names the path.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A file that a source names, by a path relative to the folder of that source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wanted {
    /// The source that names it.
    pub by: FileId,
    /// The path as it is written there.
    pub path: SmolStr,
}

/// The answer for everything that was wanted: its bytes, or why they can't be had.
pub type Companions = BTreeMap<Wanted, Result<Vec<u8>, Fault>>;

/// No file larger than this is read, in bytes.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is none.
    Missing,
    /// It is a folder, a pipe or a device.
    NotAFile(&'static str),
    /// It lies outside of the project's folder, by `..`, as an absolute path or behind a symbolic link.
    Outside,
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// The system refused, in its words.
    Refused(String),
}

impl Fault {
    /// The finding about a path that a source names at `span`.
    #[must_use]
    pub fn diagnostic(&self, path: &str, span: Span) -> Diagnostic {
        let finding = Diagnostic::new(self.code(), span, self.message(path));
        match self {
            Fault::Missing => finding.note("paths are relative to the file that names them"),
            Fault::Outside => finding.note("a project reads only what lies in its own folder"),
            Fault::NotAFile(_) | Fault::TooLarge | Fault::Refused(_) => finding,
        }
    }

    /// The code for it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Fault::Missing => Code::E0901,
            Fault::NotAFile(_) | Fault::Refused(_) => Code::E0902,
            Fault::Outside => Code::E0903,
            Fault::TooLarge => Code::E0004,
        }
    }

    /// What is wrong with `path`, as one clause.
    #[must_use]
    pub fn message(&self, path: &str) -> String {
        match self {
            Fault::Missing => format!("there is no file `{path}`"),
            Fault::NotAFile(what) => format!("`{path}` is {what}, not a file"),
            Fault::Outside => format!("`{path}` lies outside of the project"),
            Fault::TooLarge => format!("`{path}` is larger than {} MiB", LARGEST / 1024 / 1024),
            Fault::Refused(why) => format!("can't read `{path}`: {why}"),
        }
    }
}
