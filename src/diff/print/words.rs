//! Words that both printers for people use.

use super::flow;
use crate::diff::object::Id;
use crate::diff::risk::{Effect, RISKS};
use crate::diff::version::{Chart, Level};
use serde_json::Value;
use similar::{Algorithm, TextDiff};

/// No value is shown longer, in characters.
const LONGEST: usize = 100;

/// `1 field`, `2 fields`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A text without line breaks, cut where it is long.
pub(super) fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}

/// A value in one line, cut where it is long; of a checksum the beginning tells enough.
pub(super) fn short(value: &Value) -> String {
    const HASH: usize = 64;
    const ENOUGH: usize = 12;
    let is_hash = |text: &&str| text.len() == HASH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match value.as_str().filter(is_hash).and_then(|text| text.get(..ENOUGH)) {
        Some(beginning) => format!("{beginning}…"),
        None => line(&flow(value)),
    }
}

/// Kind, namespace and name.
pub(super) fn object(id: &Id) -> String {
    if id.namespace.is_empty() { id.to_string() } else { format!("{} {}/{}", id.kind, id.namespace, id.name) }
}

/// What is to be said of a chart's version.
pub(super) fn verdict(chart: &Chart) -> String {
    match (&chart.old, &chart.new, &chart.least) {
        (Some(old), Some(new), Some(least)) => {
            let versions = if old == new { format!("still {new}") } else { format!("{old} → {new}") };
            match (chart.is_enough, chart.needed) {
                (true, Level::None) => versions,
                (true, needed) => format!("{versions}, which is enough for a {needed} change"),
                (false, Level::None) => format!("{versions}, which is older"),
                (false, needed) => format!("{versions}, and a {needed} change needs {least} at least"),
            }
        }
        (None, Some(new), _) => format!("{new}, and not in the earlier output"),
        (Some(old), None, _) => format!("{old} in the earlier output, and gone"),
        _ => "without a version that can be compared".to_owned(),
    }
}

/// How often each risk is met, the worst first.
pub(super) fn risks<'e>(effects: impl Iterator<Item = &'e Effect>) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = RISKS.iter().map(|risk| (risk.name, 0)).collect();
    for effect in effects {
        if let Some((_, count)) = counts.get_mut(effect.risk.rank()) {
            *count += 1;
        }
    }
    counts.retain(|(_, count)| *count > 0);
    counts
}

/// The lines that differ between two texts of several lines, with `-` and `+`; none where one of the two is no such text.
pub(super) fn lines(old: Option<&Value>, new: Option<&Value>) -> Option<Vec<String>> {
    let (old, new) = (old?.as_str()?, new?.as_str()?);
    if !old.contains('\n') && !new.contains('\n') {
        return None;
    }
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
    let unified = diff.unified_diff().context_radius(1).missing_newline_hint(true).to_string();
    let kept = unified.lines().filter(|line| !line.starts_with("@@"));
    Some(kept.map(|line| line.trim_end().to_owned()).collect())
}
