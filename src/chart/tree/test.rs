//! What a template asks the values.

use super::{Expr, Path};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;

/// A question to the values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// Whether a value is neither empty nor false.
    Value(Path),
    /// Whether a value is that text.
    Is(Path, SmolStr),
    /// Whether the first number is greater than the second.
    Greater(Box<(Expr, Expr)>),
    /// Whether a value is set, where a number's zero means something: it is not the empty text.
    Set(Path),
    /// Whether an open map has a key.
    Has(Path, SmolStr),
    /// Whether a list of texts has one.
    Lists(Path, Box<Expr>),
    /// Whether a named map has any entry.
    Filled(SmolStr),
    /// Whether a text begins so.
    Prefix(Path, SmolStr),
    /// Whether a text has fewer characters.
    Shorter(Path, i64),
    /// Whether a field of the loop's item is neither empty nor false.
    ItemField(&'static str),
    /// Whether it is not so.
    Not(Box<Test>),
    /// Whether all are so.
    All(Vec<Test>),
    /// Whether any is so.
    Any(Vec<Test>),
}

impl std::ops::Not for Test {
    type Output = Test;

    /// The opposite.
    fn not(self) -> Test {
        if let Test::Not(inner) = self { *inner } else { Test::Not(Box::new(self)) }
    }
}

impl Test {
    /// All of several; none where there is nothing to ask.
    #[must_use]
    pub fn all(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let mut all: Vec<Test> = Vec::new();
        for test in tests {
            if let Test::All(inner) = test {
                all.extend(inner);
            } else if !all.contains(&test) {
                all.push(test);
            }
        }
        match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Test::All(all)),
        }
    }

    /// Any of several. What holds only where another of them holds too adds nothing.
    #[must_use]
    pub fn any(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let mut any: IndexSet<Test, FxBuildHasher> = IndexSet::default();
        for test in tests {
            if let Test::Any(inner) = test {
                any.extend(inner);
            } else {
                any.insert(test);
            }
        }
        let several: Vec<(usize, &Test)> = any.iter().enumerate().filter(|(_, test)| test.parts().len() > 1).collect();
        let is_idle = |(place, test): &(usize, &Test)| {
            let implied = |(other, own): &(usize, &Test)| test.implies(own) && (!own.implies(test) || other < place);
            test.parts().iter().any(|part| any.contains(part)) || several.iter().any(implied)
        };
        let idle: Vec<usize> = several.iter().filter(|own| is_idle(own)).map(|(place, _)| *place).collect();
        let kept = any.into_iter().enumerate().filter(|(place, _)| !idle.contains(place));
        let mut kept: Vec<Test> = kept.map(|(_, test)| test).collect();
        match kept.len() {
            0 | 1 => kept.pop(),
            _ => Some(Test::Any(kept)),
        }
    }

    /// Any of several, where what each of them asks is asked once.
    #[must_use]
    pub fn either(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let any = Self::any(tests)?;
        let Test::Any(tests) = &any else { return Some(any) };
        let [first, others @ ..] = tests.as_slice() else { return Some(any) };
        let in_all = |part: &&Test| others.iter().all(|other| other.parts().contains(part));
        let shared: Vec<Test> = first.parts().iter().filter(in_all).cloned().collect();
        let rest =
            tests.iter().map(|test| Self::all(test.parts().iter().filter(|part| !shared.contains(part)).cloned()));
        let rest = rest.collect::<Option<Vec<Test>>>().and_then(Self::any);
        Self::all(shared.iter().cloned().chain(rest))
    }

    /// Whether the other holds wherever this one does, as far as that shows in their parts.
    fn implies(&self, other: &Test) -> bool {
        other.parts().iter().all(|part| self.parts().contains(part))
    }

    /// What all has to hold.
    #[must_use]
    pub fn parts(&self) -> &[Test] {
        if let Test::All(parts) = self { parts } else { std::slice::from_ref(self) }
    }
}
