//! Cron schedules in the dialect that Kubernetes reads: `robfig/cron` v3 `ParseStandard`, five fields, names, steps,
//! ranges, lists, `?` and the `@` macros.
//!
//! Follows <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax> and
//! <https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format>.

use super::{Duration, Problem, nearest};
use smol_str::SmolStr;
use std::fmt;

/// A schedule that the cluster will accept and that fires at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    text: SmolStr,
    either_day: bool,
}

struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    /// Names of the numbers from `low` on.
    names: &'static [&'static str],
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: [Field; 5] = [
    Field { name: "minute", low: 0, high: 59, names: &[] },
    Field { name: "hour", low: 0, high: 23, names: &[] },
    Field { name: "day of month", low: 1, high: 31, names: &[] },
    Field { name: "month", low: 1, high: 12, names: &MONTHS },
    Field { name: "day of week", low: 0, high: 6, names: &DAYS },
];
const MACROS: [&str; 7] = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];
/// The most days that a month can have, from January on.
const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Schedule {
    /// Reads five fields or a macro.
    ///
    /// # Errors
    /// When the cluster would refuse it, or when no day matches it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if let Some(rest) = text.strip_prefix("TZ=").or(text.strip_prefix("CRON_TZ=")) {
            let (zone, schedule) = rest.split_once(' ').unwrap_or((rest, ""));
            return Err(Problem::new("schedule sets its time zone itself")
                .help(format!("write `time_zone = \"{zone}\"` beside the schedule"))
                .suggest((!schedule.is_empty()).then(|| schedule.trim().to_owned())));
        }
        if text.starts_with('@') {
            return macros(text).map(|()| Self { text: text.into(), either_day: false });
        }
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [_, _, day, _, weekday] = fields.as_slice() else {
            return Err(wrong_count(text, fields.len()));
        };
        let mut sets = [0_u64; 5];
        for ((at, field), set) in FIELDS.iter().enumerate().zip(&mut sets) {
            let written = fields.get(at).copied().unwrap_or_default();
            *set = field.parse(written).map_err(|fault| in_place(fault, &fields, at))?;
        }
        let [_, _, days, months, _] = sets;
        let any = |written: &str| written.split(',').any(|item| matches!(item, "*" | "?" | "*/1" | "?/1"));
        if any(weekday) && !fires(days, months) {
            return Err(Problem::new(format!("schedule `{text}` never fires: none of its months has such a day")));
        }
        Ok(Self { text: text.into(), either_day: !any(day) && !any(weekday) })
    }

    /// Whether both days are restricted; cron then fires when *either* matches, which surprises people.
    #[must_use]
    pub fn either_day(&self) -> bool {
        self.either_day
    }

    /// The schedule as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Field {
    /// The set of a list's numbers, as bits.
    fn parse(&self, list: &str) -> Result<u64, Problem> {
        let only = !list.contains(',');
        let set = list.split(',').try_fold(0, |set, item| Ok(set | self.item(item)?));
        // The suggestion is for one item, and stands for the list only where the list has no other.
        set.map_err(|fault: Problem| if only { fault } else { fault.suggest(None) })
    }

    /// `*`, `?`, `n`, `n-m`, each with `/step`.
    fn item(&self, item: &str) -> Result<u64, Problem> {
        let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
        let (start, end) = match range.split_once('-') {
            _ if matches!(range, "*" | "?") => (self.low, self.high),
            Some((start, end)) => (self.number(start, item)?, self.number(end, item)?),
            None => {
                let start = self.number(range, item)?;
                (start, if step.is_some() { self.high } else { start })
            }
        };
        if start > end {
            return Err(Problem::new(format!("{} `{range}` begins after its end", self.name)));
        }
        let step = match step.map(str::parse::<usize>) {
            None => 1,
            Some(Ok(step)) if step > 0 => step,
            Some(_) => return Err(Problem::new(format!("step of {} `{item}` is no positive number", self.name))),
        };
        Ok((start..=end).step_by(step).fold(0, |set, number| set | 1 << number))
    }

    fn number(&self, word: &str, item: &str) -> Result<u32, Problem> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(word));
        if let Some(number) = named.and_then(|at| u32::try_from(at).ok()) {
            return Ok(self.low + number);
        }
        let (name, low, high) = (self.name, self.low, self.high);
        let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            let right = nearest(word.get(..3).unwrap_or(word), self.names.iter().copied());
            return Err(Problem::new(format!("`{item}` is no {name}"))
                .suggest(right.map(|right| item.replacen(word, right, 1))));
        }
        match word.parse() {
            Ok(number) if (low..=high).contains(&number) => Ok(number),
            Ok(_) | Err(_) => {
                let sunday = (item == "7" && high == 6).then(|| "0".to_owned());
                Err(Problem::new(format!("{name} `{word}` is not in {low}–{high}")).suggest(sunday))
            }
        }
    }
}

/// Turns the suggestion for the field `at` into one for the whole schedule.
fn in_place(fault: Problem, fields: &[&str], at: usize) -> Problem {
    let (before, behind) = fields.split_at_checked(at).unwrap_or_default();
    let mut before = before.join(" ");
    if !before.is_empty() {
        before.push(' ');
    }
    let behind: String = behind.iter().skip(1).flat_map(|field| [" ", field]).collect();
    fault.within(&before, &behind)
}

/// Whether some day of some month matches, in a leap year too.
fn fires(days: u64, months: u64) -> bool {
    let first = days.trailing_zeros();
    let mut lengths = MONTH_DAYS.iter().zip(1_u32..);
    lengths.any(|(length, month)| months & (1 << month) != 0 && first <= *length)
}

fn macros(text: &str) -> Result<(), Problem> {
    if let Some(every) = text.strip_prefix("@every ") {
        return match Duration::read_go(every) {
            Some(duration) if duration.millis() >= 1000 => Ok(()),
            Some(_) | None => Err(Problem::new(format!("`{every}` is no duration of a second or more"))),
        };
    }
    if MACROS.contains(&text) {
        return Ok(());
    }
    let right = nearest(text, MACROS).map(str::to_owned);
    Err(Problem::new(format!("`{text}` is no schedule"))
        .help(format!("macros are {}", MACROS.join(", ")))
        .suggest(right))
}

fn wrong_count(text: &str, count: usize) -> Problem {
    let noun = if count == 1 { "field" } else { "fields" };
    let problem = Problem::new(format!("schedule `{text}` has {count} {noun}, not five"));
    problem.help("the fields are minute, hour, day of month, month and day of week; Kubernetes knows no seconds")
}
