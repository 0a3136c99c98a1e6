//! Runs real Helm.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::values;

/// A Helm binary of `tests/tools.sh`.
pub(crate) struct Helm {
    pub(crate) name: &'static str,
    program: PathBuf,
}

/// Helm 3 and Helm 4. Ends the test with the way to get them where a variable is not set.
pub(crate) fn both() -> [Helm; 2] {
    [Helm::from_variable("Helm 3", "TODOC_HELM3"), Helm::from_variable("Helm 4", "TODOC_HELM4")]
}

/// A release to render: where it goes and the values files on top of the chart's own, the last one wins.
pub(crate) struct Release<'a> {
    pub(crate) name: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) values: &'a [PathBuf],
}

impl Helm {
    fn from_variable(name: &'static str, variable: &str) -> Self {
        let program = env::var_os(variable).map(PathBuf::from);
        let program =
            program.unwrap_or_else(|| panic!("set {variable}, as `tests/run.sh test` does, to test with {name}"));
        Self { name, program }
    }

    /// What the chart renders to without its `helm test` Jobs, or what Helm says against it.
    pub(crate) fn template(&self, chart: &Path, release: &Release<'_>) -> Result<String, String> {
        self.run(self.rendering(chart, release).arg("--skip-tests"))
    }

    /// What the chart renders to with its `helm test` Jobs.
    pub(crate) fn template_with_tests(&self, chart: &Path, release: &Release<'_>) -> Result<String, String> {
        self.run(&mut self.rendering(chart, release))
    }

    /// What the chart renders to with values given by hand, as `--set PATH=VALUE`.
    pub(crate) fn template_set(&self, chart: &Path, release: &Release<'_>, given: &[&str]) -> Result<String, String> {
        let mut command = self.rendering(chart, release);
        for one in given {
            command.args(["--set", one]);
        }
        self.run(&mut command)
    }

    /// `helm lint --strict`, where a warning is an error.
    pub(crate) fn lint(&self, chart: &Path, values: &[PathBuf]) -> Result<String, String> {
        let mut command = self.command("lint");
        command.arg("--strict").arg(chart);
        self.run(with_values(&mut command, values))
    }

    /// A new chart, as people begin with.
    pub(crate) fn create(&self, chart: &Path) -> Result<String, String> {
        self.run(self.command("create").arg(chart))
    }

    /// Brings the charts that a chart depends on into its folder.
    pub(crate) fn bring_dependencies(&self, chart: &Path) -> Result<String, String> {
        self.run(self.command("dependency").arg("build").arg(chart))
    }

    /// A command that talks to the cluster of a file of kubectl's.
    pub(crate) fn on_cluster(&self, kubeconfig: &Path, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new(&self.program);
        command.args(arguments).env_clear().env("HOME", env::temp_dir()).env("KUBECONFIG", kubeconfig);
        self.run(&mut command)
    }

    fn rendering(&self, chart: &Path, release: &Release<'_>) -> Command {
        let mut command = self.command("template");
        command.arg(release.name).arg(chart).args(["--namespace", release.namespace]);
        // The oldest Kubernetes that the chart takes, for it may exclude the one that Helm thinks of.
        if let Ok(minor) = values::oldest_kubernetes(chart) {
            command.args(["--kube-version", &format!("1.{minor}.0")]);
        }
        with_values(&mut command, release.values);
        command
    }

    fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(&self.program);
        // No cluster and no setting of the machine may have a say.
        command.arg(subcommand).env_clear().env("HOME", env::temp_dir()).env("KUBECONFIG", "/dev/null");
        command
    }

    fn run(&self, command: &mut Command) -> Result<String, String> {
        let output = command.output().map_err(|error| format!("{} did not start: {error}", self.name))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(format!("{}{}", text(&output.stdout), text(&output.stderr)))
        }
    }
}

fn with_values<'a>(command: &'a mut Command, values: &[PathBuf]) -> &'a mut Command {
    for file in values {
        command.arg("--values").arg(file);
    }
    command
}
