//! What people see where a field of the vocabulary has a value of another shape than its type takes.
//!
//! Every field of the vocabulary, and every open map, is given every one of [`WRONG`] in the smallest source that holds it. What is
//! refused is one finding, at the value itself; the snapshot has what is said, each sentence once with the fields that it is
//! said of, so that a person can read whether it is good.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/fixtures.rs"]
#[allow(dead_code, reason = "other tests have fixtures of their own")]
mod fixtures;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use todoc::diagnostics::{Code, Diagnostic, Severity};
use todoc::model::program::Program;
use todoc::schema::page::{self, Facts, Profiles, Topic};
use todoc::schema::{Field, Type, every_field};
use todoc::source::{Sources, Span};

/// A value of each shape of the language.
const WRONG: &[(&str, &str)] = &[
    ("text", "\"no such thing\""),
    ("an empty text", "\"\""),
    ("a reference in text", "\"${service.nobody.url}\""),
    ("a number", "7"),
    ("a number below zero", "-1"),
    ("a huge number", "99999999999999999999"),
    ("a fraction", "0.5"),
    ("a quantity", "3Gi"),
    ("a percentage", "150%"),
    ("a duration", "30s"),
    ("a truth", "true"),
    ("a range", "4..2"),
    ("a word", "nonsense"),
    ("a path", "nobody.at.home"),
    ("a list of text", "[\"no such thing\"]"),
    ("a list of numbers", "[7]"),
    ("a list of lists", "[[7]]"),
    ("a list of nothing", "[none]"),
    ("a map", "{ a = 1 }"),
    ("null", "null"),
];

/// What may be said of a value: its shape, form, bounds and words, what it refers to, and what it must not be taken away from.
const CODES: &[Code] = &[
    Code::E0202,
    Code::E0205,
    Code::E0206,
    Code::E0207,
    Code::E0208,
    Code::E0301,
    Code::E0302,
    Code::E0303,
    Code::E0305,
];

#[test]
fn wrong_values_are_told_once_and_where_they_stand() {
    let blocks = blocks(&Profiles::default());
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let (mut wrong, mut refused) = (Vec::new(), BTreeMap::new());
    for (shape, value) in WRONG {
        for source in sources(&blocks, value) {
            let mut found = findings(&source.text);
            for place in &source.places {
                let (own, others): (Vec<_>, Vec<_>) =
                    found.into_iter().partition(|found| stands_in(found, &place.span));
                found = others;
                // Each end of a range is a value.
                let most = if *shape == "a range" { 2 } else { 1 };
                if own.len() > most || own.iter().any(|own| !CODES.contains(&own.code)) {
                    wrong.push(format!("{} as {shape}:\n{}", place.path, list(&own)));
                }
                *refused.entry(place.path.clone()).or_insert(0) += usize::from(!own.is_empty());
                if let Some(own) = own.first() {
                    let (takes, rest) = takes(own, place);
                    let told = told.entry(takes).or_default();
                    if !told.fields.contains(&place.path) {
                        told.fields.push(place.path.clone());
                    }
                    let shapes = told.rest.entry(rest).or_default();
                    if !shapes.contains(shape) {
                        shapes.push(shape);
                    }
                }
            }
            if !found.is_empty() {
                wrong.push(format!("beside the values, as {shape}:\n{}", list(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} values are told otherwise:\n{}", wrong.len(), wrong.join("\n"));
    let lax: Vec<_> = refused.iter().filter(|(_, refused)| **refused < LEAST).collect();
    assert!(lax.is_empty(), "these refuse next to nothing: {lax:?}");
    assert!(refused.len() * 10 > every_field().count() * 9, "only {} fields are tried", refused.len());
    fixtures::snapshot(Path::new("tests"), "misuse", &page(&told));
}

/// Every field refuses this many of [`WRONG`] at least: a map, `null`, lists that are none of its own.
const LEAST: usize = 6;

/// A block with fields, by the example of one of them: the lines before, those of its fields, and those behind.
struct Subject {
    /// The kind of the outermost block.
    top: String,
    before: String,
    fields: Vec<(String, &'static Field, usize)>,
    behind: String,
}

/// Every field once, in the block that it is found in first.
fn blocks(profiles: &Profiles) -> Vec<Subject> {
    let mut all: Vec<Subject> = Vec::new();
    for field in every_field() {
        let Some((path, holder)) = page::places(field).into_iter().next() else { continue };
        let Facts::Field(facts) = Facts::of(&Topic::Field(path.clone(), holder, field), profiles) else { continue };
        let sign = format!("{} = ", field.name);
        let lines: Vec<&str> = facts.example.lines().collect();
        let at = lines.iter().position(|line| line.trim_start().starts_with(&sign)).unwrap();
        let (before, behind) = (lines[..at].join("\n"), lines[at + 1..].join("\n"));
        let own = (path, field, at * 2);
        if let Some(known) = all.iter_mut().find(|known| known.before == before) {
            known.fields.push(own);
        } else {
            let top = before.split_whitespace().next().unwrap().to_owned();
            all.push(Subject { top, before, fields: vec![own], behind });
        }
    }
    all
}

/// A field with a wrong value.
struct Place {
    path: String,
    name: &'static str,
    /// Whether it takes some words, each of its own.
    has_words: bool,
    span: Range<usize>,
}

fn has_words(ty: &Type) -> bool {
    if let Type::List(item) = ty {
        return has_words(item);
    }
    if let Type::Either(types) = ty { types.iter().any(has_words) } else { matches!(ty, Type::Choice(_)) }
}

struct Source {
    text: String,
    places: Vec<Place>,
}

/// Kinds of block that a stack has but one of: each of their blocks needs a source of its own.
const SINGLE: &[&str] = &["stack", "secrets", "cluster"];

/// Sources that together hold every block, with the value in every field. Names of the outermost blocks are made to differ.
fn sources(blocks: &[Subject], value: &str) -> Vec<Source> {
    let mut whole = Source { text: "stack app { }\n".to_owned(), places: Vec::new() };
    let mut apart = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        if SINGLE.contains(&block.top.as_str()) {
            let head = if block.top == "stack" { "" } else { "stack app { }\n" };
            let mut own = Source { text: head.to_owned(), places: Vec::new() };
            own.push(block, &block.before, value);
            apart.push(own);
            continue;
        }
        let mut words = block.before.splitn(3, ' ');
        let (kind, name, rest) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        whole.push(block, &format!("{kind} {name}-{number} {rest}"), value);
    }
    apart.push(whole);
    apart
}

impl Source {
    fn push(&mut self, block: &Subject, before: &str, value: &str) {
        let _ = writeln!(self.text, "{before}");
        for (path, field, indent) in &block.fields {
            let name = field.name;
            let _ = write!(self.text, "{}{name} = ", " ".repeat(*indent));
            let start = self.text.len();
            let _ = writeln!(self.text, "{value}");
            let (span, has_words) = (start..start + value.len(), has_words(&field.ty));
            self.places.push(Place { path: path.clone(), name, has_words, span });
        }
        let _ = writeln!(self.text, "{}", block.behind);
    }
}

/// What the parser and the types say, and no rule: what else there may be wrong is not looked at, nor what goes with what.
fn findings(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let id = sources.add("app.todostack", text.to_owned());
    let parsed = todoc::syntax::parse(&sources, id);
    let checked = Program::check(&mut sources, &[parsed.file], &[]);
    let found = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    found.filter(|found| found.severity == Severity::Error && found.code != Code::E0212).collect()
}

fn stands_in(found: &Diagnostic, place: &Range<usize>) -> bool {
    found.span.map(Span::range).is_some_and(|span| span.start >= place.start && span.end <= place.end)
}

/// What is said of a field: what it takes, without its own name, and of the words that it takes only that there are some.
fn takes(found: &Diagnostic, place: &Place) -> (String, String) {
    // The key of the value, and the names that were made to differ, are left out.
    let plain = |text: &str| {
        let text = text.replace(&format!("`{}`", place.name), "`…`");
        let mut parts = text.split('`').map(|part| match part.rsplit_once('-') {
            Some((name, number))
                if !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) && !name.is_empty() =>
            {
                name
            }
            _ => part,
        });
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| format!("{text}`{part}"))
    };
    let message = plain(&found.message);
    let (mut takes, mut rest) = match message.rsplit_once(", not ") {
        Some((takes, not)) => (takes.to_owned(), format!("not {not}")),
        None => ("…".to_owned(), message),
    };
    if place.has_words && takes.starts_with("`…` takes `") {
        "`…` takes its words".clone_into(&mut takes);
    }
    for note in found.note.iter().chain(&found.help) {
        let _ = write!(rest, "; {}", plain(note));
    }
    for edit in &found.edits {
        let _ = write!(rest, "; edit: {}", edit.text);
    }
    (format!("{} {takes}", found.code.id()), rest)
}

/// At most this many fields stand below a sentence.
const MANY: usize = 6;

/// What fields of one kind are told, by what it is said to take.
#[derive(Default)]
struct Told {
    fields: Vec<String>,
    /// The rest of the sentence, with the shapes that it is said of.
    rest: BTreeMap<String, Vec<&'static str>>,
}

fn page(told: &BTreeMap<String, Told>) -> String {
    let mut text = String::new();
    for (takes, own) in told {
        let _ = writeln!(text, "{takes}");
        for (rest, shapes) in &own.rest {
            let _ = writeln!(text, "    {rest}   <- {}", shapes.join(", "));
        }
        let more = own.fields.len().saturating_sub(MANY);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ =
            writeln!(text, "    of {}{more}\n", own.fields.iter().take(MANY).cloned().collect::<Vec<_>>().join(", "));
    }
    text
}

fn list(found: &[Diagnostic]) -> String {
    let lines = found.iter().map(|own| format!("  {} {:?} {}", own.code.id(), own.span.map(Span::range), own.message));
    lines.collect::<Vec<_>>().join("\n")
}
