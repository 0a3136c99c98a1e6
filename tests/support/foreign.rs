//! Charts of others, brought by real Helm from a folder.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::cases::{Built, Case, ChartRelease};
use super::helm::{self, Helm, Release};
use super::objects::{self, text};

/// What the foreign chart was given, by the name of the ConfigMap that shows it.
type Shown = Vec<(String, Value)>;

/// Builds the stack of `tests/charts`, lets Helm bring what it depends on, and tells what each environment has of it.
pub(crate) fn shown(helm: &Helm, folder: &Path, release: &str) -> Vec<(String, Shown)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts");
    copy(&source, &folder.join("charts"));
    let built = Case::at(source.join("shop.todostack")).build_alone(&folder.join("out")).unwrap();
    let [chart] = built.charts.as_slice() else { panic!("there is one chart") };
    helm.bring_dependencies(chart).unwrap();
    built.environments.iter().map(|own| (own.name.clone(), of(helm, &built, &own.charts[0], release))).collect()
}

fn of(helm: &Helm, built: &Built, own: &ChartRelease, release: &str) -> Shown {
    helm.lint(&built.charts[0], &own.values).unwrap();
    let target = Release { name: release, namespace: &own.namespace, values: &own.values };
    let rendered = objects::parse(&helm.template(&own.chart, &target).unwrap()).unwrap();
    let shown = rendered.values().filter_map(|object| {
        let values = object.pointer("/data/values")?.as_str()?;
        Some((text(object, "/metadata/name").to_owned(), serde_json::from_str(values).unwrap()))
    });
    let shown: Shown = shown.collect();
    // Whoever asks the database asks for a name that the chart has given to something.
    let asked = rendered.values().find_map(|object| object.pointer("/data/DATABASE_HOST")).unwrap();
    let names = rendered.values().map(|object| text(object, "/metadata/name"));
    assert!(names.into_iter().any(|name| name == asked), "{asked} is not there");
    shown
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a chart of others usually calls its objects.
pub(crate) fn full_name(release: &str, chart: &str) -> String {
    if release.contains(chart) { release.to_owned() } else { format!("{release}-{chart}") }
}

/// The names of what an environment is shown.
pub(crate) fn names(all: &[(String, Shown)], environment: &str) -> Vec<String> {
    let (_, shown) = all.iter().find(|(name, _)| name == environment).unwrap();
    shown.iter().map(|(name, _)| name.clone()).collect()
}

/// The values that one of them was given.
pub(crate) fn values<'s>(all: &'s [(String, Shown)], environment: &str, name: &str) -> &'s Value {
    let (_, shown) = all.iter().find(|(own, _)| own == environment).unwrap();
    shown.iter().find(|(own, _)| own == name).map(|(_, values)| values).unwrap()
}

/// What both Helms show.
pub(crate) fn both(release: &str) -> Vec<Vec<(String, Shown)>> {
    let all = helm::both();
    all.iter()
        .map(|helm| {
            let folder = tempfile::tempdir().unwrap();
            shown(helm, folder.path(), release)
        })
        .collect()
}
