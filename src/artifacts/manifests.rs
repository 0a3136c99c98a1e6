//! The manifests of an environment: what the chart renders to with its values, one file a block.
//! <https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>

use super::{File, Input, namespace, release};
use crate::chart::fill::{Manifest, Mark, Release};
use crate::chart::tree::Object;
use crate::yaml;
use rayon::prelude::*;

/// The manifests of an environment.
#[derive(Debug)]
pub struct Manifests<'a> {
    /// The files, `kustomization.yaml` last.
    pub files: Vec<File>,
    /// Where the lines of each file come from, where that was asked for.
    pub marks: Vec<Vec<Mark<'a>>>,
    /// Why the chart refuses to render, which is a fault of todoc: the rules should have said it before.
    pub failures: Vec<String>,
}

/// Every manifest of an environment, by its place among all. `marked` asks where lines come from.
#[must_use]
pub fn manifests<'a>(input: &Input<'a>, index: usize, marked: bool) -> Manifests<'a> {
    let chart = input.chart();
    let Some(environment) = input.environments.get(index) else {
        return Manifests { files: Vec::new(), marks: Vec::new(), failures: Vec::new() };
    };
    let folder = format!("manifests/{}", environment.name);
    let filled = Release::new(chart, index, release(environment), namespace(environment));
    let blocks = blocks(&chart.objects);
    let written: Vec<(&str, Manifest<'a>)> = blocks
        .par_iter()
        .map(|(block, objects)| (*block, document(&filled, objects, marked)))
        .filter(|(_, manifest)| !manifest.text.is_empty())
        .collect();
    let mut files = Vec::with_capacity(written.len() + 1);
    let mut marks = Vec::with_capacity(written.len());
    for (block, manifest) in written {
        files.push(File::new(format!("{folder}/{block}.yaml"), manifest.text));
        marks.push(manifest.marks.unwrap_or_default());
    }
    let listed = kustomization(&files, &folder);
    files.push(File::new(format!("{folder}/kustomization.yaml"), listed));
    Manifests { files, marks, failures: filled.failures() }
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

fn kustomization(files: &[File], folder: &str) -> String {
    let mut names: Vec<&str> =
        files.iter().filter_map(|file| file.path.strip_prefix(folder)?.strip_prefix('/')).collect();
    names.sort_unstable();
    let mut out = String::from("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
    for name in names {
        out.push_str("  - ");
        yaml::text(&mut out, name);
        out.push('\n');
    }
    out
}
