//! What is shown to the validators: everything that goes into one namespace together, for many rules are about objects that
//! belong to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::cases::{self, Case};
use crate::support::helm::{self, Helm, Release};
use crate::support::objects::{self, Key, text};

/// What a validator calls an object by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// Objects in a file of a folder of their own.
pub(crate) struct Set {
    /// The environment that they are of, such as `examples/todo-app prod`.
    pub(crate) environment: String,
    /// The profile that it starts from.
    pub(crate) profile: String,
    /// Who wrote them: todoc itself, or a Helm out of its chart.
    pub(crate) writers: Vec<&'static str>,
    pub(crate) objects: BTreeMap<Id, Value>,
    pub(crate) yaml: String,
    pub(crate) folder: PathBuf,
}

impl Id {
    /// An object without a namespace goes to the default one for every validator.
    pub(crate) fn new(kind: &str, namespace: &str, name: &str) -> Self {
        let namespace = if namespace.is_empty() { "default" } else { namespace };
        Self { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() }
    }
}

impl From<&Key> for Id {
    fn from(key: &Key) -> Self {
        Self::new(&key.kind, &key.namespace, &key.name)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}

impl Set {
    /// Writes objects to a new folder.
    pub(crate) fn write(folder: PathBuf, environment: &str, profile: &str, writer: &'static str, yaml: &str) -> Self {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("objects.yaml"), yaml).unwrap();
        let objects = objects::parse(yaml).unwrap_or_else(|error| panic!("{environment}: {error}"));
        let objects: BTreeMap<Id, Value> = objects.into_iter().map(|(key, object)| (Id::from(&key), object)).collect();
        assert!(!objects.is_empty(), "{environment} has no objects");
        Self {
            environment: environment.to_owned(),
            profile: profile.to_owned(),
            writers: vec![writer],
            objects,
            yaml: yaml.to_owned(),
            folder,
        }
    }
}

/// Every environment of every example: its manifests, and what both Helms render with their tests; where they render the same, once.
pub(crate) fn of_examples(folder: &Path) -> Vec<Set> {
    let helms = helm::both();
    let cases = cases::every_example();
    assert!(!cases.is_empty(), "there are no examples");
    cases.iter().enumerate().flat_map(|(index, case)| of_case(case, &helms, &folder.join(index.to_string()))).collect()
}

fn of_case(case: &Case, helms: &[Helm; 2], folder: &Path) -> Vec<Set> {
    let built = case.build(&folder.join("built")).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let mut sets = Vec::new();
    for environment in &built.environments {
        let manifests = cases::manifest_texts(&folder.join("built/manifests").join(&environment.name));
        let mut texts = vec![(vec!["manifests"], manifests.join("\n---\n"))];
        for helm in helms {
            let text: String =
                environment.charts.iter().map(|release| rendered(helm, &release.chart, release)).collect();
            match texts.iter_mut().find(|(_, other)| is_same(other, &text)) {
                Some((writers, _)) => writers.push(helm.name),
                None => texts.push((vec![helm.name], text)),
            }
        }
        let (label, profile) = (format!("{} {}", case.name, environment.name), case.profile(&environment.name));
        for (writers, text) in texts {
            let own = folder.join(format!("{}-{}", environment.name, sets.len()));
            sets.push(Set { writers, ..Set::write(own, &label, &profile, "", &text) });
        }
    }
    sets
}

/// Whether two streams have the same documents: the Helms differ in the order.
fn is_same(left: &str, right: &str) -> bool {
    let documents = |text: &str| text.split("---\n").map(|one| one.trim().to_owned()).collect::<BTreeSet<String>>();
    documents(left) == documents(right)
}

fn rendered(helm: &Helm, chart: &Path, release: &cases::ChartRelease) -> String {
    let target = Release { name: &release.release, namespace: &release.namespace, values: &release.values };
    helm.template_with_tests(chart, &target).unwrap_or_else(|error| panic!("{}: {error}", chart.display()))
}

/// The pods of an object, or nothing.
pub(crate) fn pod(object: &Value) -> Option<&Value> {
    let path = match text(object, "/kind") {
        "CronJob" => "/spec/jobTemplate/spec/template/spec",
        "Pod" => "/spec",
        _ => "/spec/template/spec",
    };
    object.pointer(path)
}
