//! `examples/NAME/rendered/` is what `todoc build` writes for the example, for everyone to browse; without todoc's own books.
//!
//! `TODOC_UPDATE=1 cargo test --test golden` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod fixtures;

use fixtures::{copy, entries};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files by their path, with `/`, below the folder that they were found in.
type Tree = BTreeMap<String, Vec<u8>>;

#[test]
fn what_is_committed_is_what_is_built() {
    let update = std::env::var_os("TODOC_UPDATE").is_some();
    let examples: Vec<PathBuf> = entries(Path::new("examples")).into_iter().filter(|path| path.is_dir()).collect();
    assert!(!examples.is_empty());
    for example in examples {
        let (out, rendered) = (tempfile::tempdir().unwrap(), example.join("rendered"));
        build(&example, out.path());
        fs::remove_dir_all(out.path().join(".todoc")).unwrap();
        if update {
            let _ = fs::remove_dir_all(&rendered);
            copy(out.path(), &rendered);
        }
        let (built, committed) = (tree(out.path()), tree(&rendered));
        assert!(built.keys().any(|path| path.ends_with("/Chart.yaml")), "{} has a chart", example.display());
        let stale = differences(&built, &committed);
        assert!(stale.is_empty(), "{}: run `TODOC_UPDATE=1 cargo test --test golden`:\n{stale}", rendered.display());
    }
}

fn build(example: &Path, out: &Path) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_todoc")).arg("build").arg(example).arg("--out").arg(out).output().unwrap();
    assert!(output.status.success(), "{}: {}", example.display(), String::from_utf8_lossy(&output.stderr));
}

fn tree(root: &Path) -> Tree {
    let mut files = Tree::new();
    if root.is_dir() {
        collect(root, "", &mut files);
    }
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Tree) {
    for path in entries(folder) {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

/// A line for each file that is not as it was built, with the first line that differs.
fn differences(built: &Tree, committed: &Tree) -> String {
    let names: std::collections::BTreeSet<&String> = built.keys().chain(committed.keys()).collect();
    let told = names.into_iter().filter_map(|name| match (built.get(name), committed.get(name)) {
        (Some(new), Some(old)) if new == old => None,
        (Some(new), Some(old)) => Some(format!("{name}: {}\n", first_difference(old, new))),
        (Some(_), None) => Some(format!("{name} is missing\n")),
        (None, _) => Some(format!("{name} is stale\n")),
    });
    told.collect()
}

fn first_difference(old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let pairs = old.lines().zip(new.lines()).enumerate();
    let first = pairs.map(|(at, (old, new))| (at + 1, old, new)).find(|(_, old, new)| old != new);
    first.map_or_else(|| "one ends earlier".to_owned(), |(at, old, new)| format!("line {at}: `{old}` became `{new}`"))
}
