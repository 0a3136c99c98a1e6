//! kube-linter: <https://docs.kubelinter.io>. It keeps the folders that it is given apart.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::sets::{Id, Set};
use super::verdict::{Finding, Verdict, variable};
use crate::support::objects::{items, text};

/// A rule of our own that every object breaks, so that what was not looked at can be told from what is well.
const SEEN: &str = "seen";

const CONFIG: &str = "
customChecks:
  - name: seen
    description: every object breaks it
    remediation: none
    template: required-annotation
    params:
      key: that-nobody-has
    scope:
      objectKinds:
        - Any
";

pub(crate) fn judge(sets: &[Set], scratch: &Path) -> Vec<Verdict> {
    let config = scratch.join("linter.yaml");
    fs::write(&config, CONFIG).unwrap();
    let output = Command::new(variable("TODOC_KUBELINTER"))
        .args(["lint", "--fail-on-invalid-resource", "--format", "json", "--config"])
        .arg(config)
        .args(sets.iter().map(|set| &set.folder))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert!(items(&report, "/Checks").count() > 20, "kube-linter has its default rules: {report:.1000}");
    sets.iter().map(|set| verdict(set, &report)).collect()
}

fn verdict(set: &Set, report: &Value) -> Verdict {
    let file = set.folder.join("objects.yaml").display().to_string();
    let mut verdict = Verdict::default();
    for own in items(report, "/Reports").filter(|own| text(own, "/Object/Metadata/FilePath") == file) {
        let of = |name: &str| text(own, &format!("/Object/K8sObject/{name}"));
        let object = Id::new(of("GroupVersionKind/Kind"), of("Namespace"), of("Name"));
        match text(own, "/Check") {
            SEEN => drop(verdict.seen.insert(object)),
            rule => drop(verdict.findings.insert(Finding { rule: rule.to_owned(), object })),
        }
    }
    verdict
}
