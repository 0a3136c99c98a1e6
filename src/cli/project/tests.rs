//! What is read of the disk, and what is not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test makes its folder")]

use super::Project;
use crate::companion::{Fault, LARGEST, Wanted};
use crate::source::FileId;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use tempfile::TempDir;

const STACK: &str = "stack app { }\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn names(project: &Project) -> Vec<&str> {
    let path = |id: FileId| project.links.get(&id).unwrap().path.to_str().unwrap();
    project.files.iter().map(|file| path(file.id)).collect()
}

fn companion(project: &Project, by: FileId, path: &str) -> Result<Vec<u8>, Fault> {
    let answers = project.companions([Wanted { by, path: path.into() }]);
    answers.into_values().next().unwrap()
}

#[test]
fn the_stack_comes_first_then_libraries_then_environments() {
    let files = [
        ("a.todostack", "environment a : production extends \"b.todostack\"\n"),
        ("b.todostack", "environment b : production extends \"m.todostack\"\n"),
        ("m.todostack", "stack app { }\nuse \"lib/z.todostack\"\n"),
        ("other.todostack", "stack other { }\n"),
        ("others.todostack", "environment o : production extends \"other.todostack\"\n"),
        ("unused.todostack", "# nobody uses this\n"),
        ("lib/z.todostack", "use \"y.todostack\"\n"),
        ("lib/y.todostack", ""),
    ];
    let folder = folder(&files);
    let all = ["m.todostack", "lib/z.todostack", "lib/y.todostack", "a.todostack", "b.todostack"];
    for start in ["m.todostack", "a.todostack", "b.todostack"] {
        let project = Project::load(&folder.path().join(start));
        assert_eq!(names(&project), all);
        assert_eq!(project.diagnostics, []);
        assert_eq!(project.asked.is_some(), start != "m.todostack");
    }
}

#[test]
fn texts_that_are_not_saved_stand_in_for_files() {
    let folder = folder(&[("app.todostack", STACK)]);
    let path = folder.path().join("new.todostack");
    let text = "environment new : development extends \"app.todostack\"\n".to_owned();
    let project = Project::load_with(&path, BTreeMap::from([(path.clone(), text)]));
    assert_eq!(names(&project), ["app.todostack", "new.todostack"]);
    assert_eq!(project.asked.and_then(|id| project.path(id)), Some(path));
}

#[test]
fn companions_are_relative_to_the_file_that_names_them() {
    let files = [
        ("app.todostack", "stack app { }\nuse \"lib/web.todostack\"\n"),
        ("lib/web.todostack", ""),
        ("lib/x", "lib"),
        ("x", "root"),
    ];
    let folder = folder(&files);
    let project = Project::load(folder.path());
    let [stack, library] = [0, 1].map(|index| project.files.get(index).unwrap().id);
    assert_eq!(companion(&project, stack, "x"), Ok(b"root".to_vec()));
    assert_eq!(companion(&project, stack, "./lib/../lib/x"), Ok(b"lib".to_vec()));
    assert_eq!(companion(&project, library, "x"), Ok(b"lib".to_vec()));
    assert_eq!(companion(&project, library, "../x"), Ok(b"root".to_vec()));
}

#[test]
fn what_is_no_file_of_the_project_is_refused() {
    let folder = folder(&[("app.todostack", STACK)]);
    fs::create_dir(folder.path().join("dir")).unwrap();
    File::create(folder.path().join("huge")).unwrap().set_len(LARGEST + 1).unwrap();
    let project = Project::load(folder.path());
    let stack = project.stack.unwrap();
    let outside = ["../x", "/etc/passwd", "dir/../../x", "dir/../../../etc/passwd"];
    for path in outside {
        assert_eq!(companion(&project, stack, path), Err(Fault::Outside), "{path}");
    }
    assert_eq!(companion(&project, stack, "dir"), Err(Fault::NotAFile("a folder")));
    assert_eq!(companion(&project, stack, ""), Err(Fault::NotAFile("a folder")));
    assert_eq!(companion(&project, stack, "missing"), Err(Fault::Missing));
    assert_eq!(companion(&project, stack, "app.todostack/x"), Err(Fault::Missing));
    assert_eq!(companion(&project, stack, "huge"), Err(Fault::TooLarge));
    assert!(matches!(companion(&project, stack, "nul\0"), Err(Fault::Refused(_))));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_of_the_project_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("key", "secret")]);
    let inside = folder(&[("app.todostack", STACK), ("real", "text")]);
    symlink(outside.path().join("key"), inside.path().join("out")).unwrap();
    symlink(outside.path(), inside.path().join("folder")).unwrap();
    symlink("real", inside.path().join("in")).unwrap();
    symlink("loop", inside.path().join("loop")).unwrap();
    let project = Project::load(inside.path());
    let stack = project.stack.unwrap();
    assert_eq!(companion(&project, stack, "in"), Ok(b"text".to_vec()));
    assert_eq!(companion(&project, stack, "out"), Err(Fault::Outside));
    assert_eq!(companion(&project, stack, "folder/key"), Err(Fault::Outside));
    assert!(matches!(companion(&project, stack, "loop"), Err(Fault::Refused(_))));
}

#[test]
fn a_broken_file_beside_the_stack_is_reported_and_not_part_of_it() {
    let folder = folder(&[("app.todostack", STACK), ("broken.todostack", "}\n"), ("fine.todostack", "# a note\n")]);
    let project = Project::load(&folder.path().join("app.todostack"));
    assert_eq!(names(&project), ["app.todostack"]);
    assert_eq!(project.diagnostics.len(), 1);
}

#[test]
fn a_file_is_named_as_it_was_given() {
    let folder = folder(&[("app.todostack", STACK)]);
    let project = Project::load(folder.path());
    let name = folder.path().join("app.todostack");
    assert_eq!(Path::new(&project.sources.get(project.stack.unwrap()).name), name);
}
