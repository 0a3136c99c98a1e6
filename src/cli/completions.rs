//! `todoc completions`: what a shell needs to complete our commands.

use super::Status;
use super::args::{self, Args};
use super::output::Output;
use clap::CommandFactory;
use std::io;

pub(super) fn run(args: &args::Completions, output: &mut Output) -> io::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "todoc", &mut script);
    output.data(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}
