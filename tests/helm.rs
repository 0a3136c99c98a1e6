//! The laws that only real Helm can prove, on every example and every lowering fixture.
//!
//! Needs the feature `real-helm` and the binaries that `tests/run.sh` installs.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]
#![expect(clippy::print_stdout, reason = "it says what it did")]

#[expect(dead_code, reason = "other tests need more of it")]
mod support {
    pub(crate) mod addresses;
    pub(crate) mod by_hand;
    pub(crate) mod cases;
    pub(crate) mod conformity;
    pub(crate) mod definitions;
    pub(crate) mod foreign;
    pub(crate) mod helm;
    pub(crate) mod knobs;
    pub(crate) mod laws;
    pub(crate) mod nested;
    pub(crate) mod objects;
    pub(crate) mod pods;
    pub(crate) mod reader;
    pub(crate) mod references;
    pub(crate) mod renderer;
    pub(crate) mod tricky;
    pub(crate) mod values;
    pub(crate) mod words;
    pub(crate) mod wrong;
}

use serde_json::json;
use std::fs;
use std::path::Path;

use support::cases::{Case, Environment};
use support::helm::{self, Helm, Release};
use support::{cases, conformity, foreign, laws, nested, reader, tricky, wrong};

#[test]
fn charts_render_to_the_manifests_on_helm_3_and_4() {
    laws::hold_for(cases::all(), laws::chart_equals_manifests);
}

#[test]
fn every_object_is_valid_in_every_supported_kubernetes() {
    println!("{}", conformity::assert_valid(cases::all()));
}

#[test]
fn charts_lint_without_a_warning() {
    laws::hold_for(cases::all(), laws::lints);
}

#[test]
fn references_resolve_under_any_release_name_and_namespace() {
    laws::hold_for(cases::all(), laws::references_resolve);
}

#[test]
fn charts_take_any_release_name() {
    laws::hold_for(cases::examples(), nested::any_release_name);
}

#[test]
fn charts_stand_twice_in_a_parent() {
    laws::hold_for(cases::examples(), nested::twice_in_a_parent);
}

#[test]
fn wrong_values_meet_the_schema() {
    laws::hold_for(cases::all(), wrong::refused_by_the_schema);
}

#[test]
fn wrong_values_meet_the_schema_in_helm() {
    laws::hold_for(cases::examples(), wrong::refused_by_helm);
}

#[test]
fn every_knob_of_the_examples_can_be_turned() {
    laws::hold_for(cases::examples(), laws::knobs_turn);
}

#[test]
fn every_text_comes_back_as_go_reads_charts_and_manifests() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("tricky.todostack"), folder.path().join("out"));
    let texts = tricky::texts();
    fs::write(&source, tricky::source(&texts)).unwrap();
    let built = Case::at(source).build(&out).unwrap();
    for helm in &helm::both() {
        for environment in &built.environments {
            let rendered = rendered(helm, environment);
            let manifests = stream(&out.join("manifests").join(&environment.name));
            for (what, stream) in [("rendered", rendered), ("manifests", manifests)] {
                let label = format!("{what} {} {}", environment.name, helm.name);
                let objects = reader::read(helm, &stream, &folder.path().join(&label)).unwrap();
                let lost = tricky::lost(&objects, &texts, &environment.name);
                assert!(lost.is_empty(), "{label}:\n{}", lost.join("\n"));
            }
        }
    }
}

#[test]
fn charts_of_others_are_brought_and_switched() {
    for release in ["shop", "zebra", "orders-eu"] {
        let called = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| foreign::full_name(release, name)).collect();
            names.sort();
            names
        };
        for all in foreign::both(release) {
            assert_eq!(foreign::names(&all, "dev"), called(&["echo", "orders"]));
            assert_eq!(foreign::names(&all, "live"), called(&["orders", "second"]));
            assert_eq!(foreign::names(&all, "own"), called(&[]));
            let echo = foreign::values(&all, "dev", &foreign::full_name(release, "echo"));
            assert_eq!(echo["greeting"], "{{ not a template }}");
            assert_eq!(echo["nested"], json!({ "kept": "default", "changed": "ours" }), "null takes away");
            assert_eq!((&echo["share"], &echo["where"]), (&json!(0.5), &json!("in dev")));
            assert_eq!(echo["items"], json!(["a", { "b": true }]));
            for (environment, retries) in [("dev", 5), ("live", 7)] {
                let orders = foreign::values(&all, environment, &foreign::full_name(release, "orders"));
                assert_eq!((&orders["retries"], &orders["greeting"]), (&json!(retries), &json!("none")));
            }
        }
    }
}

fn rendered(helm: &Helm, environment: &Environment) -> String {
    let [release] = environment.charts.as_slice() else { panic!("there is one chart") };
    let target = Release { name: &release.release, namespace: &release.namespace, values: &release.values };
    helm.template(&release.chart, &target).unwrap()
}

fn stream(folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.file_name().is_some_and(|name| name != "kustomization.yaml"));
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect::<Vec<_>>().join("\n---\n")
}
