//! Time zones by their IANA names, as a `CronJob`'s `timeZone` takes them.
//!
//! Follows <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones>.

use super::{Problem, nearest};
use smol_str::SmolStr;
use std::fmt;

/// The zones (`Z`) and links (`L`) of tzdata 2025b, one a line and in byte order; written by
/// `awk '/^Z/{print $2} /^L/{print $3}' tzdata.zi | grep -v '^Factory$' | LC_ALL=C sort -u`.
const NAMES: &str = include_str!("time_zones.txt");

/// The name of a time zone: `Europe/Berlin`, `Etc/UTC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(SmolStr);

impl TimeZone {
    /// Reads a name. Case matters, as it does to the cluster.
    ///
    /// # Errors
    /// When tzdata has no such zone. `Local` is refused: it would be the control plane's own.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if NAMES.lines().any(|name| name == text) {
            return Ok(Self(SmolStr::new(text)));
        }
        let problem = Problem::new(format!("no time zone is called `{text}`"));
        Err(problem.help("a time zone is an IANA name such as `Europe/Berlin` or `Etc/UTC`").suggest(meant(text)))
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The zone that was meant, also where only its city was written.
fn meant(text: &str) -> Option<String> {
    let city = |name: &&str| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(text));
    let by_city = || NAMES.lines().filter(|name| name.contains('/')).find(city);
    nearest(text, NAMES.lines())
        .filter(|_| text.contains('/'))
        .or_else(by_city)
        .or_else(|| nearest(text, NAMES.lines()))
        .map(str::to_owned)
}
