//! Where the files of a build go: onto the disk, to standard output, or beside what is on the disk.

use super::{Built, MAP};
use crate::artifacts::File;
use crate::cli::output::Output;
use crate::cli::{Status, args};
use crate::diagnostics::Diagnostic;
use crate::emit::{self, EmitError, OutFile, Recovered};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// What came of it.
pub(super) struct Delivered {
    pub(super) status: Status,
    /// What the disk had against it.
    pub(super) findings: Vec<Diagnostic>,
    /// What was done, for people.
    pub(super) lines: Vec<String>,
}

impl Delivered {
    fn clean() -> Self {
        Self { status: Status::Clean, findings: Vec::new(), lines: Vec::new() }
    }

    /// Nothing was done. The system may refuse for its own reasons; all else can be mended.
    pub(super) fn refused(error: EmitError) -> Self {
        let status = if matches!(error, EmitError::Io { .. }) { Status::Failed } else { Status::Findings };
        Self { status, findings: vec![error.into()], lines: Vec::new() }
    }
}

/// Ends what a build that was killed has left. A command that writes nothing leaves that alone.
pub(super) fn recover(args: &args::Build) -> Result<Option<String>, EmitError> {
    if args.stdout || args.check {
        return Ok(None);
    }
    let out = args.out.display();
    Ok(emit::recover(&args.out)?.map(|recovered| match recovered {
        Recovered::Finished => format!("finished in {out} what a build that was killed had begun"),
        Recovered::TakenBack => format!("took back in {out} what a build that was killed had begun"),
    }))
}

/// Brings a build to where it was asked for.
///
/// # Errors
/// Where standard output refuses.
pub(super) fn deliver(args: &args::Build, built: &Built, output: &Output) -> io::Result<Delivered> {
    if args.stdout {
        output.data(&stream(&built.files))?;
        return Ok(Delivered::clean());
    }
    let files = built.files.iter().map(|file| {
        let out = OutFile::new(file.path.as_str(), file.text.as_str());
        if file.executable { out.executable() } else { out }
    });
    let whole = emit::Output { files: files.collect(), owned: built.owned.clone() };
    if args.check { compare(&args.out, &whole, output) } else { Ok(write(&args.out, &built.chart, &whole)) }
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

fn write(out: &Path, chart: &str, whole: &emit::Output) -> Delivered {
    match emit::write(out, whole) {
        Ok(report) => {
            let lines = summary(out, chart, &report);
            Delivered { status: Status::Clean, findings: report.warnings().collect(), lines }
        }
        Err(error) => Delivered::refused(error),
    }
}

/// Files one after the other, each below its path: manifests so become one stream of documents.
fn stream(files: &[File]) -> String {
    let mut out = String::with_capacity(files.iter().map(|file| file.text.len() + 80).sum());
    for file in files.iter().filter(|file| !file.path.ends_with("/kustomization.yaml")) {
        let _ = write!(out, "---\n# Source: {}\n", file.path);
        out.push_str(&file.text);
    }
    out
}

/// A line for each part of what was written.
fn summary(out: &Path, chart: &str, report: &emit::Report) -> Vec<String> {
    let name = |part: &emit::Part| match part.name.as_str() {
        name if name == chart => "chart".to_owned(),
        MAP => "map".to_owned(),
        name => name.to_owned(),
    };
    let widest = report.parts.iter().map(|part| name(part).len()).max().unwrap_or(0);
    let line = |part: &emit::Part| {
        let total = part.written + part.unchanged;
        let files = if total == 1 { "file" } else { "files" };
        let removed = if part.removed > 0 { format!(", {} removed", part.removed) } else { String::new() };
        let (name, place) = (name(part), out.join(&part.name));
        let (written, unchanged) = (part.written, part.unchanged);
        format!(
            "{name:widest$}  {}  {total} {files} ({written} written, {unchanged} unchanged{removed})",
            place.display()
        )
    };
    report.parts.iter().map(line).collect()
}
