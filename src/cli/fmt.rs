//! `todoc fmt`: bring sources into the one layout.

#![expect(clippy::disallowed_methods, reason = "the command line reads the sources that the user named")]

use super::args;
use super::output::Output;
use super::project::{limited, read_file};
use super::{Status, save};
use crate::companion::Fault;
use crate::diagnostics::{Code, Diagnostic};
use crate::format;
use crate::source::Sources;
use crate::syntax;
use crate::unified::unified;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Stands for standard input.
const STANDARD_INPUT: &str = "-";

pub(super) fn run(args: &args::Fmt, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut work = Work { is_kept: args.check, ..Work::default() };
    let mut names = Vec::new();
    for path in &args.paths {
        if path.as_os_str() == STANDARD_INPUT {
            let bytes = limited(io::stdin().lock()).map_err(|fault| io::Error::other(fault.message("<stdin>")))?;
            work.take("<stdin>".to_owned(), None, bytes);
        } else {
            find(path, &mut names)?;
        }
    }
    for path in names {
        let told = |fault: Fault| io::Error::other(fault.message(&path.to_string_lossy()));
        let bytes = read_file(&path).map_err(told)?;
        work.take(path.display().to_string(), Some(path), bytes);
    }
    let status = if args.check { work.show(output)? } else { work.write(output)? };
    let findings = output.findings(&work.sources, &work.findings)?;
    Ok(if findings == Status::Clean { status } else { findings })
}

/// The sources that were asked for, laid out.
#[derive(Default)]
struct Work {
    /// Whether the files stay as they are.
    is_kept: bool,
    sources: Sources,
    findings: Vec<Diagnostic>,
    files: Vec<Laid>,
}

/// A source and its layout.
struct Laid {
    name: String,
    /// Where it lies; nowhere where it came from standard input.
    path: Option<PathBuf>,
    old: String,
    new: String,
}

impl Work {
    fn take(&mut self, name: String, path: Option<PathBuf>, bytes: Vec<u8>) {
        let mut sources = Sources::default();
        let (file, parsed) = syntax::read(&mut sources, name.clone(), bytes.clone());
        if parsed.diagnostics.iter().any(|found| found.code == Code::E0001) {
            let (_, unread) = syntax::read(&mut self.sources, name, bytes);
            self.findings.extend(unread.diagnostics);
            return;
        }
        let (old, new) = (sources.get(file).text.clone(), format::format(&sources, file));
        // Findings are about what the file holds afterwards.
        let file = self.sources.add(name.clone(), if self.is_kept { old.clone() } else { new.clone() });
        self.findings.extend(syntax::parse(&self.sources, file).diagnostics);
        self.files.push(Laid { name, path, old, new });
    }

    /// What would change, as a unified diff.
    fn show(&self, output: &Output) -> io::Result<Status> {
        let changed: Vec<&Laid> = self.files.iter().filter(|file| file.old != file.new).collect();
        for file in &changed {
            let (a, b) = (format!("a/{}", file.name), format!("b/{}", file.name));
            output.data(&unified(&file.old, &file.new, &a, &b))?;
        }
        Ok(if changed.is_empty() { Status::Clean } else { Status::Findings })
    }

    fn write(&self, output: &Output) -> io::Result<Status> {
        for file in &self.files {
            match &file.path {
                None => output.data(&file.new)?,
                Some(path) if file.old != file.new => {
                    save::replace(path, &file.new)?;
                    output.say(&format!("formatted {}", file.name))?;
                }
                Some(_) => {}
            }
        }
        Ok(Status::Clean)
    }
}

/// The sources of a folder and those below it, by name; hidden folders and links are left out. A file is itself.
fn find(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let kind = fs::metadata(path).map_err(|error| unread(path, &error))?;
    if !kind.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries: io::Result<Vec<_>> = fs::read_dir(path).and_then(Iterator::collect);
    let mut entries = entries.map_err(|error| unread(path, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (kind, path) = (entry.file_type()?, entry.path());
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_source = path.extension().is_some_and(|extension| extension == "todostack");
        if kind.is_dir() && !is_hidden {
            find(&path, found)?;
        } else if kind.is_file() && is_source {
            // Below the folder that was named, `./` says nothing.
            found.push(path.strip_prefix(".").map(Path::to_owned).unwrap_or(path));
        }
    }
    Ok(())
}

fn unread(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("can't read `{}`: {error}", path.display()))
}
