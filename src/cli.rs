//! The command line: one module a command, and the only way to files, clock and process.

pub mod args;
mod build;
mod check;
pub mod compile;
mod completions;
mod diff;
mod environment;
mod explain;
mod fmt;
pub mod given;
mod graph;
mod held;
mod images;
mod init;
mod objects;
mod output;
pub mod project;
mod recover;
mod save;
mod secrets;
mod status;
mod timing;
mod why;

use args::{Args, Command};
use clap::Parser;
use output::Output;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

/// How a command ended; the number is the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done, and nothing worse than warnings was found.
    Clean = 0,
    /// Something was found that must be mended; nothing was written.
    Findings = 1,
    /// The command line makes no sense, or the system refused what it asks for.
    Failed = 2,
}

/// Runs a command line, its first word being the program.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help goes to standard output, and a pipe that was closed is no reason to complain.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut output = Output::new(args.command.format(), args.color);
    let status = run(args.command, &mut output).unwrap_or_else(|error| output.complain(&error.to_string()));
    ExitCode::from(status as u8)
}

fn run(command: Command, output: &mut Output) -> io::Result<Status> {
    match command {
        Command::Build(args) => build::run(&args, output),
        Command::Check(args) => check::run(&args, output),
        Command::Fmt(args) => fmt::run(&args, output),
        Command::Why(args) => why::run(&args, output),
        Command::Graph(args) => graph::run(&args, output),
        Command::Diff(args) => diff::run(&args, output),
        Command::Images(args) => images::run(&args, output),
        Command::Explain(args) => explain::run(&args, output),
        Command::Init(args) => init::run(&args, output),
        Command::Secrets(args) => secrets::run(&args, output),
        Command::Status(args) => status::run(&args, output),
        Command::Completions(args) => completions::run(&args, output),
    }
}
