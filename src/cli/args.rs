//! What can be typed: every command with its arguments, and the text of `--help`.

mod formats;
mod tell;
mod write;

use clap::{Parser, Subcommand, ValueHint};
use std::path::PathBuf;

pub use formats::{Color, DiffFormat, Format, GraphFormat, Part, Watch};
pub use tell::{Check, Diff, Explain, Graph, Images, Status, Why};
pub use write::{Build, Completions, Fmt, Init, Secrets};

/// Compile one typed description of an application to a Helm chart and the Kubernetes manifests that are equal to it.
#[derive(Debug, Parser)]
#[command(
    name = "todoc",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 when all is well, 1 when something must be mended, 2 when the command line makes no sense or the system \
refuses what it asks for."
)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,

    /// When to use colour
    #[arg(
        long,
        global = true,
        help_heading = "Options of every command",
        value_enum,
        default_value_t,
        value_name = "WHEN"
    )]
    pub color: Color,
}

/// How findings are told, of a command that has no other output with a format.
#[derive(Debug, Default, clap::Args)]
pub struct Report {
    /// How findings are told: as text on standard error, or as JSON lines or a SARIF log on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the chart, its values and the manifests
    ///
    /// Nothing is written unless the whole stack is clean. What is on the disk and was not written by todoc is never touched.
    Build(Build),
    /// Report what is wrong, and write nothing
    Check(Check),
    /// Bring sources into the one layout
    ///
    /// Comments stay, and so does what a source means. What can't be understood stays as it is, and is told.
    Fmt(Fmt),
    /// Show a final value and where it comes from
    ///
    /// Every default, profile and file that had a say is listed, the last one first.
    Why(Why),
    /// Draw who talks to whom, on which port and why
    ///
    /// It shows what network policies are derived from: the references between blocks, routes and peers.
    Graph(Graph),
    /// Show what differs between two environments, or from an earlier output
    ///
    /// Between environments, fields of the source come with the chain behind each value, and objects of the manifests with every
    /// place that differs. Against an earlier output, every change comes with what it does to a cluster that runs.
    Diff(Diff),
    /// Show the commands that build an environment's images, and which images are pulled
    ///
    /// The output is a script for a shell. Its comments tell where each argument, label and tag comes from.
    Images(Images),
    /// Explain a block, a field or a code
    Explain(Explain),
    /// Write a small stack to begin with
    ///
    /// It has one service, and an environment each for development and production. No file is ever replaced.
    Init(Init),
    /// Check an environment's secrets and write the Secret for `kubectl apply -f -`
    ///
    /// The secrets are checked against what the stack declares. Nothing is written to the disk.
    Secrets(Secrets),
    /// Show how what an environment declares is doing in a cluster
    ///
    /// The cluster is read through kubectl. Every workload, job, Service, Ingress, claim and autoscaler that the environment
    /// declares has a line with its state, and below it why it is not well.
    Status(Status),
    /// Write the completions of a shell
    Completions(Completions),
}

/// Values for the parameters of a stack.
#[derive(Debug, clap::Args)]
pub struct Params {
    /// Set a parameter of the stack
    #[arg(long, value_name = "PARAM=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,

    /// Set a parameter of the stack to the text of a file
    #[arg(long, value_name = "PARAM=FILE", value_parser = pair)]
    pub set_file: Vec<(String, String)>,

    /// Name the images that are built here by the digests that a build of them told
    ///
    /// FILE is what `docker buildx bake --metadata-file` wrote, or what `docker image inspect` printed; a later file wins.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub image_metadata: Vec<PathBuf>,
}

impl Command {
    /// How findings are told.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Command::Build(args) => args.report.format,
            Command::Check(args) => args.report.format,
            Command::Fmt(args) => args.report.format,
            Command::Why(args) => args.report.format,
            Command::Graph(args) if args.format == GraphFormat::Json => Format::Json,
            Command::Diff(args) if args.format == DiffFormat::Json => Format::Json,
            Command::Graph(_) | Command::Diff(_) => Format::Text,
            Command::Images(args) => args.report.format,
            Command::Explain(args) => args.report.format,
            Command::Init(args) => args.report.format,
            Command::Secrets(args) => args.report.format,
            Command::Status(args) => args.report.format,
            Command::Completions(args) => args.report.format,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) | None => Err("expected NAME=VALUE".to_owned()),
    }
}
