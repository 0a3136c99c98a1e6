//! The manifests of an environment do not depend on what other environments there are: every structural difference is a
//! switch in the values, and none leaks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "other tests show what was built")]
mod built;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests copy fixtures")]
mod fixtures;

use similar::TextDiff;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use todoc::artifacts::{self, Input};
use todoc::cli::compile::Compiled;
use todoc::lower;
use todoc::model::environment::resolve;

#[test]
fn the_manifests_of_an_environment_depend_on_no_other() {
    let mut failures = String::new();
    for case in built::fixtures().into_iter().chain([PathBuf::from("examples/todo-app")]) {
        let mut compiled = built::compiled(&case);
        let Some(program) = &compiled.program else { continue };
        let names: Vec<_> = program.environments.keys().cloned().collect();
        let whole: Vec<_> = (0..names.len()).map(|place| manifests(&compiled, place)).collect();
        for (place, name) in names.iter().enumerate().filter(|_| names.len() > 1) {
            let all = compiled.program.as_ref().unwrap().environments.clone();
            // Environments that this one is built on stay: they are its layers.
            let bases = bases(&compiled, name);
            compiled.program.as_mut().unwrap().environments.retain(|other, _| bases.contains(other));
            let at = compiled.program.as_ref().unwrap().environments.get_index_of(name).unwrap();
            let alone = if bases.len() == 1 { Some(manifests(&compiled, at)) } else { None };
            compiled.program.as_mut().unwrap().environments = all;
            if let (Some(alone), Some(whole)) = (alone, whole.get(place))
                && !differs_by_name(&case)
                && objects(&alone) != objects(whole)
            {
                let diff = TextDiff::from_lines(&alone, whole);
                let diff = diff.unified_diff().context_radius(4).header("alone", "beside others").to_string();
                writeln!(failures, "{} in {name}:\n{diff}", case.display()).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// An image whose arguments differ by environment is another image in each, and its tag says so: there the others matter.
fn differs_by_name(case: &Path) -> bool {
    case.to_string_lossy().contains("todo-app") || case.to_string_lossy().contains("/image/")
}

fn bases(compiled: &Compiled, name: &str) -> Vec<smol_str::SmolStr> {
    let environments = &compiled.program.as_ref().unwrap().environments;
    let mut bases = vec![smol_str::SmolStr::new(name)];
    let mut at = environments.get(name);
    while let Some(base) = at.and_then(|block| block.base.as_ref()) {
        if bases.contains(&base.value) || !environments.contains_key(&base.value) {
            break;
        }
        bases.push(base.value.clone());
        at = environments.get(&base.value);
    }
    bases
}

/// The objects of some manifests; the order of keys means nothing.
fn objects(text: &str) -> Vec<serde_json::Value> {
    serde_yaml::Deserializer::from_str(&text.replace("//// ", "---\n# "))
        .map(|document| serde::Deserialize::deserialize(document).unwrap())
        .collect()
}

fn manifests(compiled: &Compiled, place: usize) -> String {
    let program = compiled.program.as_ref().unwrap();
    let environments = resolve::environments(program, &mut Vec::new());
    let sources = &compiled.project.sources;
    let lowered = lower::lower(sources, program, &environments, &compiled.companions);
    let input = Input { sources, environments: &environments, lowered: &lowered, origin: "stack.todostack" };
    let manifests = artifacts::manifests(&input, place, false);
    manifests.files.iter().flat_map(|file| ["//// ", &file.path, "\n", &file.text]).collect()
}
