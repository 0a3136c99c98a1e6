//! `todoc build`: write everything, or nothing.

use super::Status;
use super::args;
use super::compile::compile;
use super::given;
use super::output::Output;
use super::project::Project;
use std::io;

pub(super) fn run(args: &args::Build, output: &mut Output) -> io::Result<Status> {
    if args.stdout {
        output.keep_for_data();
    }
    let mut project = Project::load(&args.path);
    let given = given::read(&mut project.sources, &args.params)?;
    let compiled = compile(project, &given);
    output.findings(&compiled.project.sources, &compiled.diagnostics)
}
