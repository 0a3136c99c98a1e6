//! The files for editors, in real ones: what they paint, indent and fold is what the parser reads.
//!
//! `tests/run.sh` installs the editors and turns this on. The parts that are generated are held to the vocabulary by
//! `tests/docs.rs`, snippets to the program by `tests/snippets.rs`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test looks at the disk and runs the editors"
)]

#[path = "editors/carets.rs"]
mod carets;
#[path = "editors/engines.rs"]
mod engines;
#[path = "editors/oracle.rs"]
mod oracle;
#[path = "editors/words.rs"]
mod words;

use engines::{Editor, Seen, editors, output, tool};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use words::Words;

/// The files that are laid out as people read them.
static FORMATTED: LazyLock<Vec<String>> = LazyLock::new(|| files(&["examples", "tests/lower", "tests/editors/clean"]));

/// Files that are right, and laid out as nobody should.
static LOOSE: LazyLock<Vec<String>> = LazyLock::new(|| files(&["tests/editors/loose"]));

/// The files that say themselves how they are painted.
static CARETS: LazyLock<Vec<String>> = LazyLock::new(|| files(&["tests/editors/carets"]));

static EDITORS: LazyLock<Vec<Editor>> = LazyLock::new(|| editors(&[FORMATTED.as_slice(), &LOOSE, &CARETS].concat()));

#[test]
fn editors_paint_what_the_parser_reads() {
    let words = Words::new();
    let mut wrong = Vec::new();
    each_file(&[FORMATTED.as_slice(), &LOOSE].concat(), |editor, path, text, seen| {
        let classes = oracle::classes(path, text, &words);
        let mut byte = 0;
        assert_eq!(seen.lines.len(), text.lines().count(), "{} has other lines of {path}", editor.name);
        for (number, (line, pieces)) in text.lines().zip(&seen.lines).enumerate() {
            assert_eq!(line, pieces.iter().map(|(text, _)| text.as_str()).collect::<String>());
            for (piece, class) in pieces {
                let letters = piece.char_indices().filter(|(_, letter)| !letter.is_whitespace());
                let mut expected = letters.map(|(at, letter)| (letter, classes[byte + at]));
                if let Some((letter, expected)) =
                    expected.find(|(letter, expected)| !is_right(*letter, *expected, class))
                {
                    let place = format!("{}: {path}:{}: `{letter}` of `{piece}`", editor.name, number + 1);
                    wrong.push(format!("{place} is {class}, not {}", expected.unwrap_or("a sign")));
                }
                byte += piece.len();
            }
            byte += 1;
        }
    });
    assert!(wrong.is_empty(), "{} pieces, such as\n{}", wrong.len(), sample(&wrong));
}

/// Whether a class of an editor shows what the parser reads, or what a sign is that the parser only passes.
fn is_right(letter: char, expected: Option<&str>, class: &str) -> bool {
    let classes: &[&str] = match (expected, letter) {
        (Some("text"), _) => &["text", "quote", "escape", "edge"],
        (Some(expected), _) => return expected == class,
        (None, '{' | '}') => &["brace", "edge"],
        (None, '[' | ']') => &["bracket"],
        (None, '=') => &["assign"],
        (None, '.') => &["dot", "range"],
        (None, _) => &["plain"],
    };
    classes.contains(&class)
}

/// No class is there that no editor shows.
#[test]
fn every_class_is_seen() {
    for editor in EDITORS.iter() {
        let seen: BTreeSet<&str> =
            editor.files.values().flat_map(|seen| &seen.lines).flatten().map(|(_, class)| *class).collect();
        for (class, ..) in engines::CLASSES {
            assert!(seen.contains(class), "{} shows no {class}", editor.name);
        }
    }
}

#[test]
fn editors_paint_what_fixtures_say() {
    let mut wrong = Vec::new();
    each_file(&CARETS, |editor, path, text, seen| {
        let (differences, claims) = carets::differences(text, seen);
        assert!(claims > 5, "{path} claims {claims} things alone");
        wrong.extend(differences.into_iter().map(|difference| format!("{}: {path}:{difference}", editor.name)));
    });
    assert!(wrong.is_empty(), "{} claims, such as\n{}", wrong.len(), sample(&wrong));
}

#[test]
fn editors_indent_files_as_they_are_formatted() {
    let mut wrong = Vec::new();
    each_file(&FORMATTED, |editor, path, text, seen| {
        assert_eq!(seen.indented.len(), text.lines().count());
        for (number, (line, indented)) in text.lines().zip(&seen.indented).enumerate() {
            if line != indented {
                wrong.push(format!("{}: {path}:{}\n{line}\n{indented}", editor.name, number + 1));
            }
        }
    });
    assert!(wrong.is_empty(), "{} lines, such as\n{}", wrong.len(), sample(&wrong));
}

#[test]
fn vim_folds_what_spans_lines() {
    let mut wrong = Vec::new();
    each_file(&FORMATTED, |editor, path, text, seen| {
        if editor.name == "VS Code" {
            return;
        }
        for (number, (depth, level)) in oracle::depths(path, text).iter().zip(&seen.folds).enumerate() {
            if depth != level {
                wrong.push(format!("{}: {path}:{}: folded {level} deep, not {depth}", editor.name, number + 1));
            }
        }
    });
    assert!(wrong.is_empty(), "{} lines, such as\n{}", wrong.len(), sample(&wrong));
}

/// The whole of a file that is right, but laid out wrongly, and a file with two mistakes.
#[test]
fn vim_sets_comments_format_and_errors() {
    for (name, variable) in [("Vim", "TODOC_VIM"), ("Neovim", "TODOC_NEOVIM")] {
        let seen = settings(variable);
        let expected = json!({
            "places": [
                [2, 15, "E", 201, "`service` has no field `imag`"],
                [3, 10, "E", 202, "`port` takes a whole number from 1 to 65535, not the word `x`"],
            ],
            "formatted": ["stack a { }", "service api {", "  imag = \"nginx:1.29.0\"", "  port = x", "}"],
            "commented": if name == "Vim" { json!([]) } else { json!(["# stack a { }", "  # port = x"]) },
            "options": ["# %s", ":#", 2, 1, "manual"],
            "undone": 1,
        });
        assert_eq!(seen, expected, "{name}");
    }
}

fn settings(variable: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let (file, written) = (folder.path().join("bad.todostack"), folder.path().join("output"));
    fs::write(&file, "stack a { }\nservice api { imag = \"nginx:1.29.0\"\n  port = x\n}\n").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_todoc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut vim = engines::command(variable);
    vim.args(["-S", "tests/editors/settings.vim"]).env("PATH", path).env("FILE", file).env("OUTPUT", &written);
    output(&mut vim, "");
    serde_json::from_str(&fs::read_to_string(written).unwrap()).unwrap()
}

#[test]
fn fences_of_markdown_are_painted() {
    let seen = engines::look_with_code(&["tests/editors/fence.md".to_owned()]);
    let lines: Vec<(String, String)> = seen[0]["lines"].as_array().unwrap().iter().map(first_piece).collect();
    let first = |line: usize| (lines[line].0.as_str(), lines[line].1.as_str());
    assert_eq!(first(3), ("service", "storage.type.kind.todostack"));
    assert_eq!(first(6), ("service web { replicas = 3 }", "text.html.markdown"));
    assert_eq!(first(9), ("text", "support.type.property-name.todostack"));
    assert_eq!(first(10).1, "string.quoted.triple.todostack");
    assert_eq!(first(12), ("port", "support.type.property-name.todostack"));
    assert_eq!(first(15), ("port = 80", "text.html.markdown"));
}

fn first_piece(line: &Value) -> (String, String) {
    line.get(0).map(|piece| serde_json::from_value(piece.clone()).unwrap()).unwrap_or_default()
}

#[test]
fn the_extension_packs() {
    let folder = tempfile::tempdir().unwrap();
    let packed = folder.path().join("todostack.vsix");
    let vsce = format!("{}/node_modules/.bin/vsce", tool("TODOC_NODE"));
    let package = ["package", "--allow-missing-repository", "--no-dependencies", "--out"];
    output(Command::new(vsce).args(package).arg(&packed).current_dir("editors/vscode"), "");
    let listed = output(Command::new("python3").args(["-m", "zipfile", "-l"]).arg(&packed), "");
    let mut names: Vec<&str> =
        listed.lines().filter_map(|line| line.split(' ').next()?.strip_prefix("extension/")).collect();
    names.sort_unstable();
    let expected = [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "LICENSE.md",
        "language-configuration.json",
        "package.json",
        "readme.md",
        "snippets/todostack.json",
        "syntaxes/markdown.tmLanguage.json",
        "syntaxes/todostack.tmLanguage.json",
    ];
    assert_eq!(names, expected);
}

fn each_file(files: &[String], mut look: impl FnMut(&Editor, &str, &str, &Seen)) {
    assert!(!files.is_empty());
    for editor in EDITORS.iter() {
        for path in files {
            look(editor, path, &fs::read_to_string(path).unwrap(), &editor.files[path]);
        }
    }
}

/// Some of them, from all over.
fn sample(wrong: &[String]) -> String {
    wrong.iter().step_by(wrong.len() / 20 + 1).map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn files(folders: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    for folder in folders {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "todostack") {
            files.push(path.to_str().unwrap().to_owned());
        }
    }
}
