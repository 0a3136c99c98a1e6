//! The sources that the laws are tried on, built with the real `todoc`.
//!
//! A case is a folder of `examples/` or a `tests/lower/**/*.todostack` that holds a stack. Beside it may lie values that only an
//! installation knows (`install-values.yaml` in the folder, `<case>.install.yaml` beside the file; for one of several charts with its
//! name: `install-values-<chart>.yaml`, `<case>.install-<chart>.yaml`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::objects::{self, Objects, text};
use super::values;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A source to build.
pub(crate) struct Case {
    /// Its path in the repository.
    pub(crate) name: String,
    source: PathBuf,
    /// Where its install values would lie.
    install_values: Option<PathBuf>,
}

/// What a build of a case wrote.
pub(crate) struct Built {
    pub(crate) charts: Vec<PathBuf>,
    pub(crate) environments: Vec<Environment>,
    /// Every text in quotes of the source: names in it are the author's own, and not made by the stack.
    pub(crate) quoted: BTreeSet<String>,
    /// Names that the author gave objects of the stack (`object_name`, `object_names`, `object`, the `name` of `secrets`):
    /// the same under every release.
    pub(crate) given: BTreeSet<String>,
}

/// One environment of a build.
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) charts: Vec<ChartRelease>,
}

/// The release of a chart in an environment.
pub(crate) struct ChartRelease {
    pub(crate) chart: PathBuf,
    pub(crate) release: String,
    pub(crate) namespace: String,
    /// The values files of that environment, in the order that Helm takes them.
    pub(crate) values: Vec<PathBuf>,
    pub(crate) manifests: Objects,
}

/// All cases of the repository; while working, those alone whose path holds what `TODOC_CASES` says.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = every_example();
    let mut files = Vec::new();
    find_stacks(&Path::new(ROOT).join("tests/lower"), &mut files);
    cases.extend(files.into_iter().map(|source| Case::of(source, |source| source.with_extension("install.yaml"))));
    let wanted = wanted(cases);
    assert!(!wanted.is_empty(), "no case has what TODOC_CASES says in its path");
    wanted
}

/// The applications of `examples/`, and while working none where `TODOC_CASES` speaks of others.
pub(crate) fn examples() -> Vec<Case> {
    wanted(every_example())
}

/// Whether somebody who works on something asked for some cases alone.
pub(crate) fn are_narrowed() -> bool {
    std::env::var_os("TODOC_CASES").is_some()
}

fn wanted(mut cases: Vec<Case>) -> Vec<Case> {
    if let Ok(part) = std::env::var("TODOC_CASES") {
        cases.retain(|case| case.name.contains(&part));
    }
    cases
}

/// The applications of `examples/`, whatever is asked for.
pub(crate) fn every_example() -> Vec<Case> {
    let mut folders = children(&Path::new(ROOT).join("examples"));
    folders.retain(|folder| children(folder).iter().any(|file| is_stack(file)));
    folders.into_iter().map(|source| Case::of(source, |source| source.join("install-values.yaml"))).collect()
}

impl Case {
    /// A source that is no part of the repository.
    pub(crate) fn at(source: PathBuf) -> Self {
        Self { name: source.display().to_string(), source, install_values: None }
    }

    fn of(source: PathBuf, install_values: impl Fn(&Path) -> PathBuf) -> Self {
        let name = source.strip_prefix(ROOT).unwrap_or(&source).display().to_string();
        let install_values = Some(install_values(&source));
        Self { name, source, install_values }
    }

    /// Where it lies.
    pub(crate) fn source(&self) -> &Path {
        &self.source
    }

    /// Builds into an empty folder.
    pub(crate) fn build_alone(&self, out: &Path) -> Result<Built, String> {
        let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
            .arg("build")
            .arg(&self.source)
            .arg("--out")
            .arg(out)
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("todoc build failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        self.read(out)
    }

    /// The same, with charts that stand in for the foreign ones that it depends on.
    pub(crate) fn build(&self, out: &Path) -> Result<Built, String> {
        let built = self.build_alone(out)?;
        built.charts.iter().try_for_each(|chart| stand_in_for_dependencies(chart))?;
        Ok(built)
    }

    /// What lies in a folder that the case was built into.
    pub(crate) fn read(&self, out: &Path) -> Result<Built, String> {
        let mut charts = children(out);
        charts.retain(|folder| folder.join("Chart.yaml").exists());
        let environments = children(&out.join("manifests"));
        let environments: Result<Vec<_>, _> =
            environments.iter().map(|folder| self.environment(folder, &charts)).collect();
        let environments = environments?;
        let (quoted, given) = (self.quoted(), self.given());
        if charts.is_empty() || environments.is_empty() {
            return Err("the build wrote no chart or no manifests".to_owned());
        }
        Ok(Built { charts, environments, quoted, given })
    }

    fn environment(&self, folder: &Path, charts: &[PathBuf]) -> Result<Environment, String> {
        let name = file_name(folder);
        let charts: Result<Vec<_>, String> = charts
            .iter()
            .map(|chart| {
                let own = folder.join(file_name(chart));
                let manifests = manifests(if own.is_dir() { &own } else { folder })?;
                let label = "/metadata/labels/app.kubernetes.io~1instance";
                let release = most_frequent(&manifests, |object| text(object, label), "nothing");
                let namespace = most_frequent(&manifests, |object| text(object, "/metadata/namespace"), "default");
                let environment = chart.join(format!("values-{name}.yaml"));
                let values = [environment].into_iter().chain(self.install_values(&file_name(chart))).collect();
                Ok(ChartRelease { chart: chart.clone(), release, namespace, values, manifests })
            })
            .collect();
        Ok(Environment { name, charts: charts? })
    }

    /// What only an installation of a chart knows, where there is such.
    fn install_values(&self, chart: &str) -> Option<PathBuf> {
        let of_all = self.install_values.as_ref()?;
        let name = format!("{}-{chart}.yaml", of_all.file_stem()?.to_string_lossy());
        [of_all.with_file_name(name), of_all.clone()].into_iter().find(|file| file.exists())
    }

    /// The profile that an environment starts from.
    pub(crate) fn profile(&self, environment: &str) -> String {
        let head = format!("environment {environment} : ");
        let texts = self.texts();
        let heads = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix(&head));
        let mut profiles = heads.filter_map(|rest| rest.split_whitespace().next());
        profiles.next().unwrap_or_else(|| panic!("{} says no profile of {environment}", self.name)).to_owned()
    }

    fn quoted(&self) -> BTreeSet<String> {
        self.texts().iter().flat_map(|text| in_quotes(text)).map(str::to_owned).collect()
    }

    fn given(&self) -> BTreeSet<String> {
        let texts = self.texts();
        let objects = texts.iter().flat_map(|text| text.split("object").skip(1).flat_map(named));
        let providers = texts.iter().flat_map(|text| text.split("secrets :").skip(1));
        let secrets =
            providers.filter_map(|behind| behind.split('}').next()?.split("name = ").nth(1)).filter_map(first);
        objects.chain(secrets).map(str::to_owned).collect()
    }

    fn texts(&self) -> Vec<String> {
        let files = if self.source.is_dir() { children(&self.source) } else { vec![self.source.clone()] };
        let sources = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "todostack"));
        sources.filter_map(|file| fs::read_to_string(file).ok()).collect()
    }
}

/// The names behind the word `object`: the one that is given (`object = "…"`, `object_name = "…"`), or all of `object_names { … }`.
fn named(behind: &str) -> Vec<&str> {
    let (word, rest) = behind.split_at(behind.find(['=', '{']).unwrap_or(behind.len()));
    match word.trim_end() {
        "" | "_name" if rest.starts_with('=') => first(rest).into_iter().collect(),
        "_names" => in_quotes(rest.split('}').next().unwrap_or_default()).collect(),
        _ => Vec::new(),
    }
}

fn first(text: &str) -> Option<&str> {
    in_quotes(text).next()
}

fn in_quotes(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

impl ChartRelease {
    /// Where the secrets come from in this environment, as the values say.
    pub(crate) fn secrets_provider(&self) -> Result<String, String> {
        let merged = values::merged(&self.chart, &self.values)?;
        Ok(text(&merged, "/secrets/provider").to_owned())
    }

    /// Whether the user keeps the Secret in this environment.
    pub(crate) fn is_secret_kept(&self) -> Result<bool, String> {
        Ok(is_secret_kept(&values::merged(&self.chart, &self.values)?))
    }
}

/// Whether values leave the Secret to the user: a provider says so, or there is none, because no environment makes one.
pub(crate) fn is_secret_kept(values: &Value) -> bool {
    values.get("secrets").is_some_and(|own| own.get("provider").is_none_or(|provider| provider == "existing"))
}

/// The objects of a manifests folder; its kustomization has to list exactly its files.
fn manifests(folder: &Path) -> Result<Objects, String> {
    let mut files = children(folder);
    files.retain(|file| file.is_file() && file_name(file) != "kustomization.yaml");
    let kustomization = values::read(&folder.join("kustomization.yaml"))?;
    let listed: BTreeSet<&str> = objects::items(&kustomization, "/resources").filter_map(Value::as_str).collect();
    let written: Vec<String> = files.iter().map(|file| file_name(file)).collect();
    if !listed.iter().copied().eq(written.iter().map(String::as_str)) {
        return Err(format!("{}: the kustomization lists {listed:?}, there are {written:?}", folder.display()));
    }
    let texts: Result<Vec<String>, _> = files.iter().map(fs::read_to_string).collect();
    objects::parse(&texts.map_err(|error| error.to_string())?.join("\n---\n"))
}

/// What stands in the files of a manifests folder and of those below it.
pub(crate) fn manifest_texts(folder: &Path) -> Vec<String> {
    let (folders, mut files): (Vec<_>, Vec<_>) = children(folder).into_iter().partition(|child| child.is_dir());
    files.retain(|file| file_name(file) != "kustomization.yaml");
    let own = files.iter().map(|file| fs::read_to_string(file).unwrap_or_else(|error| panic!("{error}")));
    own.chain(folders.iter().flat_map(|folder| manifest_texts(folder))).collect()
}

/// Gives a chart an empty stand-in for every foreign chart it depends on: their objects are outside the equality.
pub(crate) fn stand_in_for_dependencies(chart: &Path) -> Result<(), String> {
    let description = values::read(&chart.join("Chart.yaml"))?;
    for dependency in objects::items(&description, "/dependencies") {
        let (name, version) = (text(dependency, "/name"), text(dependency, "/version"));
        let folder = chart.join("charts").join(name);
        let content = format!("apiVersion: v2\nname: {name}\nversion: {version}\n");
        fs::create_dir_all(folder.join("templates"))
            .and_then(|()| fs::write(folder.join("Chart.yaml"), content))
            .and_then(|()| fs::write(folder.join("templates/services.yaml"), STAND_IN))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// What stands in for the objects of a foreign chart: Services named as `helm create` names them.
const STAND_IN: &str = r#"{{- $name := .Chart.Name }}
{{- $full := printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- if contains $name .Release.Name }}{{ $full = .Release.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- range list $full (printf "%s-headless" $full) }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ . | quote }}
  namespace: {{ $.Release.Namespace | quote }}
  annotations: { example.com/stands-in: "true" }
spec: { ports: [{ name: usual, port: 5432 }, { name: pooled, port: 6432 }, { name: mysql, port: 3306 }, { name: redis, port: 6379 }, { name: mongo, port: 27017 }] }
{{- end }}
"#;

/// Whether an object is of a chart that stands in for a foreign one.
pub(crate) fn stands_in(object: &Value) -> bool {
    text(object, "/metadata/annotations/example.com~1stands-in") == "true"
}

/// The value that most objects have, or another where there are no objects.
fn most_frequent<'a>(objects: &'a Objects, property: impl Fn(&'a Value) -> &'a str, none: &str) -> String {
    let all: Vec<&str> = objects.values().map(property).filter(|value| !value.is_empty()).collect();
    let count = |value: &str| all.iter().filter(|other| **other == value).count();
    all.iter().max_by_key(|value| count(value)).map_or(none, |value| *value).to_owned()
}

fn find_stacks(folder: &Path, found: &mut Vec<PathBuf>) {
    for child in children(folder) {
        if child.is_dir() {
            find_stacks(&child, found);
        } else if is_stack(&child) {
            found.push(child);
        }
    }
}

/// Whether a file holds a stack, and not an overlay of one or a library.
fn is_stack(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "todostack")
        && fs::read_to_string(file).is_ok_and(|text| text.lines().any(|line| line.starts_with("stack ")))
}

/// The entries of a folder, sorted; none where there is no such folder.
fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
