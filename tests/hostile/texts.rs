//! Text that templates, shells, kubelets and readers of YAML take for something else, in every field that takes text: the fixtures of
//! `tests/lower` have every field, and each text that stands there is given it in turn.

use crate::built;
use rayon::prelude::*;
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use todoc::artifacts::File;
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::project::Project;
use todoc::source::{Sources, Span};
use todoc::syntax;
use todoc::syntax::ast::{Item, Value as Written, ValueKind};

/// As it is written in a source, and what it is then.
const WRITTEN: &str = r#" {{ .Hostile }}}$(HOSTILE)\u{2028}\u{2029}\u{85}\u{feff}\u{202e}\\\"'`#: &*!|>%@\t"#;
const TEXT: &str = " {{ .Hostile }}}$(HOSTILE)\u{2028}\u{2029}\u{85}\u{feff}\u{202e}\\\"'`#: &*!|>%@\t";

/// What no file may have in it: a reader of YAML 1.1 ends a line there, and an editor shows another order.
const NEVER: [char; 5] = ['\u{2028}', '\u{2029}', '\u{85}', '\u{feff}', '\u{202e}'];

/// Fields that are in nothing that a build writes, or seldom: they tell the compiler what is meant, or `todoc secrets` what to say.
const UNWRITTEN: [&str; 4] = [".allow.…", "secret.description", "secret.message", "secret.pattern"];

/// Prose, of which white space at the end says nothing.
const PROSE: &str = ".description";

/// So many fixtures are asked for a place that has what a field says.
const OTHERS: usize = 8;

/// A text of a source: where, and in which field of which blocks.
struct Place {
    span: Span,
    way: String,
}

#[test]
fn every_field_takes_hostile_text_unharmed_or_says_where_it_does_not() {
    let mut ways: BTreeMap<String, Vec<(PathBuf, Span)>> = BTreeMap::new();
    for path in built::fixtures().into_iter().filter(|path| path.is_file()) {
        for place in places(&fs::read_to_string(&path).unwrap()) {
            ways.entry(place.way).or_default().push((path.clone(), place.span));
        }
    }
    assert!(ways.len() > 300, "only {} fields", ways.len());
    let wrong: Vec<String> = ways.par_iter().flat_map(|(way, all)| of_field(way, all)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), ways.len(), wrong.join("\n"));
}

/// What is wrong with hostile text in a field. Where one fixture has no place for it, such as in an environment that another
/// provider serves, a few others are asked.
fn of_field(way: &str, all: &[(PathBuf, Span)]) -> Option<String> {
    let mut nowhere = None;
    for (path, span) in all.iter().take(OTHERS) {
        let told = |what: String| Some(format!("{} {way}: {what}", path.display()));
        match hold(path, *span, if way.ends_with(PROSE) { TEXT.trim_end() } else { TEXT }) {
            Fate::Right => return None,
            Fate::Wrong(what) => return told(what),
            Fate::Nowhere => nowhere = told("it arrives nowhere".to_owned()),
        }
    }
    let is_for_the_compiler = UNWRITTEN.iter().any(|end| way.ends_with(end));
    nowhere.filter(|_| !is_for_the_compiler)
}

/// What became of hostile text.
enum Fate {
    /// It arrived as it is, or was refused where it stands.
    Right,
    /// It harms, or arrived as another text.
    Wrong(String),
    /// No file has it.
    Nowhere,
}

/// Builds a fixture with hostile text behind one of its texts, and looks for what shall arrive of it.
fn hold(path: &Path, span: Span, whole: &str) -> Fate {
    let text = fs::read_to_string(path).unwrap();
    let (start, end) = (span.start as usize, span.end as usize);
    let text = format!("{}{WRITTEN}{}", &text[..end - 1], &text[end - 1..]);
    let project = Project::load_with(path, [(path.to_owned(), text)].into());
    let compiled = compile(project, &[]);
    if !compiled.is_sound() {
        let lines = |span: Span| (span.start as usize) <= end + WRITTEN.len() && (span.end as usize) >= start;
        let is_there = compiled.diagnostics.iter().any(|found| {
            let is_named = found.message.contains("HOSTILE");
            is_named || found.span.is_some_and(lines) || found.labels.iter().any(|label| lines(label.span))
        });
        return if is_there { Fate::Right } else { Fate::Wrong(told(&compiled)) };
    }
    let files = built::lowered(path, &compiled, built::files);
    match files.iter().find_map(harm) {
        Some(what) => Fate::Wrong(what),
        None if files.iter().flat_map(texts).any(|own| has(&own, whole)) => Fate::Right,
        None if files.iter().any(|file| file.text.contains("HOSTILE")) => {
            Fate::Wrong("it arrives otherwise".to_owned())
        }
        None => Fate::Nowhere,
    }
}

/// What a file does with hostile text that it must not.
fn harm(file: &File) -> Option<String> {
    if let Some(sign) = file.text.chars().find(|sign| NEVER.contains(sign)) {
        return Some(format!("{} has a {sign:?}", file.path));
    }
    if is_template(file) && Actions::of(&file.text).code.contains("Hostile") {
        return Some(format!("{} runs the user's text", file.path));
    }
    let error = is_yaml(file).then(|| read(file).err()).flatten()?;
    Some(format!("{} is no YAML: {error}", file.path))
}

fn is_template(file: &File) -> bool {
    file.path.contains("/templates/")
}

/// What stands between the braces of a template: its code, and the texts in that, such as the brace in `{{ "{{" }}`.
#[derive(Default)]
struct Actions {
    code: String,
    texts: Vec<String>,
}

impl Actions {
    fn of(template: &str) -> Self {
        let (mut actions, mut rest) = (Self::default(), template);
        while let Some((_, inside)) = rest.split_once("{{") {
            rest = inside;
            while !rest.is_empty() && !rest.starts_with("}}") {
                rest = &rest[actions.take(rest)..];
            }
            actions.code.push('\n');
        }
        actions
    }

    /// Takes a text, a comment or a sign of code off the beginning, and returns its length.
    fn take(&mut self, rest: &str) -> usize {
        match rest.chars().next().unwrap() {
            '"' => {
                let length = 2 + quoted(&rest[1..]);
                // Of the escapes of Go, the chart's printer uses those that JSON has as well.
                self.texts.push(serde_json::from_str(&rest[..length]).unwrap());
                length
            }
            '`' => {
                let length = rest[1..].find('`').unwrap();
                self.texts.push(rest[1..=length].to_owned());
                length + 2
            }
            '/' if rest.starts_with("/*") => 2 + rest.find("*/").unwrap(),
            sign => {
                self.code.push(sign);
                sign.len_utf8()
            }
        }
    }
}

/// The length of a text up to the quote that ends it.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    text.find(|sign| {
        let ends = sign == '"' && !is_escaped;
        is_escaped = sign == '\\' && !is_escaped;
        ends
    })
    .unwrap()
}

#[test]
fn only_the_code_of_templates_runs() {
    let template =
        "a {{- .Hostile | quote }} {{ \"{{ \\\" .Text\" }} .Text {{ `}} .Text` }}{{/* .Text */}} {{ .Hostile";
    let actions = Actions::of(template);
    let code = actions.code;
    assert_eq!((code.matches(".Hostile").count(), code.contains("Text")), (2, false), "{code}");
    assert_eq!(actions.texts, ["{{ \" .Text", "}} .Text"]);
}

/// Whether a text has the hostile one in it: as it is, for a kubelet that replaces `$(…)`, or in an address.
fn has(own: &str, whole: &str) -> bool {
    let escaped = whole.replace('$', "$$");
    own.contains(whole) || own.contains(&escaped) || decoded(own).is_some_and(|own| own.contains(whole))
}

/// A text of an address without its `%XX`.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

fn told(compiled: &Compiled) -> String {
    let lines = compiled.diagnostics.iter().map(|found| format!("{} {}", found.code.id(), found.message));
    format!("refused elsewhere: {}", lines.collect::<Vec<_>>().join("; "))
}

fn is_yaml(file: &File) -> bool {
    let extension = Path::new(&file.path).extension();
    extension.is_some_and(|extension| extension == "json" || (extension == "yaml" && !is_template(file)))
}

/// The documents of a file.
fn read(file: &File) -> Result<Vec<Value>, serde_yaml::Error> {
    serde_yaml::Deserializer::from_str(&file.text).map(Value::deserialize).collect()
}

/// Every key and text of a file; of a template, the texts in its code.
fn texts(file: &File) -> Vec<String> {
    let mut texts = Vec::new();
    if is_yaml(file) {
        read(file).unwrap().iter().for_each(|value| collect(value, &mut texts));
    } else if is_template(file) {
        texts = Actions::of(&file.text).texts;
    }
    texts
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::Object(entries) => {
            into.extend(entries.keys().cloned());
            entries.values().for_each(|entry| collect(entry, into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every text on one line, by the kinds of block and the key that lead to it.
fn places(text: &str) -> Vec<Place> {
    let mut sources = Sources::default();
    let file = sources.add("fixture.todostack", text);
    let mut places = Vec::new();
    items(&syntax::parse(&sources, file).file.items, "", &mut places);
    places.retain(|place| sources.text(place.span).starts_with('"') && !sources.text(place.span).starts_with("\"\"\""));
    places
}

fn items(all: &[Item], way: &str, places: &mut Vec<Place>) {
    for item in all {
        match item {
            Item::Block(block) => items(&block.body, &format!("{way}{}.", block.kind.value), places),
            // Keys of open maps are the user's own.
            Item::Field(field) | Item::Let(field) => {
                let is_own = field.key.value.chars().any(|sign| !sign.is_ascii_lowercase() && sign != '_');
                let key = if is_own || field.quoted { "…" } else { &field.key.value };
                value(&field.value, &format!("{way}{key}"), places);
            }
            Item::Use(_) => {}
        }
    }
}

fn value(written: &Written, way: &str, places: &mut Vec<Place>) {
    match &written.kind {
        ValueKind::Text(_) => places.push(Place { span: written.span, way: way.to_owned() }),
        ValueKind::List(values) => values.iter().for_each(|own| value(own, &format!("{way}[]"), places)),
        ValueKind::Object(all) => items(all, &format!("{way}."), places),
        ValueKind::None
        | ValueKind::Null
        | ValueKind::Bool(_)
        | ValueKind::Number(_)
        | ValueKind::Path(_)
        | ValueKind::Range(..) => {}
    }
}
