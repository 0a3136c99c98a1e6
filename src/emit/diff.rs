//! What a build would change, as a unified diff that `git apply` and `patch -p1` read.

use super::plan::{Plan, Planned, State};
use super::{EmitError, disk, names};
use crate::unified::unified;
use rayon::prelude::*;
use std::path::Path;

/// A path where the disk is not as a build would leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Relative to the output folder.
    pub path: String,
    /// In what it differs.
    pub change: Change,
    /// What is on disk; bytes that are no text are replaced.
    old: String,
    /// What a build would write.
    new: String,
    executable: bool,
}

/// What a build would do at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Write a file that is missing.
    Add,
    /// Write another content.
    Modify,
    /// Make it executable, with the content it has.
    MakeExecutable,
    /// Remove a stale file.
    Remove,
}

impl Difference {
    /// The difference as a unified diff, with `/dev/null` on the side where the file does not exist.
    #[must_use]
    pub fn unified(&self) -> String {
        let (a, b) = (format!("a/{}", self.path), format!("b/{}", self.path));
        let mode = if self.executable { "100755" } else { "100644" };
        let (head, from, to) = match self.change {
            Change::Add => (format!("new file mode {mode}\n"), "/dev/null", b.as_str()),
            Change::Modify => (String::new(), a.as_str(), b.as_str()),
            Change::MakeExecutable => ("old mode 100644\nnew mode 100755\n".to_owned(), a.as_str(), b.as_str()),
            Change::Remove => (format!("deleted file mode {mode}\n"), a.as_str(), "/dev/null"),
        };
        format!("diff --git {a} {b}\n{head}{}", unified(&self.old, &self.new, from, to))
    }
}

/// Every difference, by path.
pub(super) fn differences(out: &Path, plan: &Plan) -> Result<Vec<Difference>, EmitError> {
    let changed = plan.files.par_iter().filter(|planned| planned.state != State::Same);
    let mut all = changed.map(|planned| of_file(out, planned)).collect::<Result<Vec<_>, _>>()?;
    for &path in &plan.stale {
        let old = text(out, path)?;
        all.push(Difference {
            path: path.to_owned(),
            change: Change::Remove,
            old,
            new: String::new(),
            executable: false,
        });
    }
    all.sort_by(|a, b| names::compare(&a.path, &b.path));
    Ok(all)
}

fn of_file(out: &Path, planned: &Planned) -> Result<Difference, EmitError> {
    let file = planned.file;
    let old = if planned.state == State::Missing { String::new() } else { text(out, &file.path)? };
    let change = if planned.state == State::Missing {
        Change::Add
    } else if old == file.text {
        Change::MakeExecutable
    } else {
        Change::Modify
    };
    Ok(Difference { path: file.path.clone(), change, old, new: file.text.clone(), executable: file.executable })
}

fn text(out: &Path, path: &str) -> Result<String, EmitError> {
    Ok(String::from_utf8_lossy(&disk::read(&out.join(path))?).into_owned())
}
