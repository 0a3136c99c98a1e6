//! Chains for programs: one JSON object a line, for each environment.

use crate::json;
use crate::model::chain::{self, Chain};
use crate::source::Sources;
use serde::Serialize;

/// Every key is always there. `value` is the text that wins, as it is written, and `null` where nothing is set; `file`, `line`
/// and `column` are `null` for a default that comes with a field. Lines and columns count from 1.
pub(super) fn lines(sources: &Sources, chains: &[Chain<'_>]) -> String {
    let mut text = String::new();
    for chain in chains {
        text.push_str(&json::line(&told(sources, chain)));
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
    value: Option<&'a str>,
    why: &'a str,
}

fn told<'a>(sources: &'a Sources, chain: &'a Chain<'_>) -> Told<'a> {
    let condition = chain.condition.as_ref();
    Told {
        path: &chain.path,
        environment: chain.environment,
        presence: chain.presence.name(),
        value: chain.value(sources),
        chain: words(sources, chain),
        condition: condition.map(|condition| Conditional { value: condition.value, why: &condition.why }),
    }
}

/// The steps of a chain, from the weakest to the strongest.
pub(in crate::cli) fn words<'a>(sources: &'a Sources, chain: &Chain<'_>) -> Vec<Word<'a>> {
    chain.words(sources).iter().map(word).collect()
}

fn word<'a>(told: &chain::Word<'a>) -> Word<'a> {
    Word {
        layer: told.layer,
        value: told.value,
        file: told.place.map(|(file, _)| file),
        line: told.place.map(|(_, place)| place.line),
        column: told.place.map(|(_, place)| place.column),
        wins: told.wins,
    }
}
