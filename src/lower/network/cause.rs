//! Why pods talk to others: what must be so, as the values say it, and in which environments it is.

use crate::chart::tree::{Path, Test};
use crate::chart::values::Val;
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::model::environment::View;
use smol_str::SmolStr;

/// Something that must be so.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct Asked {
    /// How the values are asked.
    pub(in crate::lower) test: Test,
    /// Whether it is so in each environment. Where there is nothing to be asked, it is.
    pub(in crate::lower) holds: Vec<bool>,
}

impl Asked {
    /// A block is switched on.
    pub(in crate::lower) fn on(across: &Across<'_>) -> Self {
        let holds = across.views.iter().map(|view| view.as_ref().is_some_and(View::is_on));
        Self { test: across.enabled(), holds: holds.collect() }
    }

    /// A switch that is there where any environment says no; see [`crate::lower::Part::switch`].
    pub(in crate::lower) fn switched(path: Path, said: &[Option<bool>]) -> Option<Self> {
        let holds: Vec<bool> = said.iter().map(|said| said.unwrap_or(true)).collect();
        holds.contains(&false).then_some(Self { test: Test::Value(path), holds })
    }

    /// What is chosen is what some environments build, by their places; see [`crate::lower::Part::chosen`].
    pub(in crate::lower) fn chosen<T: PartialEq>(
        path: &Path,
        built: impl IntoIterator<Item = Built<T>>,
        of: &[bool],
    ) -> Option<Self> {
        let (names, _) = knobs::named(built);
        let wanted = names.iter().zip(of).filter(|(_, of)| **of).filter_map(|(name, _)| text(name));
        let wanted: Vec<&SmolStr> = wanted.collect();
        let holds: Vec<bool> = names.iter().map(|name| text(name).is_none_or(|name| wanted.contains(&name))).collect();
        let test = Test::any(wanted.into_iter().map(|name| Test::Is(path.clone(), name.clone())))?;
        holds.contains(&false).then_some(Self { test, holds })
    }
}

fn text(name: &Val) -> Option<&SmolStr> {
    if let Val::Text(text) = name { Some(text) } else { None }
}

/// One reason: all that must be so.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::lower) struct Cause(pub(in crate::lower) Vec<Asked>);

impl Cause {
    /// The same, where more must be so.
    pub(super) fn and(&self, more: impl IntoIterator<Item = Asked>) -> Self {
        Self(self.0.iter().cloned().chain(more).collect())
    }

    /// Whether it is so in an environment.
    fn holds(&self, environment: usize) -> bool {
        self.0.iter().all(|asked| asked.holds.get(environment) != Some(&false))
    }

    /// All that the values can say of it; none where that is nothing.
    pub(super) fn test(&self) -> Option<Test> {
        Test::all(self.0.iter().map(|asked| asked.test.clone()))
    }

    /// What tells the environments of those that matter apart.
    fn telling(&self, matter: &[bool]) -> Option<Test> {
        let differs = |asked: &&Asked| matter.iter().zip(&asked.holds).any(|(matters, holds)| *matters && !holds);
        Test::all(self.0.iter().filter(differs).map(|asked| asked.test.clone()))
    }
}

/// Whether any of some reasons is given in an environment.
pub(super) fn any_holds(causes: &[Cause], environment: usize) -> bool {
    causes.iter().any(|cause| cause.holds(environment))
}

/// What the values are asked, so that it is known where any of some reasons is given; none where it is in every environment
/// that matters.
pub(super) fn when(causes: &[Cause], matter: &[bool]) -> Option<Test> {
    let mut all = matter.iter().enumerate().filter(|(_, matters)| **matters);
    if all.all(|(environment, _)| any_holds(causes, environment)) {
        return None;
    }
    let tests: Option<Vec<Test>> = causes.iter().map(|cause| cause.telling(matter)).collect();
    Test::either(tests?)
}
