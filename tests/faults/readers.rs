//! Commands that read an output where a build was killed: they end what it left first, and so read the old one or the new one.

use crate::run::{TODOC, run};
use crate::shop::{STATES, Shop, tree};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use todoc::emit::{self, OutFile, Output, Owned};

/// What is said of an output that a kill left before, or after, the point of no return.
const ENDS: [&str; 2] = ["took back in dist", "finished in dist"];

/// Commands that read the output `dist`: their words, without the path of the sources.
const READERS: [&[&str]; 4] = [
    &["build", "--check", "--out", "dist"],
    &["diff", "--against", "dist"],
    &["why", "dist/manifests/dev/web5.yaml:1"],
    &["images", "--env", "dev", "--out", "dist"],
];

#[test]
fn who_reads_an_output_ends_first_what_a_killed_build_has_left() {
    let shop = Shop::new();
    let out = shop.folder.path().join("dist");
    for (state, said) in ENDS.iter().enumerate() {
        let left = left_by_a_kill(&shop, state == 1);
        for words in READERS {
            copy(&left, &out);
            let ran = run(Command::new(TODOC).args(words).arg(STATES[state]).current_dir(shop.folder.path()));
            assert!(ran.is_orderly() && ran.stderr.contains(said), "{words:?} {ran:#?}");
            assert_eq!(shop.state_of(&tree(&out)), state, "{words:?}");
            assert_eq!(emit::recover(&out).unwrap(), None, "{words:?} left something");
            fs::remove_dir_all(&out).unwrap();
        }
    }
}

#[test]
fn who_prints_alone_leaves_it_alone() {
    let shop = Shop::new();
    let out = left_by_a_kill(&shop, true);
    let before = tree(&out);
    run(shop.command("new", &out).arg("--stdout")).tells(0, "");
    assert_eq!(tree(&out), before);
}

/// An output where a build of the new state over the old one was killed: while it wrote aside, or with some files in their places and
/// some not.
fn left_by_a_kill(shop: &Shop, is_recorded: bool) -> PathBuf {
    let out = shop.folder.path().join(if is_recorded { "recorded" } else { "begun" });
    let [old, new] = [0, 1].map(|state| output(shop, state));
    for changes in (1..).map(|step| step * 8) {
        emit::write(&out, &old).unwrap();
        assert!(emit::write_killed_after(changes, &out, &new).is_err(), "no kill leaves that");
        let has = |name: &str| out.join(".todoc").join(name).exists();
        let is_mixed = !shop.trees.contains(&tree(&out));
        if if is_recorded { has("commit") && is_mixed } else { has("stage") && !has("commit") } {
            break;
        }
    }
    out
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-R").args([from, to]).status().unwrap().success());
}

/// What `todoc build` writes of a state.
fn output(shop: &Shop, state: usize) -> Output {
    let files = shop.trees[state].iter().filter(|(path, _)| !path.starts_with(".todoc"));
    let files = files.map(|(path, (executable, content))| OutFile {
        path: path.to_str().unwrap().to_owned(),
        text: String::from_utf8(content.clone()).unwrap(),
        executable: *executable,
    });
    let owned = ["shop", "manifests", "images", "cluster"].map(|place| Owned::Path(place.to_owned()));
    Output { files: files.collect(), owned: owned.into() }
}
