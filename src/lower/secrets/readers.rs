//! When a chart reads keys of secrets, and when it cannot do without them.
//!
//! What tells environments apart is taken from the conditions under which the chart itself reads a key. So it follows
//! whatever is turned by hand.

use super::keys::{Key, objects_of};
use super::provider;
use super::reads::{Read, forget_unknown, pieces, reads};
use crate::chart::fill::Release;
use crate::chart::tree::{Expr, Test};
use crate::lower::{Context, Part};
use smol_str::SmolStr;

/// When the chart reads keys, in the environments of one provider.
pub(super) struct Readers {
    /// Whether each environment has the provider.
    matter: Vec<bool>,
    reads: Vec<Read>,
    /// The answer to each question in each environment.
    answers: Vec<(Test, Vec<bool>)>,
}

impl Readers {
    /// What reads keys that not every environment of a provider needs.
    pub(super) fn of(context: &Context<'_>, chart: usize, keys: &[Key<'_>], name: &str, lowered: &[Part]) -> Self {
        let matter: Vec<bool> = context.environments.iter().map(|own| provider(own) == name).collect();
        let mut readers = Self { matter, reads: Vec::new(), answers: Vec::new() };
        if keys.iter().all(|key| readers.is_everywhere(&[key]) && !key.declared.optional) {
            return readers;
        }
        readers.reads = reads(lowered, &objects_of(context, chart, keys));
        forget_unknown(&mut readers.reads, keys.iter());
        readers.ask(context, lowered);
        readers
    }

    /// Whether all environments of the provider need any of some keys.
    pub(super) fn is_everywhere(&self, keys: &[&Key<'_>]) -> bool {
        self.matter.iter().enumerate().all(|(place, matters)| !matters || is_needed(keys, place))
    }

    /// Asks all questions that stand before the reading of keys, in all environments.
    fn ask(&mut self, context: &Context<'_>, lowered: &[Part]) {
        let mut part = Part::default();
        part.knobs.extend(lowered.iter().flat_map(|own| &own.knobs).cloned());
        // Some ask whether a named map has any entry.
        part.pieces.extend(pieces(lowered).cloned());
        let chart = context.chart(part, &SmolStr::default(), None);
        let releases: Vec<Release<'_>> =
            (0..context.environments.len()).map(|place| Release::new(&chart, place, "", "")).collect();
        for test in self.reads.iter().filter_map(|read| read.when.as_ref()).flat_map(Test::parts) {
            if self.answers.iter().all(|(known, _)| known != test) {
                self.answers.push((test.clone(), releases.iter().map(|own| own.holds(test)).collect()));
            }
        }
    }

    /// Whether a key is one of the provider's: an environment needs it, or pods read it that can be switched on by hand. Of an
    /// object that is only named, other environments may have other keys.
    pub(super) fn is_asked(&self, object: &Expr, key: &Key<'_>) -> bool {
        let is_read = |read: &Read| read.object == *object && read.key.as_ref() == Some(&key.declared.key);
        let matters = |place: usize| self.matter.get(place) == Some(&true);
        (0..self.matter.len()).any(|place| matters(place) && key.is_needed(place)) || self.reads.iter().any(is_read)
    }

    /// When some keys of an object are read; none where every environment of the provider needs them, or where it does not
    /// show in the chart why one does.
    pub(super) fn when(&self, object: &Expr, keys: &[&Key<'_>]) -> Option<When> {
        if self.is_everywhere(keys) {
            return None;
        }
        let has = |key: &SmolStr| keys.iter().any(|own| own.declared.key == *key);
        let own = self.reads.iter().filter(|read| read.object == *object);
        let mut reads: Vec<&Read> = own.clone().filter(|read| read.key.as_ref().is_some_and(has)).collect();
        self.shown_by(&reads, keys).or_else(|| {
            // Who names the object alone means one of its keys, and does not say which.
            reads.extend(own.filter(|read| read.key.is_none()));
            self.shown_by(&reads, keys)
        })
    }

    /// When the chart must have some keys of an object: what reads them by name cannot do without, and what only names the object
    /// where that shows which environments need them.
    pub(super) fn must(&self, object: &Expr, keys: &[&Key<'_>]) -> Must {
        if self.is_everywhere(keys) && keys.iter().any(|key| !key.declared.optional) {
            return Must::Always;
        }
        let has = |key: &SmolStr| keys.iter().any(|own| own.declared.key == *key);
        let own = self.reads.iter().filter(|read| read.object == *object && !read.is_optional);
        let own = own.filter(|read| read.key.as_ref().is_some_and(has));
        let tests: Option<Vec<Test>> = own.map(|read| self.shortened(read.when.as_ref()?)).collect();
        let shown = || self.when(object, keys).filter(|when| when.is_exact).map(|when| when.test);
        let is_optional = keys.iter().all(|key| key.declared.optional);
        match tests {
            None => Must::Always,
            Some(tests) => match Test::either(tests).or_else(|| shown().filter(|_| !is_optional)) {
                Some(test) => Must::When(test),
                None => Must::Never,
            },
        }
    }

    /// When some keys are read, where these reads show it for every environment that needs them.
    fn shown_by(&self, reads: &[&Read], keys: &[&Key<'_>]) -> Option<When> {
        let tests = reads.iter().map(|read| read.when.as_ref()).collect::<Option<Vec<&Test>>>()?;
        let shows = |place: usize| tests.iter().any(|test| self.all_hold(test.parts(), place));
        let places = || (0..self.matter.len()).filter(|place| self.matter.get(*place) == Some(&true));
        if places().any(|place| is_needed(keys, place) && !shows(place)) {
            return None;
        }
        let is_exact = places().all(|place| is_needed(keys, place) || !shows(place));
        let test = Test::either(tests.into_iter().map(|test| self.shortened(test)).collect::<Option<Vec<Test>>>()?)?;
        Some(When { test, is_exact })
    }

    /// A condition without what tells no environments apart: what is less asked lets no pod go without a key.
    fn shortened(&self, test: &Test) -> Option<Test> {
        let mut parts: Vec<Test> = test.parts().to_vec();
        // What names the secret says more than whether something is switched on.
        let mut order: Vec<Test> = parts.clone();
        order.sort_by_key(|test| (!matches!(test, Test::Value(_)), !matches!(test, Test::Not(_))));
        for part in order {
            let rest: Vec<Test> = parts.iter().filter(|own| **own != part).cloned().collect();
            let same = |place: usize| self.all_hold(&rest, place) == self.all_hold(&parts, place);
            if (0..self.matter.len()).all(|place| self.matter.get(place) != Some(&true) || same(place)) {
                parts = rest;
            }
        }
        Test::all(parts)
    }

    fn all_hold(&self, parts: &[Test], place: usize) -> bool {
        parts.iter().all(|part| {
            let answers = self.answers.iter().find(|(known, _)| known == part);
            answers.and_then(|(_, answers)| answers.get(place)) == Some(&true)
        })
    }
}

/// When a chart cannot do without keys.
pub(super) enum Must {
    /// Wherever secrets come from their provider.
    Always,
    /// Where this holds as well.
    When(Test),
    /// Never, as far as the values tell.
    Never,
}

/// When keys are read.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) test: Test,
    /// Whether that is so in no environment that does not need them.
    pub(super) is_exact: bool,
}

impl When {
    /// When any of some keys is read.
    pub(super) fn any(each: Vec<When>) -> Option<When> {
        let is_exact = each.iter().all(|when| when.is_exact);
        Some(When { test: Test::either(each.into_iter().map(|when| when.test))?, is_exact })
    }
}

fn is_needed(keys: &[&Key<'_>], environment: usize) -> bool {
    keys.iter().any(|key| key.is_needed(environment))
}
