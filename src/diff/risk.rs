//! What a change can do to a cluster that runs.
//!
//! A risk is one file and one line of [`RISKS`], which has them from the worst to the least. It looks at one object before and
//! afterwards, and at all objects of both sides where one alone can't tell; it says what happens in one plain sentence.

mod data_loss;
mod downtime;
mod drops_budget;
mod drops_limits;
mod drops_probe;
mod immutable;
mod look;
mod opens_port;
mod policy;
mod rolls_pods;
mod weakens_pods;
mod widens_network;
mod widens_rbac;

pub use immutable::{FIXED, Fixed};

use super::object::Id;
use serde_json::Value;

/// A kind of risk.
#[derive(Debug)]
pub struct Risk {
    /// Its name, as `--fail-on` takes it.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Where Kubernetes tells more.
    pub page: &'static str,
    /// What of it is in a change of an object; nothing where objects don't tell.
    find: fn(&Delta<'_>, &World<'_>) -> Vec<Finding>,
}

/// All risks, the worst first.
pub static RISKS: &[&Risk] = &[
    &data_loss::RISK,
    &immutable::RISK,
    &opens_port::RISK,
    &widens_rbac::RISK,
    &widens_network::RISK,
    &weakens_pods::RISK,
    &downtime::RISK,
    &drops_probe::RISK,
    &drops_budget::RISK,
    &drops_limits::RISK,
    &CHART_VERSION,
    &rolls_pods::RISK,
];

/// A chart whose version says less than its changes do, which [`super::version`] finds.
pub static CHART_VERSION: Risk = Risk {
    name: "chart-version",
    meaning: "the version of the chart rose too little for what changed, so that who takes it is not warned",
    page: "https://helm.sh/docs/topics/charts/#charts-and-versioning",
    find: |_, _| Vec::new(),
};

/// A risk that a change has.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Which.
    pub risk: &'static Risk,
    /// The place in the object; empty where it is the object itself.
    pub path: String,
    /// What happens, in one sentence.
    pub what: String,
    /// Where Kubernetes tells more.
    pub page: &'static str,
}

/// What a risk finds.
#[derive(Debug)]
struct Finding {
    path: String,
    what: String,
    /// Where it is not the risk's own page.
    page: Option<&'static str>,
}

/// One object before and afterwards.
#[derive(Debug, Clone, Copy)]
pub struct Delta<'a> {
    /// What it is.
    pub id: &'a Id,
    /// The object before; none where it is new.
    pub old: Option<&'a Value>,
    /// The object afterwards; none where it is gone.
    pub new: Option<&'a Value>,
}

/// All objects before and afterwards.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Before.
    pub old: &'a [(Id, &'a Value)],
    /// Afterwards.
    pub new: &'a [(Id, &'a Value)],
}

impl PartialEq for Risk {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Risk {
    /// The risk of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Risk> {
        RISKS.iter().copied().find(|risk| risk.name == name)
    }

    /// How bad it is: 0 is the worst.
    #[must_use]
    pub fn rank(&self) -> usize {
        RISKS.iter().position(|risk| *risk == self).unwrap_or(RISKS.len())
    }
}

/// Every risk of a change, the worst first.
#[must_use]
pub fn effects(delta: &Delta<'_>, world: &World<'_>) -> Vec<Effect> {
    let found = RISKS.iter().flat_map(|risk| {
        let findings = (risk.find)(delta, world);
        findings.into_iter().map(|Finding { path, what, page }| Effect {
            risk,
            path,
            what,
            page: page.unwrap_or(risk.page),
        })
    });
    found.collect()
}

impl Finding {
    fn new(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { path: path.into(), what: what.into(), page: None }
    }

    fn page(mut self, page: &'static str) -> Self {
        self.page = Some(page);
        self
    }
}

impl<'a> Delta<'a> {
    /// Both sides, where it is there before and afterwards.
    fn both(&self) -> Option<(&'a Value, &'a Value)> {
        Some((self.old?, self.new?))
    }

    /// The object that goes away.
    fn gone(&self) -> Option<&'a Value> {
        self.old.filter(|_| self.new.is_none())
    }

    fn is(&self, group: &str, kind: &str) -> bool {
        self.id.group == group && self.id.kind == kind
    }
}
