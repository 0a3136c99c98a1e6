//! Folders and files that todoc may not write or read.

use crate::run::{Ran, TODOC, run};
use crate::shop::{STATES, Shop, tree};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A user who owns nothing.
const NOBODY: u32 = 65_534;

/// A project, an output, and somebody who may not do everything.
struct Somebody {
    shop: Shop,
    out: PathBuf,
    program: PathBuf,
    is_root: bool,
}

impl Somebody {
    fn new() -> Self {
        let shop = Shop::new();
        let top = shop.folder.path().to_owned();
        let is_root = chown(&top, Some(0), Some(0)).is_ok();
        // To where anybody finds it.
        let program = top.join("todoc");
        fs::copy(TODOC, &program).unwrap();
        mode(&top, 0o755);
        let out = top.join("home/dist");
        fs::create_dir(top.join("home")).unwrap();
        let somebody = Self { shop, out, program, is_root };
        somebody.own(&top.join("home"));
        somebody.build(0).tells(0, "");
        somebody
    }

    /// Gives somebody a file or folder.
    fn own(&self, path: &Path) {
        if self.is_root {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }

    fn build(&self, state: usize) -> Ran {
        let mut command = Command::new(&self.program);
        command.args(["build", STATES[state], "--out"]).arg(&self.out).current_dir(self.shop.folder.path());
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        run(&mut command)
    }

    /// Builds the new state where something is forbidden: all of it is there, or nothing and it is told. Whether it was refused.
    fn try_new(&self, what: &str) -> bool {
        let ran = self.build(1);
        let refused = ran.code != Some(0);
        if refused {
            assert!(ran.is_orderly() && ran.code == Some(2), "{what}: {ran:?}");
            assert!(ran.stderr.contains("permission denied") && ran.stderr.contains("E0911"), "{what}: {ran:?}");
        }
        assert_eq!(self.shop.state_of(&tree(&self.out)), usize::from(!refused), "{what}: {ran:?}");
        refused
    }

    /// And once it is allowed, it goes on.
    fn go_on(&self) {
        for state in [1, 0] {
            self.build(state).tells(0, "");
            assert_eq!(self.shop.state_of(&tree(&self.out)), state);
        }
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn folders(folder: &Path, into: &mut Vec<PathBuf>) {
    into.push(folder.to_owned());
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            folders(&entry.path(), into);
        }
    }
}

#[test]
fn a_folder_that_may_not_be_written_leaves_the_old_output() {
    let somebody = Somebody::new();
    let mut all = Vec::new();
    folders(&somebody.out, &mut all);
    assert!(all.len() > 5);
    let mut refused = 0;
    for folder in all {
        mode(&folder, 0o555);
        refused += usize::from(somebody.try_new(&format!("{} is read-only", folder.display())));
        mode(&folder, 0o755);
        somebody.go_on();
    }
    assert!(refused > 3, "only {refused} are refused");
}

#[test]
fn files_of_another_user_leave_the_old_output() {
    let somebody = Somebody::new();
    let templates = somebody.out.join("shop/templates");
    let file = templates.join("deployment-web0.yaml");
    mode(&file, 0o000);
    let ran = somebody.build(1);
    assert!(ran.is_orderly() && ran.code == Some(2) && ran.stderr.contains("permission denied"), "{ran:?}");
    mode(&file, 0o644);
    assert_eq!(somebody.shop.state_of(&tree(&somebody.out)), 0);
    let books = somebody.out.join(".todoc");
    mode(&books.join("lock"), 0o444);
    assert!(somebody.try_new("the lock is read-only"));
    mode(&books.join("lock"), 0o644);
    somebody.go_on();
    // As in `/tmp`: who may make files there may not move those of others. Only one who is root can be somebody else too.
    if somebody.is_root {
        for entry in fs::read_dir(&templates).unwrap().map(Result::unwrap) {
            chown(entry.path(), Some(0), Some(0)).unwrap();
        }
        chown(&templates, Some(0), Some(0)).unwrap();
        mode(&templates, 0o1777);
        let ran = somebody.build(1);
        assert!(ran.is_orderly() && ran.code == Some(2), "{ran:?}");
        assert_eq!(somebody.shop.state_of(&tree(&somebody.out)), 0, "{ran:?}");
    }
}

#[test]
fn a_place_where_no_folder_can_be_made_is_left_as_it_is() {
    let mut somebody = Somebody::new();
    let home = somebody.shop.folder.path().join("home");
    somebody.out = home.join("a/b/dist");
    mode(&home, 0o555);
    let ran = somebody.build(0);
    assert!(ran.is_orderly() && ran.code == Some(2) && ran.stderr.contains("permission denied"), "{ran:?}");
    assert!(!home.join("a").exists());
    mode(&home, 0o755);
    somebody.build(0).tells(0, "");
}
