//! How long each phase of a command took.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the command line tells how long it took")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Phases and their times.
#[derive(Debug)]
pub(super) struct Timings {
    started: Instant,
    last: Instant,
    phases: Vec<(&'static str, Duration)>,
}

impl Timings {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { started: now, last: now, phases: Vec::new() }
    }

    /// Ends a phase.
    pub(super) fn phase(&mut self, name: &'static str) {
        let now = Instant::now();
        self.phases.push((name, now - self.last));
        self.last = now;
    }

    /// The whole time so far, for people.
    pub(super) fn whole(&self) -> String {
        let time = self.started.elapsed();
        if time < Duration::from_secs(1) {
            format!("{} ms", time.as_millis())
        } else {
            format!("{:.2} s", time.as_secs_f64())
        }
    }

    /// A line for each phase with its share.
    pub(super) fn table(&self) -> String {
        let whole = self.phases.iter().map(|(_, time)| time.as_secs_f64()).sum::<f64>().max(f64::EPSILON);
        let mut out = String::new();
        for (name, time) in &self.phases {
            let seconds = time.as_secs_f64();
            let _ = writeln!(out, "{name:<10} {:>9.2} ms {:>5.1} %", seconds * 1000.0, seconds / whole * 100.0);
        }
        out.truncate(out.trim_end().len());
        out
    }
}
