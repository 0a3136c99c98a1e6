//! When something holds, as far as the values have a say in it.

use crate::chart::tree::Test;

/// When something holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Holds {
    /// In no environment.
    Never,
    /// In every environment.
    Always,
    /// Where the values say so.
    Where(Test),
}

impl Holds {
    /// In every environment, or where a test says so.
    pub(super) fn given(test: Option<Test>) -> Self {
        test.map_or(Holds::Always, Holds::Where)
    }

    /// Whether it holds anywhere.
    pub(super) fn is_ever(&self) -> bool {
        *self != Holds::Never
    }

    /// The opposite.
    pub(super) fn opposite(self) -> Self {
        match self {
            Holds::Never => Holds::Always,
            Holds::Always => Holds::Never,
            Holds::Where(test) => Holds::Where(!test),
        }
    }

    /// What must be so that it holds: nothing where it always does; none where it never does.
    pub(super) fn tests(self) -> Option<Vec<Test>> {
        match self {
            Holds::Never => None,
            Holds::Always => Some(Vec::new()),
            Holds::Where(test) => Some(vec![test]),
        }
    }
}
