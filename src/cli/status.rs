//! `todoc status`: what has become of an environment in a cluster, as kubectl tells it.

use super::args::{self, Format};
use super::compile::{Compiled, compile};
use super::output::Output;
use super::project::Project;
use super::{Status, environment, given, objects};
use crate::artifacts::{self, Input};
use crate::lower;
use crate::status::{Found, Health, KINDS, Report, report};
use serde_json::Value;
use std::io::{self, ErrorKind};

/// Tells the states; fails where one is not well.
pub(super) fn run(args: &args::Status, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut project = Project::load(&args.path);
    let given = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &given);
    if !compiled.is_sound() {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    }
    let report = match looked_at(args, &compiled) {
        Ok(report) => report,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    match output.format() {
        Format::Text => output.painted(&report.text(output.is_painted()))?,
        Format::Json | Format::Sarif => output.data(&report.json())?,
    }
    Ok(if report.health() == Health::Well { Status::Clean } else { Status::Findings })
}

/// What is declared beside what is there.
fn looked_at(args: &args::Status, compiled: &Compiled) -> Result<Report, String> {
    let environments = compiled.environments();
    let index = environment::place(&environments, &args.env)?;
    let Some(chosen) = environments.get(index) else { return Err("there is no environment".to_owned()) };
    let namespace = args.namespace.as_deref().unwrap_or(artifacts::namespace(chosen));
    let declared = declared(compiled, index)?;
    let found = ask(args, namespace)?;
    Ok(report(chosen.name, namespace, &declared, &found))
}

/// The objects of an environment's manifests.
fn declared(compiled: &Compiled, index: usize) -> Result<Vec<Value>, String> {
    let environments = compiled.environments();
    let Some(program) = &compiled.program else { return Err("there is no stack".to_owned()) };
    let sources = &compiled.project.sources;
    let lowered = lower::lower(sources, program, &environments, &compiled.companions);
    let origin = compiled.origin();
    let input = Input { sources, environments: &environments, lowered: &lowered, origin: &origin };
    objects::of(&input, index)
}

/// Reads the namespace through kubectl, which knows how to get to the cluster.
#[expect(clippy::disallowed_types, reason = "commands may start programs")]
fn ask(args: &args::Status, namespace: &str) -> Result<Found, String> {
    let mut kubectl = std::process::Command::new("kubectl");
    kubectl.args(["get", KINDS, "--output", "json", "--namespace", namespace]);
    for (option, value) in [("--context", &args.context), ("--kubeconfig", &args.kubeconfig)] {
        if let Some(value) = value {
            kubectl.args([option, value]);
        }
    }
    let asked = kubectl.output().map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            "there is no `kubectl` on the PATH; it knows how to get to the cluster".to_owned()
        } else {
            format!("kubectl did not start: {error}")
        }
    })?;
    let said = String::from_utf8_lossy(&asked.stderr);
    if !asked.status.success() {
        return Err(format!("kubectl could not read the cluster: {}", said.trim()));
    }
    Found::read(&asked.stdout).map_err(|problem| format!("kubectl printed something else than a List: {problem}"))
}
