//! Every code has a page that tells the truth, fixtures, and a place in the sources where it is found.
//!
//! A fixture is `tests/diagnostics/<CODE>/<claim>.todostack`, or a folder `<claim>/` of several files. It must yield its code;
//! what people see of it is the snapshot beside it. A comment `# todoc build --set NAME=VALUE` gives a param,
//! `# todoc build --image-metadata FILE` what a build of images told.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

#[path = "support/fences.rs"]
mod fences;
#[path = "support/fixtures.rs"]
mod fixtures;

use fences::fences;
use fixtures::{copy, entries, isolated, snapshot, stem};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use todoc::cli::args::Params;
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::given;
use todoc::cli::project::Project;
use todoc::diagnostics::render::render;
use todoc::diagnostics::{Code, Severity};

/// Codes that no text in a Markdown page can show, with the reason.
const WITHOUT_EXAMPLE: &[(Code, &str)] = &[(Code::E0001, "a page is UTF-8 text")];

/// What is found about a disk and not about a source: the code, the file of tests and the test in it that yields it.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (Code::E0911, "tests/emit.rs", "a_system_that_refuses_is_told_plainly"),
    (Code::E0912, "tests/emit.rs", "another_kind_of_thing_in_the_way_is_an_error_and_nothing_is_written"),
    (Code::E0913, "tests/emit.rs", "a_foreign_file_at_a_path_of_the_output_is_an_error_and_nothing_is_written"),
    (Code::E0914, "tests/emit/kills.rs", "a_record_that_todoc_did_not_write_is_not_followed"),
    (Code::E0915, "tests/emit.rs", "paths_that_leave_the_output_or_enter_the_books_are_refused"),
    (Code::E0921, "tests/diff/earlier.rs", "a_folder_that_is_no_output_is_told"),
    (Code::E0922, "tests/diff/earlier.rs", "a_damaged_output_is_told_file_by_file_and_nothing_is_compared"),
    (
        Code::W0911,
        "tests/emit.rs",
        "an_edited_file_is_overwritten_but_an_edited_stale_one_is_kept_with_a_warning_each_time",
    ),
];

#[test]
fn fixtures_yield_their_code_and_look_as_approved() {
    let root = Path::new("tests/diagnostics");
    let mut failures = Vec::new();
    for folder in entries(root).iter().filter(|path| path.is_dir()) {
        let code = Code::find(&stem(folder)).expect("a folder of fixtures is named for its code");
        for fixture in entries(folder).iter().filter(|path| is_fixture(path)) {
            let name = stem(fixture);
            let (codes, text) = check_fixture(fixture);
            if !codes.contains(&code) {
                failures.push(format!("{} does not yield {}:\n{text}", fixture.display(), code.id()));
            } else if isolated(|| snapshot(folder, &name, &text)).is_err() {
                failures.push(format!("{} is shown differently", fixture.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_code_has_a_fixture() {
    let missing = Code::ALL.iter().filter(|code| !is_elsewhere(**code)).filter(|code| {
        let folder = Path::new("tests/diagnostics").join(code.id());
        !folder.is_dir() || !entries(&folder).iter().any(|path| is_fixture(path))
    });
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&Code>::new());
}

#[test]
fn what_is_found_elsewhere_is_yielded_by_the_test_that_is_named() {
    for (code, path, name) in ELSEWHERE {
        let text = fs::read_to_string(path).unwrap();
        let (_, rest) = text.split_once(&format!("#[test]\nfn {name}() {{\n")).expect(name);
        let (body, _) = rest.split_once("\n}\n").unwrap();
        assert!(body.contains(&format!("Code::{}", code.id())), "{name} in {path} does not yield {}", code.id());
        let folder = Path::new("tests/diagnostics").join(code.id());
        assert!(!folder.exists(), "{} has fixtures, so it needs no test elsewhere", code.id());
    }
}

#[test]
fn every_page_is_titled_with_its_own_code_and_name() {
    for code in Code::ALL {
        let title = code.page().lines().next().unwrap_or_default();
        assert_eq!(title, format!("# {} · {}", code.id(), code.name()));
    }
}

#[test]
fn every_page_has_an_example_of_its_code_and_one_without_it() {
    for code in Code::ALL.iter().filter(|code| !is_elsewhere(**code)) {
        let examples = examples(*code);
        let fails = examples.iter().any(|example| example.code == Some(*code));
        let is_without = WITHOUT_EXAMPLE.iter().any(|(without, _)| without == code);
        assert_eq!(fails, !is_without, "{}: is there a failing example?", code.id());
        assert!(examples.iter().any(|example| example.code.is_none()), "{} shows no corrected example", code.id());
    }
}

/// What is found about a disk has no source that is right or wrong, but something to do about it.
#[test]
fn every_page_about_a_disk_says_what_to_do() {
    for (code, ..) in ELSEWHERE {
        let (_, advice) = code.page().split_once("\n## What to do\n").unwrap_or_default();
        assert!(advice.split_whitespace().count() > 5 && examples(*code).is_empty(), "{}", code.id());
    }
}

#[test]
fn examples_in_pages_yield_exactly_what_they_say() {
    let mut failures = Vec::new();
    for page in Code::ALL {
        for example in examples(*page) {
            let compiled = check_text(&example.text);
            let found = codes(&compiled, example.code);
            let expected = BTreeSet::from_iter(example.code);
            if found != expected {
                let (id, text) = (page.id(), render(&compiled.project.sources, &compiled.diagnostics, false));
                failures.push(format!("{id}.md:{}: expected {expected:?}\n{}\n{text}", example.line, example.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_code_is_found_somewhere_in_the_sources() {
    let mut sources = Vec::new();
    collect(Path::new("src"), &mut sources);
    let text: String = sources.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for code in Code::ALL {
        assert!(text.contains(&format!("Code::{}", code.id())), "nothing finds {}", code.id());
    }
}

fn is_elsewhere(code: Code) -> bool {
    ELSEWHERE.iter().any(|(known, ..)| *known == code)
}

fn is_fixture(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "todostack")
}

/// The codes that a fixture yields and the text people see, with paths relative to the fixture.
fn check_fixture(fixture: &Path) -> (BTreeSet<Code>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(fixture.file_name().unwrap());
    copy(fixture, &path);
    let compiled = check(&path);
    let text = render(&compiled.project.sources, &compiled.diagnostics, false);
    let codes = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    (codes, text.replace(&format!("{}/", folder.path().display()), ""))
}

/// Checks one text, or several cut by `//// path` lines.
fn check_text(text: &str) -> Compiled {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().join("app.todostack");
    let mut several = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("//// ") {
            several = true;
            path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "").unwrap();
        } else {
            let old = fs::read_to_string(&path).unwrap_or_default();
            fs::write(&path, old + line + "\n").unwrap();
        }
    }
    check(if several { folder.path() } else { &path })
}

/// Checks a project as its comments `# todoc … --set NAME=VALUE` and `--image-metadata FILE` say.
fn check(path: &Path) -> Compiled {
    let mut project = Project::load(path);
    let texts: Vec<String> = project.sources.iter().map(|(_, source)| source.text.clone()).collect();
    let commands = texts.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with("# todoc "));
    let options = commands.clone().flat_map(|line| line.split(" --set ").skip(1));
    let pairs = options.map(|option| option.split_once('=').unwrap());
    let set = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let files = commands.flat_map(|line| line.split(" --image-metadata ").skip(1));
    let image_metadata = files.map(|file| path.join(file.trim())).collect();
    let params = Params { set, set_file: Vec::new(), image_metadata };
    let given = given::read(&mut project, &params).unwrap();
    compile(project, &given)
}

/// What was found but notes; that an example has no stack or no probes is no matter unless it is about that.
fn codes(compiled: &Compiled, about: Option<Code>) -> BTreeSet<Code> {
    let beside = |code: Code| matches!(code, Code::E0905 | Code::E0404) && about != Some(code);
    let told = compiled.diagnostics.iter().filter(|found| found.severity > Severity::Note || about == Some(found.code));
    told.map(|found| found.code).filter(|code| !beside(*code)).collect()
}

/// An example in a page.
struct Example {
    /// What it must yield; none where it must be clean.
    code: Option<Code>,
    line: usize,
    text: String,
}

/// The fences `todostack` and `todostack,CODE` of a code's page.
fn examples(page: Code) -> Vec<Example> {
    let mut examples = Vec::new();
    for fence in fences(page.page()) {
        let mut words = fence.info.split(',');
        if words.next() == Some("todostack") {
            let code = words.next().map(|id| Code::find(id).expect("a fence names a code"));
            examples.push(Example { code, line: fence.line, text: fence.text });
        }
    }
    examples
}

/// Rust sources but for tests and the table itself.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") && stem(&path) != "tests" {
            into.push(path);
        }
    }
}
