//! kube-score: <https://github.com/zegl/kube-score>. All that a run of it is given belongs together.

use std::process::Command;

use serde_json::Value;

use super::sets::{Id, Set};
use super::verdict::{Finding, Verdict, variable};
use crate::support::objects::{items, text};

/// Kinds that it has no rules for and leaves out of what it tells.
pub(crate) const BLIND: &[&str] = &["ConfigMap", "ExternalSecret", "PersistentVolumeClaim", "Secret", "ServiceAccount"];

/// The grade from which on all is well; 1 is critical, 5 a warning.
const WELL: i64 = 7;

pub(crate) fn judge(sets: &[Set]) -> Vec<Verdict> {
    sets.iter().map(verdict).collect()
}

fn verdict(set: &Set) -> Verdict {
    let output = Command::new(variable("TODOC_KUBESCORE"))
        .args(["score", "--kubernetes-version", "v1.29", "--output-format", "json"])
        .arg(set.folder.join("objects.yaml"))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}: {output:?}", set.environment));
    let mut verdict = Verdict::default();
    for scored in items(&report, "") {
        let name = text(scored, "/object_meta/name");
        let object = Id::new(text(scored, "/type_meta/kind"), text(scored, "/object_meta/namespace"), name);
        assert!(items(scored, "/checks").count() > 0, "kube-score has rules for {object}");
        for check in items(scored, "/checks").filter(|check| check["skipped"] == false) {
            if check["grade"].as_i64().unwrap() < WELL {
                let rule = text(check, "/check/id").to_owned();
                verdict.findings.insert(Finding { rule, object: object.clone() });
            }
        }
        verdict.seen.insert(object);
    }
    verdict
}
