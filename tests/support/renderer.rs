//! Helm's own rendering in a process that stays: `tests/go/render`, which goes through Helm's action for `helm template`.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::helm::Release;
use super::values;

/// The process.
struct Renderer {
    process: Mutex<Process>,
}

struct Process {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

thread_local! {
    static RENDERER: Renderer = Renderer::start();
}

/// What the thread's own process renders a chart to, or what Helm says against it.
pub(crate) fn render(chart: &Path, release: &Release<'_>, tests: bool) -> Result<String, String> {
    RENDERER.with(|own| own.render(chart, release, tests))
}

impl Renderer {
    /// Starts one. Ends the test with the way to get the program where it is not known.
    fn start() -> Self {
        let program = env::var_os("TODOC_RENDER");
        let program = program.expect("set TODOC_RENDER, as `tests/run.sh test` does, to render charts");
        let mut command = Command::new(program);
        // No setting of the machine may have a say.
        command.env_clear().env("HOME", env::temp_dir()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the renderer starts");
        let (requests, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { process: Mutex::new(Process { child, requests, answers }) }
    }

    /// What the chart renders to, or what Helm says against it.
    fn render(&self, chart: &Path, release: &Release<'_>, tests: bool) -> Result<String, String> {
        let minor = values::oldest_kubernetes(chart)?;
        let request = json!({
            "chart": chart, "values": release.values, "release": release.name, "namespace": release.namespace,
            "version": format!("1.{minor}.0"), "tests": tests,
        });
        let mut line = String::new();
        let mut process = self.process.lock().unwrap();
        writeln!(process.requests, "{request}").map_err(|error| error.to_string())?;
        process.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        let answer: Value =
            serde_json::from_str(&line).map_err(|error| format!("the renderer said {line:?}: {error}"))?;
        match answer["error"].as_str() {
            Some("") => Ok(answer["manifest"].as_str().unwrap().to_owned()),
            error => Err(error.unwrap_or("no answer").to_owned()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends with its input; this ends it also where it hangs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
