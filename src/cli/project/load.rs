//! Reading and parsing: which files there are, and which of them make up the project.

use super::disk::{Disk, is_gone, not_a_file};
use super::links::{Links, Role};
use super::{Link, Project};
use crate::companion::Fault;
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources};
use crate::syntax::{self, Parsed, ast};
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
        links: BTreeMap::new(),
        stack: None,
        asked: None,
        metadata: Vec::new(),
        diagnostics: vec![finding],
        tried: Vec::new(),
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
    files: BTreeMap<FileId, Parsed>,
    links: BTreeMap<FileId, Link>,
    /// What became of every path within the project that was tried.
    tried: BTreeMap<PathBuf, Result<FileId, Fault>>,
    /// Sources of the folder that could not be read, and that nothing has named yet.
    unread: BTreeMap<PathBuf, Fault>,
}

impl Loader {
    fn new(folder: &Path, unsaved: BTreeMap<PathBuf, String>) -> Self {
        let prefix = if folder == Path::new(".") { PathBuf::new() } else { folder.to_owned() };
        let disk = Disk::new(folder.to_owned(), unsaved);
        Self {
            disk,
            prefix,
            sources: Sources::default(),
            files: BTreeMap::new(),
            links: BTreeMap::new(),
            tried: BTreeMap::new(),
            unread: BTreeMap::new(),
        }
    }

    /// Reads every source of the folder.
    fn read_folder(&mut self) {
        for name in self.disk.sources() {
            // One that vanished since it was listed is not there. Any other may be an environment, which nothing names.
            if let Err(fault) = self.read(&name)
                && !is_gone(&self.disk.path(&name))
            {
                self.unread.insert(name, fault);
            }
        }
    }

    /// Whether a source of the folder could not be read, which is reported.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Every file read.
    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> {
        self.files.keys().copied()
    }

    /// What stands in a file that was read.
    pub(super) fn tree(&self, id: FileId) -> Option<&ast::File> {
        self.files.get(&id).map(|parsed| &parsed.file)
    }

    /// Whether nothing of a file could be read, which was reported.
    pub(super) fn is_unread(&self, id: FileId) -> bool {
        self.files.get(&id).is_some_and(|parsed| parsed.file.items.is_empty() && !parsed.diagnostics.is_empty())
    }

    /// How a file that was read is tied to others, as far as that is known.
    pub(super) fn link(&self, id: FileId) -> Option<&Link> {
        self.links.get(&id)
    }

    /// Notes a tie of a file.
    pub(super) fn tie(&mut self, id: FileId, change: impl FnOnce(&mut Link)) {
        change(self.links.entry(id).or_default());
    }

    /// What a file is.
    pub(super) fn role(&self, id: FileId) -> Role {
        self.tree(id).map_or(Role::Library, Role::of)
    }

    /// Reads and parses a file, once.
    pub(super) fn read(&mut self, path: &Path) -> Result<FileId, Fault> {
        if let Some(known) = self.tried.get(path) {
            // Whoever asks again reports it at the place that names it.
            self.unread.remove(path);
            return known.clone();
        }
        let result = self.disk.read(path).map(|bytes| self.parse(path, bytes));
        self.tried.insert(path.to_owned(), result.clone());
        result
    }

    fn parse(&mut self, path: &Path, bytes: Vec<u8>) -> FileId {
        let name = self.prefix.join(path).to_string_lossy().into_owned();
        let (id, parsed) = syntax::read(&mut self.sources, name, bytes);
        self.files.insert(id, parsed);
        self.links.insert(id, Link { path: path.to_owned(), ..Link::default() });
        id
    }

    /// Keeps the files that belong to the project. Files that no one could tell the role of, because they are broken,
    /// are reported too: they may well be meant to belong to it.
    fn finish(mut self, links: Links) -> Project {
        let mut diagnostics = links.diagnostics;
        diagnostics.extend(self.unread.iter().map(|(name, fault)| {
            let name = self.prefix.join(name);
            Diagnostic::without_place(fault.code(), fault.message(&name.to_string_lossy()))
                .note("it may be an environment of the stack, so nothing can be said without it")
        }));
        let mut files: Vec<(Role, ast::File)> = Vec::new();
        for (id, parsed) in std::mem::take(&mut self.files) {
            let (role, belongs) = (Role::of(&parsed.file), links.members.contains(&id));
            if belongs || role == Role::Library {
                diagnostics.extend(parsed.diagnostics);
            }
            if belongs {
                files.push((role, parsed.file));
            }
        }
        files.sort_by_key(|(role, _)| *role);
        self.links.retain(|id, _| links.members.contains(id));
        Project {
            sources: self.sources,
            files: files.into_iter().map(|(_, file)| file).collect(),
            links: self.links,
            stack: links.stack,
            asked: links.asked,
            metadata: Vec::new(),
            diagnostics,
            tried: self.tried.into_keys().collect(),
            disk: self.disk,
        }
    }
}
