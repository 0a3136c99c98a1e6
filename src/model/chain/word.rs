//! A chain as it is told: what each layer says, in the words of its source.

use super::{Chain, Step};
use crate::model::typed::Layer;
use crate::source::{Position, Sources};

/// What one layer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'s> {
    /// The layer.
    pub layer: &'static str,
    /// The value as it is written.
    pub value: &'s str,
    /// File, line and column; none for a default that comes with a field.
    pub place: Option<(&'s str, Position)>,
    /// Whether it is the one that holds.
    pub wins: bool,
}

impl Chain<'_> {
    /// What every layer says, from the weakest to the strongest.
    #[must_use]
    pub fn words<'s>(&self, sources: &'s Sources) -> Vec<Word<'s>> {
        let last = self.last_word();
        self.steps.iter().enumerate().map(|(at, step)| word(sources, step, last == Some(at))).collect()
    }

    /// The value that holds, as it is written; none where nothing is set, or what is set means nothing.
    #[must_use]
    pub fn value<'s>(&'s self, sources: &'s Sources) -> Option<&'s str> {
        match &self.condition {
            Some(condition) => condition.value,
            None => self.winner().map(|step| sources.text(step.value)),
        }
    }
}

fn word<'s>(sources: &'s Sources, step: &Step, wins: bool) -> Word<'s> {
    let source = sources.get(step.place.file);
    let place = step.layer.map(|_| (source.name.as_str(), source.position(step.place.start as usize)));
    let layer = step.layer.map_or("built-in default", Layer::name);
    Word { layer, value: sources.text(step.value), place, wins }
}
