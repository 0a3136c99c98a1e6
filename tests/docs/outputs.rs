//! What pages show of outputs is what comes out.

use super::{PAGES, copy, read_fences};
use regex_lite::Regex;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// A fence `yaml PATH` is a piece of what a build of the example writes there.
#[test]
fn output_in_pages_is_what_the_example_yields() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let build = ["build", "examples/todo-app", "--out", out];
    assert!(Command::new(env!("CARGO_BIN_EXE_todoc")).args(build).output().unwrap().status.success());
    let mut seen = 0;
    for page in PAGES {
        for fence in read_fences(page) {
            let Some(path) = fence.info.strip_prefix("yaml ") else { continue };
            let written = fs::read_to_string(folder.path().join(path)).unwrap();
            assert!(written.contains(&fence.text), "{page}:{} is not what stands in {path}", fence.line);
            seen += 1;
        }
    }
    assert!(seen >= 2, "only {seen} pieces of output in all pages");
}

/// A fence `text todoc …` is what that command prints, or a piece of it; a line `…` stands for what is left out.
#[test]
fn what_pages_say_that_commands_print_is_what_they_print() {
    let mut seen = 0;
    for page in PAGES {
        for fence in read_fences(page) {
            let Some(words) = fence.info.strip_prefix("text todoc ") else { continue };
            let words: Vec<&str> = words.split_whitespace().collect();
            let is_watching = words.contains(&"--watch");
            let printed = if is_watching { first_lines(&words, fence.text.lines().count()) } else { printed(&words) };
            let mut rest = printed.as_str();
            for piece in fence.text.split("…\n") {
                let Some(at) = rest.find(piece) else {
                    panic!("{page}:{}: `todoc {}` does not print\n{piece}\nbut\n{printed}", fence.line, words.join(" "))
                };
                rest = &rest[at + piece.len()..];
            }
            seen += 1;
        }
    }
    assert!(seen >= 1, "no command's output in any page");
}

/// Both streams, on a machine that has no other programs.
fn printed(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_todoc")).args(words).env("PATH", "").output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// What a command that does not end says first, with `12 ms` for every time, beside a copy of the examples.
fn first_lines(words: &[&str], count: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/todo-app"), &folder.path().join("examples/todo-app"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_todoc"))
        .args(words)
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().take(count);
    let time = Regex::new(r"in [0-9.]+ m?s").unwrap();
    let lines: Vec<String> = lines.map(|line| time.replace(&line.unwrap(), "in 12 ms").into_owned()).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    lines.join("\n") + "\n"
}
