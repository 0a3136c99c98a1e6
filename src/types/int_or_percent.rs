//! A count or a share of the replicas: `1`, `25%`.
//!
//! Follows `intstr.GetScaledValueFromIntOrPercent` of apimachinery and
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable>.

use super::decimal;
use super::{Percent, Problem};
use std::fmt;

/// A number of pods, or a share of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntOrPercent {
    /// So many pods.
    Int(u32),
    /// So many of a hundred.
    Percent(Percent),
}

impl IntOrPercent {
    /// Reads a number without unit, or with `%` up to 100.
    ///
    /// # Errors
    /// When it is neither, or negative.
    pub fn parse(digits: &str, unit: &str) -> Result<Self, Problem> {
        if unit == "%" {
            return Percent::parse(digits, unit, &(0..=100)).map(Self::Percent);
        }
        let number = decimal::whole(digits, unit).and_then(|number| i32::try_from(number).ok());
        let count = number.and_then(|number| u32::try_from(number).ok()).map(Self::Int);
        count.ok_or_else(|| Problem::new(format!("`{digits}{unit}` is neither a count nor a percentage")))
    }

    /// How many of `total` pods are meant, a fraction rounded up (`minAvailable`, `maxSurge`).
    #[must_use]
    pub fn of_rounded_up(self, total: u32) -> u32 {
        match self {
            Self::Int(count) => count,
            Self::Percent(percent) => share(percent, total, 99),
        }
    }

    /// How many of `total` pods are meant, a fraction dropped (a rollout's `maxUnavailable`).
    #[must_use]
    pub fn of_rounded_down(self, total: u32) -> u32 {
        match self {
            Self::Int(count) => count,
            Self::Percent(percent) => share(percent, total, 0),
        }
    }
}

impl fmt::Display for IntOrPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(count) => count.fmt(f),
            Self::Percent(percent) => percent.fmt(f),
        }
    }
}

fn share(percent: Percent, total: u32, extra: u64) -> u32 {
    let hundredths = u64::from(percent.value()) * u64::from(total) + extra;
    u32::try_from(hundredths / 100).unwrap_or(u32::MAX)
}
