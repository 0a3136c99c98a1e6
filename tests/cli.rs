//! What the program does when it is run. A fixture is a folder `tests/cli/<claim>/` with a file `cmd` of lines `$ command`,
//! which a shell runs in a copy of the folder; what each one printed and its exit code is the snapshot beside it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

#[path = "support/fixtures.rs"]
mod fixtures;

use fixtures::{copy, entries, isolated, snapshot, stem};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A command that takes longer is stuck.
const LONGEST: Duration = Duration::from_secs(30);

#[test]
fn commands_print_what_was_approved() {
    let root = Path::new("tests/cli");
    let mut failures = Vec::new();
    for folder in entries(root).iter().filter(|path| path.is_dir()) {
        let name = stem(folder);
        let transcript = run_all(folder);
        if isolated(|| snapshot(root, &name, &transcript)).is_err() {
            failures.push(name);
        }
    }
    assert!(failures.is_empty(), "other output than approved: {}", failures.join(", "));
}

/// Runs the lines of `cmd` one after the other, and writes down what happened.
fn run_all(fixture: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(fixture, folder.path());
    let commands = fs::read_to_string(folder.path().join("cmd")).unwrap();
    fs::remove_file(folder.path().join("cmd")).unwrap();
    let lines = commands.lines().filter_map(|line| line.strip_prefix("$ "));
    let transcript: String = lines.map(|line| record(line, &run(line, folder.path()))).collect();
    transcript.replace(&folder.path().display().to_string(), "[DIR]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
}

fn record(line: &str, output: &Output) -> String {
    let code = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
    let part = |name: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).trim_end().to_owned();
        if text.is_empty() { text } else { format!("--- {name}\n{text}\n") }
    };
    let (stdout, stderr) = (part("stdout", &output.stdout), part("stderr", &output.stderr));
    format!("$ {line}\n{stdout}{}--- exit {code}\n\n", timeless(&stderr))
}

/// The same without the time that a build took.
fn timeless(text: &str) -> String {
    let line = |line: &str| if line.starts_with("done in ") { "done in [TIME]\n".to_owned() } else { line.to_owned() };
    text.split_inclusive('\n').map(line).collect()
}

fn run(line: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_todoc")).parent().unwrap();
    let child = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", program.display()))
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait(child, line)
}

/// Waits for the end. What a command prints must fit into a pipe, which the approved outputs do.
fn wait(mut child: Child, line: &str) -> Output {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            panic!("`{line}` does not end");
        }
        sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}
