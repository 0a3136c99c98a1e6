//! A real control plane, as `tests/control-plane.sh` runs one beside the tests.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// What talks to the API server.
pub(crate) struct Plane {
    kubectl: PathBuf,
    pub(crate) kubeconfig: PathBuf,
}

/// What a server said of objects that it was asked to take and not to keep.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) accepted: usize,
    pub(crate) refused: Vec<String>,
}

impl Plane {
    /// The one that runs. Ends the test with the way to get one where there is none.
    pub(crate) fn running() -> Self {
        let variable = |name: &str| {
            let value = env::var_os(name).map(PathBuf::from);
            value.unwrap_or_else(|| panic!("set {name}: run the test within tests/control-plane.sh"))
        };
        Self { kubectl: variable("TODOC_KUBECTL"), kubeconfig: variable("KUBECONFIG") }
    }

    /// The folder of kubectl, for the PATH of what calls it.
    pub(crate) fn folder(&self) -> PathBuf {
        self.kubectl.parent().unwrap().to_owned()
    }

    /// What kubectl writes to standard output; the test ends where it fails.
    pub(crate) fn kubectl(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "kubectl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What kubectl did, also where it failed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.kubectl).args(arguments).output().unwrap()
    }

    /// The objects of some kinds in a namespace.
    pub(crate) fn objects(&self, kinds: &str, namespace: &str) -> Vec<Value> {
        let listed = self.kubectl(&["get", kinds, "--namespace", namespace, "--output", "json"]);
        let mut listed: Value = serde_json::from_str(&listed).unwrap();
        serde_json::from_value(listed["items"].take()).unwrap()
    }

    /// A namespace that admits only pods of a level of the Pod Security Standards, made where it is missing.
    pub(crate) fn namespace(&self, name: &str, level: &str) {
        let label = format!("pod-security.kubernetes.io/enforce: {level}");
        let object =
            format!("apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {name:?}, labels: {{ {label} }} }}\n");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("namespace.yaml");
        fs::write(&file, object).unwrap();
        self.kubectl(&["apply", "--server-side", "--force-conflicts", "--filename", file.to_str().unwrap()]);
    }

    /// Takes a namespace away, with all that is in it, and waits until it is gone.
    pub(crate) fn forget(&self, namespace: &str) {
        self.kubectl(&["delete", "namespace", namespace, "--ignore-not-found", "--wait", "--timeout=60s"]);
    }

    /// What the server says of the files of a folder, each an object, without keeping one.
    pub(crate) fn judge(&self, folder: &Path) -> Verdict {
        let folder = folder.to_str().unwrap();
        let output = self.run(&["apply", "--dry-run=server", "--validate=strict", "--filename", folder]);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let refused: Vec<String> =
            err.lines().filter(|line| !line.starts_with("Warning:")).map(str::to_owned).collect();
        assert_eq!(output.status.success(), refused.is_empty(), "{err}");
        Verdict { accepted: out.lines().filter(|line| line.contains("(server dry run)")).count(), refused }
    }

    /// Waits until something holds; ends the test where it does not within a minute.
    pub(crate) fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        assert!(self.settled(holds, |held| *held), "{what}: not so after a minute");
    }

    /// What is seen when it is as it should be, or after a minute.
    pub(crate) fn settled<T>(&self, look: impl Fn(&Self) -> T, is_right: impl Fn(&T) -> bool) -> T {
        let mut seen = look(self);
        for _ in 0..600 {
            if is_right(&seen) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
            seen = look(self);
        }
        seen
    }
}
