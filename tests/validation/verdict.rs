//! What validators say.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use super::sets::{Id, Set};
use super::{checkov, linter, score};
use crate::support::conformity::Judge;

/// The validators, as the documents call them.
pub(crate) const VALIDATORS: [&str; 4] = ["kubeconform", "kube-linter", "kube-score", "checkov"];

/// A rule that an object breaks, in however many of its containers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) object: Id,
}

/// What a validator says of a set.
#[derive(Default)]
pub(crate) struct Verdict {
    /// The objects that it looked at.
    pub(crate) seen: BTreeSet<Id>,
    pub(crate) findings: BTreeSet<Finding>,
}

/// What each validator says of each set, in their order.
pub(crate) fn judge(sets: &[Set], scratch: &Path) -> [Vec<Verdict>; 4] {
    [conform(sets), linter::judge(sets, scratch), score::judge(sets), checkov::judge(sets)]
}

/// kubeconform counts what it looked at and names what is wrong only.
fn conform(sets: &[Set]) -> Vec<Verdict> {
    let judge = Judge::new();
    let folders: Vec<PathBuf> = sets.iter().map(|set| set.folder.clone()).collect();
    let report = judge.judge(judge.newest(), &folders);
    let objects: usize = sets.iter().map(|set| set.objects.len()).sum();
    assert_eq!(report.valid + report.wrong.len(), objects, "kubeconform skipped {}", report.skipped);
    let verdict = |set: &Set| {
        let own = report.wrong.iter().filter(|wrong| wrong.file.starts_with(&set.folder));
        let findings = own.map(|wrong| {
            let is_it = |object: &&Id| (&object.kind, &object.name) == (&wrong.kind, &wrong.name);
            let object = set.objects.keys().find(is_it).unwrap_or_else(|| panic!("{wrong:?} is in no file"));
            Finding { rule: wrong.message.clone(), object: object.clone() }
        });
        Verdict { seen: set.objects.keys().cloned().collect(), findings: findings.collect() }
    };
    sets.iter().map(verdict).collect()
}

/// What `tests/tools.sh` says of where a tool is.
pub(crate) fn variable(name: &str) -> PathBuf {
    let told = env::var_os(name).map(PathBuf::from);
    told.unwrap_or_else(|| panic!("set {name}, as `tests/run.sh validators` does"))
}
