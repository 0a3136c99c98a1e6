//! Which part of a chart's version must rise, and whether it did.
//!
//! A chart's users know its values and what it installs. **Major**: they must do something, because a values key is gone or takes
//! less, because a newer Kubernetes is asked for, or because the API server refuses a change or data is lost. **Minor**: there is
//! something new for them to use. **Patch**: anything else that is not the same. As `SemVer` leaves it open what a version before
//! 1.0 promises, there a minor rise stands for a major one, and a patch for a minor one.
//! <https://semver.org> and <https://helm.sh/docs/topics/charts/#charts-and-versioning>

mod schema;

use super::against::Against;
use super::compare;
use super::object::Id;
use super::risk::{self, Risk};
use semver::Version;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// A part of a version, from the least to the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    None,
    /// The third number.
    Patch,
    /// The second.
    Minor,
    /// The first.
    Major,
}

/// Something that a chart's users notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What of the version has to rise for it.
    pub level: Level,
    /// What it is, in one clause.
    pub what: String,
}

/// What the version of a chart has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Name of the chart.
    pub name: String,
    /// Its version in the earlier output; none where that has no such chart.
    pub old: Option<String>,
    /// Its version now; none where there is no such chart any longer.
    pub new: Option<String>,
    /// What has to rise.
    pub needed: Level,
    /// What did rise; none where it went down.
    pub rose: Option<Level>,
    /// Whether that is enough.
    pub is_enough: bool,
    /// The least version that would be enough.
    pub least: Option<String>,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// The files of a chart, by their path in it.
pub type Files = BTreeMap<String, String>;

impl Level {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Patch => "patch",
            Level::Minor => "minor",
            Level::Major => "major",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Chart {
    /// The risk of a version that did not rise enough.
    #[must_use]
    pub fn risk(&self) -> Option<&'static Risk> {
        (!self.is_enough).then_some(&risk::CHART_VERSION)
    }

    /// Whether nothing of the chart is another.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.reasons.is_empty() && self.old == self.new
    }
}

/// Compares a chart with its earlier files. `reasons` are those that its files don't tell.
#[must_use]
pub fn chart(name: &str, old: Option<&Files>, new: Option<&Files>, reasons: Vec<Reason>) -> Chart {
    let version = |files: Option<&Files>| files.and_then(|files| text(&yaml(files, "Chart.yaml"), "version"));
    let mut all = reasons;
    if let (Some(old), Some(new)) = (old, new) {
        all.extend(of_files(old, new));
    }
    all.sort_by_key(|reason| std::cmp::Reverse(reason.level));
    let mut chart = Chart {
        name: name.to_owned(),
        old: version(old),
        new: version(new),
        needed: all.iter().map(|reason| reason.level).max().unwrap_or(Level::None),
        rose: None,
        is_enough: true,
        least: None,
        reasons: all,
    };
    let parsed = |text: &Option<String>| text.as_deref().and_then(|text| Version::parse(text).ok());
    if let (Some(before), Some(after)) = (parsed(&chart.old), parsed(&chart.new)) {
        let least = least(&before, chart.needed);
        chart.rose = rise(&before, &after);
        chart.is_enough = after >= least && chart.rose.is_some();
        chart.least = Some(least.to_string());
    }
    chart
}

/// What rose between two versions; none where it went down.
fn rise(before: &Version, after: &Version) -> Option<Level> {
    if after < before {
        None
    } else if after.major > before.major {
        Some(Level::Major)
    } else if after.minor > before.minor {
        Some(Level::Minor)
    } else if after > before {
        Some(Level::Patch)
    } else {
        Some(Level::None)
    }
}

/// The least version behind another one in which a part has risen. A first release needs no rise above its candidates.
fn least(before: &Version, needed: Level) -> Version {
    let level = match (before.major, needed) {
        (0, Level::Major) => Level::Minor,
        (0, Level::Minor) => Level::Patch,
        (_, level) => level,
    };
    let plain = Version::new(before.major, before.minor, before.patch);
    // `2.0.0-rc.1` is followed by `2.0.0`, whatever rises.
    let is_candidate = !before.pre.is_empty();
    match level {
        Level::None => before.clone(),
        Level::Patch if is_candidate => plain,
        Level::Minor if is_candidate && before.patch == 0 => plain,
        Level::Major if is_candidate && before.patch == 0 && before.minor == 0 => plain,
        Level::Patch => Version::new(before.major, before.minor, before.patch + 1),
        Level::Minor => Version::new(before.major, before.minor + 1, 0),
        Level::Major => Version::new(before.major + 1, 0, 0),
    }
}

/// What the files of a chart tell.
fn of_files(old: &Files, new: &Files) -> Vec<Reason> {
    let json = |files: &Files| -> Value {
        files.get("values.schema.json").and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
    };
    let mut reasons = schema::compare(&json(old), &json(new));
    let is_template = |path: &str| path.starts_with("templates/") && path.rsplit('.').next() == Some("yaml");
    for path in new.keys().filter(|path| is_template(path) && !old.contains_key(*path)) {
        reasons.push(Reason { level: Level::Minor, what: format!("template `{path}` is new") });
    }
    for path in old.keys().filter(|path| is_template(path) && !new.contains_key(*path)) {
        reasons.push(Reason { level: Level::Patch, what: format!("template `{path}` is gone") });
    }
    reasons.extend(of_chart(&yaml(old, "Chart.yaml"), &yaml(new, "Chart.yaml")));
    for change in compare::compare(&yaml(old, "values.yaml"), &yaml(new, "values.yaml"), None) {
        if change.old.is_some() && change.new.is_some() {
            reasons.push(Reason { level: Level::Patch, what: format!("`{}` has another default", change.path) });
        }
    }
    if reasons.is_empty() {
        let differs = |path: &&String| path.as_str() != "Chart.yaml" && old.get(*path) != new.get(*path);
        let told = new.keys().chain(old.keys().filter(|path| !new.contains_key(*path)));
        reasons.extend(
            told.filter(differs).map(|path| Reason { level: Level::Patch, what: format!("`{path}` is another") }),
        );
    }
    reasons
}

/// What `Chart.yaml` says beside the version.
fn of_chart(old: &Value, new: &Value) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let both = |key: &str| (text(old, key), text(new, key));
    let (before, after) = both("kubeVersion");
    if before != after {
        let least = |text: &Option<String>| text.as_deref().and_then(floor);
        let lowered = after.is_none() || matches!((least(&before), least(&after)), (Some(old), Some(new)) if new < old);
        let (level, word) = if lowered { (Level::Minor, "more") } else { (Level::Major, "fewer") };
        reasons.push(Reason { level, what: format!("it takes {word} versions of Kubernetes than before") });
    }
    if let (Some(before), Some(after)) = both("appVersion")
        && before != after
    {
        reasons.push(Reason { level: Level::Patch, what: format!("the application is {after}, and was {before}") });
    }
    let dependencies = |chart: &Value| chart.get("dependencies").cloned().unwrap_or(Value::Array(Vec::new()));
    for change in compare::compare(&dependencies(old), &dependencies(new), None) {
        let what = format!("chart dependency {} is another", change.path);
        reasons.push(Reason { level: Level::Patch, what });
    }
    reasons
}

/// The first version that a range names: of `>=1.29.0-0` 1.29.0.
fn floor(range: &str) -> Option<Version> {
    let text = range.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    Version::parse(text.split([' ', ',', '|', '<']).next()?).ok()
}

fn yaml(files: &Files, path: &str) -> Value {
    files.get(path).and_then(|text| serde_yaml::from_str(text).ok()).unwrap_or(Value::Null)
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// What a rollout does that users of a chart must act on. `of` tells which chart an object is of.
#[must_use]
pub fn must_act(against: &Against, chart: &str, of: &BTreeMap<Id, String>) -> Vec<Reason> {
    let grave = ["data-loss", "immutable"];
    let mut reasons: Vec<Reason> = Vec::new();
    for rollout in against.environments.iter().filter(|own| own.is_known) {
        for object in rollout.objects.iter().filter(|object| of.get(&object.id).is_some_and(|own| own == chart)) {
            let own = object.effects.iter().filter(|effect| grave.contains(&effect.risk.name));
            for effect in own {
                let place = if effect.path.is_empty() { String::new() } else { format!(" at `{}`", effect.path) };
                let what = format!("{}: {}{place} in {}", effect.risk.name, object.id, rollout.environment);
                reasons.push(Reason { level: Level::Major, what });
            }
        }
    }
    reasons
}

#[cfg(test)]
mod tests;
