//! Names of objects, by the rules that a chart's helpers follow, for whoever has to name an object without rendering it.

use crate::go;

/// Most characters of an object's name, so that every kind can bear it.
const NAME: usize = 52;

/// The release, joined with the chart's name where it does not contain it: Helm's usual `fullname`. The chart's name, which
/// begins with a letter, comes first where the release begins with a digit, because the name of a Service may not.
#[must_use]
pub fn full_name(release: &str, chart: &str) -> String {
    if release.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{chart}-{release}");
    }
    if release.contains(chart) { release.to_owned() } else { format!("{release}-{chart}") }
}

/// The bounded name of a component's objects: behind a prefix, or alone where there is none. The component without a name
/// is called as its prefix.
#[must_use]
pub fn object_name(prefix: Option<&str>, component: &str) -> String {
    bounded(match prefix {
        Some(prefix) if component.is_empty() => prefix.to_owned(),
        Some(prefix) => format!("{prefix}-{component}"),
        None => component.to_owned(),
    })
}

/// A name that every kind of object can bear, unique also where it is cut.
#[must_use]
pub fn bounded(name: String) -> String {
    if name.len() <= NAME {
        return name;
    }
    let cut = name.get(..45).unwrap_or(&name);
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
