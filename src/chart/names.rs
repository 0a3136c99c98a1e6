//! Names of objects, by the rules that a chart's helpers follow, for whoever has to name an object without rendering it.

use crate::go;
use crate::schema::objects::ObjectKind;
use smol_str::SmolStr;

/// Most characters of an object's name, so that every kind can bear it.
const NAME: usize = 52;

/// Characters of a name that is cut which its hash and the dash before it take.
const HASH: usize = 7;

/// How the objects of a stack are named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Naming {
    /// What names begin with.
    pub prefix: Prefix,
    /// What follows the names of a kind, behind a dash.
    pub suffixes: Vec<(ObjectKind, SmolStr)>,
}

/// What the names of objects begin with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Prefix {
    /// The release, and the chart where the release does not name it.
    #[default]
    Release,
    /// Nothing: the component alone.
    Nothing,
    /// A word.
    Fixed(SmolStr),
}

impl Naming {
    /// The bounded name of a component's objects, without a suffix, where the release has a full name.
    #[must_use]
    pub fn name(&self, full_name: &str, component: &str) -> String {
        let prefix = match &self.prefix {
            Prefix::Release => Some(full_name),
            Prefix::Nothing => None,
            Prefix::Fixed(word) => Some(word.as_str()),
        };
        object_name(prefix, component, self.longest())
    }

    /// What follows the names of a kind.
    #[must_use]
    pub fn suffix(&self, kind: ObjectKind) -> Option<&SmolStr> {
        self.suffixes.iter().find(|(own, _)| *own == kind).map(|(_, suffix)| suffix)
    }

    /// Most characters of a name without its suffix, so that every kind can bear it with its own.
    #[must_use]
    pub fn longest(&self) -> usize {
        let left = self.suffixes.iter().map(|(kind, suffix)| kind.longest_behind().saturating_sub(suffix.len() + 1));
        left.min().unwrap_or(NAME).min(NAME)
    }

    /// Where a name that is too long is cut.
    #[must_use]
    pub fn cut(&self) -> usize {
        self.longest().saturating_sub(HASH)
    }
}

/// The release, joined with the chart's name where it does not contain it: Helm's usual `fullname`. The chart's name, which
/// begins with a letter, comes first where the release begins with a digit, because the name of a Service may not.
#[must_use]
pub fn full_name(release: &str, chart: &str) -> String {
    if release.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{chart}-{release}");
    }
    if release.contains(chart) { release.to_owned() } else { format!("{release}-{chart}") }
}

/// What a chart of others calls its objects: the release, joined with what Helm calls the chart where it does not contain it.
#[must_use]
pub fn of_dependency(release: &str, name: &str) -> String {
    let full = if release.contains(name) { release.to_owned() } else { format!("{release}-{name}") };
    let cut = full.get(..63).unwrap_or(&full);
    cut.strip_suffix('-').unwrap_or(cut).to_owned()
}

/// The bounded name of a component's objects: behind a prefix, or alone where there is none. The component without a name
/// is called as its prefix.
#[must_use]
pub fn object_name(prefix: Option<&str>, component: &str, longest: usize) -> String {
    let name = match prefix {
        Some(prefix) if component.is_empty() => prefix.to_owned(),
        Some(prefix) => format!("{prefix}-{component}"),
        None => component.to_owned(),
    };
    bounded(name, longest)
}

/// A name that every kind of object can bear, unique also where it is cut.
#[must_use]
pub fn bounded(name: String, longest: usize) -> String {
    if name.len() <= longest {
        return name;
    }
    let cut = name.get(..longest.saturating_sub(HASH)).unwrap_or(&name);
    let cut = cut.strip_suffix('-').unwrap_or(cut);
    let hash = go::sha256_hex(&name);
    format!("{cut}-{}", hash.get(..6).unwrap_or_default())
}

/// The label `helm.sh/chart`.
#[must_use]
pub fn chart_label(name: &str, version: &str) -> String {
    let label = format!("{name}-{version}").replace('+', "_");
    let cut = label.get(..63).unwrap_or(&label);
    cut.strip_suffix('-').unwrap_or(cut).to_owned()
}
