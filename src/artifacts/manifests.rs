//! The manifests of an environment: what the chart renders to with its values, one file a block.
//! <https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>

use super::{File, Input, namespace, release};
use crate::chart::Chart;
use crate::chart::fill::{Manifest, Mark, Release};
use crate::chart::tree::Object;
use crate::yaml;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The manifests of an environment.
#[derive(Debug)]
pub struct Manifests<'a> {
    /// The files, each `kustomization.yaml` last.
    pub files: Vec<File>,
    /// Where the lines of each file come from, where that was asked for, and the chart that has it.
    pub marks: Vec<(&'a Chart, Vec<Mark<'a>>)>,
    /// Why the chart refuses to render, which is a fault of todoc: the rules should have said it before.
    pub failures: Vec<String>,
}

/// Every manifest of an environment, by its place among all. `marked` asks where lines come from. Where each service has a
/// chart, its manifests have a folder.
#[must_use]
pub fn manifests<'a>(input: &Input<'a>, index: usize, marked: bool) -> Manifests<'a> {
    let mut all = Manifests { files: Vec::new(), marks: Vec::new(), failures: Vec::new() };
    let Some(environment) = input.environments.get(index) else { return all };
    let whole = format!("manifests/{}", environment.name);
    let mut listed = Vec::new();
    for chart in input.charts() {
        let release = release(environment, chart);
        let filled = Release::new(chart, index, &release, namespace(environment));
        let folder = chart.member.as_ref().map(|_| format!("{whole}/{}", chart.name));
        let names = documents(&filled, chart, folder.as_deref().unwrap_or(&whole), marked, &mut all);
        match folder {
            Some(folder) => {
                listed.push((whole.clone(), vec![chart.name.to_string()]));
                listed.push((folder, names));
            }
            None => listed.push((whole.clone(), names)),
        }
        all.failures.extend(filled.failures());
    }
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (folder, names) in listed {
        folders.entry(folder).or_default().extend(names);
    }
    let kustomizations =
        folders.iter().map(|(folder, names)| File::new(format!("{folder}/kustomization.yaml"), kustomization(names)));
    all.files.extend(kustomizations);
    all
}

/// Writes a chart's manifests into a folder; returns the names of their files.
fn documents<'a>(
    release: &Release<'a>,
    chart: &'a Chart,
    folder: &str,
    marked: bool,
    into: &mut Manifests<'a>,
) -> Vec<String> {
    let blocks = blocks(&chart.objects);
    let written: Vec<(&str, Manifest<'a>)> = blocks
        .par_iter()
        .map(|(block, objects)| (*block, document(release, objects, marked)))
        .filter(|(_, manifest)| !manifest.text.is_empty())
        .collect();
    let mut names = Vec::with_capacity(written.len());
    for (block, manifest) in written {
        let name = format!("{block}.yaml");
        into.files.push(File::new(format!("{folder}/{name}"), manifest.text));
        into.marks.push((chart, manifest.marks.unwrap_or_default()));
        names.push(name);
    }
    names
}

/// Objects by the block that they were made from, in the order of the blocks.
fn blocks(objects: &[Object]) -> Vec<(&str, Vec<&Object>)> {
    let mut blocks: indexmap::IndexMap<&str, Vec<&Object>> = indexmap::IndexMap::new();
    for object in objects.iter().filter(|object| !object.chart_only) {
        blocks.entry(&object.block).or_default().push(object);
    }
    blocks.into_iter().collect()
}

fn document<'a>(release: &Release<'a>, objects: &[&'a Object], marked: bool) -> Manifest<'a> {
    let mut manifest = Manifest { text: String::with_capacity(4096), marks: marked.then(Vec::new) };
    for object in objects.iter().filter(|object| release.has(object)) {
        if !manifest.text.is_empty() {
            manifest.text.push_str("---\n");
        }
        release.write(object, &mut manifest);
    }
    manifest
}

fn kustomization(resources: &[String]) -> String {
    let mut names: Vec<&String> = resources.iter().collect();
    names.sort_unstable();
    let mut out = String::from("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
    for name in names {
        out.push_str("  - ");
        yaml::text(&mut out, name);
        out.push('\n');
    }
    out
}
