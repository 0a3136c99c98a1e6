//! An output that is a link.

use crate::shop::{STATES, Shop, tree};
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn an_output_behind_links_is_written_and_the_links_stay() {
    let shop = Shop::new();
    let top = shop.folder.path();
    fs::create_dir_all(top.join("far/away")).unwrap();
    symlink("far/away", top.join("near")).unwrap();
    symlink(top.join("near"), top.join("dist")).unwrap();
    for state in [0, 1, 0] {
        shop.build(STATES[state], &top.join("dist")).tells(0, "");
        assert_eq!(shop.state_of(&tree(&top.join("far/away"))), state);
    }
    for link in ["near", "dist"] {
        assert!(fs::symlink_metadata(top.join(link)).unwrap().is_symlink(), "{link} is a link no more");
    }
}

#[test]
fn links_that_lead_to_no_folder_are_told() {
    let shop = Shop::new();
    let top = shop.folder.path();
    for (name, target) in [("nowhere", "missing"), ("self", "self"), ("file", "old/shop.todostack")] {
        symlink(target, top.join(name)).unwrap();
        let ran = shop.build("old", &top.join(name));
        assert!(ran.is_orderly() && ran.code.is_some_and(|code| code > 0), "{name}: {ran:?}");
        assert!(ran.stderr.contains(name) && ran.stderr.contains("error[E091"), "{name}: {}", ran.stderr);
        assert!(fs::symlink_metadata(top.join(name)).unwrap().is_symlink());
        assert!(!top.join("missing").exists(), "a folder was made behind a link");
    }
}
