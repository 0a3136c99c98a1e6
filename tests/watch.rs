//! `todoc build --watch`: a real process, real changes of files as editors make them, and the lines that it says. Nothing waits for a
//! time, only for a line; one that does not come fails the test.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use tempfile::TempDir;

/// A line that takes longer does not come.
const LONGEST: Duration = Duration::from_mins(1);

const STACK: &str = r#"use "lib.todostack"

stack shop { app_version = "v1.0.0" }

image api { context = "api" }

config app { file "app.yaml" { from = "conf/app.yaml" } }

service api : web {
  image    = api
  replicas = 1
  volume conf { config = app  path = "/etc/app" }
}
"#;
const LIBRARY: &str =
    "template web : service { port = 8080  probe readiness { http = \"/\" }  probe liveness { http = \"/live\" } }\n";
const DEV: &str = "environment dev : development extends \"shop.todostack\"\n";
const DOCKERFILE: &str = "FROM alpine:3.22.1\nUSER 1000\nHEALTHCHECK CMD true\n";

/// A project on the disk, and the process that watches it.
struct Watched {
    folder: TempDir,
    child: Child,
    lines: Receiver<String>,
    /// Every line so far.
    said: Vec<String>,
}

impl Watched {
    /// Starts with a project that is whole.
    fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("shop.todostack", STACK),
            ("lib.todostack", LIBRARY),
            ("dev.todostack", DEV),
            ("api/Dockerfile", DOCKERFILE),
            ("conf/app.yaml", "level: info\n"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self::of(folder, options)
    }

    fn of(folder: TempDir, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_todoc"))
            .args(["build", "--out", "dist"])
            .args(options)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { folder, child, lines, said: Vec::new() }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The next line that begins so. What was said before it is passed over.
    fn wait(&mut self, start: &str) -> String {
        loop {
            match self.lines.recv_timeout(LONGEST) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if line.starts_with(start) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("no line begins with `{start}`:\n{}", self.said.join("\n")),
                Err(RecvTimeoutError::Disconnected) => panic!("it ended:\n{}", self.said.join("\n")),
            }
        }
    }

    /// Reads lines until a file of the output has a text. A change may be seen half, which is built too.
    fn until(&mut self, path: &str, text: &str) {
        while !fs::read_to_string(self.path(path)).unwrap_or_default().contains(text) {
            self.wait("");
        }
    }

    /// Gives a file a new text at once.
    fn replace(&self, path: &str, text: &str) {
        let aside = self.path(".aside");
        fs::write(&aside, text).unwrap();
        fs::rename(aside, self.path(path)).unwrap();
    }

    /// Sends a signal; the process must end by itself and without a fault. Returns every line.
    fn end(mut self, signal: &str) -> Vec<String> {
        let sent = Command::new("sh").args(["-c", &format!("kill -s {signal} {}", self.child.id())]).status().unwrap();
        assert!(sent.success());
        let status = self.child.wait().unwrap();
        self.said.extend(self.lines.iter());
        assert_eq!(status.code(), Some(0), "{}", self.said.join("\n"));
        is_whole(self.folder.path());
        std::mem::take(&mut self.said)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether what is on the disk is what the sources say, and nothing is left of a build.
fn is_whole(folder: &Path) {
    let left: Vec<String> = fs::read_dir(folder.join("dist/.todoc"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "files.sha256" && name != "lock" && name != ".gitignore")
        .collect();
    assert!(left.is_empty(), "left of a build: {left:?}");
    let check =
        Command::new(env!("CARGO_BIN_EXE_todoc")).args(["build", "--check"]).current_dir(folder).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    // A lock that is held would be waited for.
    let build = Command::new(env!("CARGO_BIN_EXE_todoc")).arg("build").current_dir(folder).output().unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
}

/// The stack with another number of replicas.
fn with_replicas(count: usize) -> String {
    STACK.replace("replicas = 1", &format!("replicas = {count}"))
}

const MANIFEST: &str = "dist/manifests/dev/api.yaml";

#[test]
fn every_way_to_write_a_file_is_seen() {
    for how in ["--watch", "--watch=poll"] {
        let mut watched = Watched::start(&[how]);
        assert!(watched.wait("built dev: ").contains(" files changed in "));
        assert!(watched.wait("watching ").starts_with("watching 5 files; Ctrl-C"), "the sources, a Dockerfile, a text");
        // In place.
        fs::write(watched.path("shop.todostack"), with_replicas(2)).unwrap();
        watched.until(MANIFEST, "replicas: 2");
        // Written aside and renamed, as VS Code and todoc itself do.
        watched.replace("shop.todostack", &with_replicas(3));
        watched.until(MANIFEST, "replicas: 3");
        // The old one renamed, a new one written, the old one removed, as Vim does. In between there is none.
        fs::rename(watched.path("shop.todostack"), watched.path("shop.todostack~")).unwrap();
        fs::write(watched.path("shop.todostack"), with_replicas(4)).unwrap();
        fs::remove_file(watched.path("shop.todostack~")).unwrap();
        watched.until(MANIFEST, "replicas: 4");
        watched.end("INT");
    }
}

#[test]
fn every_file_that_takes_part_counts() {
    let mut watched = Watched::start(&["--watch"]);
    watched.wait("watching ");
    fs::write(watched.path("lib.todostack"), LIBRARY.replace("8080", "9090")).unwrap();
    watched.until(MANIFEST, "containerPort: 9090");
    fs::write(watched.path("dev.todostack"), format!("{DEV}\nnamespace = \"shop\"\n")).unwrap();
    watched.until(MANIFEST, "namespace: shop");
    fs::write(watched.path("conf/app.yaml"), "level: debug\n").unwrap();
    watched.until("dist/manifests/dev/app.yaml", "level: debug");
    fs::write(watched.path("api/Dockerfile"), DOCKERFILE.replace("1000", "2000")).unwrap();
    watched.until(MANIFEST, "runAsUser: 2000");
    // An environment that was not there.
    fs::write(watched.path("try.todostack"), DEV.replacen("dev", "try", 1)).unwrap();
    watched.wait("built dev, try: ");
    fs::remove_file(watched.path("try.todostack")).unwrap();
    watched.wait("built dev: ");
    assert!(!watched.path("dist/manifests/try").exists());
    watched.end("TERM");
}

#[test]
fn what_the_command_line_names_counts_too() {
    let mut watched = Watched::start(&[]);
    watched.wait("done in ");
    let told = |digit: &str| {
        let digest = digit.repeat(64);
        format!("{{ \"api\": {{ \"containerimage.digest\": \"sha256:{digest}\", \"image.name\": \"api:v1.0.0\" }} }}\n")
    };
    fs::write(watched.path("images.json"), told("a")).unwrap();
    let folder = std::mem::replace(&mut watched.folder, tempfile::tempdir().unwrap());
    let mut watched = Watched::of(folder, &["--watch", "--image-metadata", "images.json"]);
    watched.wait("watching 6 files");
    fs::write(watched.path("images.json"), told("b")).unwrap();
    watched.until(MANIFEST, "@sha256:bbbb");
}

#[test]
fn what_does_not_change_a_content_builds_nothing() {
    let mut watched = Watched::start(&["--watch"]);
    watched.wait("watching ");
    fs::write(watched.path("notes.txt"), "a note").unwrap();
    fs::create_dir(watched.path("node_modules")).unwrap();
    watched.replace("shop.todostack", STACK);
    watched.replace("conf/app.yaml", "level: info\n");
    watched.replace("conf/app.yaml", "level: debug\n");
    watched.until("dist/manifests/dev/app.yaml", "level: debug");
    watched.replace("conf/app.yaml", "level: trace\n");
    watched.until("dist/manifests/dev/app.yaml", "level: trace");
    let said = watched.end("INT");
    let built = said.iter().filter(|line| line.starts_with("built ")).count();
    assert_eq!(built, 3, "one at first, and one for each content:\n{}", said.join("\n"));
}

#[test]
fn mistakes_are_told_and_so_is_their_end() {
    for how in ["--watch", "--watch=poll"] {
        let mut watched = Watched::start(&[how]);
        watched.wait("watching ");
        let before = watched.read(MANIFEST);
        fs::write(watched.path("shop.todostack"), STACK.replace("replicas", "replcias")).unwrap();
        watched.wait("error[E0201]");
        watched.wait("nothing was written; waiting for a change");
        assert_eq!(watched.read(MANIFEST), before);
        watched.replace("shop.todostack", &with_replicas(2));
        watched.wait("whole again: built dev: ");
        watched.until(MANIFEST, "replicas: 2");
        watched.end("INT");
    }
}

#[test]
fn files_and_folders_may_go_and_come_back() {
    for how in ["--watch", "--watch=poll"] {
        let mut watched = Watched::start(&[how]);
        watched.wait("watching ");
        fs::remove_file(watched.path("lib.todostack")).unwrap();
        watched.wait("error[E0901]");
        watched.wait("nothing was written");
        watched.replace("lib.todostack", LIBRARY);
        watched.wait("whole again: ");
        fs::remove_dir_all(watched.path("conf")).unwrap();
        watched.wait("error[E0901]");
        watched.wait("nothing was written");
        fs::create_dir(watched.path("conf")).unwrap();
        fs::write(watched.path("conf/app.yaml"), "level: warn\n").unwrap();
        watched.wait("whole again: ");
        // The folder that came back is watched as the one before was.
        fs::write(watched.path("conf/app.yaml"), "level: error\n").unwrap();
        watched.until("dist/manifests/dev/app.yaml", "level: error");
        // Another folder of the same name, as version control makes one.
        fs::rename(watched.path("conf"), watched.path("old")).unwrap();
        fs::create_dir(watched.path("conf")).unwrap();
        fs::write(watched.path("conf/app.yaml"), "level: fatal\n").unwrap();
        watched.until("dist/manifests/dev/app.yaml", "level: fatal");
        watched.end("INT");
    }
}

#[test]
fn a_burst_is_one_change_or_a_few() {
    let mut watched = Watched::start(&["--watch"]);
    watched.wait("watching ");
    for count in 2..=200 {
        fs::write(watched.path("shop.todostack"), with_replicas(count)).unwrap();
    }
    watched.until(MANIFEST, "replicas: 200");
    let built = watched.end("INT").iter().filter(|line| line.contains("built ")).count();
    assert!(built < 100, "200 changes are built {built} times");
}

#[test]
fn an_end_in_the_middle_of_a_build_leaves_it_whole() {
    for round in 0..8 {
        let mut watched = Watched::start(&["--watch"]);
        watched.wait("watching ");
        // From before the change is seen to behind its build.
        fs::write(watched.path("dev.todostack"), format!("{DEV}\nnamespace = \"n{round}\"\n")).unwrap();
        for _ in 0..round * 3 {
            fs::read(watched.path("dev.todostack")).unwrap();
            std::thread::sleep(Duration::from_millis(3));
        }
        let id = watched.child.id();
        assert!(Command::new("sh").args(["-c", &format!("kill -s INT {id}")]).status().unwrap().success());
        assert_eq!(watched.child.wait().unwrap().code(), Some(0));
        let state = fs::read_dir(watched.path("dist/.todoc")).unwrap();
        let names: Vec<String> = state.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert!(!names.iter().any(|name| name == "stage" || name == "commit"), "{names:?}");
        let manifest = watched.read(MANIFEST);
        let values = watched.read("dist/manifests/dev/app.yaml");
        let place = format!("namespace: n{round}");
        assert_eq!(manifest.contains(&place), values.contains(&place), "half of a build is there");
    }
}

#[test]
fn where_there_is_no_project_nothing_is_watched() {
    let folder = tempfile::tempdir().unwrap();
    for (options, code) in
        [(vec!["--watch"], 1), (vec!["none.todostack", "--watch"], 1), (vec!["--watch", "--format", "sarif"], 2)]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
            .arg("build")
            .args(&options)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
