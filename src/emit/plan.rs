//! What a build has to do: the output and the index held against the disk. Nothing is changed here.

use super::disk::{self, Kind};
use super::index::{self, Hash, Index};
use super::{EmitError, OutFile, Output, Owned, Part, Report, names};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a build has to do.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The files of the output, by path.
    pub(super) files: Vec<Planned<'a>>,
    /// The stale files that go, by path.
    pub(super) stale: Vec<&'a str>,
    /// The stale files that stay because they were edited, by path.
    pub(super) kept: Vec<&'a str>,
    /// The index afterwards, where it changes.
    pub(super) index: Option<Index>,
}

/// A file of the output and what is at its path.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    /// The file.
    pub(super) file: &'a OutFile,
    /// What is on disk.
    pub(super) state: State,
    /// What is missing of its path, at its top: the outermost folder that does not exist, or else the file.
    pub(super) root: &'a str,
    hash: Hash,
    /// What todoc wrote there last.
    listed: Option<Hash>,
}

/// How a path on disk stands to the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing is there.
    Missing,
    /// The same file.
    Same,
    /// A file with another content, or one that is not executable and should be.
    Differs,
}

/// A stale path and what is there.
enum Stale {
    Unedited,
    Edited,
    Gone,
}

impl<'a> Plan<'a> {
    /// Holds `files`, which are by path, against the disk.
    pub(super) fn make(
        out: &Path,
        files: Vec<&'a OutFile>,
        owned: &[Owned],
        index: &'a Index,
    ) -> Result<Self, EmitError> {
        let missing = missing_folders(out, &files)?;
        let look = |file| Planned::look(out, file, &missing, index);
        let files = files.into_par_iter().map(look).collect::<Result<Vec<_>, _>>()?;
        let mut plan = Self { files, stale: Vec::new(), kept: Vec::new(), index: None };
        let gone = plan.look_for_stale(out, owned, index)?;
        plan.index = plan.index_after(index, &gone);
        Ok(plan)
    }

    /// Sorts out the listed files that are no longer part of the output; returns those that are gone already.
    fn look_for_stale(&mut self, out: &Path, owned: &[Owned], index: &'a Index) -> Result<Vec<&'a str>, EmitError> {
        let mut gone = Vec::new();
        if self.files.iter().filter(|planned| planned.listed.is_some()).count() == index.files.len() {
            return Ok(gone);
        }
        for (path, hash) in index.files.iter().filter(|(path, _)| is_owned(owned, path, index)) {
            if self.files.binary_search_by(|planned| names::compare(&planned.file.path, path)).is_ok() {
                continue;
            }
            match look_at_stale(out, path, hash)? {
                Stale::Unedited => self.stale.push(path),
                Stale::Edited => self.kept.push(path),
                Stale::Gone => gone.push(path.as_str()),
            }
        }
        Ok(gone)
    }

    fn index_after(&self, index: &Index, gone: &[&str]) -> Option<Index> {
        let mut new = self.files.iter().filter(|planned| planned.listed != Some(planned.hash)).peekable();
        if new.peek().is_none() && self.stale.is_empty() && gone.is_empty() {
            return None;
        }
        let mut after = index.clone();
        after.files.extend(new.map(|planned| (planned.file.path.clone(), planned.hash)));
        for &path in self.stale.iter().chain(gone) {
            after.files.remove(path);
        }
        Some(after)
    }

    /// An error where a file that todoc did not write would be overwritten.
    pub(super) fn refuse_foreign(&self, out: &Path) -> Result<(), EmitError> {
        let foreign = self.files.iter().filter(|planned| planned.state == State::Differs && planned.listed.is_none());
        let mut paths = foreign.map(|planned| planned.file.path.clone());
        match paths.next() {
            Some(first) => Err(EmitError::Foreign { path: out.join(first), others: paths.collect() }),
            None => Ok(()),
        }
    }

    /// What was done, once it is.
    pub(super) fn report(&self, output: &Output) -> Report {
        let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
        for planned in &self.files {
            let part = parts.entry(names::top(&planned.file.path)).or_default();
            match planned.state {
                State::Missing | State::Differs => part.written += 1,
                State::Same => part.unchanged += 1,
            }
        }
        for path in &self.stale {
            parts.entry(names::top(path)).or_default().removed += 1;
        }
        let named = |(name, part): (&str, Part)| Part { name: name.to_owned(), ..part };
        let in_order = output.files.iter().map(|file| names::top(&file.path));
        let mut ordered: Vec<Part> = in_order.filter_map(|top| parts.remove_entry(top)).map(named).collect();
        ordered.extend(parts.into_iter().map(named));
        Report { parts: ordered, kept: self.kept.iter().map(|&path| path.to_owned()).collect() }
    }
}

impl<'a> Planned<'a> {
    fn look(out: &Path, file: &'a OutFile, missing: &BTreeSet<&str>, index: &Index) -> Result<Self, EmitError> {
        let state = match names::parent(&file.path) {
            Some(folder) if missing.contains(folder) => State::Missing,
            Some(_) | None => compare(&out.join(&file.path), file)?,
        };
        let listed = index.files.get(&file.path).copied();
        let root = names::folders(&file.path).find(|folder| missing.contains(folder)).unwrap_or(&file.path);
        // The hash says what todoc wrote last: a file that somebody else brought to this content stays "edited".
        let hash = match listed {
            Some(hash) if state == State::Same => hash,
            Some(_) | None => index::hash(file.text.as_bytes()),
        };
        Ok(Self { file, state, root, hash, listed })
    }
}

fn compare(path: &Path, file: &OutFile) -> Result<State, EmitError> {
    let content = file.text.as_bytes();
    match disk::kind(path)? {
        Kind::Missing => Ok(State::Missing),
        Kind::File { length, executable } => {
            let same =
                length == content.len() as u64 && (executable || !file.executable) && disk::holds(path, content)?;
            Ok(if same { State::Same } else { State::Differs })
        }
        found @ (Kind::Folder | Kind::Link | Kind::Other) => Err(EmitError::in_the_way(path, found, "a file")),
    }
}

/// The folders of the files that do not exist; those that do are real folders.
fn missing_folders<'a>(out: &Path, files: &[&'a OutFile]) -> Result<BTreeSet<&'a str>, EmitError> {
    let mut folders: Vec<&str> = files.iter().filter_map(|file| names::parent(&file.path)).collect();
    folders.dedup();
    // Parents first, since a path sorts before what it begins.
    let folders: BTreeSet<&str> = folders.iter().flat_map(|&path| names::folders(path).chain([path])).collect();
    let mut missing = BTreeSet::new();
    for folder in folders {
        if names::parent(folder).is_some_and(|parent| missing.contains(parent)) {
            missing.insert(folder);
            continue;
        }
        let path = out.join(folder);
        match disk::kind(&path)? {
            Kind::Folder => {}
            Kind::Missing => {
                missing.insert(folder);
            }
            found @ (Kind::File { .. } | Kind::Link | Kind::Other) => {
                return Err(EmitError::in_the_way(path, found, "a folder"));
            }
        }
    }
    Ok(missing)
}

fn is_owned(owned: &[Owned], path: &str, index: &Index) -> bool {
    owned.iter().any(|owned| match owned {
        Owned::Path(folder) => names::is_in(path, folder),
        Owned::Except { folder, keep } => {
            let rest = path.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| keep.iter().all(|name| name != names::top(rest)))
        }
        Owned::ChartsExcept(keep) => {
            let folder = names::top(path);
            keep.iter().all(|name| name != folder) && index.files.contains_key(&format!("{folder}/Chart.yaml"))
        }
    })
}

/// What became of a file that todoc wrote. What lies behind a link is not what it wrote.
fn look_at_stale(out: &Path, path: &str, hash: &Hash) -> Result<Stale, EmitError> {
    for folder in names::folders(path) {
        if disk::kind(&out.join(folder))? != Kind::Folder {
            return Ok(Stale::Gone);
        }
    }
    let path = out.join(path);
    match disk::kind(&path)? {
        Kind::File { .. } if index::hash(&disk::read(&path)?) == *hash => Ok(Stale::Unedited),
        Kind::File { .. } => Ok(Stale::Edited),
        Kind::Missing | Kind::Folder | Kind::Link | Kind::Other => Ok(Stale::Gone),
    }
}
