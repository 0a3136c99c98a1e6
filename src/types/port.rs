//! Port numbers, and the node ports that a cluster gives out.
//!
//! Follows <https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport>.

use super::Problem;
use super::decimal;
use std::fmt;

/// A TCP, UDP or SCTP port: 1–65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(u16);

/// A port of every node: 30000–32767, the range of a cluster that was not told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodePort(u16);

impl Port {
    /// Reads a number without unit.
    ///
    /// # Errors
    /// When it is no whole number from 1 to 65535.
    pub fn parse(digits: &str, unit: &str) -> Result<Self, Problem> {
        number(digits, unit, "port", 1, 65535).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> u16 {
        self.0
    }
}

impl NodePort {
    /// Reads a number without unit.
    ///
    /// # Errors
    /// When it is no whole number from 30000 to 32767.
    pub fn parse(digits: &str, unit: &str) -> Result<Self, Problem> {
        number(digits, unit, "node port", 30000, 32767).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NodePort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn number(digits: &str, unit: &str, what: &str, low: u16, high: u16) -> Result<u16, Problem> {
    let Some(number) = decimal::whole(digits, unit) else {
        return Err(
            Problem::new(format!("`{digits}{unit}` is no {what}")).help("a port is a whole number without a unit")
        );
    };
    let port = u16::try_from(number).ok().filter(|port| (low..=high).contains(port));
    port.ok_or_else(|| Problem::new(format!("{what} `{digits}` is not in {low}–{high}")))
}
