//! The record of a commit: its steps, one a line, `end` last. A record that is there is whole, because it comes by a rename.

use super::{Step, Verb};
use crate::emit::desk::Desk;
use crate::emit::disk::{self, Kind};
use crate::emit::plan::{Plan, State};
use crate::emit::{EmitError, names};
use std::path::{Path, PathBuf};

/// First line; another one is of another todoc.
const HEAD: &str = "todoc commit 1";

/// Last line.
const END: &str = "end";

/// The steps of a plan; the index is the last.
pub(super) fn steps(plan: &Plan) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for planned in &plan.files {
        let path = planned.file.path.as_str();
        match planned.state {
            State::Same => {}
            State::Differs => steps.push(Step { verb: Verb::Replace, path: path.to_owned() }),
            State::Missing => {
                let root = planned.root;
                // Files of one folder follow each other.
                let staged = steps.last().is_some_and(|step| step.verb == Verb::Create && step.path == root);
                if !staged {
                    steps.push(Step { verb: Verb::Create, path: root.to_owned() });
                }
            }
        }
    }
    steps.extend(plan.stale.iter().map(|&path| Step { verb: Verb::Remove, path: path.to_owned() }));
    if let Some(index) = &plan.index {
        let verb = if index.is_there { Verb::Replace } else { Verb::Create };
        steps.push(Step { verb, path: names::INDEX.to_owned() });
    }
    steps
}

/// Writes the record beside its place and returns where. To put it into its place is the point of no return.
pub(super) fn draft(desk: &Desk, steps: &[Step]) -> Result<PathBuf, EmitError> {
    let lines = steps.iter().map(|step| format!("{} {}\n", step.verb.name(), step.path));
    let text = format!("{HEAD}\n{}{END}\n", lines.collect::<String>());
    let draft = desk.stage().join("commit");
    desk.disk.write_synced(&draft, text.as_bytes())?;
    Ok(draft)
}

/// The steps of the record; `None` where there is none. It may have come with a downloaded output, so it is trusted no
/// further than that it names plain paths with no link on the way.
pub(super) fn read(desk: &Desk) -> Result<Option<Vec<Step>>, EmitError> {
    let path = desk.record();
    let damaged = |why| EmitError::Damaged { path: path.clone(), why };
    match disk::kind(&path)? {
        Kind::Missing => return Ok(None),
        Kind::File { .. } => {}
        Kind::Folder | Kind::Link | Kind::Other => return Err(damaged("is not a file")),
    }
    let text = String::from_utf8(disk::read(&path)?).map_err(|_| damaged("is not text"))?;
    let steps = parse(&text).ok_or_else(|| damaged("is no record of a commit"))?;
    match disk::kind(&desk.stage())? {
        Kind::Folder => {}
        Kind::Missing | Kind::File { .. } | Kind::Link | Kind::Other => return Err(damaged("has lost its stage")),
    }
    for step in &steps {
        if leads_out(desk.out, &step.path)? {
            return Err(damaged("leads through a symbolic link"));
        }
    }
    Ok(Some(steps))
}

fn parse(text: &str) -> Option<Vec<Step>> {
    let body = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix('\n')?.strip_suffix(END)?;
    body.lines().map(parse_step).collect()
}

fn parse_step(line: &str) -> Option<Step> {
    let (verb, path) = line.split_once(' ')?;
    let verb = [Verb::Create, Verb::Replace, Verb::Remove].into_iter().find(|known| known.name() == verb)?;
    let good = names::is_plain(path) || (path == names::INDEX && verb != Verb::Remove);
    good.then(|| Step { verb, path: path.to_owned() })
}

fn leads_out(out: &Path, path: &str) -> Result<bool, EmitError> {
    for folder in names::folders(path) {
        if disk::kind(&out.join(folder))? == Kind::Link {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Create => "create",
            Verb::Replace => "replace",
            Verb::Remove => "remove",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_and_the_index_are_steps() {
        let record = |line: &str| parse(&format!("{HEAD}\n{line}\n{END}\n"));
        assert_eq!(record("remove a/b").map(|steps| steps.len()), Some(1));
        assert_eq!(record("replace .todoc/files.sha256").map(|steps| steps.len()), Some(1));
        for bad in ["remove ../a", "create /a", "create .todoc/lock", "remove .todoc/files.sha256", "move a", "create"]
        {
            assert_eq!(record(bad), None, "{bad}");
        }
        assert_eq!(parse(&format!("{HEAD}\nremove a/b\n")), None, "cut off");
    }
}
