//! What can be typed: every command with its arguments, and the text of `--help`.

mod formats;

use crate::cli::why::Target;
use crate::diff::risk::{RISKS, Risk};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

pub use formats::{Color, DiffFormat, Format, GraphFormat, Part, Watch};

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

/// The arguments of `todoc build`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc build                              the stack of this folder, for all its environments
  todoc build prod.todostack --check       fails where dist/ is not what would be written
  todoc build --only manifests --stdout    manifests for a pipe
  todoc build dev.todostack --watch        again whenever a file changes
  todoc build --set tag=v1.4.0             a parameter of the stack
  todoc build --image-metadata meta.json   images by the digests that `docker buildx bake` told")]
pub struct Build {
    /// The folder of a stack, its file, or the file of one environment
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// Where to write
    #[arg(long, default_value = "dist", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,

    /// Write this part only
    #[arg(long, value_enum, value_name = "PART")]
    pub only: Option<Part>,

    /// Write to standard output and not to the disk
    #[arg(long)]
    pub stdout: bool,

    /// Write nothing; show what would change, and fail if anything would
    #[arg(long, conflicts_with = "stdout")]
    pub check: bool,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// Build again whenever a file changes that takes part, until Ctrl-C
    ///
    /// `--watch=poll` is for folders of which the system tells no changes, such as some on networks.
    #[arg(
        long,
        value_enum,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "auto",
        conflicts_with_all = ["stdout", "check"]
    )]
    pub watch: Option<Watch>,

    /// Also write `todoc.map.json`: for the lines of the manifests the place and the chain behind them
    #[arg(long, conflicts_with_all = ["only", "stdout"])]
    pub map: bool,

    /// Tell how long each phase took
    #[arg(long)]
    pub timings: bool,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc check                      the stack of this folder
  todoc check --fix                and mend what can be mended without asking
  todoc check --format sarif       for code scanning")]
pub struct Check {
    /// The folder of a stack, its file, or the file of one environment
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// Apply the suggested changes to the sources
    #[arg(long)]
    pub fix: bool,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc fmt`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc fmt                        every source in this folder and below it
  todoc fmt --check                show what would change, and fail if anything would
  todoc fmt - < app.todostack      from standard input to standard output")]
pub struct Fmt {
    /// Sources, folders with sources, or `-` for standard input
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Write nothing; show what would change, and fail if anything would
    #[arg(long)]
    pub check: bool,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
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

/// The arguments of `todoc why`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc why backend.replicas                        in every environment
  todoc why backend.replicas --env prod
  todoc why dist/manifests/prod/backend.yaml:31     what stands behind a line of the output")]
pub struct Why {
    /// A field such as `backend.replicas`, or a line of the output such as `dist/manifests/prod/backend.yaml:31`
    pub target: Target,

    /// The folder of a stack, its file, or the file of one environment
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// In this environment only
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc graph`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc graph                                  in production, for people
  todoc graph --env dev --format mermaid       for a page of Markdown
  todoc graph --format svg > graph.svg         a picture")]
pub struct Graph {
    /// The folder of a stack, its file, or the file of one environment
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// The environment; else that of the file, or the one that `values.yaml` is of
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,

    /// How the graph is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: GraphFormat,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,
}

/// The arguments of `todoc diff`.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "todoc diff [OPTIONS] <ENV> <ENV> [PATH]\n       todoc diff [OPTIONS] --against <DIR> [PATH]",
    after_help = "\
Examples:
  todoc diff dev prod                                what production does otherwise
  todoc diff --against dist                          what a rollout of the stack as it is would change
  todoc diff --against dist --env prod               in one environment
  todoc diff --against dist --format markdown        for a comment on a pull request
  todoc diff --against dist --fail-on data-loss      exit code 1 where data would be lost"
)]
pub struct Diff {
    /// Two environments, unless there is `--against`; and the folder of a stack or its file, else this folder
    #[arg(value_name = "ENV|PATH", num_args = 0..=3, value_hint = ValueHint::AnyPath)]
    pub words: Vec<String>,

    /// An earlier output, as `todoc build` wrote it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub against: Option<PathBuf>,

    /// With `--against`, in this environment only
    #[arg(long, value_name = "NAME", requires = "against")]
    pub env: Option<String>,

    /// With `--against`, fail where this risk is met, or a worse one
    #[arg(long, value_name = "RISK", requires = "against", value_parser = risks())]
    pub fail_on: Option<String>,

    /// How differences are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,
}

/// The arguments of `todoc images`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc images                           of production
  todoc images --env dev                 of one environment
  todoc images --env dev | sh            builds them
  todoc images --format json | jq -r '.pulled[].reference'")]
pub struct Images {
    /// The folder of a stack, its file, or the file of one environment
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// The environment; else that of the file, or the one that `values.yaml` is of
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,

    /// Where `todoc build` writes, for the place of the bake file
    #[arg(long, default_value = "dist", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc explain                    every block and every code
  todoc explain service            a block with its fields
  todoc explain service.replicas   a field: type, defaults, where it goes
  todoc explain E0201              a code, also by its name")]
pub struct Explain {
    /// A block, a field such as `service.replicas`, an attribute such as `service.public_url`, or a code; else a list of all
    pub topic: Option<String>,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc init              in this folder
  todoc init todo-app     in a new one")]
pub struct Init {
    /// The folder; its name becomes that of the stack
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc secrets`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc secrets prod --template > .env.prod
  todoc secrets prod --env-file .env.prod | kubectl apply -f -
  todoc secrets dev --generate | kubectl apply -f -
  todoc secrets prod --env-file .env.prod --sealed cert.pem")]
pub struct Secrets {
    /// The environment
    pub env: String,

    /// The folder of a stack or its file
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// A file of lines `NAME=value`; `-` for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub env_file: Option<PathBuf>,

    /// Make random values for what is not given
    #[arg(long)]
    pub generate: bool,

    /// Print a file to fill in for `--env-file`: each secret with what it must look like and who reads it
    #[arg(long, conflicts_with_all = ["env_file", "generate"])]
    pub template: bool,

    /// Seal them with `kubeseal` for the cluster that has this certificate, and write the file of the environment
    ///
    /// CERT is a file or a URL, as `kubeseal --cert` takes it; `kubeseal --fetch-cert` asks a cluster for its own.
    #[arg(long, value_name = "CERT", value_hint = ValueHint::FilePath, conflicts_with = "template")]
    pub sealed: Option<String>,

    /// Only the secrets of one chart, where each service has its own
    #[arg(long, value_name = "CHART")]
    pub chart: Option<String>,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc status`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc status dev                          in the cluster that kubectl talks to
  todoc status prod --context eu-west       in another one
  todoc status prod --format json           for programs

Exit codes: 0 when all is well, 1 when something waits or is not well, 2 when the cluster can't be read.")]
pub struct Status {
    /// The environment
    pub env: String,

    /// The folder of a stack or its file
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,

    /// The context of kubectl's configuration; else its current one
    #[arg(long, value_name = "NAME")]
    pub context: Option<String>,

    /// The file of kubectl's configuration
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub kubeconfig: Option<String>,

    /// The namespace it was installed in; else that of the environment
    #[arg(long, value_name = "NAME")]
    pub namespace: Option<String>,

    /// Values for parameters
    #[command(flatten)]
    pub params: Params,

    /// How states and findings are told
    #[command(flatten)]
    pub report: Report,
}

/// The arguments of `todoc completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  todoc completions bash > ~/.local/share/bash-completion/completions/todoc
  todoc completions fish > ~/.config/fish/completions/todoc.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,

    /// How findings are told
    #[command(flatten)]
    pub report: Report,
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

/// The names of all risks, the worst first.
fn risks() -> PossibleValuesParser {
    let value = |risk: &&'static Risk| PossibleValue::new(risk.name).help(risk.meaning);
    PossibleValuesParser::new(RISKS.iter().map(value))
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) | None => Err("expected NAME=VALUE".to_owned()),
    }
}
