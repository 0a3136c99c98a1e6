//! checkov: <https://www.checkov.io>. It takes seconds to start, so `look.py` lets one run look at every folder.

use std::process::Command;

use serde_json::Value;

use super::sets::{Id, Set};
use super::verdict::{Finding, Verdict, variable};
use crate::support::objects::items;

/// checkov's rules that hold for every pod are about ninety.
const RULES_OF_A_POD: u64 = 80;

pub(crate) fn judge(sets: &[Set]) -> Vec<Verdict> {
    let output = Command::new("python3")
        .arg("tests/validation/look.py")
        .args(sets.iter().map(|set| &set.folder))
        .env("PYTHONPATH", variable("TODOC_CHECKOV"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let lines = std::str::from_utf8(&output.stdout).unwrap().lines();
    let reports: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(reports.len(), sets.len(), "{said}");
    sets.iter().zip(&reports).map(|(set, report)| verdict(set, report)).collect()
}

fn verdict(set: &Set, report: &Value) -> Verdict {
    assert_eq!(items(report, "/unparsed").count(), 0, "{report:#}");
    for skipped in items(report, "/skipped") {
        let (rule, object) = (skipped[0].as_str().unwrap(), object_of(set, skipped[1].as_str().unwrap()));
        assert!(waives(&set.objects[&object], rule), "{object} does not waive {rule}: {report:#}");
    }
    assert!(report["passed"].as_u64().unwrap() > RULES_OF_A_POD, "{report:#}");
    let resources = items(report, "/resources").map(|resource| resource.as_str().unwrap());
    // It makes objects of its own of the pods of others.
    let seen = resources.filter_map(|resource| set.objects.keys().find(|object| called(object) == resource));
    let findings = items(report, "/failed").map(|failed| Finding {
        rule: failed[0].as_str().unwrap().to_owned(),
        object: object_of(set, failed[1].as_str().unwrap()),
    });
    Verdict { seen: seen.cloned().collect(), findings: findings.collect() }
}

/// Whether an object waives a rule, with a reason.
fn waives(object: &Value, rule: &str) -> bool {
    let annotations = object.pointer("/metadata/annotations").and_then(Value::as_object).into_iter().flatten();
    let mut skips =
        annotations.filter(|(key, _)| key.starts_with("checkov.io/skip")).filter_map(|(_, text)| text.as_str());
    skips.any(|text| text.strip_prefix(rule).and_then(|rest| rest.strip_prefix('=')).is_some_and(|why| !why.is_empty()))
}

fn called(object: &Id) -> String {
    format!("{}.{}.{}", object.kind, object.namespace, object.name)
}

/// The object of a resource. What is called `Pod.<namespace>.<name>.<labels>` is the pod of an object of that name.
fn object_of(set: &Set, resource: &str) -> Id {
    let is_own = |object: &&Id| called(object) == resource;
    let is_owner = |object: &&Id| {
        let pod = called(&Id { kind: "Pod".to_owned(), ..(*object).clone() });
        super::sets::pod(&set.objects[*object]).is_some()
            && resource.strip_prefix(&pod).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let owner = set.objects.keys().filter(is_owner).max_by_key(|object| object.name.len());
    set.objects.keys().find(is_own).or(owner).unwrap_or_else(|| panic!("{resource} is in no file")).clone()
}
