//! Reading and parsing: which files there are, and which of them make up the project.

use super::disk::{Disk, not_a_file};
use super::links::{Links, Role};
use super::{File, Project};
use crate::companion::Fault;
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources};
use crate::syntax;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Loads the project of a file or folder.
pub(super) fn load(path: &Path, unsaved: BTreeMap<PathBuf, String>) -> Project {
    let fault = if unsaved.contains_key(path) { None } else { not_a_file(path) };
    let (folder, start) = match fault {
        None => (path.parent().unwrap_or(path), path.file_name()),
        Some(Fault::NotAFile("a folder")) => (path, None),
        Some(fault) => return nothing(path, &fault),
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut loader = Loader::new(folder, unsaved);
    loader.read_folder();
    let start = match start.map(|name| loader.read(Path::new(name))).transpose() {
        Ok(start) => start,
        Err(fault) => return nothing(path, &fault),
    };
    let links = Links::follow(&mut loader, start, path);
    loader.finish(links)
}

/// A project of no files, with the reason.
fn nothing(path: &Path, fault: &Fault) -> Project {
    let finding = Diagnostic::without_place(fault.code(), fault.message(&path.to_string_lossy()));
    Project {
        sources: Sources::default(),
        files: Vec::new(),
        stack: None,
        asked: None,
        diagnostics: vec![finding],
        disk: Disk::new(path.to_owned(), BTreeMap::new()),
    }
}

/// The files read so far.
pub(super) struct Loader {
    disk: Disk,
    /// What stands before a file's name in messages.
    prefix: PathBuf,
    pub(super) sources: Sources,
    /// Every file read, and what its text is reported for.
    files: BTreeMap<FileId, (File, Vec<Diagnostic>)>,
    /// What became of every path within the project that was tried.
    tried: BTreeMap<PathBuf, Result<FileId, Fault>>,
}

impl Loader {
    fn new(folder: &Path, unsaved: BTreeMap<PathBuf, String>) -> Self {
        let prefix = if folder == Path::new(".") { PathBuf::new() } else { folder.to_owned() };
        let disk = Disk::new(folder.to_owned(), unsaved);
        Self { disk, prefix, sources: Sources::default(), files: BTreeMap::new(), tried: BTreeMap::new() }
    }

    /// Reads every source of the folder.
    fn read_folder(&mut self) {
        for name in self.disk.sources() {
            // One that can't be read is reported where something names it.
            let _ = self.read(&name);
        }
    }

    /// Every file read.
    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> {
        self.files.keys().copied()
    }

    /// A file that was read.
    pub(super) fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(&id).map(|(file, _)| file)
    }

    /// What a file is.
    pub(super) fn role(&self, id: FileId) -> Role {
        self.file(id).map_or(Role::Library, |file| Role::of(&file.tree))
    }

    /// Notes something about a file.
    pub(super) fn change(&mut self, id: FileId, change: impl FnOnce(&mut File)) {
        if let Some((file, _)) = self.files.get_mut(&id) {
            change(file);
        }
    }

    /// Reads and parses a file, once.
    pub(super) fn read(&mut self, path: &Path) -> Result<FileId, Fault> {
        if let Some(known) = self.tried.get(path) {
            return known.clone();
        }
        let result = self.disk.read(path).map(|bytes| self.parse(path, bytes));
        self.tried.insert(path.to_owned(), result.clone());
        result
    }

    fn parse(&mut self, path: &Path, bytes: Vec<u8>) -> FileId {
        let name = self.prefix.join(path).to_string_lossy().into_owned();
        let (id, parsed) = syntax::read(&mut self.sources, name, bytes);
        let file = File { id, path: path.to_owned(), tree: parsed.file, extends: None, uses: Vec::new() };
        self.files.insert(id, (file, parsed.diagnostics));
        id
    }

    /// Keeps the files that belong to the project. Files that no one could tell the role of, because they are broken,
    /// are reported too: they may well be meant to belong to it.
    fn finish(self, links: Links) -> Project {
        let mut project = Project {
            sources: self.sources,
            files: Vec::new(),
            stack: links.stack,
            asked: links.asked,
            diagnostics: links.diagnostics,
            disk: self.disk,
        };
        for (id, (file, diagnostics)) in self.files {
            let belongs = links.members.contains(&id);
            if belongs || Role::of(&file.tree) == Role::Library {
                project.diagnostics.extend(diagnostics);
            }
            if belongs {
                project.files.push(file);
            }
        }
        project
    }
}
