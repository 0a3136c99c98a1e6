//! Runs the program, and tells what it took.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use wait4::Wait4;

/// A command that takes longer is stuck: no test measures by the clock, and none takes a tenth of it.
const LONGEST: Duration = Duration::from_mins(5);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; none where it was killed.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Time of processors, whatever else the machine does.
    pub(crate) time: Duration,
    /// The most memory that it had, in bytes.
    pub(crate) memory: u64,
}

/// The program.
pub(crate) const TODOC: &str = env!("CARGO_BIN_EXE_todoc");

/// Runs `todoc` in a folder.
pub(crate) fn todoc<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Ran {
    run(Command::new(TODOC).args(arguments).current_dir(folder))
}

/// Runs a command to its end. It never waits for input.
pub(crate) fn run(command: &mut Command) -> Ran {
    let shown = format!("{command:?}");
    let command =
        command.env("RAYON_NUM_THREADS", "2").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reader = |mut from: Box<dyn Read + Send>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let (stdout, stderr) = (reader(Box::new(stdout)), reader(Box::new(stderr)));
    let process = child.id();
    let (ended, waits) = std::sync::mpsc::channel::<()>();
    let watch = thread::spawn(move || {
        let is_stuck = waits.recv_timeout(LONGEST) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
        if is_stuck {
            Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
        }
        is_stuck
    });
    let used = child.wait4().unwrap();
    drop(ended);
    assert!(!watch.join().unwrap(), "{shown} does not end");
    Ran {
        code: used.status.code(),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        time: used.rusage.utime + used.rusage.stime,
        memory: used.rusage.maxrss,
    }
}

impl Ran {
    /// Whether it ended by itself, and told of no fault of its own.
    pub(crate) fn is_orderly(&self) -> bool {
        self.code.is_some_and(|code| code <= 2) && !self.stderr.contains("panicked")
    }

    /// Fails unless it ended in this manner and told this.
    #[track_caller]
    pub(crate) fn tells(&self, code: i32, what: &str) {
        assert!(self.is_orderly() && self.code == Some(code), "{self:#?}");
        assert!(self.stderr.contains(what), "`{what}` is not told: {self:#?}");
    }
}

/// A folder of files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}
