//! Images that the manifests of an environment name, and what runs them.

use super::built::Built;
use super::origins::{self, Setting};
use crate::artifacts::{self, File, Input};
use crate::chart::Chart;
use crate::chart::fill::Mark;
use crate::model::chain::Chain;
use crate::model::environment::Environment;
use crate::schema::image;
use crate::source_map::{Lines, Trace};
use crate::types::Reference;
use indexmap::IndexMap;
use serde::Deserialize as _;
use serde_json::Value;

/// An image that is taken from a registry.
pub(super) struct Pulled<'a> {
    /// What the manifests call it.
    pub(super) reference: String,
    /// Its digest, where it is pinned.
    pub(super) digest: Option<String>,
    /// What runs it.
    pub(super) users: Vec<User>,
    /// What it is made of and where that comes from; nothing where it is built into todoc.
    pub(super) settings: Vec<Setting<'a>>,
}

/// A container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    /// Kind of the object that has it.
    pub(super) kind: String,
    /// Name of that object.
    pub(super) object: String,
    /// Its own name.
    pub(super) container: String,
}

/// The images of an environment that are not built here, by name. Those that are get what runs them.
pub(super) fn of<'a>(input: &Input<'a>, index: usize, built: &mut [Built<'a>]) -> Vec<Pulled<'a>> {
    let Some(environment) = input.environments.get(index) else { return Vec::new() };
    let manifests = artifacts::manifests(input, index, true);
    let mut found: IndexMap<String, Pulled<'a>> = IndexMap::new();
    for (file, (chart, marks)) in manifests.files.iter().zip(&manifests.marks) {
        for (reference, user) in containers(file) {
            let pulled = found.entry(reference.clone()).or_insert_with(|| Pulled {
                digest: Reference::parse(&reference).ok().and_then(|known| known.digest).map(String::from),
                reference,
                users: Vec::new(),
                settings: Vec::new(),
            });
            if !pulled.users.contains(&user) {
                pulled.users.push(user);
            }
        }
        trace(environment, file, chart, marks, &mut found);
    }
    for own in built {
        own.users = found.shift_remove(&own.reference).map(|pulled| pulled.users).unwrap_or_default();
    }
    found.sort_keys();
    found.into_values().collect()
}

/// Every container of a file with its image.
fn containers(file: &File) -> Vec<(String, User)> {
    let documents = serde_yaml::Deserializer::from_str(&file.text);
    let objects = documents.filter_map(|document| Value::deserialize(document).ok());
    let mut found = Vec::new();
    for object in objects {
        let text = |pointer| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (kind, name) = (text("/kind"), text("/metadata/name"));
        walk(&object, &mut |container, image| {
            let user = User { kind: kind.clone(), object: name.clone(), container: container.to_owned() };
            found.push((image.to_owned(), user));
        });
    }
    found
}

/// Finds the containers of a pod, wherever in an object its template stands.
fn walk(value: &Value, see: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let items = value.as_array().filter(|_| matches!(key.as_str(), "containers" | "initContainers"));
                for item in items.into_iter().flatten() {
                    let text = |key| item.get(key).and_then(Value::as_str);
                    if let Some(image) = text("image") {
                        see(text("name").unwrap_or_default(), image);
                    }
                }
                walk(value, see);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Adds what the lines that name images come from.
fn trace<'a>(
    environment: &Environment<'a>,
    file: &File,
    chart: &Chart,
    marks: &[Mark<'_>],
    found: &mut IndexMap<String, Pulled<'a>>,
) {
    let (lines, trace) = (Lines::of(&file.text), Trace::of(chart));
    for mark in marks {
        let text = lines.text(lines.at(mark.offset));
        let Some(reference) = named_image(text) else { continue };
        let Some(pulled) = found.get_mut(&reference) else { continue };
        for chain in trace.chains(environment, &mark.from, text) {
            for setting in parts(environment, chain, &reference) {
                if !pulled.settings.contains(&setting) {
                    pulled.settings.push(setting);
                }
            }
        }
    }
}

/// A chain by itself; that of an image block as the parts of its name.
fn parts<'a>(environment: &Environment<'a>, chain: Chain<'a>, reference: &str) -> Vec<Setting<'a>> {
    let block = chain.path.strip_prefix("image.").filter(|_| chain.whole);
    match block.and_then(|name| environment.get(&image::IMAGE, name)) {
        Some(view) => origins::parts(environment, view),
        None => vec![Setting { name: chain.path.clone(), value: reference.to_owned(), chain, why: None }],
    }
}

/// The image that a line of YAML names.
fn named_image(line: &str) -> Option<String> {
    let line = line.trim_start();
    let value = line.strip_prefix("- ").unwrap_or(line).strip_prefix("image: ")?;
    serde_yaml::from_str(value).ok()
}
