//! A project in two states, and what an output holds.

use crate::run::{Ran, TODOC, folder, run};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files of an output by path: whether each may be run, and its content. Todoc's list of them is one of them.
pub(crate) type Tree = BTreeMap<PathBuf, (bool, Vec<u8>)>;

/// The two states of the project.
pub(crate) const STATES: [&str; 2] = ["old", "new"];

/// A project in two states, each in a folder of its own, and one that is broken.
pub(crate) struct Shop {
    pub(crate) folder: tempfile::TempDir,
    /// What each state is built to.
    pub(crate) trees: [Tree; 2],
}

impl Shop {
    pub(crate) fn new() -> Self {
        let texts = [source("1.0.0", 0, "qa"), source("2.0.0", 4, "prod"), "stack shop { nonsense }\n".to_owned()];
        let folder = folder(&[
            ("old/shop.todostack", texts[0].as_bytes()),
            ("new/shop.todostack", texts[1].as_bytes()),
            ("broken/shop.todostack", texts[2].as_bytes()),
        ]);
        let mut shop = Self { folder, trees: [Tree::new(), Tree::new()] };
        shop.trees = STATES.map(|state| {
            let out = shop.folder.path().join("fresh").join(state);
            shop.build(state, &out).tells(0, "");
            tree(&out)
        });
        assert!(shop.trees.iter().all(|tree| tree.len() > 50));
        shop
    }

    /// The command that builds a state into a folder.
    pub(crate) fn command(&self, state: &str, out: &Path) -> Command {
        let mut command = Command::new(TODOC);
        command.args(["build", state, "--out"]).arg(out).current_dir(self.folder.path());
        command
    }

    pub(crate) fn build(&self, state: &str, out: &Path) -> Ran {
        run(&mut self.command(state, out))
    }

    /// Runs the next command: it builds nothing, so what it leaves is what it found and mended.
    #[track_caller]
    pub(crate) fn look(&self, out: &Path) -> Tree {
        self.build("broken", out).tells(1, "unexpected `nonsense`");
        for name in ["stage", "commit", "done"] {
            assert!(!out.join(".todoc").join(name).exists(), "{name} is left");
        }
        tree(out)
    }

    /// Which state an output is in.
    #[track_caller]
    pub(crate) fn state_of(&self, tree: &Tree) -> usize {
        let state = self.trees.iter().position(|own| own == tree);
        state.unwrap_or_else(|| panic!("a mix: {}", differences(tree, &self.trees)))
    }
}

/// Services that differ in their images, and some in their names too; two environments, of which one differs.
fn source(version: &str, first: usize, environment: &str) -> String {
    let mut text = "stack shop { }\n".to_owned();
    for number in first..first + 16 {
        let _ = writeln!(text, "service web{number} {{ image = \"web:{version}\"  port = 80 }}");
    }
    text + &format!("environment dev : development {{ }}\nenvironment {environment} : development {{ }}\n")
}

/// What differs from each of the states, for a test that fails.
fn differences(tree: &Tree, states: &[Tree]) -> String {
    let mut told = String::new();
    for (state, own) in STATES.iter().zip(states) {
        let differs = |path: &&PathBuf| tree.get(*path) != own.get(*path);
        let paths: Vec<_> = own.keys().chain(tree.keys()).filter(differs).collect();
        let _ = writeln!(told, "not {state}, for {paths:?} differ");
    }
    told
}

/// What an output holds; nothing where there is none.
pub(crate) fn tree(out: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            if metadata.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(out).unwrap().to_owned();
            if !name.starts_with(".todoc") || name.ends_with("files.sha256") {
                let executable = metadata.permissions().mode() & 0o100 != 0;
                tree.insert(name, (executable, fs::read(&path).unwrap()));
            }
        }
    }
    tree
}
