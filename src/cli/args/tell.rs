//! What can be typed behind the commands that tell: of the sources, of what is made of them, and of a cluster.

use super::{DiffFormat, GraphFormat, Params, Report};
use crate::cli::why::Target;
use crate::diff::risk::{RISKS, Risk};
use clap::ValueHint;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::PathBuf;

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

/// The names of all risks, the worst first.
fn risks() -> PossibleValuesParser {
    let value = |risk: &&'static Risk| PossibleValue::new(risk.name).help(risk.meaning);
    PossibleValuesParser::new(RISKS.iter().map(value))
}
