//! A whole output over an earlier one.

use super::risk::{Effect, Risk};
use super::rollout::Rollout;
use super::version::Chart;

/// What changes when a stack is rolled out over an earlier output of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// Name of the stack.
    pub stack: String,
    /// The earlier output, as it was named.
    pub output: String,
    /// The environments, in the order of their files.
    pub environments: Vec<Rollout>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Environments that the earlier output has and the stack has no longer.
    pub forgotten: Vec<String>,
}

impl Against {
    /// Everything that happens anywhere.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.environments.iter().flat_map(Rollout::effects)
    }

    /// The worst that happens anywhere; none where nothing does.
    #[must_use]
    pub fn worst(&self) -> Option<&'static Risk> {
        let of_charts = self.charts.iter().filter_map(Chart::risk);
        self.effects().map(|effect| effect.risk).chain(of_charts).min_by_key(|risk| risk.rank())
    }

    /// Whether everything is as it was.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        let same = self.environments.iter().all(|own| own.objects.is_empty() && own.is_known);
        same && self.forgotten.is_empty() && self.charts.iter().all(Chart::is_unchanged)
    }
}
