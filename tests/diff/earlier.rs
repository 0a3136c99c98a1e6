//! Against an output on the disk: the same one, a damaged one, and none.

use crate::fixtures::{copy, entries};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use todoc::diagnostics::Code;

fn todoc(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_todoc")).args(words).output().unwrap()
}

/// What `--against` prints of an example, and how it ends.
fn against(output: &Path, example: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let words = ["diff", "--against", output.to_str().unwrap(), example.to_str().unwrap()];
    let output = todoc(&[&words, more].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn nothing_changes_over_an_output_of_the_same_stack() {
    for example in entries(Path::new("examples")).iter().filter(|path| path.is_dir()) {
        let (code, told, _) = against(&example.join("rendered"), example, &[]);
        assert_eq!(code, Some(0), "{}", example.display());
        assert_eq!(told.lines().skip(1).collect::<Vec<_>>(), ["nothing changes"], "{}", example.display());
    }
}

#[test]
fn one_environment_alone_is_compared_where_that_is_asked() {
    let (example, output) = (Path::new("examples/production"), Path::new("examples/todo-app/rendered"));
    let (code, told, _) = against(output, example, &["--env", "staging"]);
    assert_eq!(code, Some(0));
    assert!(
        told.contains("\nstaging: ") && !told.contains("\nproduction: ") && !told.contains("no longer an environment")
    );
    let (_, of_file, _) = against(output, &example.join("staging.todostack"), &[]);
    assert_eq!(told, of_file);
    let (_, all, _) = against(output, example, &[]);
    assert!(
        all.contains("development: not in the earlier output") && all.contains("prod: no longer an environment"),
        "{all}"
    );
}

#[test]
fn a_folder_that_is_no_output_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new("examples/todo-app");
    for output in [folder.path().join("none"), folder.path().to_owned()] {
        let (code, printed, told) = against(&output, example, &[]);
        assert_eq!((code, printed.as_str()), (Some(1), ""));
        assert!(told.contains(Code::E0921.id()), "{told}");
    }
}

#[test]
fn a_damaged_output_is_told_file_by_file_and_nothing_is_compared() {
    let example = Path::new("examples/todo-app");
    let damages = [
        ("manifests/dev/backend.yaml", "a: [", "is no YAML"),
        ("manifests/dev/backend.yaml", "just text\n", "document 1 is no object"),
        (
            "manifests/dev/backend.yaml",
            "apiVersion: v1\nkind: Secret\ndata: {a: aHVudGVyMg==}\n",
            "document 1 is no object",
        ),
        (
            "manifests/dev/more.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: todo-app-backend, namespace: default}\n",
            "as well",
        ),
        ("manifests/prod/backend.yaml", "a: &a [*a, *a]\n", "backend.yaml"),
    ];
    for (path, text, expected) in damages {
        let folder = tempfile::tempdir().unwrap();
        copy(&example.join("rendered"), folder.path());
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        let (code, printed, told) = against(folder.path(), example, &[]);
        assert_eq!((code, printed.as_str()), (Some(1), ""), "{text}");
        assert!(told.contains(Code::E0922.id()) && told.contains(expected), "{told}");
        assert!(!told.contains("aHVudGVyMg"), "{told}");
    }
}

#[test]
fn what_a_killed_build_has_left_must_be_ended_first() {
    let example = Path::new("examples/todo-app");
    let folder = tempfile::tempdir().unwrap();
    copy(&example.join("rendered"), folder.path());
    fs::create_dir_all(folder.path().join(".todoc")).unwrap();
    fs::write(folder.path().join(".todoc/commit"), "").unwrap();
    let (code, printed, told) = against(folder.path(), example, &[]);
    assert_eq!((code, printed.as_str()), (Some(1), ""), "{told}");
    assert!(told.contains("is no record of a commit"), "{told}");
}

#[test]
fn bytes_that_are_no_text_end_in_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("manifests/dev")).unwrap();
    fs::write(folder.path().join("manifests/dev/a.yaml"), [0xff, 0xfe, 0x00]).unwrap();
    fs::write(folder.path().join("manifests/dev/deep.yaml"), "[".repeat(100_000)).unwrap();
    let (code, _, told) = against(folder.path(), Path::new("examples/todo-app"), &[]);
    assert_eq!((code, told.matches(Code::E0922.id()).count()), (Some(1), 2), "{told}");
}
