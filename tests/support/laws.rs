//! What must hold for everything that todoc builds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use serde_json::{Value, json};

use super::cases::{self, Built, Case, ChartRelease, Environment};
use super::helm::{self, Helm, Release};
use super::knobs::{self, Turn};
use super::objects::{self, Key, Objects, differences, text};
use super::references::{self, Outside};
use super::{renderer, values};

/// A law: what a built case violates, one line each. The folder is for the law's own files.
pub(crate) type Law = fn(&Built, &Path) -> Result<Vec<String>, String>;

/// Helm takes a tenth of a second a run, mostly waiting for its own start.
const THREADS: usize = 2;

/// Builds every case and fails with all violations of a law.
pub(crate) fn hold_for(cases: Vec<Case>, law: Law) {
    assert!(!cases.is_empty() || super::cases::are_narrowed(), "there is nothing to test");
    let queue = Mutex::new(cases.into_iter());
    let report = Mutex::new(String::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some(case) = queue.lock().unwrap().next() else { break };
                    for violation in violations(&case, law) {
                        writeln!(report.lock().unwrap(), "{}: {violation}", case.name).unwrap();
                    }
                }
            });
        }
    });
    let report = report.into_inner().unwrap();
    assert!(report.is_empty(), "\n{report}");
}

/// `helm template` of every environment gives exactly its manifests, and what the process that stays gives, which renders for other
/// laws.
pub(crate) fn chart_equals_manifests(built: &Built, _: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for (environment, helm) in each_environment(built) {
        for release in &environment.charts {
            let label = format!("{} on {}", environment.name, helm.name);
            let rendered = helm.template_with_tests(&release.chart, &release.as_written());
            let rendered = rendered.map_err(|error| format!("{label}: {error}"))?;
            let again = renderer::render(&release.chart, &release.as_written(), true)?;
            let other = differences(&objects::parse(&rendered)?, &objects::parse(&again)?);
            found.extend(other.iter().map(|line| format!("{label} (left) and the process that stays (right): {line}")));
            let different = differs_from_manifests(release, &rendered)?;
            found.extend(different.iter().map(|line| format!("{label} (left) and manifests (right): {line}")));
        }
    }
    Ok(found)
}

/// In what the objects that a chart renders to differ from the manifests of its environment.
pub(crate) fn differs_from_manifests(release: &ChartRelease, rendered: &str) -> Result<Vec<String>, String> {
    let mut rendered = objects::parse(rendered)?;
    rendered.retain(|_, object| !cases::stands_in(object) && !is_test(object));
    let (rendered, manifests) = without_install_values(release, rendered)?;
    Ok(differences(&rendered, &manifests))
}

/// Whether it is there for `helm test` alone, as no manifest is.
fn is_test(object: &Value) -> bool {
    text(object, "/metadata/annotations/helm.sh~1hook").split(',').any(|event| event == "test")
}

/// `helm lint --strict` is content with the chart's own values alone, and with those of every environment. What these change
/// is what is rendered, which both versions are asked for elsewhere.
#[expect(clippy::unnecessary_wraps, reason = "it has the shape of a law")]
pub(crate) fn lints(built: &Built, _: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let both = helm::both();
    let [_, newer] = &both;
    let releases = built.environments.iter().flat_map(|environment| &environment.charts);
    let with_values = releases.map(|release| (newer, newer.lint(&release.chart, &release.values)));
    let alone = built.charts.iter().flat_map(|chart| both.iter().map(move |helm| (helm, helm.lint(chart, &[]))));
    for (helm, outcome) in alone.chain(with_values) {
        found.extend(outcome.err().map(|error| format!("{}: {error}", helm.name)));
    }
    Ok(found)
}

/// Every reference between objects leads somewhere, as the environment is declared and under a foreign name elsewhere.
pub(crate) fn references_resolve(built: &Built, scratch: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for environment in &built.environments {
        for renamed in [false, true] {
            let (objects, outside) = environment_objects(built, environment, renamed, scratch)?;
            let label = format!("{}{}", environment.name, if renamed { " as zebra" } else { "" });
            let dangling = references::dangling(&objects, &outside);
            found.extend(dangling.iter().map(|line| format!("{label}: {line}")));
        }
    }
    Ok(found)
}

/// Any documented value changed by hand, and any two that matter together, gives a render whose references resolve, or a
/// refusal that the chart declares; and what is added to a list or a map arrives somewhere.
pub(crate) fn knobs_turn(built: &Built, scratch: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut arrived: BTreeMap<String, bool> = BTreeMap::new();
    for (index, environment) in built.environments.iter().enumerate() {
        for release in &environment.charts {
            let (values, schema) = (values::merged(&release.chart, &release.values)?, knobs::schema(&release.chart)?);
            let mut turns = knobs::of(&values, &schema);
            if index == 0 {
                turns.extend(knobs::pairs(&turns));
            }
            let (marked, words) = knobs::marked(&values, &schema);
            for turn in turns.iter().chain([&marked]) {
                let (dangling, rendered) = turned(built, release, turn, &scratch.join("turn.json"))?;
                let label = format!("{} with {:.200}", environment.name, turn.values.to_string());
                found.extend(dangling.iter().map(|line| format!("{label}: {line}")));
                for (path, word) in words.iter().filter(|_| turn == &marked) {
                    *arrived.entry(path.clone()).or_default() |= rendered.contains(word);
                }
            }
        }
    }
    let lost = arrived.into_iter().filter(|(_, arrived)| !arrived);
    found.extend(lost.map(|(path, _)| format!("what is added to {path} arrives in no environment")));
    Ok(found)
}

fn violations(case: &Case, law: Law) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (out, scratch) = (folder.path().join("out"), folder.path().join("scratch"));
    fs::create_dir(&scratch).unwrap();
    case.build(&out).and_then(|built| law(&built, &scratch)).unwrap_or_else(|error| vec![error])
}

fn each_environment(built: &Built) -> Vec<(&Environment, &'static Helm)> {
    let helms: &'static [Helm; 2] = HELMS.get_or_init(helm::both);
    built.environments.iter().flat_map(|environment| helms.iter().map(move |helm| (environment, helm))).collect()
}

static HELMS: std::sync::OnceLock<[Helm; 2]> = std::sync::OnceLock::new();

/// All objects of an environment, of every chart that it has.
fn environment_objects(
    built: &Built,
    environment: &Environment,
    renamed: bool,
    scratch: &Path,
) -> Result<(Objects, Outside), String> {
    let names =
        |release: &ChartRelease| if renamed { format!("zebra-{}", release.release) } else { release.release.clone() };
    let releases = scratch.join("releases.json");
    if environment.charts.len() > 1 {
        let others = environment.charts.iter().map(|release| (release.key(), json!(names(release))));
        let content = json!({ "global": { "releases": others.collect::<serde_json::Map<String, Value>>() } });
        fs::write(&releases, content.to_string()).map_err(|error| error.to_string())?;
    }
    let mut all = Objects::new();
    let mut outside = Outside { names: built.quoted.clone(), ..Outside::default() };
    for release in &environment.charts {
        let files: Vec<PathBuf> =
            release.values.iter().cloned().chain(Some(releases.clone()).filter(|file| file.exists())).collect();
        let name = names(release);
        let namespace = if renamed { "other" } else { &release.namespace };
        let rendered = renderer::render(&release.chart, &Release { name: &name, namespace, values: &files }, true)?;
        all.extend(objects::parse(&rendered)?);
        outside.secrets |= release.is_secret_kept()?;
        outside.prefix = name;
    }
    Ok((all, outside))
}

/// The references that lead nowhere once something of the values is turned, and what is rendered then.
pub(crate) fn turned(
    built: &Built,
    release: &ChartRelease,
    turn: &Turn,
    file: &Path,
) -> Result<(Vec<String>, String), String> {
    let files = turn.over(release, file);
    let merged = values::merged(&release.chart, &files)?;
    Ok(match turn.rendered(release, &files) {
        Ok(Some(rendered)) => {
            let mut names = built.quoted.clone();
            there_already(&merged, &mut names);
            let outside = Outside { names, secrets: cases::is_secret_kept(&merged), prefix: release.release.clone() };
            (references::dangling(&objects::parse(&rendered)?, &outside), rendered)
        }
        Ok(None) => (Vec::new(), String::new()),
        Err(message) => (vec![message], String::new()),
    })
}

/// The names of what is there already, of all components: claims, and accounts; where none is named pods have that of the namespace.
fn there_already(values: &Value, names: &mut BTreeSet<String>) {
    let Value::Object(entries) = values else { return };
    for (key, value) in entries {
        if key == "serviceAccount" && value.get("create") == Some(&json!(false)) {
            names.extend(["default".to_owned(), text(value, "/name").to_owned()]);
        }
        if key == "claimName" {
            names.extend(value.as_str().map(str::to_owned));
        }
        there_already(value, names);
    }
}

/// Both sides without the one object that only a chart can have: the Secret from values given at install, and its hash.
fn without_install_values(release: &ChartRelease, rendered: Objects) -> Result<(Objects, Objects), String> {
    let (mut rendered, mut manifests) = (rendered, release.manifests.clone());
    if release.secrets_provider()? == "install-values" {
        rendered.retain(|key, _| key.kind != "Secret" || manifests.contains_key(key));
        // The pods of jobs have none: their Job is named by what is in them, the same on both sides.
        let run_on = |key: &Key| key.kind != "Job" && key.kind != "CronJob";
        let both = rendered.iter_mut().chain(manifests.iter_mut());
        both.filter(|(key, _)| run_on(key)).for_each(|(_, object)| forget_secret_checksums(object));
    }
    Ok((rendered, manifests))
}

fn forget_secret_checksums(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.values_mut().for_each(forget_secret_checksums);
            let annotations = entries.get_mut("annotations").and_then(Value::as_object_mut);
            // A map that is left without entries is not printed.
            if annotations.is_some_and(|own| own.remove("checksum/secret").is_some() && own.is_empty()) {
                entries.remove("annotations");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(forget_secret_checksums),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl ChartRelease {
    /// The release as its environment is declared.
    pub(crate) fn as_written(&self) -> Release<'_> {
        Release { name: &self.release, namespace: &self.namespace, values: &self.values }
    }

    /// The key by which other charts of the stack know its release: its chart's name in camel case.
    fn key(&self) -> String {
        let name = self.chart.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let mut words = name.split('-');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |key, word| {
            let (head, rest) = word.split_at(word.len().min(1));
            key + &head.to_uppercase() + rest
        })
    }
}
