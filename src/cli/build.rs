//! `todoc build`: write everything, or nothing.

use super::Status;
use super::args;
use super::compile::compile;
use super::output::Output;
use super::project::Project;
use std::io;

pub(super) fn run(args: &args::Build, output: &mut Output) -> io::Result<Status> {
    if args.stdout {
        output.keep_for_data();
    }
    let compiled = compile(Project::load(&args.path), &[]);
    output.findings(&compiled.project.sources, &compiled.diagnostics)
}
