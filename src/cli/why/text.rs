//! Chains for people: the value, and below it every step, the one that wins behind an arrow.

use crate::model::chain::{Chain, Presence, Step};
use crate::source::Sources;
use std::fmt::Write as _;

/// No value is shown longer, in characters.
const LONGEST: usize = 60;

/// The chains one after the other, an empty line between two.
pub(super) fn chains(sources: &Sources, chains: &[Chain<'_>]) -> String {
    let told: Vec<String> = chains.iter().map(|chain| one(sources, chain)).collect();
    told.join("\n")
}

struct Row {
    wins: bool,
    value: String,
    layer: &'static str,
    place: String,
}

fn one(sources: &Sources, chain: &Chain<'_>) -> String {
    let mut text = format!("{} in {}{}\n", chain.path, chain.environment, headline(sources, chain));
    let last = chain.last_word();
    let rows = chain.steps.iter().enumerate().map(|(at, step)| row(sources, step, last == Some(at)));
    let mut rows: Vec<Row> = rows.collect();
    if let Some(condition) = &chain.condition {
        let value = condition.value.to_owned();
        rows.push(Row { wins: true, value, layer: "condition", place: condition.why.clone() });
    }
    table(&mut text, &rows);
    text
}

fn headline(sources: &Sources, chain: &Chain<'_>) -> String {
    let note = match chain.presence {
        Presence::On => "",
        Presence::Off => " (switched off)",
        Presence::Absent => return " is not there: another environment adds its block".to_owned(),
    };
    match (&chain.condition, chain.winner()) {
        (Some(condition), _) => format!(" = {}{note}", condition.value),
        (None, Some(step)) => format!(" = {}{note}", shown(sources, step)),
        (None, None) if chain.whole => note.to_owned(),
        (None, None) => format!(" is not set{note}"),
    }
}

fn row(sources: &Sources, step: &Step, wins: bool) -> Row {
    let place = match step.layer {
        Some(_) => sources.locate(step.place),
        None => String::new(),
    };
    Row { wins, value: shown(sources, step), layer: layer(step), place }
}

/// The word for a step's layer.
pub(in crate::cli) fn layer(step: &Step) -> &'static str {
    step.layer.map_or("built-in default", crate::model::typed::Layer::name)
}

/// A value as it is written, in one line.
pub(in crate::cli) fn shown(sources: &Sources, step: &Step) -> String {
    let line = sources.text(step.value).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}

fn table(text: &mut String, rows: &[Row]) {
    let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let value_width = widest(|row| row.value.chars().count());
    let layer_width = widest(|row| row.layer.chars().count());
    for Row { wins, value, layer, place } in rows {
        let arrow = if *wins { '→' } else { ' ' };
        let line = format!(" {arrow} {value:value_width$}   {layer:layer_width$}   {place}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
