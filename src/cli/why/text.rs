//! Chains for people: the value, and below it every step, the one that wins behind an arrow.

use crate::model::chain::{Chain, Presence, Word};
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
    let mut rows: Vec<Row> = chain.words(sources).iter().map(row).collect();
    if let Some(condition) = &chain.condition {
        let value = condition.value.unwrap_or("nothing").to_owned();
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
    match chain.value(sources) {
        Some(value) => format!(" = {}{note}", shown(value)),
        None if chain.whole => note.to_owned(),
        None if chain.condition.is_some() => format!(" means nothing{note}"),
        None => format!(" is not set{note}"),
    }
}

fn row(word: &Word<'_>) -> Row {
    let place = word.place.map_or_else(String::new, |(file, place)| format!("{file}:{place}"));
    Row { wins: word.wins, value: shown(word.value), layer: word.layer, place }
}

/// A value as it is written, in one line.
pub(in crate::cli) fn shown(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
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
