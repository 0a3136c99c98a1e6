//! What every field lowers to: the fixtures of `tests/lower`, each with its approved output beside it.
//!
//! A snapshot shows what its folder is about, in a few screens: the kinds of object of [`ABOUT`], of values only the sections
//! that not every chart has, and templates only where environments differ, for else the manifests say the same in plainer words.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    pub(crate) mod built;
    #[expect(dead_code, reason = "other tests copy fixtures")]
    pub(crate) mod fixtures;
}

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use support::{built, fixtures};
use todoc::artifacts::{File, Input};
use todoc::model::program::Program;
use todoc::model::typed;
use todoc::schema::{self, Field};

/// The kinds of object, or the other files, that the fixtures of a folder are about. Other folders show everything.
const ABOUT: &[(&str, &[&str])] = &[
    ("autoscale", &["HorizontalPodAutoscaler"]),
    ("cluster", &["cluster/"]),
    ("config", &["ConfigMap"]),
    ("container", &["Deployment"]),
    ("cron", &["CronJob"]),
    ("database", &["StatefulSet", "Service"]),
    ("disruption", &["PodDisruptionBudget"]),
    ("environment", &["Deployment"]),
    ("image", &["Deployment", "images/"]),
    ("ingress", &["Ingress"]),
    ("job", &["Job", "Deployment"]),
    ("network", &["NetworkPolicy"]),
    ("pod", &["Deployment"]),
    ("port", &["Deployment", "Service"]),
    ("probe", &["Deployment"]),
    ("secret", &["Deployment", "ExternalSecret", "Secret"]),
    ("secrets", &["Deployment", "ExternalSecret", "Secret"]),
    ("service", &["Deployment", "StatefulSet", "DaemonSet", "Service"]),
    ("stack", &["Chart.yaml", "Deployment"]),
    ("env", &["ConfigMap", "Deployment"]),
    ("volume", &["Deployment", "StatefulSet", "PersistentVolumeClaim"]),
];

/// Files of which every chart has the same, or that repeat another.
const LEFT_OUT: &[&str] =
    &["_helpers.tpl", "README.md", ".helmignore", "values.schema.json", "kustomization.yaml", "NOTES.txt", "connection.yaml"];

#[test]
fn fixtures_lower_as_approved() {
    let common = common_sections();
    let mut failures = Vec::new();
    for fixture in built::fixtures() {
        let (folder, name) = (fixture.parent().unwrap(), fixtures::stem(&fixture));
        let checked = fixtures::isolated(|| {
            let compiled = built::compiled(&fixture);
            let text = built::lowered(&fixture, &compiled, |input| shown(input, &fixtures::stem(folder), &common));
            fixtures::snapshot(folder, &name, &text);
        });
        failures.extend(checked.is_err().then(|| fixture.display().to_string()));
    }
    assert!(failures.is_empty(), "these lower differently:\n{}", failures.join("\n"));
}

#[test]
fn every_field_of_the_vocabulary_has_a_fixture() {
    let mut used = BTreeSet::new();
    for fixture in built::fixtures() {
        used_fields(built::compiled(&fixture).program.as_ref().unwrap(), &mut used);
    }
    // Short ways to write another field are gone once they are understood.
    let longhand = schema::every_field().filter(|field| !matches!(field.ty, schema::Type::Short(_)));
    let unused: Vec<_> = longhand.filter(|field| !used.contains(&address(field))).map(|field| field.name).collect();
    assert_eq!(unused, Vec::<&str>::new(), "no fixture in tests/lower uses these fields");
}

/// The sections of values that a stack without any block has.
fn common_sections() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixture.todostack");
    std::fs::write(&path, "stack fixture { }\n").unwrap();
    let compiled = built::compiled(&path);
    built::lowered(&path, &compiled, |input| {
        let files = built::files(input);
        let values = files.iter().find(|file| file.path.ends_with("/values.yaml")).unwrap();
        sections(&values.text).map(str::to_owned).collect()
    })
}

/// What a snapshot of a folder shows of a build.
fn shown(input: &Input<'_>, folder: &str, common: &BTreeSet<String>) -> String {
    let about = ABOUT.iter().find(|(own, _)| *own == folder).map(|(_, about)| *about);
    let mut out = String::new();
    for file in built::files(input) {
        let text = match part(&file) {
            Part::LeftOut => continue,
            Part::Values => own_values(&file.text, common),
            Part::Template if input.environments.len() < 2 => continue,
            Part::Template | Part::Manifest => objects(&file.text, about),
            Part::Other if about.is_some_and(|about| !about.iter().any(|about| file.path.contains(about))) => continue,
            Part::Other => file.text.clone(),
        };
        if !text.is_empty() {
            write!(out, "//// {}\n{text}", file.path.trim_start_matches("fixture/")).unwrap();
        }
    }
    out
}

enum Part {
    LeftOut,
    Values,
    Template,
    Manifest,
    Other,
}

fn part(file: &File) -> Part {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    if LEFT_OUT.contains(&name) {
        Part::LeftOut
    } else if name.starts_with("values") {
        Part::Values
    } else if file.path.contains("/templates/") {
        Part::Template
    } else if file.path.starts_with("manifests/") {
        Part::Manifest
    } else {
        Part::Other
    }
}

/// Values without the sections that every chart has, and without the line that names the file.
fn own_values(text: &str, common: &BTreeSet<String>) -> String {
    let (_, text) = text.split_once('\n').unwrap_or_default();
    let own: Vec<&str> = sections(text).filter(|section| !common.contains(*section)).collect();
    let text = own.join("\n\n");
    if text.is_empty() || text == "{}" { String::new() } else { text + "\n" }
}

fn sections(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(|section| section.trim_matches('\n')).filter(|section| !section.is_empty())
}

/// The objects of some kinds; a template holds one.
fn objects(text: &str, about: Option<&[&str]>) -> String {
    let is_shown = |object: &&str| {
        let mut kinds = object.lines().filter_map(|line| line.strip_prefix("kind: "));
        let kind = kinds.next().unwrap_or_default();
        about.map_or(kind != "ServiceAccount", |about| about.contains(&kind))
    };
    text.split("---\n").filter(is_shown).collect::<Vec<_>>().join("---\n")
}

fn used_fields(program: &Program, used: &mut BTreeSet<usize>) {
    let mut blocks: Vec<&typed::Block> = vec![&program.stack];
    blocks.extend(&program.blocks);
    blocks.extend(program.templates.values());
    blocks.extend(program.environments.values());
    // What the built-in profiles say is no fixture's merit.
    blocks.extend(program.profiles.values().filter(|profile| profile.layer == typed::Layer::Profile));
    while let Some(block) = blocks.pop() {
        used.extend(block.fields.iter().map(|field| address(field.field)));
        blocks.extend(&block.blocks);
    }
}

fn address(field: &'static Field) -> usize {
    std::ptr::from_ref(field).addr()
}
