//! Kubernetes' own schemas, and those of the operators, through kubeconform: <https://github.com/yannh/kubeconform>.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use super::cases::{self, Built, Case};
use super::definitions;
use super::helm::Release;
use super::{objects, renderer, values};

/// Kinds whose definitions can't be had: what the fixtures make up, and an operator whose definitions are in no archive of a module.
/// Any other kind that is unknown is an error.
const FOREIGN: [&str; 4] =
    ["example.com/v1/Rule", "example.com/v1/Sample", "example.com/v1/Tenant", "kafka.strimzi.io/v1beta2/KafkaTopic"];

/// The oldest minor version of Kubernetes that todoc writes for.
const OLDEST: u64 = 29;

const THREADS: usize = 2;

/// kubeconform with the schemas of every version.
pub(crate) struct Judge {
    program: PathBuf,
    schemas: PathBuf,
    definitions: TempDir,
    minors: Vec<u64>,
}

/// What kubeconform says of some files.
pub(crate) struct Report {
    pub(crate) valid: usize,
    /// Objects of kinds that nothing is known of.
    pub(crate) skipped: usize,
    pub(crate) wrong: Vec<Wrong>,
}

/// An object that is not valid.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) file: PathBuf,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) message: String,
}

/// Documents, each once however many cases write it, in folders by the oldest Kubernetes that their chart takes.
struct Pool {
    folder: TempDir,
    /// What was found, by the oldest Kubernetes it is for.
    found: BTreeMap<(u64, String), Found>,
    /// How many there were before.
    met: usize,
}

/// A document: of which kind it is, where it was found first, and where it is now.
struct Found {
    kind: String,
    origin: String,
    file: PathBuf,
}

/// Fails where an object is not valid in a version that its chart supports, or is passed over. Says what it did.
pub(crate) fn assert_valid(all: Vec<Case>) -> String {
    let (judge, pool) = (Judge::new(), Pool::of(all));
    let mut judged = 0;
    for minor in &judge.minors {
        let (folders, foreign, expected) = pool.written_for(*minor);
        let report = judge.judge(*minor, &folders);
        let wrong: Vec<String> =
            report.wrong.iter().map(|wrong| format!("{wrong:?}: {}", pool.origin(wrong))).collect();
        assert!(wrong.is_empty(), "Kubernetes 1.{minor}:\n{}", wrong.join("\n"));
        assert_eq!((report.valid, report.skipped), (expected - foreign, foreign), "valid and foreign in 1.{minor}");
        judged += report.valid;
    }
    let unmet: Vec<&str> = FOREIGN.into_iter().filter(|kind| !pool.has(kind)).collect();
    assert!(unmet.is_empty() || cases::are_narrowed(), "no case has {unmet:?}: take them off the list");
    let (versions, different) = (judge.minors.len(), pool.found.len());
    format!(
        "{} objects, {different} of them different, valid in {versions} versions of Kubernetes: {judged} judgments",
        pool.met
    )
}

impl Judge {
    /// With the tools that the tests' command installs.
    pub(crate) fn new() -> Self {
        let variable = |name: &str| env::var_os(name).map_or_else(|| panic!("set {name}"), PathBuf::from);
        let (program, schemas) = (variable("TODOC_KUBECONFORM"), variable("TODOC_SCHEMAS"));
        let folders = fs::read_dir(&schemas).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let minors = folders.filter_map(|name| name.strip_prefix("v1.")?.split('.').next()?.parse::<u64>().ok());
        let mut minors: Vec<u64> = minors.filter(|minor| *minor >= OLDEST).collect();
        minors.sort_unstable();
        let (first, last) = (minors[0], minors[minors.len() - 1]);
        assert!(
            first == OLDEST && last > 33 && minors.len() as u64 == last - first + 1,
            "schemas are missing: {minors:?}"
        );
        let definitions = tempfile::tempdir().unwrap();
        definitions::write(&variable("TODOC_CRDS"), definitions.path());
        Self { program, schemas, definitions, minors }
    }

    /// The newest version.
    pub(crate) fn newest(&self) -> u64 {
        self.minors[self.minors.len() - 1]
    }

    /// Judges every file of some folders.
    pub(crate) fn judge(&self, minor: u64, folders: &[PathBuf]) -> Report {
        let native = self.schemas.join("{{.NormalizedKubernetesVersion}}-strict/{{.ResourceKind}}{{.KindSuffix}}.json");
        let output = Command::new(&self.program)
            .args(["-strict", "-summary", "-output", "json", "-n", "2"])
            .args(["-kubernetes-version", &format!("1.{minor}.0"), "-skip", &FOREIGN.join(",")])
            .arg("-schema-location")
            .arg(native)
            .arg("-schema-location")
            .arg(self.definitions.path().join(definitions::TEMPLATE))
            .args(folders)
            .output()
            .unwrap();
        let report: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let count = |what: &str| usize::try_from(report["summary"][what].as_u64().unwrap()).unwrap();
        let wrong: Vec<Wrong> = objects::items(&report, "/resources").filter_map(Wrong::of).collect();
        assert_eq!(wrong.len(), count("invalid") + count("errors"), "{report:#}");
        Report { valid: count("valid"), skipped: count("skipped"), wrong }
    }
}

impl Wrong {
    fn of(resource: &Value) -> Option<Self> {
        let text = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
        let is_wrong = ["statusInvalid", "statusError"].contains(&text("status").as_str());
        let own = Self { file: text("filename").into(), kind: text("kind"), name: text("name"), message: text("msg") };
        is_wrong.then_some(own)
    }
}

impl Pool {
    fn of(all: Vec<Case>) -> Self {
        let empty = Self { folder: tempfile::tempdir().unwrap(), found: BTreeMap::new(), met: 0 };
        let (queue, pool) = (Mutex::new(all.into_iter()), Mutex::new(empty));
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    loop {
                        let Some(case) = queue.lock().unwrap().next() else { break };
                        let (least, texts) = texts(&case);
                        let mut pool = pool.lock().unwrap();
                        texts.iter().flat_map(|text| documents(text)).for_each(|one| pool.add(least, one, &case.name));
                    }
                });
            }
        });
        pool.into_inner().unwrap()
    }

    fn add(&mut self, least: u64, document: &str, origin: &str) {
        self.met += 1;
        let (key, index) = ((least, document.to_owned()), self.found.len());
        if self.found.contains_key(&key) {
            return;
        }
        let folder = self.folder.path().join(least.to_string());
        let file = folder.join(format!("{index}.yaml"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, document).unwrap();
        self.found.insert(key, Found { kind: kind_of(document), origin: origin.to_owned(), file });
    }

    /// The folders of what a version has to accept, how many foreign objects are in them, and how many in all.
    fn written_for(&self, minor: u64) -> (Vec<PathBuf>, usize, usize) {
        let fitting = || self.found.iter().filter(|((least, _), _)| *least <= minor);
        let folders: BTreeSet<u64> = fitting().map(|((least, _), _)| *least).collect();
        let folders = folders.into_iter().map(|least| self.folder.path().join(least.to_string())).collect();
        let foreign = fitting().filter(|(_, found)| FOREIGN.contains(&found.kind.as_str())).count();
        (folders, foreign, fitting().count())
    }

    fn has(&self, kind: &str) -> bool {
        self.found.values().any(|found| found.kind == kind)
    }

    /// The case and the text of what is wrong.
    fn origin(&self, wrong: &Wrong) -> String {
        let found = self.found.iter().find(|(_, found)| found.file == wrong.file);
        found.map_or_else(String::new, |((_, text), found)| format!("{}\n{text}", found.origin))
    }
}

fn kind_of(document: &str) -> String {
    let object: Value = serde_yaml::from_str(document).unwrap();
    format!("{}/{}", objects::text(&object, "/apiVersion"), objects::text(&object, "/kind"))
}

/// All that a case is built to: its manifests, and what its charts render to with their tests, which no manifest has; and the oldest
/// Kubernetes that its charts take.
fn texts(case: &Case) -> (u64, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let built = case.build(folder.path()).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let least = built.charts.iter().map(|chart| values::oldest_kubernetes(chart).unwrap()).max().unwrap();
    let mut texts = rendered(&built);
    let folders = built.environments.iter().map(|environment| folder.path().join("manifests").join(&environment.name));
    texts.extend(folders.flat_map(|folder| cases::manifest_texts(&folder)));
    (least, texts)
}

fn rendered(built: &Built) -> Vec<String> {
    let releases = built.environments.iter().flat_map(|environment| &environment.charts);
    releases
        .map(|release| {
            let target = Release { name: "zebra", namespace: "other", values: &release.values };
            renderer::render(&release.chart, &target, true).unwrap()
        })
        .collect()
}

/// The documents of a stream, without the line that Helm writes before each.
fn documents(stream: &str) -> impl Iterator<Item = &str> {
    let documents = stream.split("\n---\n").map(|one| {
        let one = one.strip_prefix("---\n").unwrap_or(one);
        one.strip_prefix("# Source: ").and_then(|rest| rest.split_once('\n')).map_or(one, |(_, rest)| rest)
    });
    documents.filter(|one| one.lines().any(|line| !line.is_empty() && !line.starts_with('#')))
}
