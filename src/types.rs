//! The value types that have rules of Kubernetes' own. Each file holds one, as pure functions from text to value.

pub mod credential;
pub mod cron;
mod decimal;
pub mod dependency;
pub mod duration;
pub mod host;
pub mod image;
pub mod int_or_percent;
pub mod labels;
pub mod mode;
pub mod names;
pub mod nearest;
pub mod path;
pub mod percent;
pub mod port;
pub mod quantity;
pub mod resource;
pub mod time_zone;
pub mod version;

pub use cron::Schedule;
pub use duration::Duration;
pub use host::{Cidr, Url};
pub use image::Reference;
pub use int_or_percent::IntOrPercent;
pub use mode::FileMode;
pub use nearest::nearest;
pub use percent::Percent;
pub use port::{NodePort, Port};
pub use quantity::Quantity;
pub use time_zone::TimeZone;
pub use version::{KubernetesRange, KubernetesVersion};

/// Why a text is no value of a type. The caller knows the place and the code, and makes the diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// One terse lower-case clause with the user's words in backticks.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A value of the type that was probably meant, and that can stand where the user's text stands (without quotes).
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem that is told by its message alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, suggestion: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives a text that would be right; nothing where none is known.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<Option<String>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// The problem of a part, told of a whole that has more before and behind it.
    #[must_use]
    fn within(self, before: &str, behind: &str) -> Self {
        Self { suggestion: self.suggestion.map(|part| format!("{before}{part}{behind}")), ..self }
    }
}
