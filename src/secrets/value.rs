//! A secret value, which nothing shows by accident.

use std::fmt;

/// A secret value. It can be compared with nothing and printed by nothing; `{:?}` shows `…`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a value.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value itself, for those few who check it or write it out.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its characters.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
