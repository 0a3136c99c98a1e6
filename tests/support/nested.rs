//! Charts under foreign release names and within other charts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::cases::{Built, ChartRelease};
use super::helm::{self, Helm, Release};
use super::objects::{self, Key, Objects, text};
use super::pods;
use super::references::{self, Outside};
use super::values;

/// Release names that are hard: a number, one that holds the name of the example, and the longest, which differ at the end.
const NAMES: [&str; 5] = [
    "123",
    "my-todo-app",
    "a-release-with-the-longest-name-that-helm-takes-in-aa",
    "a-release-with-the-longest-name-that-helm-takes-in-ab",
    "a-release-with-a-name-of-one-character-less-than-it-",
];

/// The aliases of a chart that stands twice in a parent.
const ALIASES: [&str; 2] = ["blue", "green"];

/// Under every release name all names are legal, references resolve, and no two releases share an object, save those that the
/// author gave a name of their own.
pub(crate) fn any_release_name(built: &Built, _: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for environment in &built.environments {
        let [release] = environment.charts.as_slice() else { continue };
        for helm in &helm::both() {
            let mut all = Objects::new();
            for name in NAMES.map(|name| name.trim_end_matches('-')) {
                let target = Release { name, namespace: "other", values: &release.values };
                let label = format!("{} as {name} on {}", environment.name, helm.name);
                let rendered = helm.template_with_tests(&release.chart, &target);
                let objects = objects::parse(&rendered.map_err(|error| format!("{label}: {error}"))?)?;
                let outside = outside(built, release, name)?;
                let mut wrong = references::dangling(&objects, &outside);
                wrong.extend(objects.keys().filter_map(illegal));
                wrong.extend(objects.into_iter().filter_map(|(key, object)| {
                    let twice = all.insert(key.clone(), object).is_some() && !built.given.contains(&key.name);
                    twice.then(|| format!("{key} is there under another release name too"))
                }));
                found.extend(wrong.iter().map(|line| format!("{label}: {line}")));
            }
        }
    }
    Ok(found)
}

/// The chart twice in a parent: all references stay within their alias, and nothing selects the other's pods. A chart with names
/// that its author gave can't stand twice in a namespace.
pub(crate) fn twice_in_a_parent(built: &Built, scratch: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for environment in &built.environments {
        let [release] = environment.charts.as_slice() else { continue };
        if release.manifests.keys().any(|key| built.given.contains(&key.name)) {
            continue;
        }
        let parent = parent(release, &scratch.join(&environment.name))?;
        for helm in &helm::both() {
            let label = format!("{} twice in a parent on {}", environment.name, helm.name);
            let objects = nested(helm, &parent).map_err(|error| format!("{label}: {error}"))?;
            let wrong = apart(built, release, &objects)?;
            found.extend(wrong.iter().map(|line| format!("{label}: {line}")));
        }
    }
    Ok(found)
}

fn apart(built: &Built, release: &ChartRelease, objects: &Objects) -> Result<Vec<String>, String> {
    let name = |object: &Value| text(object, "/metadata/labels/app.kubernetes.io~1name").to_owned();
    let mut found: Vec<String> = objects.keys().filter_map(illegal).collect();
    let sides = ALIASES.map(|alias| {
        let own = objects.iter().filter(|(_, object)| name(object) == alias);
        own.map(|(key, object)| (key.clone(), object.clone())).collect::<Objects>()
    });
    let [blue, green] = &sides;
    if blue.len() != green.len() || blue.len() + green.len() != objects.len() || blue.is_empty() {
        found.push(format!("{} objects, but {} and {} of the aliases", objects.len(), blue.len(), green.len()));
    }
    for (side, other) in [(blue, green), (green, blue)] {
        found.extend(references::dangling(side, &outside(built, release, "umbrella")?));
        let foreign = pods::of(other);
        for (key, object) in side {
            let mut selectors = Vec::new();
            collect_selectors(object, &mut selectors);
            let taken = selectors.iter().flat_map(|own| foreign.iter().filter(move |pod| pod.is_selected(own)));
            found.extend(taken.map(|pod| format!("{key} selects pods of {}", pod.owner)));
        }
    }
    Ok(found)
}

/// Every label selector of pods in an object, in the form of `matchLabels`.
fn collect_selectors(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(entries) => {
            for (key, inner) in entries {
                match key.as_str() {
                    "podSelector" | "labelSelector" => found.push(inner.clone()),
                    "selector" if inner.get("matchLabels").is_some() => found.push(inner.clone()),
                    "selector" if inner.is_object() => found.push(json!({ "matchLabels": inner })),
                    _ => collect_selectors(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_selectors(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A chart that depends on a copy of another under two aliases, with the values of an environment for both.
fn parent(release: &ChartRelease, folder: &Path) -> Result<PathBuf, String> {
    let described = values::read(&release.chart.join("Chart.yaml"))?;
    let (name, version) = (text(&described, "/name"), text(&described, "/version"));
    let parent = folder.join("umbrella");
    fs::create_dir_all(parent.join("charts")).map_err(|error| error.to_string())?;
    let copied = Command::new("cp").arg("-R").arg(&release.chart).arg(parent.join("charts").join(name)).status();
    if !copied.is_ok_and(|status| status.success()) {
        return Err("the chart could not be copied".to_owned());
    }
    let dependency = |alias: &&str| json!({ "name": name, "version": version, "alias": alias });
    let chart = json!({
        "apiVersion": "v2", "name": "umbrella", "version": "1.0.0",
        "dependencies": ALIASES.iter().map(dependency).collect::<Vec<_>>(),
    });
    let mut values = values::merged(&release.chart, &release.values)?;
    let global = values.as_object_mut().and_then(|values| values.shift_remove("global")).unwrap_or(json!({}));
    let [blue, green] = ALIASES;
    let both = json!({ "global": global, blue: values, green: values });
    fs::write(parent.join("Chart.yaml"), chart.to_string())
        .and_then(|()| fs::write(parent.join("values.yaml"), both.to_string()))
        .map_err(|error| error.to_string())?;
    Ok(parent)
}

fn nested(helm: &Helm, parent: &Path) -> Result<Objects, String> {
    let target = Release { name: "umbrella", namespace: "other", values: &[] };
    objects::parse(&helm.template_with_tests(parent, &target)?)
}

fn outside(built: &Built, release: &ChartRelease, prefix: &str) -> Result<Outside, String> {
    let secrets = release.is_secret_kept()?;
    Ok(Outside { names: built.quoted.clone(), secrets, prefix: prefix.to_owned() })
}

/// Names that a cluster would refuse: <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>, with the
/// limits of the labels and suffixes that controllers make of them.
fn illegal(key: &Key) -> Option<String> {
    let longest = match key.kind.as_str() {
        "StatefulSet" | "CronJob" => 52,
        _ => 63,
    };
    let begins = |first: char| first.is_ascii_lowercase() || (key.kind != "Service" && first.is_ascii_digit());
    let is_inner = |inner: char| inner.is_ascii_lowercase() || inner.is_ascii_digit() || "-.".contains(inner);
    let legal = key.name.len() <= longest
        && key.name.starts_with(begins)
        && key.name.chars().all(is_inner)
        && !key.name.ends_with(['-', '.']);
    (!legal).then(|| format!("{key} has a name that a cluster refuses"))
}
