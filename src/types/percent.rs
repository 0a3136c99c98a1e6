//! Percentages: `70%`.

use super::Problem;
use super::decimal;
use std::fmt;
use std::ops::RangeInclusive;

/// A whole number of hundredths. An autoscaler's target may lie above 100: it is measured against the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// Reads digits and the unit `%`, within bounds.
    ///
    /// # Errors
    /// When it is not written with `%`, is no whole number or lies outside.
    pub fn parse(digits: &str, unit: &str, bounds: &RangeInclusive<u32>) -> Result<Self, Problem> {
        let written = format!("{digits}{unit}");
        if unit != "%" {
            let fix = (unit.is_empty() && Self::parse(digits, "%", bounds).is_ok()).then(|| format!("{digits}%"));
            return Err(Problem::new(format!("`{written}` is no percentage")).suggest(fix));
        }
        let Some(number) = decimal::whole(digits, "") else {
            return Err(Problem::new(format!("`{written}` is no whole percentage")));
        };
        match u32::try_from(number) {
            Ok(percent) if bounds.contains(&percent) => Ok(Self(percent)),
            Ok(_) | Err(_) => {
                let (low, high) = (bounds.start(), bounds.end());
                Err(Problem::new(format!("`{written}` is not in {low}%–{high}%")))
            }
        }
    }

    /// The number before the sign.
    #[must_use]
    pub fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}
