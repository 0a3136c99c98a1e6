//! The files of a build, as texts: the chart, the manifests of each environment, and what builds images and clusters.
//!
//! Nothing is written here. Every text is a function of what was lowered, so the same source gives the same bytes.

mod bake;
mod chart;
mod cluster;
mod manifests;
mod readme;

use crate::chart::Chart;
use crate::lower::Lowered;
use crate::model::environment::Environment;
use crate::schema::environment as settings;
use crate::source::Sources;

pub use bake::bake;
pub use chart::{charts, values};
pub use cluster::start_script;
pub use manifests::{Manifests, manifests};

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// Whether it is a program.
    pub executable: bool,
}

impl File {
    /// A file that is read.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), executable: false }
    }
}

/// What texts are made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The sources, which comments name.
    pub sources: &'a Sources,
    /// What holds in each environment.
    pub environments: &'a [Environment<'a>],
    /// What was lowered.
    pub lowered: &'a Lowered,
    /// Name of the stack's file.
    pub origin: &'a str,
}

impl<'a> Input<'a> {
    /// The charts: one, or one a service.
    #[must_use]
    pub fn charts(&self) -> &'a [Chart] {
        &self.lowered.charts
    }
}

/// Name of the release of an environment: its own, else the stack's; where each service has a chart, with the service's
/// name behind it.
#[must_use]
pub fn release(environment: &Environment<'_>, chart: &Chart) -> String {
    let whole = environment.settings.text(&settings::RELEASE).unwrap_or(environment.stack.name);
    chart.member.as_ref().map_or_else(|| whole.to_owned(), |member| format!("{whole}-{}", member.suffix))
}

/// Namespace of an environment's objects.
#[must_use]
pub fn namespace<'a>(environment: &Environment<'a>) -> &'a str {
    environment.settings.text(&settings::NAMESPACE).unwrap_or("default")
}
