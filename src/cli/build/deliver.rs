//! Where the files of a build go: onto the disk, to standard output, or beside what is on the disk.

use super::{Built, MAP};
use crate::artifacts::File;
use crate::cli::output::Output;
use crate::cli::{Status, args, recover};
use crate::diagnostics::Diagnostic;
use crate::emit::{self, EmitError, OutFile};
use std::io;
use std::path::Path;

/// What came of it.
pub(super) struct Delivered {
    pub(super) status: Status,
    /// What the disk had against it.
    pub(super) findings: Vec<Diagnostic>,
    /// What was done, for people.
    pub(super) lines: Vec<String>,
    /// How many files of the output are other than before.
    pub(super) changed: usize,
}

impl Delivered {
    fn clean() -> Self {
        Self { status: Status::Clean, findings: Vec::new(), lines: Vec::new(), changed: 0 }
    }

    /// Nothing was done, for what was found forbids it.
    pub(super) fn nothing() -> Self {
        Self { status: Status::Findings, ..Self::clean() }
    }

    /// Nothing was done.
    pub(super) fn refused(error: EmitError) -> Self {
        let status = recover::status(&error);
        Self { status, findings: vec![error.into()], lines: Vec::new(), changed: 0 }
    }
}

/// Ends what a build that was killed has left. A build that neither reads nor writes the output leaves that alone.
pub(super) fn recover(args: &args::Build) -> Result<Option<String>, EmitError> {
    if args.stdout { Ok(None) } else { recover::recover(&args.out) }
}

/// Brings a build to where it was asked for.
///
/// # Errors
/// Where standard output refuses.
pub(super) fn deliver(args: &args::Build, built: &Built, output: &Output) -> io::Result<Delivered> {
    if args.stdout {
        output.texts(stream(&built.files))?;
        return Ok(Delivered::clean());
    }
    let files = built.files.iter().map(|file| {
        let out = OutFile::new(file.path.as_str(), file.text.as_str());
        if file.executable { out.executable() } else { out }
    });
    let whole = emit::Output { files: files.collect(), owned: built.owned.clone() };
    if args.check { compare(&args.out, &whole, output) } else { Ok(write(&args.out, built, &whole)) }
}

fn compare(out: &Path, whole: &emit::Output, output: &Output) -> io::Result<Delivered> {
    let differences = match emit::check(out, whole) {
        Ok(differences) => differences,
        Err(error) => return Ok(Delivered::refused(error)),
    };
    let text: String = differences.iter().map(emit::Difference::unified).collect();
    output.data(&text)?;
    let status = if differences.is_empty() { Status::Clean } else { Status::Findings };
    Ok(Delivered { status, ..Delivered::clean() })
}

fn write(out: &Path, built: &Built, whole: &emit::Output) -> Delivered {
    match emit::write(out, whole) {
        Ok(report) => {
            let lines = summary(out, built, &report);
            let changed = report.parts.iter().map(|part| part.written + part.removed).sum();
            Delivered { status: Status::Clean, findings: report.warnings().collect(), lines, changed }
        }
        Err(error) => Delivered::refused(error),
    }
}

/// Files one after the other, each below its path: manifests so become one stream of documents.
fn stream(files: &[File]) -> impl Iterator<Item = &str> {
    let documents = files.iter().filter(|file| !file.path.ends_with("/kustomization.yaml"));
    documents.flat_map(|file| ["---\n# Source: ", &file.path, "\n", &file.text])
}

/// A line for each part of what was written.
fn summary(out: &Path, built: &Built, report: &emit::Report) -> Vec<String> {
    let mut lines = Vec::new();
    for part in &report.parts {
        let (total, written) = (part.written + part.unchanged, part.written);
        let what = match part.name.as_str() {
            name if built.charts.iter().any(|chart| chart == name) => "chart",
            MAP => "map",
            name => name,
        };
        let files = if total == 1 { "file" } else { "files" };
        let removed = if part.removed > 0 { format!(", {} removed", part.removed) } else { String::new() };
        lines.push(format!(
            "{what:<10} {}: {total} {files}, {written} written{removed}",
            out.join(&part.name).display()
        ));
        if what == "chart" {
            lines.extend(values_line(built, &part.name));
        }
    }
    lines
}

/// The values files, which people look for first.
fn values_line(built: &Built, chart: &str) -> Option<String> {
    let name = |file: &File| {
        let name = file.path.strip_prefix(chart)?.strip_prefix('/')?;
        (name.starts_with("values") && !name.contains('/')).then(|| name.to_owned())
    };
    let names: Vec<String> = built.files.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| format!("{:<10} {}", "values", names.join(", ")))
}
