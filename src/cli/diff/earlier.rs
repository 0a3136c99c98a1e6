//! Reads an earlier output from the disk.

#![expect(clippy::disallowed_methods, reason = "the command line reads the folder that the user named")]

use crate::diagnostics::{Code, Diagnostic};
use crate::diff::object;
use crate::diff::version::Files;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What an earlier build wrote.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The objects of each environment.
    pub(super) environments: BTreeMap<String, Vec<Value>>,
    /// The files of each chart.
    pub(super) charts: BTreeMap<String, Files>,
}

/// Manifests lie in the folder of their environment, or of a chart in it.
const DEEPEST: usize = 2;

/// Reads an output that no build has left half done. What is wrong with it is told of all files at once.
pub(super) fn read(folder: &Path) -> Result<Earlier, Vec<Diagnostic>> {
    let manifests = folder.join("manifests");
    if !manifests.is_dir() {
        return Err(vec![no_output(folder)]);
    }
    let (mut earlier, mut found) = (Earlier::default(), Vec::new());
    for path in entries(&manifests).map_err(|error| vec![damaged(&manifests, &error)])? {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        if path.is_dir() {
            earlier.environments.insert(name, environment(&path, &mut found));
        }
    }
    earlier.charts = charts(folder, &mut found);
    if found.is_empty() { Ok(earlier) } else { Err(found) }
}

/// The folders of the output that are charts.
fn charts(folder: &Path, found: &mut Vec<Diagnostic>) -> BTreeMap<String, Files> {
    let mut charts = BTreeMap::new();
    let folders = entries(folder).unwrap_or_default().into_iter().filter(|path| path.join("Chart.yaml").is_file());
    for path in folders {
        let mut files = Files::new();
        chart_files(&path, "", DEEPEST + 1, &mut files, found);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let version = files.get("Chart.yaml").and_then(|text| serde_yaml::from_str::<Value>(text).ok());
        if version.is_none_or(|chart| chart.get("version").and_then(Value::as_str).is_none()) {
            found.push(damaged(&path.join("Chart.yaml"), "it says no `version`"));
        }
        charts.insert(name, files);
    }
    charts
}

/// The files of a chart by their path in it. Charts that Helm put into `charts/` are packages, and not compared.
fn chart_files(folder: &Path, under: &str, depth: usize, files: &mut Files, found: &mut Vec<Diagnostic>) {
    for path in entries(folder).unwrap_or_default() {
        let name = format!("{under}{}", path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default());
        if path.is_dir() && depth > 1 && name != "charts" {
            chart_files(&path, &format!("{name}/"), depth - 1, files, found);
        } else if path.is_file() {
            match fs::read(&path) {
                Ok(bytes) => {
                    files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
                Err(error) => found.push(damaged(&path, &why(&error))),
            }
        }
    }
}

fn environment(folder: &Path, found: &mut Vec<Diagnostic>) -> Vec<Value> {
    let mut objects: Vec<Value> = Vec::new();
    let mut files: BTreeMap<object::Id, PathBuf> = BTreeMap::new();
    for path in files_of(folder, DEEPEST, found) {
        let read = fs::read_to_string(&path).map_err(|error| why(&error)).and_then(|text| object::read(&text));
        let read = match read {
            Ok(read) => read,
            Err(why) => {
                found.push(damaged(&path, &why));
                continue;
            }
        };
        for value in read {
            let Some(id) = object::id(&value) else { continue };
            if let Some(first) = files.insert(id.clone(), path.clone()) {
                found.push(damaged(&path, &format!("{id} stands in `{}` as well", first.display())));
            }
            objects.push(value);
        }
    }
    objects
}

/// The manifests in a folder, in the order of their names. What is neither a file nor a folder is left out: a pipe never ends.
fn files_of(folder: &Path, depth: usize, found: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let entries = entries(folder).unwrap_or_else(|why| {
        found.push(damaged(folder, &why));
        Vec::new()
    });
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() && depth > 1 {
            files.extend(files_of(&path, depth - 1, found));
        } else if path.is_file() && is_manifest(&path) {
            files.push(path);
        }
    }
    files
}

fn is_manifest(path: &Path) -> bool {
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml");
    is_yaml && path.file_stem().is_some_and(|stem| stem != "kustomization")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| why(&error))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// What the system says, without its number.
fn why(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

fn no_output(folder: &Path) -> Diagnostic {
    let what = if folder.exists() { "is no output of todoc: it has no folder `manifests`" } else { "is not there" };
    let found = Diagnostic::without_place(Code::E0921, format!("`{}` {what}", folder.display()));
    found.help("`todoc build --out DIR` writes one; `git worktree add DIR main` gives the sources of another branch to build it from")
}

fn damaged(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::without_place(Code::E0922, format!("`{}` can't be compared: {why}", path.display()))
}
