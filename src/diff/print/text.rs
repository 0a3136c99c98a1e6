//! Lines for a terminal.

use super::paint::{Paint, Tone};
use super::words::{self, count};
use crate::diff::against::Against;
use crate::diff::compare::Change;
use crate::diff::environments::Environments;
use crate::diff::fields::{Field, Told, Word};
use crate::diff::fold::{self, Own, Shared};
use crate::diff::risk::{RISKS, Risk};
use crate::diff::rollout::Rollout;
use crate::diff::version::Chart;
use crate::diff::{Object, State};
use std::fmt::Write as _;

/// A page while it is written. Writing to a string cannot fail.
struct Page {
    out: String,
    paint: Paint,
    /// Whether the last line is one of a list of objects.
    in_list: bool,
}

pub(super) fn environments(found: &Environments, paint: Paint) -> String {
    let mut page = Page { out: String::new(), paint, in_list: false };
    let (left, right) = (&found.left, &found.right);
    page.line(&format!("{}: {} ({}) and {} ({})", found.stack, left.name, left.profile, right.name, right.profile));
    page.heading(&format!("source: {}", count(found.fields.len(), "field differs", "fields differ")));
    for field in &found.fields {
        page.field(field, &left.name, &right.name);
    }
    let on = |state: State| found.objects.iter().filter(move |object| object.state == state);
    let differing = on(State::Both).count();
    page.heading(&format!(
        "manifests: {} only in {}, {} only in {}, {differing} different, {} alike",
        on(State::Gone).count(),
        left.name,
        on(State::New).count(),
        right.name,
        found.alike
    ));
    page.list(&format!("only in {}", left.name), Tone::Old, '-', on(State::Gone));
    page.list(&format!("only in {}", right.name), Tone::New, '+', on(State::New));
    page.differing(&found.objects);
    page.out
}

pub(super) fn against(found: &Against, paint: Paint) -> String {
    let mut page = Page { out: String::new(), paint, in_list: false };
    page.line(&format!("{}: the stack as it is over {}", found.stack, words::line(&found.output)));
    if found.is_unchanged() {
        page.line("nothing changes");
        return page.out;
    }
    for own in &found.environments {
        page.rollout(own);
    }
    for chart in found.charts.iter().filter(|chart| !chart.is_unchanged()) {
        page.chart(chart);
    }
    for name in &found.forgotten {
        page.heading(&format!("{name}: no longer an environment; what runs there stays until somebody removes it"));
    }
    page.out
}

impl Page {
    fn rollout(&mut self, own: &Rollout) {
        let on = |state: State| own.objects.iter().filter(move |object| object.state == state).count();
        let (new, gone, changed) = (on(State::New), on(State::Gone), on(State::Both));
        let title = match (own.is_known, own.objects.is_empty()) {
            (false, _) => format!(
                "{}: not in the earlier output; {}",
                own.environment,
                count(new, "object is new", "objects are new")
            ),
            (true, true) => format!("{}: nothing changes", own.environment),
            (true, false) => format!(
                "{}: {changed} {}, {new} new, {gone} gone, {} as before",
                own.environment,
                if changed == 1 { "object changes" } else { "objects change" },
                own.alike
            ),
        };
        self.heading(&title);
        for (name, number) in words::risks(own.effects()) {
            let text = self.paint.paint(tone(name), &format!("{name:<14}  {number}"));
            self.line(&format!("  {text}"));
        }
        let (shared, rest) = fold::fold(&own.objects);
        self.shared(shared);
        for object in &own.objects {
            let Some(own) = rest.iter().find(|own| std::ptr::eq(own.object, object)) else {
                self.whole(object);
                continue;
            };
            if !own.changes.is_empty() || !object.effects.is_empty() {
                self.heading(&words::object(&object.id));
                for change in &own.changes {
                    self.change(change);
                }
                self.effects(object);
            }
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.heading(&format!("chart {}: {}", chart.name, words::verdict(chart)));
        for reason in &chart.reasons {
            self.line(&format!("  {:<5}  {}", reason.level.name(), reason.what));
        }
        if let Some(risk) = chart.risk() {
            let name = self.paint.paint(tone(risk.name), risk.name);
            self.line(&format!("  ! {name}"));
            self.line(&format!("      {}", risk.meaning));
            let page = self.paint.paint(Tone::Faint, risk.page);
            self.line(&format!("      {page}"));
        }
    }

    /// An object that comes or goes.
    fn whole(&mut self, object: &Object) {
        let (sign, tone) = if object.state == State::New { ('+', Tone::New) } else { ('-', Tone::Old) };
        let text = self.paint.paint(tone, &format!("{sign} {}", words::object(&object.id)));
        // What comes or goes without any risk is a list.
        let is_plain = object.effects.is_empty();
        let gap = if is_plain && self.in_list { "" } else { "\n" };
        let _ = writeln!(self.out, "{gap}{text}");
        self.in_list = is_plain;
        self.effects(object);
    }

    fn effects(&mut self, object: &Object) {
        for effect in &object.effects {
            let name = self.paint.paint(tone(effect.risk.name), effect.risk.name);
            let place = if effect.path.is_empty() { String::new() } else { format!(" at {}", effect.path) };
            self.line(&format!("  ! {name}{place}"));
            self.line(&format!("      {}", effect.what));
            let page = self.paint.paint(Tone::Faint, effect.page);
            self.line(&format!("      {page}"));
        }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", text.trim_end());
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint.paint(Tone::Head, text);
        let _ = writeln!(self.out, "\n{text}");
        self.in_list = false;
    }

    fn field(&mut self, field: &Field, left: &str, right: &str) {
        self.heading(&field.path);
        for (name, told) in [(left, &field.left), (right, &field.right)] {
            self.line(&format!("  {name}{}", says(told)));
            self.chain(told);
        }
    }

    /// The chain as `todoc why` shows it.
    fn chain(&mut self, told: &Told) {
        let condition = told.condition.iter().map(|why| Row {
            arrow: '→',
            value: told.value.clone().unwrap_or_else(|| "nothing".to_owned()),
            layer: "condition",
            place: why.clone(),
        });
        let rows: Vec<Row<'_>> = told.chain.iter().map(row).chain(condition).collect();
        let widest = |width: fn(&Row<'_>) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let (value, layer) = (widest(|row| row.value.chars().count()), widest(|row| row.layer.chars().count()));
        for row in &rows {
            let text = format!("    {} {:value$}   {:layer$}   {}", row.arrow, row.value, row.layer, row.place);
            let text = if row.arrow == ' ' { self.paint.paint(Tone::Faint, text.trim_end()) } else { text };
            self.line(&text);
        }
    }

    fn list<'o>(&mut self, title: &str, tone: Tone, sign: char, objects: impl Iterator<Item = &'o Object>) {
        for (at, object) in objects.enumerate() {
            if at == 0 {
                self.heading(title);
            }
            let text = self.paint.paint(tone, &format!("{sign} {}", object.id));
            self.line(&format!("  {text}"));
        }
    }

    fn differing(&mut self, objects: &[Object]) {
        let (shared, own) = fold::fold(objects);
        self.shared(shared);
        for Own { object, changes } in own.iter().filter(|own| !own.changes.is_empty()) {
            self.heading(&object.id.to_string());
            for change in changes {
                self.change(change);
            }
        }
    }

    fn shared(&mut self, shared: Vec<Shared<'_>>) {
        for Shared { change, objects } in shared {
            self.heading(&format!("in {} objects", objects.len()));
            self.change(change);
            let names: Vec<String> = objects.iter().map(|object| object.id.to_string()).collect();
            let text = self.paint.paint(Tone::Faint, &names.join(", "));
            self.line(&format!("    {text}"));
        }
    }

    fn change(&mut self, change: &Change) {
        let path = &change.path;
        let (tone, text) = match (&change.old, &change.new) {
            (Some(old), Some(new)) if words::lines(Some(old), Some(new)).is_some() => {
                (Tone::Changed, format!("~ {path}"))
            }
            (Some(old), Some(new)) => {
                (Tone::Changed, format!("~ {path}: {} → {}", words::short(old), words::short(new)))
            }
            (Some(old), None) => (Tone::Old, format!("- {path}: {}", words::short(old))),
            (None, new) => (Tone::New, format!("+ {path}: {}", new.as_ref().map(words::short).unwrap_or_default())),
        };
        let text = self.paint.paint(tone, &text);
        self.line(&format!("  {text}"));
        for line in words::lines(change.old.as_ref(), change.new.as_ref()).unwrap_or_default() {
            let tone = match line.chars().next() {
                Some('-') => Tone::Old,
                Some('+') => Tone::New,
                Some(_) | None => Tone::Faint,
            };
            let line = self.paint.paint(tone, &line);
            self.line(&format!("      {line}"));
        }
    }
}

/// How loud a risk is told.
fn tone(risk: &str) -> Tone {
    let rank = Risk::named(risk).map_or(0, Risk::rank);
    if rank * 2 < RISKS.len() { Tone::Old } else { Tone::Changed }
}

struct Row<'t> {
    arrow: char,
    value: String,
    layer: &'t str,
    place: String,
}

fn row(word: &Word) -> Row<'_> {
    let place = match (&word.file, word.line, word.column) {
        (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        _ => String::new(),
    };
    Row { arrow: if word.wins { '→' } else { ' ' }, value: words::line(&word.value), layer: &word.layer, place }
}

/// What stands behind an environment's name.
fn says(told: &Told) -> String {
    let off = if told.presence == "off" { " (switched off)" } else { "" };
    match &told.value {
        _ if told.presence == "absent" => " does not have it".to_owned(),
        Some(value) => format!(" = {}{off}", words::line(value)),
        None if told.condition.is_some() => format!(" means nothing{off}"),
        // A whole block: where it is written, if it is.
        None if !told.chain.is_empty() && told.chain.iter().all(|word| !word.wins) => format!(" has it{off}"),
        None => format!(" is not set{off}"),
    }
}
