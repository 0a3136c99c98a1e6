//! Durations: `500ms`, `30s`, `5m`, `1h`, `1d`.
//!
//! Kubernetes takes whole seconds in most places; operators take Go's `time.ParseDuration`
//! (<https://pkg.go.dev/time#ParseDuration>), which knows no days.

use super::Problem;
use super::decimal::{self, Decimal};
use std::fmt;

/// The units that a user may write, in milliseconds, from small to large.
const UNITS: [(&str, i128); 5] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

/// An exact, not negative span of time. Prints as a Go duration in the largest unit that loses nothing (`1d` as `24h`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    millis: u64,
}

impl Duration {
    /// Reads digits and one unit.
    ///
    /// # Errors
    /// When the unit is missing or unknown, the number is negative, or it is finer than a millisecond.
    pub fn parse(digits: &str, unit: &str) -> Result<Self, Problem> {
        let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(unknown_unit(digits, unit));
        };
        let number = Decimal::read(digits).and_then(|number| number.times(*factor));
        let Some(number) = number else { return Err(Problem::new(format!("`{digits}{unit}` is no duration"))) };
        if !number.exact {
            return Err(Problem::new(format!("`{digits}{unit}` is finer than a millisecond")));
        }
        match u64::try_from(number.value) {
            Ok(millis) => Ok(Self { millis }),
            Err(_) if number.value < 0 => Err(Problem::new(format!("duration `{digits}{unit}` is negative"))),
            Err(_) => Err(Problem::new(format!("duration `{digits}{unit}` is too long"))),
        }
    }

    /// Reads a text such as `30s`.
    ///
    /// # Errors
    /// As [`Duration::parse`].
    pub fn parse_text(text: &str) -> Result<Self, Problem> {
        let (digits, unit) = decimal::split(text);
        Self::parse(digits, unit)
    }

    /// As people say it: whole days as days.
    #[must_use]
    pub fn shown(self) -> String {
        match self.millis / DAY {
            days if days > 0 && self.millis.is_multiple_of(DAY) => format!("{days}d"),
            _ => self.to_string(),
        }
    }

    /// Reads a Go duration of one or more units (`1h30m`), to whole milliseconds; nothing for what is none.
    #[must_use]
    pub fn read_go(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut millis: u64 = 0;
        while !rest.is_empty() {
            let (digits, after) = decimal::split(rest);
            let unit = after.split(|letter: char| letter.is_ascii_digit() || letter == '.').next()?;
            let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit && *name != "d")?;
            let piece = Decimal::read(digits)?.times(*factor).filter(|piece| piece.exact)?;
            millis = millis.checked_add(u64::try_from(piece.value).ok()?)?;
            rest = after.strip_prefix(unit)?;
        }
        (!text.is_empty()).then_some(Self { millis })
    }

    /// Milliseconds.
    #[must_use]
    pub fn millis(self) -> u64 {
        self.millis
    }

    /// Seconds, for the fields that Kubernetes counts in whole seconds.
    ///
    /// # Errors
    /// When it is not a whole number of them, or more than a 32-bit field holds.
    pub fn seconds(self) -> Result<i32, Problem> {
        let rounded = self.millis.div_ceil(1000);
        if !self.millis.is_multiple_of(1000) {
            return Err(Problem::new(format!("`{self}` is no whole number of seconds")).suggest(format!("{rounded}s")));
        }
        i32::try_from(rounded).map_err(|_| Problem::new(format!("`{self}` is longer than 2147483647 seconds")))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |size: u64| self.millis != 0 && self.millis.is_multiple_of(size);
        match self.millis {
            0 => f.write_str("0s"),
            millis if fits(3_600_000) => write!(f, "{}h", millis / 3_600_000),
            millis if fits(60_000) => write!(f, "{}m", millis / 60_000),
            millis if fits(1000) => write!(f, "{}s", millis / 1000),
            millis => write!(f, "{millis}ms"),
        }
    }
}

fn unknown_unit(digits: &str, unit: &str) -> Problem {
    let units = "units are `ms`, `s`, `m`, `h` and `d`";
    if unit.is_empty() {
        return Problem::new(format!("duration `{digits}` has no unit")).help(units).suggest(format!("{digits}s"));
    }
    let written = format!("{digits}{unit}");
    if let Some(whole) = Duration::read_go(&written) {
        return Problem::new(format!("`{written}` has more than one unit")).suggest(whole.to_string());
    }
    let right = meant(unit).map(|right| format!("{digits}{right}"));
    Problem::new(format!("`{unit}` is no unit of time")).help(units).suggest(right)
}

fn meant(unit: &str) -> Option<&'static str> {
    match unit.to_ascii_lowercase().as_str() {
        "msec" | "msecs" | "ms" | "millis" | "milliseconds" => Some("ms"),
        "sec" | "secs" | "second" | "seconds" | "s" => Some("s"),
        "min" | "mins" | "minute" | "minutes" | "m" => Some("m"),
        "hr" | "hrs" | "hour" | "hours" | "h" => Some("h"),
        "day" | "days" | "d" => Some("d"),
        _ => None,
    }
}
