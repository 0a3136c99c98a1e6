//! The files for editors: what is generated is up to date, and what they paint, indent and fold is what the parser reads.
//!
//! `TODOC_UPDATE=1 cargo test --test editors` writes the generated files instead of comparing them. What needs the real
//! editors is ignored here; `tests/run.sh editors` has them and runs it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test looks at the disk and runs the editors"
)]

#[path = "editors/engines.rs"]
mod engines;
#[path = "editors/grammar.rs"]
mod grammar;
#[path = "editors/oracle.rs"]
mod oracle;
#[path = "editors/vim.rs"]
mod vim;
#[path = "editors/words.rs"]
mod words;

use engines::{Editor, Seen, editors};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use words::Words;

const GRAMMAR: &str = "editors/vscode/syntaxes/todostack.tmLanguage.json";
const TEMPLATE: &str = "editors/vscode/grammar/todostack.tmLanguage.json";
const VIM_WORDS: &str = "editors/vim/syntax/todostack-words.vim";

#[test]
fn generated_files_are_what_the_vocabulary_says() {
    let words = Words::new();
    let template = fs::read_to_string(TEMPLATE).unwrap();
    for (path, written) in [(GRAMMAR, grammar::grammar(&template, &words)), (VIM_WORDS, vim::words(&words))] {
        if std::env::var_os("TODOC_UPDATE").is_some() {
            fs::write(path, &written).unwrap();
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        assert!(text == written, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test editors`");
    }
}

/// The files that have no mistakes, so that the parser says what everything in them is.
static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut files = Vec::new();
    for folder in ["examples", "tests/lower", "tests/editors/clean"] {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    files
});

static EDITORS: LazyLock<Vec<Editor>> = LazyLock::new(|| editors(&FILES));

#[test]
#[ignore = "needs the editors: `tests/run.sh editors`"]
fn editors_paint_what_the_parser_reads() {
    let words = Words::new();
    let mut wrong = Vec::new();
    each_file(|editor, path, text, seen| {
        let classes = oracle::classes(path, text, &words);
        let mut byte = 0;
        assert_eq!(seen.lines.len(), text.lines().count(), "{} has other lines of {path}", editor.name);
        for (number, (line, pieces)) in text.lines().zip(&seen.lines).enumerate() {
            assert_eq!(line, pieces.iter().map(|(text, _)| text.as_str()).collect::<String>());
            for (piece, class) in pieces {
                let letters = piece.char_indices().filter(|(_, letter)| !letter.is_whitespace());
                let mut expected = letters.map(|(at, letter)| (letter, classes[byte + at]));
                if let Some((letter, expected)) = expected.find(|(_, expected)| !is_right(*expected, class)) {
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

/// Whether a class of an editor shows what the parser reads.
fn is_right(expected: Option<&str>, class: &str) -> bool {
    match expected {
        Some("text") => ["text", "quote", "escape", "edge"].contains(&class),
        Some(expected) => expected == class,
        None => ["plain", "brace", "bracket", "assign", "dot", "range"].contains(&class),
    }
}

#[test]
#[ignore = "needs the editors: `tests/run.sh editors`"]
fn vim_indents_files_as_they_are_formatted() {
    let mut wrong = Vec::new();
    each_file(|editor, path, text, seen| {
        for (number, (line, indented)) in text.lines().zip(&seen.indented).enumerate() {
            if line != indented {
                wrong.push(format!("{}: {path}:{}\n{line}\n{indented}", editor.name, number + 1));
            }
        }
    });
    assert!(wrong.is_empty(), "{} lines, such as\n{}", wrong.len(), sample(&wrong));
}

#[test]
#[ignore = "needs the editors: `tests/run.sh editors`"]
fn vim_folds_what_spans_lines() {
    let mut wrong = Vec::new();
    each_file(|editor, path, text, seen| {
        for (number, (depth, level)) in oracle::depths(path, text).iter().zip(&seen.folds).enumerate() {
            if depth != level {
                wrong.push(format!("{}: {path}:{}: folded {level} deep, not {depth}", editor.name, number + 1));
            }
        }
    });
    assert!(wrong.is_empty(), "{} lines, such as\n{}", wrong.len(), sample(&wrong));
}

fn each_file(mut look: impl FnMut(&Editor, &str, &str, &Seen)) {
    for editor in EDITORS.iter() {
        assert_eq!(editor.files.len(), FILES.len());
        for (path, seen) in FILES.iter().zip(&editor.files) {
            look(editor, path, &fs::read_to_string(path).unwrap(), seen);
        }
    }
}

fn sample(wrong: &[String]) -> String {
    wrong.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n")
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
