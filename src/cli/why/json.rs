//! Chains for programs: one JSON object a line, for each environment.

use super::text::layer;
use crate::model::chain::{Chain, Presence, Step};
use crate::source::Sources;
use serde::Serialize;

/// Every key is always there. `value` is the text that wins, as it is written, and `null` where nothing is set; `file`, `line`
/// and `column` are `null` for a default that comes with a field. Lines and columns count from 1.
pub(super) fn lines(sources: &Sources, chains: &[Chain<'_>]) -> String {
    let mut text = String::new();
    for chain in chains {
        // Keys are text and nothing here can fail to serialise.
        text.push_str(&serde_json::to_string(&told(sources, chain)).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[derive(Serialize)]
struct Told<'a> {
    path: &'a str,
    environment: &'a str,
    presence: &'static str,
    value: Option<&'a str>,
    chain: Vec<Word<'a>>,
    condition: Option<Conditional<'a>>,
}

/// A step of a chain.
#[derive(Serialize)]
pub(in crate::cli) struct Word<'a> {
    layer: &'static str,
    value: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    wins: bool,
}

#[derive(Serialize)]
struct Conditional<'a> {
    value: &'a str,
    why: &'a str,
}

fn told<'a>(sources: &'a Sources, chain: &'a Chain<'_>) -> Told<'a> {
    let condition = chain.condition.as_ref();
    let written = chain.winner().map(|step| sources.text(step.value));
    Told {
        path: &chain.path,
        environment: chain.environment,
        presence: match chain.presence {
            Presence::On => "on",
            Presence::Off => "off",
            Presence::Absent => "absent",
        },
        value: condition.map(|condition| condition.value).or(written),
        chain: words(sources, chain),
        condition: condition.map(|condition| Conditional { value: condition.value, why: &condition.why }),
    }
}

/// The steps of a chain, from the weakest to the strongest.
pub(in crate::cli) fn words<'a>(sources: &'a Sources, chain: &Chain<'_>) -> Vec<Word<'a>> {
    let last = chain.last_word();
    chain.steps.iter().enumerate().map(|(at, step)| word(sources, step, last == Some(at))).collect()
}

fn word<'a>(sources: &'a Sources, step: &Step, wins: bool) -> Word<'a> {
    let source = sources.get(step.place.file);
    let place = step.layer.map(|_| source.position(step.place.start as usize));
    Word {
        layer: layer(step),
        value: sources.text(step.value),
        file: place.map(|_| source.name.as_str()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        wins,
    }
}
