//! Writing an output: what is touched and what is not, and that a kill at any moment leaves the old or the new one whole.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the disk")]

#[path = "emit/kills.rs"]
mod kills;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use todoc::diagnostics::{Code, Diagnostic};
use todoc::emit::{self, Change, EmitError, OutFile, Output, Owned, Part};

/// The files and folders below `out` with their content, without todoc's books.
fn tree(out: &Path) -> BTreeMap<String, String> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() && name != ".todoc" {
                found.insert(format!("{name}/"), String::new());
                walk(&entry.path(), &format!("{name}/"), found);
            } else if name != ".todoc" {
                found.insert(name, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(out, "", &mut found);
    found
}

fn output(files: &[(&str, &str)]) -> Output {
    let owned = ["app", "manifests", "map.json", "extra.json"].map(|path| Owned::Path(path.into()));
    Output { files: files.iter().map(|&(path, text)| OutFile::new(path, text)).collect(), owned: owned.into() }
}

fn old() -> Output {
    output(&[
        ("app/Chart.yaml", "name: app\n"),
        ("app/templates/web.yaml", "one\n"),
        ("app/templates/gone.yaml", "gone\n"),
        ("manifests/dev/web.yaml", "dev\n"),
        ("manifests/qa/deep/web.yaml", "qa\n"),
        ("map.json", "{}\n"),
    ])
}

/// Unchanged, changed, new, new folders, and removed ones.
fn new() -> Output {
    output(&[
        ("app/Chart.yaml", "name: app\n"),
        ("app/templates/web.yaml", "two\n"),
        ("manifests/dev/web.yaml", "dev 2\n"),
        ("manifests/dev/db.yaml", "db\n"),
        ("manifests/prod/a/web.yaml", "prod\n"),
        ("manifests/prod/b/web.yaml", "prod\n"),
        ("extra.json", "[]\n"),
    ])
}

fn written(output: &Output) -> BTreeMap<String, String> {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), output).unwrap();
    tree(scratch.path())
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn age(path: &Path) {
    fs::File::options().write(true).open(path).unwrap().set_modified(UNIX_EPOCH + Duration::from_secs(1)).unwrap();
}

fn is_aged(path: &Path) -> bool {
    fs::metadata(path).unwrap().modified().unwrap() == UNIX_EPOCH + Duration::from_secs(1)
}

fn part(name: &str, written: usize, unchanged: usize, removed: usize) -> Part {
    Part { name: name.into(), written, unchanged, removed }
}

#[test]
fn a_fresh_output_holds_exactly_the_files() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("not/yet/dist");
    let report = emit::write(&out, &old()).unwrap();
    assert_eq!(report.parts, [part("app", 3, 0, 0), part("manifests", 2, 0, 0), part("map.json", 1, 0, 0)]);
    let files: BTreeMap<_, _> = tree(&out).into_iter().filter(|(path, _)| !path.ends_with('/')).collect();
    assert_eq!(files, old().files.into_iter().map(|file| (file.path, file.text)).collect());
    let books: Vec<_> = fs::read_dir(out.join(".todoc")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(books.len(), 2, "the lock and the index: {books:?}");
}

#[test]
fn the_same_output_again_changes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    for path in ["app/Chart.yaml", "map.json", ".todoc/files.sha256"] {
        age(&scratch.path().join(path));
    }
    let report = emit::write(scratch.path(), &old()).unwrap();
    assert!(report.is_unchanged());
    for path in ["app/Chart.yaml", "map.json", ".todoc/files.sha256"] {
        assert!(is_aged(&scratch.path().join(path)), "{path}");
    }
}

#[test]
fn another_output_leaves_unchanged_files_and_takes_stale_ones_with_their_folders() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    age(&scratch.path().join("app/Chart.yaml"));
    let report = emit::write(scratch.path(), &new()).unwrap();
    let parts =
        [part("app", 1, 1, 1), part("manifests", 4, 0, 1), part("extra.json", 1, 0, 0), part("map.json", 0, 0, 1)];
    assert_eq!(report.parts, parts);
    assert!(is_aged(&scratch.path().join("app/Chart.yaml")));
    assert_eq!(tree(scratch.path()), written(&new()));
}

#[test]
fn the_index_can_be_checked_by_sha256sum() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &output(&[("app/a", "x")])).unwrap();
    let index = fs::read_to_string(scratch.path().join(".todoc/files.sha256")).unwrap();
    assert_eq!(index, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  app/a\n");
}

#[test]
fn only_owned_places_lose_stale_files() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    let one = Output {
        files: vec![OutFile::new("manifests/dev/web.yaml", "dev\n")],
        owned: vec![
            Owned::Path("manifests/dev".into()),
            Owned::Except { folder: "manifests".into(), keep: vec!["dev".into(), "prod".into()] },
        ],
    };
    let report = emit::write(scratch.path(), &one).unwrap();
    assert_eq!(report.parts, [part("manifests", 0, 1, 1)], "qa is no environment any more");
    assert!(scratch.path().join("app/templates/gone.yaml").exists());
    assert!(!scratch.path().join("manifests/qa").exists());
    let report = emit::write(scratch.path(), &new()).unwrap();
    assert_eq!(report.parts.first(), Some(&part("app", 1, 1, 1)), "what was not asked for is still known");
}

#[test]
fn a_file_todoc_did_not_write_stays_even_inside_its_folders() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    put(&scratch.path().join("manifests/qa/deep/mine.txt"), "mine");
    put(&scratch.path().join("notes.txt"), "mine");
    emit::write(scratch.path(), &new()).unwrap();
    let mut expected = written(&new());
    for (path, text) in [
        ("manifests/qa/", ""),
        ("manifests/qa/deep/", ""),
        ("manifests/qa/deep/mine.txt", "mine"),
        ("notes.txt", "mine"),
    ] {
        expected.insert(path.into(), text.into());
    }
    assert_eq!(tree(scratch.path()), expected);
}

#[test]
fn an_edited_file_is_overwritten_but_an_edited_stale_one_is_kept_with_a_warning_each_time() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    put(&scratch.path().join("app/Chart.yaml"), "edited");
    put(&scratch.path().join("app/templates/gone.yaml"), "edited");
    for _ in 0..2 {
        let report = emit::write(scratch.path(), &new()).unwrap();
        assert_eq!(report.kept, ["app/templates/gone.yaml"]);
        assert_eq!(report.warnings().map(|warning| warning.code).collect::<Vec<_>>(), [Code::W0911]);
    }
    assert_eq!(fs::read_to_string(scratch.path().join("app/Chart.yaml")).unwrap(), "name: app\n");
    assert_eq!(fs::read_to_string(scratch.path().join("app/templates/gone.yaml")).unwrap(), "edited");
    emit::write(scratch.path(), &old()).unwrap();
    assert_eq!(tree(scratch.path()), written(&old()), "it is ours as soon as it is part of the output again");
}

#[test]
fn a_foreign_file_at_a_path_of_the_output_is_an_error_and_nothing_is_written() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("dist");
    put(&out.join("app/Chart.yaml"), "mine");
    put(&out.join("map.json"), "mine");
    let before = tree(&out);
    let error = emit::write(&out, &old()).unwrap_err();
    assert!(matches!(&error, EmitError::Foreign { others, .. } if others == &["map.json"]), "{error}");
    let found = Diagnostic::from(error);
    assert_eq!(found.code, Code::E0913);
    assert!(found.message.ends_with("app/Chart.yaml` was not written by todoc and would be overwritten"));
    assert_eq!(tree(&out), before);
    assert!(!out.join(".todoc").exists(), "not even todoc's own folder");
}

#[test]
fn a_foreign_file_with_the_same_content_is_taken_on() {
    let scratch = tempfile::tempdir().unwrap();
    emit::write(scratch.path(), &old()).unwrap();
    fs::remove_dir_all(scratch.path().join(".todoc")).unwrap();
    age(&scratch.path().join("map.json"));
    assert!(emit::write(scratch.path(), &old()).unwrap().is_unchanged());
    assert!(is_aged(&scratch.path().join("map.json")));
    emit::write(scratch.path(), &new()).unwrap();
    assert_eq!(tree(scratch.path()), written(&new()));
}

#[test]
fn a_failed_build_of_a_new_folder_leaves_no_folder() {
    let scratch = tempfile::tempdir().unwrap();
    put(&scratch.path().join("file"), "x");
    let error = emit::write(&scratch.path().join("file/dist"), &old()).unwrap_err();
    assert!(error.to_string().starts_with("cannot create `"), "{error}");
    let clash = output(&[("a", ""), ("a/b", "")]);
    let error = emit::write(&scratch.path().join("dist"), &clash).unwrap_err();
    assert_eq!(error.to_string(), "the output `a` would be both a file and a folder");
    assert_eq!(tree(scratch.path()).len(), 1);
}

#[test]
fn paths_that_leave_the_output_or_enter_the_books_are_refused() {
    let scratch = tempfile::tempdir().unwrap();
    for bad in ["../x", "/x", "a//b", "./a", "a/..", "", "a\\b", "C:x", "a\nb", ".todoc/files.sha256"] {
        let error = emit::write(scratch.path(), &output(&[(bad, "x")])).unwrap_err();
        assert_eq!(Diagnostic::from(error).code, Code::E0915, "{bad:?}");
    }
    let twice = emit::write(scratch.path(), &output(&[("a", "1"), ("a", "2")])).unwrap_err();
    assert_eq!(twice.to_string(), "the output `a` would be written twice");
    assert!(tree(scratch.path()).is_empty());
}

#[test]
fn another_kind_of_thing_in_the_way_is_an_error_and_nothing_is_written() {
    for (in_the_way, message) in [
        ("map.json/x", "map.json` is a folder where todoc needs a file"),
        ("manifests/dev", "manifests/dev` is a file where todoc needs a folder"),
        (".todoc", ".todoc` is a file where todoc needs a folder"),
    ] {
        let scratch = tempfile::tempdir().unwrap();
        put(&scratch.path().join(in_the_way), "mine");
        let before = tree(scratch.path());
        let error = emit::write(scratch.path(), &old()).unwrap_err();
        assert!(error.to_string().ends_with(message), "{error}");
        assert_eq!(Diagnostic::from(error).code, Code::E0912);
        assert_eq!(tree(scratch.path()), before);
    }
}

#[test]
fn an_output_that_is_a_file_is_an_error() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("dist");
    put(&out, "mine");
    for error in [emit::write(&out, &old()).unwrap_err(), emit::check(&out, &old()).unwrap_err()] {
        assert!(error.to_string().ends_with("dist` is a file where todoc needs a folder"), "{error}");
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let scratch = tempfile::tempdir().unwrap();
    let (out, outside) = (scratch.path().join("dist"), scratch.path().join("outside"));
    for linked in ["manifests/dev", "manifests", "map.json", ".todoc"] {
        fs::create_dir_all(&outside).unwrap();
        emit::write(&out, &old()).unwrap();
        fs::rename(out.join(linked), outside.join("moved")).unwrap();
        std::os::unix::fs::symlink(outside.join("moved"), out.join(linked)).unwrap();
        let before = tree(&outside);
        let error = emit::write(&out, &new()).and_then(|_| emit::write(&out, &old())).unwrap_err();
        assert!(error.to_string().contains(&format!("{linked}` is a symbolic link where todoc needs a f")), "{error}");
        assert_eq!(Diagnostic::from(error).code, Code::E0912, "{linked}");
        assert_eq!(tree(&outside), before, "{linked}");
        fs::remove_dir_all(&out).unwrap();
        fs::remove_dir_all(&outside).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_output_itself_may_be_a_link() {
    let scratch = tempfile::tempdir().unwrap();
    let (out, real) = (scratch.path().join("dist"), scratch.path().join("real"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &out).unwrap();
    emit::write(&out, &old()).unwrap();
    assert_eq!(tree(&real), written(&old()));
    assert!(out.is_symlink());
}

#[cfg(unix)]
#[test]
fn a_script_is_executable_and_is_made_so_again() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = tempfile::tempdir().unwrap();
    let script = scratch.path().join("app/dev.sh");
    let output = Output { files: vec![OutFile::new("app/dev.sh", "#!/bin/sh\n").executable()], owned: vec![] };
    let mode = || fs::metadata(&script).unwrap().permissions().mode() & 0o111;
    emit::write(scratch.path(), &output).unwrap();
    assert_ne!(mode(), 0);
    fs::set_permissions(&script, fs::Permissions::from_mode(0o644)).unwrap();
    let differences = emit::check(scratch.path(), &output).unwrap();
    let texts: Vec<_> = differences.iter().map(emit::Difference::unified).collect();
    assert_eq!(texts, ["diff --git a/app/dev.sh b/app/dev.sh\nold mode 100644\nnew mode 100755\n"]);
    assert_eq!(emit::write(scratch.path(), &output).unwrap().parts, [part("app", 1, 0, 0)]);
    assert_ne!(mode(), 0);
}

#[test]
fn check_tells_what_write_would_do_and_writes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("dist");
    assert_eq!(emit::check(&out, &old()).unwrap().len(), old().files.len());
    assert!(!out.exists());
    emit::write(&out, &old()).unwrap();
    assert_eq!(emit::check(&out, &old()).unwrap(), []);
    let before = tree(&out);
    let differences = emit::check(&out, &new()).unwrap();
    assert_eq!(tree(&out), before);
    let changes: Vec<_> = differences.iter().map(|found| (found.path.as_str(), found.change)).collect();
    let expected = [
        ("app/templates/gone.yaml", Change::Remove),
        ("app/templates/web.yaml", Change::Modify),
        ("extra.json", Change::Add),
        ("manifests/dev/db.yaml", Change::Add),
        ("manifests/dev/web.yaml", Change::Modify),
        ("manifests/prod/a/web.yaml", Change::Add),
        ("manifests/prod/b/web.yaml", Change::Add),
        ("manifests/qa/deep/web.yaml", Change::Remove),
        ("map.json", Change::Remove),
    ];
    assert_eq!(changes, expected);
    let text: String = differences.iter().take(3).map(emit::Difference::unified).collect();
    assert_eq!(text, include_str!("emit/check.diff"));
}

#[test]
fn a_foreign_file_is_a_difference_to_check() {
    let scratch = tempfile::tempdir().unwrap();
    put(&scratch.path().join("app/a"), "mine\n");
    let differences = emit::check(scratch.path(), &output(&[("app/a", "ours\n")])).unwrap();
    let text: String = differences.iter().map(emit::Difference::unified).collect();
    assert_eq!(text, "diff --git a/app/a b/app/a\n--- a/app/a\n+++ b/app/a\n@@ -1 +1 @@\n-mine\n+ours\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_that_refuses_is_told_plainly() {
    let error = emit::write(Path::new("/proc/todoc-test/dist"), &old()).unwrap_err();
    let found = Diagnostic::from(error);
    assert_eq!(found.code, Code::E0911);
    assert!(found.message.starts_with("cannot create `/proc/todoc-test/dist"), "{}", found.message);
}
