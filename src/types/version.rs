//! Versions: of charts, of applications, of Kubernetes, and ranges of the last.
//!
//! Follows <https://helm.sh/docs/topics/charts/#the-kubeversion-field>: ranges are those of Masterminds/semver v3, which
//! lets no pre-release into a range that names none. Vendors' versions (`1.29.3-gke.100`) are pre-releases by form, so
//! the text that reaches a chart always ends its bounds in `-0`.

use super::Problem;
use smol_str::SmolStr;
use std::fmt;

/// Reads a chart's version: `SemVer` 2, without a `v`.
///
/// # Errors
/// When it is none.
pub fn chart_version(text: &str) -> Result<semver::Version, Problem> {
    semver::Version::parse(text).map_err(|_| {
        Problem::new(format!("`{text}` is no SemVer version"))
            .help("a version has three numbers, such as `1.2.3`")
            .suggest(completed(text))
    })
}

/// Checks an application's version, which may be any printable word.
///
/// # Errors
/// When it is empty or has white space or control characters in it.
pub fn app_version(text: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::new("version is empty"));
    }
    if text.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let fixed: String = text.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
        let problem =
            Problem::new(format!("version `{}` contains white space or a control character", text.escape_debug()));
        return Err(problem.suggest((!fixed.is_empty()).then_some(fixed)));
    }
    Ok(())
}

/// A version of Kubernetes. The first number is always 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KubernetesVersion {
    /// The second number.
    pub minor: u32,
    /// The third, where it is written.
    pub patch: Option<u32>,
}

impl KubernetesVersion {
    /// Reads `1.33` or `1.33.1`.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let parts: Vec<Option<u32>> = text.split('.').map(number).collect();
        match parts.as_slice() {
            [Some(1), Some(minor)] => Ok(Self { minor: *minor, patch: None }),
            [Some(1), Some(minor), Some(patch)] => Ok(Self { minor: *minor, patch: Some(*patch) }),
            _ => {
                let fixed = text.strip_prefix('v').filter(|rest| Self::parse(rest).is_ok()).map(str::to_owned);
                let problem = Problem::new(format!("`{text}` is no Kubernetes version"));
                Err(problem.help("a Kubernetes version is written `1.33` or `1.33.1`").suggest(fixed))
            }
        }
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

/// Major, minor and patch.
type Triple = (u32, u32, u32);
const START: Triple = (0, 0, 0);
const END: Triple = (u32::MAX, 0, 0);

/// A set of Kubernetes versions. Prints as the `kubeVersion` of a chart that lets vendors' suffixes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubernetesRange {
    text: SmolStr,
    /// Half-open, in order, apart from each other, never empty.
    spans: Vec<(Triple, Triple)>,
    excludes_vendors: bool,
}

impl KubernetesRange {
    /// Reads `>=1.29`, `1.29 - 1.33`, `~1.30`, `^1.29`, `>=1.27 <1.34`, `>=1.27, !=1.30.2`, `1.29.x || 1.31.x`.
    ///
    /// # Errors
    /// When it is no range, or no Kubernetes version lies in it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut spans = Vec::new();
        let mut excludes_vendors = false;
        for group in text.split("||") {
            let bounds = bounds(group).ok_or_else(|| no_range(text))?;
            excludes_vendors |= bounds.iter().any(|bound| !bound.version.pre_release);
            let all = vec![(START, END)];
            spans.extend(bounds.iter().fold(all, |spans, bound| intersection(&spans, &bound.spans())));
        }
        let spans = merged(spans);
        if intersection(&spans, &[((1, 0, 0), (2, 0, 0))]).is_empty() {
            let problem = Problem::new(format!("no Kubernetes version lies in `{text}`"));
            return Err(problem.help("Kubernetes versions are `1.29`, `1.30` and so on"));
        }
        Ok(Self { text: text.into(), spans, excludes_vendors })
    }

    /// The lowest version of the range; below 1.0 counts as 1.0.
    #[must_use]
    pub fn floor(&self) -> KubernetesVersion {
        let low = self.spans.first().map_or(START, |(low, _)| *low).max((1, 0, 0));
        KubernetesVersion { minor: low.1, patch: Some(low.2) }
    }

    /// Whether the text as it was written would keep out `1.29.3-gke.100` and the like.
    #[must_use]
    pub fn excludes_vendor_suffixes(&self) -> bool {
        self.excludes_vendors
    }

    /// Whether a version lies in the range; without a patch, whether any of its patches does.
    #[must_use]
    pub fn contains(&self, version: KubernetesVersion) -> bool {
        let low = (1, version.minor, version.patch.unwrap_or(0));
        let high = match version.patch {
            Some(patch) => (1, version.minor, patch.saturating_add(1)),
            None => (1, version.minor.saturating_add(1), 0),
        };
        !intersection(&self.spans, &[(low, high)]).is_empty()
    }

    /// The range as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for KubernetesRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (low, high)) in self.spans.iter().enumerate() {
            let or = if at == 0 { "" } else { " || " };
            let from = format!(">={}.{}.{}-0", low.0, low.1, low.2);
            let below = format!("<{}.{}.{}-0", high.0, high.1, high.2);
            match (*low, *high) {
                (_, END) => write!(f, "{or}{from}")?,
                (START, _) => write!(f, "{or}{below}")?,
                _ => write!(f, "{or}{from} {below}")?,
            }
        }
        Ok(())
    }
}

/// One comparison of a range.
struct Bound<'a> {
    operator: &'a str,
    version: Partial,
}

impl Bound<'_> {
    /// The versions that pass. What is not written of a version widens it: `>1.29` starts at 1.30.
    fn spans(&self) -> Vec<(Triple, Triple)> {
        let (low, next) = (self.version.low(), self.version.next(3));
        let spans = match self.operator {
            "!=" => vec![(START, low), (next, END)],
            ">" => vec![(next, END)],
            ">=" | "=>" => vec![(low, END)],
            "<" => vec![(START, low)],
            "<=" | "=<" => vec![(START, next)],
            "~" | "~>" => vec![(low, self.version.next(2))],
            "^" => vec![(low, self.version.next(self.version.leading()))],
            _ => vec![(low, next)],
        };
        spans.into_iter().filter(|(low, high)| low < high).collect()
    }
}

/// A version of which the last numbers may be missing or `x`.
struct Partial {
    numbers: Vec<u32>,
    pre_release: bool,
}

impl Partial {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (core, pre_release) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
        let parts: Vec<&str> = core.split('.').collect();
        let any = |part: &&&str| matches!(**part, "x" | "X" | "*");
        let written: Option<Vec<u32>> = parts.iter().take_while(|part| !any(part)).map(|part| number(part)).collect();
        let rest_is_any = parts.iter().skip_while(|part| !any(part)).all(|part| any(&part) || number(part).is_some());
        let legal_pre = pre_release.is_none_or(|pre| semver::Prerelease::new(pre).is_ok_and(|pre| !pre.is_empty()));
        let numbers = written.filter(|_| parts.len() <= 3 && rest_is_any && legal_pre)?;
        Some(Self { numbers, pre_release: pre_release.is_some() })
    }

    fn at(&self, index: usize) -> u32 {
        self.numbers.get(index).copied().unwrap_or(0)
    }

    fn low(&self) -> Triple {
        (self.at(0), self.at(1), self.at(2))
    }

    /// The first version that differs in one of the first `count` numbers that are written.
    fn next(&self, count: usize) -> Triple {
        match self.numbers.len().min(count) {
            0 => END,
            1 => (self.at(0).saturating_add(1), 0, 0),
            2 => (self.at(0), self.at(1).saturating_add(1), 0),
            _ => (self.at(0), self.at(1), self.at(2).saturating_add(1)),
        }
    }

    /// How many numbers there are up to the first that is not zero.
    fn leading(&self) -> usize {
        self.numbers.iter().position(|number| *number != 0).map_or(3, |at| at + 1)
    }
}

/// The comparisons that must all pass: separated by commas or spaces, `a - b` for `>=a <=b`.
fn bounds(group: &str) -> Option<Vec<Bound<'_>>> {
    let mut bounds: Vec<Bound<'_>> = Vec::new();
    let mut words = group.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word == "-" {
            bounds.last_mut().filter(|bound| bound.operator.is_empty())?.operator = ">=";
            bounds.push(Bound { operator: "<=", version: Partial::parse(words.next()?)? });
            continue;
        }
        let end = word.find(|letter| !matches!(letter, '<' | '>' | '=' | '!' | '~' | '^')).unwrap_or(word.len());
        let (operator, version) = word.split_at_checked(end)?;
        let known = matches!(operator, "" | "=" | "!=" | ">" | ">=" | "=>" | "<" | "<=" | "=<" | "~" | "~>" | "^");
        let version = if version.is_empty() { words.next()? } else { version };
        bounds.push(Bound { operator, version: Partial::parse(version).filter(|_| known)? });
    }
    (!bounds.is_empty()).then_some(bounds)
}

fn intersection(left: &[(Triple, Triple)], right: &[(Triple, Triple)]) -> Vec<(Triple, Triple)> {
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one.0.max(other.0), one.1.min(other.1))));
    pairs.filter(|(low, high)| low < high).collect()
}

/// In order, with those that touch made one.
fn merged(mut spans: Vec<(Triple, Triple)>) -> Vec<(Triple, Triple)> {
    spans.sort_unstable();
    let mut out: Vec<(Triple, Triple)> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            Some(_) | None => out.push(span),
        }
    }
    out
}

fn no_range(text: &str) -> Problem {
    Problem::new(format!("`{text}` is no range of versions"))
        .help("ranges are written `>=1.29`, `1.29 - 1.33`, `~1.30` or `>=1.27, <1.34`")
}

/// A number as `SemVer` writes it; nothing for leading zeros, signs and what is no number.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

/// `v1.0` as `1.0.0`; nothing where that does not help.
fn completed(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (core, rest) = text.split_at_checked(end)?;
    let numbers: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
    let mut numbers = numbers?;
    while numbers.len() < 3 {
        numbers.push(0);
    }
    let core = numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
    Some(format!("{core}{rest}")).filter(|fixed| semver::Version::parse(fixed).is_ok())
}
