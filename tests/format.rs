//! The formatter: files of `tests/format` have their layout beside them, and its laws hold for every source of the repository, also
//! with mistakes in it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the disk")]

#[path = "support/fences.rs"]
mod fences;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod fixtures;
#[path = "laws/layout.rs"]
mod layout;
#[path = "support/mutate.rs"]
mod mutate;

use fences::fences;
use fixtures::{entries, snapshot, stem};
use layout::{hold, laid_out, tree};
use mutate::{XorShift, mutate};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn fixtures_have_their_layout_beside_them() {
    let folder = Path::new("tests/format");
    for path in sources(folder) {
        snapshot(folder, &stem(&path), &laid_out(&fs::read_to_string(&path).unwrap()));
    }
}

#[test]
fn every_source_of_the_repository_keeps_its_meaning() {
    for path in every_source() {
        hold(&fs::read_to_string(&path).unwrap(), &path.display().to_string());
    }
}

#[test]
fn every_source_is_in_the_layout() {
    let all = ["examples", "src", "tests", "benches"].iter().flat_map(|folder| sources(Path::new(folder)));
    let mut seen = 0;
    for path in all.filter(|path| !is_spelt_on_purpose(path)) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        // What is broken on purpose stays as it is.
        if tree(&text).1 {
            assert_eq!(laid_out(&text), text, "{}: `todoc fmt` lays it out", path.display());
            seen += 1;
        }
    }
    assert!(seen > 300, "only {seen} sources");
    for page in ["README.md", "docs/language.md"] {
        let fences = fences(&fs::read_to_string(page).unwrap());
        let sources = fences.iter().filter(|fence| matches!(fence.info.as_str(), "todostack" | "todostack,part"));
        sources.for_each(|fence| assert_eq!(laid_out(&fence.text), fence.text, "{page}:{}", fence.line));
    }
}

/// Whether a fixture shows how something may be spelt: what parsers, findings, layouts and editors see of it, or what commands make of
/// it that change sources.
fn is_spelt_on_purpose(path: &Path) -> bool {
    let about_spelling = ["tests/syntax", "tests/diagnostics", "tests/format", "tests/editors"];
    let changed = |folder: &Path| {
        fs::read_to_string(folder.join("cmd"))
            .is_ok_and(|commands| commands.contains("todoc fmt") || commands.contains("--fix"))
    };
    about_spelling.iter().any(|folder| path.starts_with(folder)) || path.ancestors().any(changed)
}

#[test]
fn sources_with_mistakes_keep_them() {
    let seeds: Vec<String> = every_source().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut random = XorShift(0x9E37_79B9_7F4A_7C15);
    for round in 0..2000 {
        hold(&mutate(&seeds[round % seeds.len()], &mut random), &format!("round {round}"));
    }
}

#[test]
fn a_byte_order_mark_behind_the_start_is_a_mistake_that_stays() {
    for text in [
        "a =  \u{FEFF}\n   one\n",
        "\u{FEFF}service a { }\u{FEFF}\n",
        "\u{FEFF}\u{FEFF}service a { }\n",
        "\n\u{FEFF}# c\nservice a { }\n",
    ] {
        hold(text, &format!("{text:?}"));
    }
    assert_eq!(laid_out("a =  \u{FEFF}\n   one\n"), "a =  \u{FEFF}\none\n");
}

#[test]
fn a_text_that_is_never_closed_keeps_its_last_line() {
    for text in
        ["use\n      \"\"\"\n\nservice web { image = proxy }\n", "environment a extends '''\n\n", "a = \"\"\"\n\n"]
    {
        hold(text, &format!("{text:?}"));
    }
}

fn every_source() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["examples", "tests"].iter().flat_map(|folder| sources(Path::new(folder))).collect();
    found.retain(|path| fs::read_to_string(path).is_ok());
    assert!(found.len() > 300);
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "todostack") {
            found.push(path);
        }
    }
    found
}
