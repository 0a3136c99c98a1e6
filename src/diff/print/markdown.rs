//! Markdown for a comment on a pull request.

use super::words::{self, count};
use crate::diff::against::Against;
use crate::diff::compare::Change;
use crate::diff::environments::Environments;
use crate::diff::fields::{Field, Told};
use crate::diff::fold::{self, Own, Shared};
use crate::diff::risk::Effect;
use crate::diff::rollout::Rollout;
use crate::diff::version::Chart;
use crate::diff::{Object, State};
use std::fmt::Write as _;

pub(super) fn environments(found: &Environments) -> String {
    let (left, right) = (&found.left, &found.right);
    let mut out = format!("## {}: {} and {}\n", plain(&found.stack), code(&left.name), code(&right.name));
    heading(&mut out, &format!("Source: {}", count(found.fields.len(), "field", "fields")));
    if !found.fields.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| field | {} | {} |\n|---|---|---|", plain(&left.name), plain(&right.name));
        found.fields.iter().for_each(|field| row(&mut out, field));
    }
    let on = |state: State| found.objects.iter().filter(move |object| object.state == state);
    heading(&mut out, &format!("Manifests: {} different, {} alike", found.objects.len(), found.alike));
    list(&mut out, &format!("Only in {}", code(&left.name)), on(State::Gone));
    list(&mut out, &format!("Only in {}", code(&right.name)), on(State::New));
    differing(&mut out, &found.objects);
    out
}

pub(super) fn against(found: &Against) -> String {
    let mut out = format!("## {}: the stack as it is over {}\n", plain(&found.stack), code(&found.output));
    if found.is_unchanged() {
        out.push_str("\nNothing changes.\n");
        return out;
    }
    found.environments.iter().for_each(|own| rollout(&mut out, own));
    found.charts.iter().filter(|chart| !chart.is_unchanged()).for_each(|own| chart(&mut out, own));
    for name in &found.forgotten {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\n### {}\n\nNo longer an environment; what runs there stays until somebody removes it.",
            code(name)
        );
    }
    out
}

fn chart(out: &mut String, chart: &Chart) {
    let mark = if chart.is_enough { "" } else { "**chart-version**: " };
    heading(out, &format!("Chart {}", code(&chart.name)));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{mark}{}\n", plain(&words::verdict(chart)));
    if !chart.reasons.is_empty() {
        let _ = writeln!(out, "| part | why |\n|---|---|");
    }
    for reason in &chart.reasons {
        let _ = writeln!(out, "| {} | {} |", reason.level, sentence(&reason.what));
    }
}

fn rollout(out: &mut String, own: &Rollout) {
    heading(out, &code(&own.environment));
    let on = |state: State| own.objects.iter().filter(move |object| object.state == state);
    let counts = (on(State::Both).count(), on(State::New).count(), on(State::Gone).count(), own.alike);
    let known = if own.is_known { "" } else { "Not in the earlier output. " };
    let _ =
        writeln!(out, "{known}{} changed, {} new, {} gone, {} as before.\n", counts.0, counts.1, counts.2, counts.3);
    if own.effects().next().is_some() {
        let _ = writeln!(out, "| risk | object | what happens |\n|---|---|---|");
        let mut rows: Vec<(usize, &Object, &Effect)> = Vec::new();
        for object in &own.objects {
            rows.extend(object.effects.iter().map(|effect| (effect.risk.rank(), object, effect)));
        }
        rows.sort_by_key(|(rank, ..)| *rank);
        for (_, object, effect) in rows {
            risk(out, object, effect);
        }
        out.push('\n');
    }
    list(out, "New", on(State::New));
    list(out, "Gone", on(State::Gone));
    differing(out, &own.objects);
}

fn risk(out: &mut String, object: &Object, effect: &Effect) {
    let place = if effect.path.is_empty() { String::new() } else { format!("<br>{}", code(&effect.path)) };
    let (name, id) = (effect.risk.name, code(&words::object(&object.id)));
    let _ = writeln!(out, "| [{name}]({}) | {id}{place} | {} |", effect.page, sentence(&effect.what));
}

/// A sentence whose quoted words become code.
fn sentence(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { plain(part) }).collect()
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n### {text}\n");
}

fn row(out: &mut String, field: &Field) {
    let _ = writeln!(out, "| {} | {} | {} |", code(&field.path), cell(&field.left), cell(&field.right));
}

/// The value, and who has the last word.
fn cell(told: &Told) -> String {
    let last = told.chain.iter().rev().find(|word| word.wins).or(told.chain.last());
    let place = last.and_then(|word| Some(format!("{}:{}", word.file.as_ref()?, word.line?)));
    let layer = match (&told.condition, last) {
        (Some(why), _) => plain(why),
        (None, Some(word)) => plain(&word.layer),
        (None, None) => String::new(),
    };
    let value = match &told.value {
        _ if told.presence == "absent" => "not there".to_owned(),
        Some(value) => code(&words::line(value)),
        None if told.condition.is_some() => "nothing".to_owned(),
        None if !told.chain.is_empty() && told.chain.iter().all(|word| !word.wins) => "there".to_owned(),
        None => "not set".to_owned(),
    };
    let place =
        place.filter(|_| told.condition.is_none()).map(|place| format!(" {}", code(&place))).unwrap_or_default();
    if layer.is_empty() { value } else { format!("{value}<br>{layer}{place}") }
}

fn list<'o>(out: &mut String, title: &str, objects: impl Iterator<Item = &'o Object>) {
    let names: Vec<String> = objects.map(|object| code(&object.id.to_string())).collect();
    if !names.is_empty() {
        let _ = writeln!(out, "{title}: {}\n", names.join(", "));
    }
}

fn differing(out: &mut String, objects: &[Object]) {
    let (shared, own) = fold::fold(objects);
    for Shared { change, objects } in shared {
        let names: Vec<String> = objects.iter().map(|object| object.id.to_string()).collect();
        details(out, &format!("in {} objects", objects.len()), &[change]);
        let _ = writeln!(out, "{}\n", code(&names.join(", ")));
    }
    for Own { object, changes } in own.iter().filter(|own| !own.changes.is_empty()) {
        details(out, &object.id.to_string(), changes);
    }
}

fn details(out: &mut String, title: &str, changes: &[&Change]) {
    let lines: Vec<String> = changes.iter().flat_map(|change| diff(change)).collect();
    let longest = lines.iter().flat_map(|line| line.split(|letter| letter != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(out, "**{}**\n\n{fence}diff\n{}\n{fence}\n", plain(title), lines.join("\n"));
}

/// A change as lines that code hosts paint.
fn diff(change: &Change) -> Vec<String> {
    let path = &change.path;
    if let Some(lines) = words::lines(change.old.as_ref(), change.new.as_ref()) {
        return std::iter::once(format!("  {path}")).chain(lines).collect();
    }
    let line = |sign: char, value| format!("{sign} {path}: {}", words::short(value));
    change.old.iter().map(|old| line('-', old)).chain(change.new.iter().map(|new| line('+', new))).collect()
}

/// Text as inline code, which no letter in it can end. A bar would end the cell of a table, also in code.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|").replace('\n', " "))
}

/// Text in which no letter means anything to Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '@' | '&') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
