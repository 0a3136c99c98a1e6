//! `todoc secrets`: check an environment's secrets and write the Secret.

use super::Status;
use super::args;
use super::compile::compile;
use super::output::Output;
use super::project::Project;
use std::io;

pub(super) fn run(args: &args::Secrets, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let compiled = compile(Project::load(&args.path), &[]);
    output.findings(&compiled.project.sources, &compiled.diagnostics)
}
