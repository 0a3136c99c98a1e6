//! What can be typed behind the commands that write: outputs, sources, secrets, completions.

use super::{Params, Part, Report, Watch};
use clap::ValueHint;
use clap_complete::Shell;
use std::path::PathBuf;

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
