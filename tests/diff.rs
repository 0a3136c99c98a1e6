//! What `todoc diff` finds: between every pair of environments of every example, and from an earlier output.
//!
//! `tests/diff/environments/<example>-<left>-<right>.snap` is what people see of a pair.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod built;
#[path = "support/fixtures.rs"]
mod fixtures;
#[path = "diff/earlier.rs"]
mod earlier;
#[path = "diff/risks.rs"]
mod risks;
#[path = "diff/versions.rs"]
mod versions;

use built::{compiled, lowered};
use fixtures::{copy, entries, isolated, snapshot, stem};
use std::collections::BTreeSet;
use std::path::Path;
use todoc::artifacts::Input;
use todoc::diff::environments::{Environments, between};
use todoc::diff::print::{self, Notation, json};

const TEXT: Notation = Notation::Text { colored: false };

/// Every pair of environments of every example, forth and back.
fn pairs() -> Vec<(String, Environments, Environments)> {
    let mut pairs = Vec::new();
    for example in entries(Path::new("examples")).iter().filter(|path| path.is_dir()) {
        let compiled = compiled(example);
        lowered(example, &compiled, |input| {
            for right in 0..input.environments.len() {
                for left in 0..right {
                    let (forth, back) = (between(input, left, right).unwrap(), between(input, right, left).unwrap());
                    let name = format!("{}-{}-{}", stem(example), forth.left.name, forth.right.name);
                    pairs.push((name, forth, back));
                }
            }
        });
    }
    assert!(pairs.len() >= 10, "only {} pairs", pairs.len());
    pairs
}

#[test]
fn pairs_of_environments_look_as_approved() {
    let root = Path::new("tests/diff/environments");
    let mut failures = Vec::new();
    for (name, forth, _) in pairs() {
        let text = print::environments(&forth, TEXT);
        if isolated(|| snapshot(root, &name, &text)).is_err() {
            failures.push(name);
        }
    }
    assert!(failures.is_empty(), "other differences than approved: {}", failures.join(", "));
}

#[test]
fn both_ways_tell_of_the_same_places() {
    for (name, forth, back) in pairs() {
        let fields =
            |found: &Environments| found.fields.iter().map(|field| field.path.clone()).collect::<BTreeSet<_>>();
        assert_eq!(fields(&forth), fields(&back), "fields of {name}");
        assert_eq!(places(&forth), places(&back), "objects of {name}");
        assert_eq!(forth.alike, back.alike);
        for (one, other) in forth.fields.iter().flat_map(|one| back.fields.iter().map(move |other| (one, other))) {
            if one.path == other.path {
                assert_eq!((&one.left, &one.right), (&other.right, &other.left), "{} of {name}", one.path);
            }
        }
    }
}

/// Every place of every object, and of those on one side the object. Namespaces and names may differ with the environment.
fn places(found: &Environments) -> BTreeSet<String> {
    let all = found.objects.iter().enumerate().flat_map(|(at, object)| {
        let of = format!("{at} {}", object.id.kind);
        let places = object.changes.iter().map(|change| format!("{of} {}", change.path)).collect::<Vec<_>>();
        places.into_iter().chain(std::iter::once(of))
    });
    all.collect()
}

#[test]
fn an_environment_does_not_differ_from_itself() {
    let example = Path::new("examples/production");
    let compiled = compiled(example);
    lowered(example, &compiled, |input| {
        for index in 0..input.environments.len() {
            let found = between(input, index, index).unwrap();
            assert_eq!((found.fields.len(), found.objects.len()), (0, 0));
            assert!(found.alike > 10);
        }
    });
}

#[test]
fn json_comes_back_as_it_went() {
    for (name, forth, _) in pairs() {
        let document = json::environments(&forth);
        let read: json::Environments = serde_json::from_str(&print::environments(&forth, Notation::Json)).unwrap();
        assert_eq!(read, document, "{name}");
        let written: usize = read.objects.iter().map(|object| object.changes.len()).sum();
        let found: usize = forth.objects.iter().map(|object| object.changes.len()).sum();
        assert_eq!(written, found, "{name}");
    }
}

#[test]
fn what_differs_does_not_depend_on_where_the_stack_lies() {
    let (here, elsewhere) = (Path::new("examples/todo-app"), tempfile::tempdir().unwrap());
    copy(here, elsewhere.path());
    let told = |path: &Path| {
        let compiled = compiled(path);
        let told = |input: &Input<'_>| print::environments(&between(input, 0, 1).unwrap(), Notation::Json);
        lowered(path, &compiled, told).replace(&path.display().to_string(), "")
    };
    assert_eq!(told(here), told(elsewhere.path()));
}
