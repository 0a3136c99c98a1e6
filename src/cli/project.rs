//! The seam between the file system and the core: finds and reads all files of one project.
//!
//! A project is one folder. Its stack file and the environment files that extend it lie side by side in it; libraries and
//! companions may lie deeper. Nothing outside is read. Whichever file was asked for, the same files are loaded, because a chart
//! is a function of its stack and all environments.

mod disk;
mod links;
mod load;

use crate::companion::{Companions, Fault, Wanted};
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources, Spanned};
use crate::syntax::ast;
use disk::Disk;
pub(super) use disk::{limited, read_file, sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All files of a project, parsed.
#[derive(Debug)]
pub struct Project {
    /// The texts; also of files beside the project's that belong to another stack.
    pub sources: Sources,
    /// The trees of the project's files: the stack's, its libraries' as they are met, its environments' by name.
    pub files: Vec<ast::File>,
    /// How each of them is tied to the others.
    pub links: BTreeMap<FileId, Link>,
    /// The file that declares the stack; none where that was reported.
    pub stack: Option<FileId>,
    /// The environment file that was asked for; none for all environments.
    pub asked: Option<FileId>,
    /// What a build of images told, as the command line gives it.
    pub metadata: Vec<FileId>,
    /// What is wrong with the files and their texts.
    pub diagnostics: Vec<Diagnostic>,
    /// Every path within the project's folder that was tried.
    tried: Vec<PathBuf>,
    disk: Disk,
}

/// Where a file of a project lies, and which others it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Its path within the project's folder.
    pub path: PathBuf,
    /// The file that its header extends.
    pub extends: Option<FileId>,
    /// The libraries it uses, in written order, each with the place of the path that names it.
    pub uses: Vec<Spanned<FileId>>,
}

impl Project {
    /// Loads the project of an environment file, a stack file or a folder.
    #[must_use]
    pub fn load(path: &Path) -> Project {
        Self::load_with(path, BTreeMap::new())
    }

    /// Loads it with texts that are not saved yet, each keyed by the path that [`Project::path`] gives for its file.
    #[must_use]
    pub fn load_with(path: &Path, unsaved: BTreeMap<PathBuf, String>) -> Project {
        load::load(path, unsaved)
    }

    /// Where a file of the project is on the disk.
    #[must_use]
    pub fn path(&self, file: FileId) -> Option<PathBuf> {
        self.links.get(&file).map(|link| self.disk.path(&link.path))
    }

    /// The project's folder; none where nothing was found that could be one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        (!self.tried.is_empty()).then(|| self.disk.folder())
    }

    /// Every file on the disk that was looked for as a source, also those that are not there.
    pub fn tried(&self) -> impl Iterator<Item = PathBuf> {
        self.tried.iter().map(|path| self.disk.path(path))
    }

    /// Where a companion is on the disk; none where it would lie outside of the project's folder.
    #[must_use]
    pub fn companion_path(&self, wanted: &Wanted) -> Option<PathBuf> {
        self.resolve(wanted).ok().map(|inside| self.disk.path(&inside))
    }

    /// Reads the companions that the core wants. Each stays inside of the project's folder.
    #[must_use]
    pub fn companions(&self, wanted: impl IntoIterator<Item = Wanted>) -> Companions {
        wanted.into_iter().map(|wanted| (wanted.clone(), self.companion(&wanted))).collect()
    }

    fn companion(&self, wanted: &Wanted) -> Result<Vec<u8>, Fault> {
        self.disk.read(&self.resolve(wanted)?)
    }

    fn resolve(&self, wanted: &Wanted) -> Result<PathBuf, Fault> {
        let folder = self.links.get(&wanted.by).and_then(|link| link.path.parent()).unwrap_or(Path::new(""));
        disk::resolve(folder, &wanted.path)
    }
}

#[cfg(test)]
mod tests;
