//! Which minor versions of Kubernetes know a thing.

use crate::types::{KubernetesRange, KubernetesVersion};

/// The minor versions that know a thing, among those that know what it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Minors {
    since: Option<u32>,
    until: Option<u32>,
}

impl Minors {
    /// Reads `30-`, `-31` or `33-35`; what says nothing is known by all.
    pub(super) fn read(text: &str) -> Self {
        let (since, until) = text.split_once('-').unwrap_or_default();
        Self { since: since.parse().ok(), until: until.parse().ok() }
    }

    /// The first that knows it, where older ones that are looked at do not.
    #[must_use]
    pub fn since(self) -> Option<u32> {
        self.since
    }

    /// The last that knows it, where newer ones that are looked at do not.
    #[must_use]
    pub fn until(self) -> Option<u32> {
        self.until
    }

    /// Whether a minor version knows it.
    #[must_use]
    pub fn contain(self, minor: u32) -> bool {
        self.since.is_none_or(|since| since <= minor) && self.until.is_none_or(|until| minor <= until)
    }

    /// The first minor version of a range that does not know it, of those that todoc looked at.
    #[must_use]
    pub fn missing_in(self, range: &KubernetesRange) -> Option<u32> {
        let among = |minor: &u32| range.contains(KubernetesVersion { minor: *minor, patch: None });
        super::minors().filter(among).find(|minor| !self.contain(*minor))
    }
}
