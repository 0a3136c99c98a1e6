//! Real file systems that are small, read-only, or mounted in an odd place. They are mounted in a namespace of their own
//! (`unshare -rm`), so nobody else sees them and none is left, whatever becomes of the test.

use crate::run::Ran;
use crate::shop::{STATES, Shop, tree};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// Tells a test that it runs in such a namespace.
const INSIDE: &str = "TODOC_INSIDE_NAMESPACE";

/// Runs a test of this module in a namespace.
fn inside(test: &str, body: impl FnOnce(&Shop)) {
    if std::env::var_os(INSIDE).is_some() {
        return body(&Shop::new());
    }
    let may = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    let why = match may {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Some(error.to_string()),
    };
    assert!(
        why.is_none(),
        "these tests mount file systems, for which `unshare -rm` must work: run them on Linux as root, or where users may make \
         namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0): {why:?}"
    );
    let mut command = Command::new("unshare");
    command.arg("-rm").arg(std::env::current_exe().unwrap()).args([
        "--exact",
        &format!("mounts::{test}"),
        "--nocapture",
    ]);
    let output = command.env(INSIDE, "1").output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
    println!("{told}");
}

fn mount(arguments: &[&str], at: &Path) {
    assert!(Command::new("mount").args(arguments).arg(at).status().unwrap().success(), "mount {arguments:?}");
}

/// A file system in memory, so large.
fn small_disk(at: &Path) {
    fs::create_dir_all(at).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=16m", "none"], at);
}

/// How much of a disk is used: of what `df` calls so.
fn used(at: &Path, column: &str) -> usize {
    let output = Command::new("df").args(["-k", &format!("--output={column}")]).arg(at).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap()
}

/// Builds the new state with more and more left of what a disk has, until it succeeds. Returns how often it did not.
fn fill(shop: &Shop, out: &Path, column: &str, limit: impl Fn(usize) -> String, enough: &str, step: usize) -> usize {
    for count in 0..1_000 {
        shop.build(STATES[0], out).tells(0, "");
        mount(&["-o", &format!("remount,{}", limit(used(out, column) + count * step))], out);
        let ran = shop.build(STATES[1], out);
        let state = shop.state_of(&tree(out));
        if ran.code == Some(0) {
            assert_eq!(state, 1);
            return count;
        }
        refused(&ran, "no space is left on the disk");
        assert_eq!(state, 0, "a build that failed leaves the old output: {ran:?}");
        mount(&["-o", &format!("remount,{enough}")], out);
        assert_eq!(shop.state_of(&shop.look(out)), 0);
    }
    panic!("it never succeeds");
}

#[track_caller]
fn refused(ran: &Ran, why: &str) {
    assert!(ran.is_orderly() && ran.code == Some(2), "{ran:?}");
    assert!(ran.stderr.contains(why) && ran.stderr.contains("error[E0911]"), "{}", ran.stderr);
}

#[test]
fn a_full_disk_leaves_the_old_output() {
    inside("a_full_disk_leaves_the_old_output", |shop| {
        let out = shop.folder.path().join("dist");
        small_disk(&out);
        let of_space = fill(shop, &out, "used", |kilobytes| format!("size={kilobytes}k"), "size=16m", 24);
        let of_files = fill(shop, &out, "iused", |files| format!("nr_inodes={files}"), "nr_inodes=4k", 8);
        assert!(of_space > 3 && of_files > 3, "{of_space} {of_files}");
        println!("{of_space} builds had too little space, {of_files} too few files: each left the old output");
    });
}

#[test]
fn a_full_disk_has_no_part_of_a_first_build() {
    inside("a_full_disk_has_no_part_of_a_first_build", |shop| {
        let disk = shop.folder.path().join("disk");
        small_disk(&disk);
        mount(&["-o", "remount,size=96k"], &disk);
        refused(&shop.build(STATES[0], &disk.join("dist")), "no space is left on the disk");
        assert_eq!(fs::read_dir(&disk).unwrap().count(), 0, "something is left");
    });
}

#[test]
fn a_disk_that_is_read_only_is_told_and_read() {
    inside("a_disk_that_is_read_only_is_told_and_read", |shop| {
        let out = shop.folder.path().join("dist");
        small_disk(&out);
        shop.build(STATES[0], &out).tells(0, "");
        mount(&["-o", "remount,ro"], &out);
        refused(&shop.build(STATES[1], &out), "the file system is read-only");
        assert_eq!(shop.state_of(&tree(&out)), 0);
    });
}

#[test]
fn an_output_may_be_a_mount_or_a_link_to_one() {
    inside("an_output_may_be_a_mount_or_a_link_to_one", |shop| {
        let disk = shop.folder.path().join("disk");
        small_disk(&disk);
        let link = shop.folder.path().join("link");
        symlink("disk", &link).unwrap();
        for (out, state) in [(&disk, 0), (&link, 1), (&disk, 0), (&link, 0)] {
            shop.build(STATES[state], out).tells(0, "");
            assert_eq!(shop.state_of(&tree(&disk)), state);
        }
    });
}

#[test]
fn a_mount_within_an_output_leaves_the_old_one_and_is_told() {
    inside("a_mount_within_an_output_leaves_the_old_one_and_is_told", |shop| {
        let out = shop.folder.path().join("dist");
        shop.build(STATES[0], &out).tells(0, "");
        let (manifests, old) = (out.join("manifests"), tree(&out.join("manifests")));
        mount(&["-t", "tmpfs", "-o", "size=16m", "none"], &manifests);
        for (path, (_, content)) in &old {
            fs::create_dir_all(manifests.join(path).parent().unwrap()).unwrap();
            fs::write(manifests.join(path), content).unwrap();
        }
        refused(&shop.build(STATES[1], &out), "it lies on another disk than the rest of the output");
        assert_eq!(shop.state_of(&tree(&out)), 0);
    });
}
