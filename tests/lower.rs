//! What every field lowers to: the fixtures of `tests/lower`, each with its approved output beside it.
//!
//! A snapshot shows what its folder is about, in a screen or two: the kinds of object of [`ABOUT`], templates only where
//! environments differ (else the manifests say the same in plainer words), and `⋯` in place of lines that a service without any
//! field has as well; `tests/lower/service/bare.todostack` shows those once.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

#[path = "support/built.rs"]
mod built;
#[path = "support/fixtures.rs"]
#[allow(dead_code, reason = "other tests copy fixtures")]
mod fixtures;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use similar::{DiffTag, TextDiff};
use todoc::artifacts::{File, Input};
use todoc::model::program::Program;
use todoc::model::typed;
use todoc::schema::{self, Field};

/// The kinds of object, or the other files, that the fixtures of a folder are about. Other folders show everything.
const ABOUT: &[(&str, &[&str])] = &[
    ("across", &["Deployment", "Service", "Ingress", "NetworkPolicy"]),
    ("autoscale", &["HorizontalPodAutoscaler"]),
    ("backup", &["CronJob", "PersistentVolumeClaim", "NetworkPolicy"]),
    ("charts", &["Deployment", "Service", "NetworkPolicy", "ExternalSecret"]),
    ("cluster", &["cluster/"]),
    ("config", &["ConfigMap"]),
    ("container", &["Deployment"]),
    ("cron", &["CronJob"]),
    ("database", &["StatefulSet", "Service", "ConfigMap", "Deployment"]),
    ("disruption", &["PodDisruptionBudget"]),
    ("environment", &["Deployment"]),
    ("image", &["Deployment", "images/"]),
    ("ingress", &["Ingress", "HTTPRoute"]),
    ("job", &["Job", "Deployment"]),
    (
        "naming",
        &["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "Ingress", "HorizontalPodAutoscaler"],
    ),
    ("let", &["Deployment", "ConfigMap", "Ingress"]),
    ("metrics", &["ServiceMonitor", "PodMonitor", "NetworkPolicy", "Service", "StatefulSet"]),
    ("network", &["NetworkPolicy"]),
    ("pod", &["Deployment", "StatefulSet", "DaemonSet", "Job"]),
    ("port", &["Deployment", "Service"]),
    ("probe", &["Deployment"]),
    ("secret", &["Deployment", "ExternalSecret", "Secret"]),
    ("secrets", &["Deployment", "ExternalSecret", "SealedSecret", "Secret"]),
    (
        "service_account",
        &["ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "Deployment", "Job", "CronJob"],
    ),
    ("service", &["Deployment", "StatefulSet", "DaemonSet", "Service"]),
    ("stack", &["Chart.yaml", "Deployment"]),
    ("stacks", &["Service", "Ingress", "CronJob"]),
    ("env", &["ConfigMap", "Deployment"]),
    ("volume", &["Deployment", "StatefulSet", "PersistentVolumeClaim"]),
];

/// Files of which every chart has the same, or that repeat another.
const LEFT_OUT: &[&str] = &[
    "_helpers.tpl",
    "README.md",
    ".helmignore",
    "values.schema.json",
    "kustomization.yaml",
    "NOTES.txt",
    "connection.yaml",
];

#[test]
fn fixtures_lower_as_approved() {
    let bare = [bare(""), bare("port = 8080")].concat();
    let mut failures = Vec::new();
    for fixture in built::fixtures() {
        let (folder, name) = (fixture.parent().unwrap(), fixtures::stem(&fixture));
        let checked = fixtures::isolated(|| {
            let compiled = built::compiled(&fixture);
            let known: &[String] = if name == "bare" { &[] } else { &bare };
            let text = built::lowered(&fixture, &compiled, |input| shown(input, &fixtures::stem(folder), known));
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

/// Every values file, template and object of a service without any field, or with one.
fn bare(field: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixture.todostack");
    let text = format!("stack fixture {{ }}\nservice {NAME} {{ image = \"nginx:1.29.0\"  {field} }}\n");
    std::fs::write(&path, text).unwrap();
    let compiled = built::compiled(&path);
    let files = built::lowered(&path, &compiled, built::files);
    files.iter().flat_map(|file| file.text.split("---\n").map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Name of the service without any field.
const NAME: &str = "web";

/// What a snapshot of a folder shows of a build.
fn shown(input: &Input<'_>, folder: &str, bare: &[String]) -> String {
    let about = ABOUT.iter().find(|(own, _)| *own == folder).map(|(_, about)| *about);
    let mut out = String::new();
    for file in built::files(input) {
        let text = match part(&file) {
            Part::LeftOut => continue,
            Part::Values => values(&file, bare),
            Part::Template if input.environments.len() < 2 => continue,
            Part::Template | Part::Manifest => objects(&file, about, bare),
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

/// Values without what a service without any field has, section by section.
fn values(file: &File, bare: &[String]) -> String {
    let (_, text) = file.text.split_once('\n').unwrap_or_default();
    let sections = text.split("\n\n").map(|section| section.trim_matches('\n'));
    let of_bare: Vec<String> =
        bare.iter().flat_map(|text| text.split("\n\n")).map(|text| text.trim_matches('\n').to_owned()).collect();
    let own = sections
        .filter(|section| !section.is_empty() && *section != "{}" && !of_bare.iter().any(|bare| bare == section));
    own.map(|section| folded(&format!("{section}\n"), key(section), &of_bare)).collect()
}

/// The key of the map that a section of values holds.
fn key(section: &str) -> &str {
    let first = section.lines().find(|line| !line.starts_with([' ', '#'])).unwrap_or_default();
    first.split(':').next().unwrap_or_default()
}

/// The objects of some kinds; a template holds one.
fn objects(file: &File, about: Option<&[&str]>, bare: &[String]) -> String {
    let is_shown = |object: &&str| {
        let mut kinds = object.lines().filter_map(|line| line.strip_prefix("kind: "));
        let kind = kinds.next().unwrap_or_default();
        about.map_or(kind != "ServiceAccount", |about| about.contains(&kind))
    };
    let name = fixtures::stem(Path::new(&file.path));
    let name =
        if file.path.starts_with("manifests/") { &name } else { name.split_once('-').map_or("", |(_, name)| name) };
    file.text.split("---\n").filter(is_shown).map(|object| folded(object, name, bare)).collect::<Vec<_>>().join("---\n")
}

/// A text with `⋯` in place of the lines that it shares with the nearest of those of a service without any field.
fn folded(text: &str, name: &str, bare: &[String]) -> String {
    // A fold hides what both have, so most need not be looked at any closer.
    let least = |bare: &str| {
        let known: BTreeSet<&str> = bare.lines().collect();
        text.lines().filter(|line| !known.contains(line)).count()
    };
    let bare = bare.iter().map(|bare| bare.replace(NAME, name)).enumerate();
    let mut candidates: Vec<(usize, usize, String)> = bare.map(|(place, bare)| (least(&bare), place, bare)).collect();
    candidates.sort();
    let mut nearest: Option<(usize, usize, String)> = None;
    for (least, place, bare) in candidates {
        if nearest.as_ref().is_some_and(|(lines, ..)| least > *lines) {
            break;
        }
        let folded = fold(text, &bare);
        let found = (folded.lines().count(), place, folded);
        if nearest.as_ref().is_none_or(|nearest| (found.0, found.1) < (nearest.0, nearest.1)) {
            nearest = Some(found);
        }
    }
    nearest.map_or_else(|| text.to_owned(), |(.., folded)| folded)
}

fn fold(text: &str, bare: &str) -> String {
    const CONTEXT: usize = 2;
    let lines: Vec<&str> = text.lines().collect();
    let mut keep = vec![true; lines.len()];
    for op in TextDiff::from_lines(bare, text).ops() {
        let shared = op.new_range();
        if op.tag() == DiffTag::Equal && shared.len() > 2 * CONTEXT + 1 {
            let start = if shared.start == 0 { 0 } else { shared.start + CONTEXT };
            let end = if shared.end == lines.len() { shared.end } else { shared.end - CONTEXT };
            keep[start..end].fill(false);
        }
    }
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if keep[index] {
            writeln!(out, "{line}").unwrap();
        } else if index == 0 || keep[index - 1] {
            writeln!(out, "⋯").unwrap();
        }
    }
    out
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
