//! Whatever tree the YAML writer writes, a reader reads back.

#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use serde_json::{Map, Number, Value};
use todoc::{go, yaml};

/// Deeper trees are written alike, and take longer.
const DEEPEST: usize = 8;

#[derive(Debug)]
struct Tree(Value);

impl<'a> Arbitrary<'a> for Tree {
    fn arbitrary(from: &mut Unstructured<'a>) -> Result<Self> {
        tree(from, 0).map(Tree)
    }
}

fn tree(from: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let kinds = if depth < DEEPEST { 10 } else { 8 };
    Ok(match from.int_in_range(0..=kinds)? {
        0 => Value::Null,
        1 => Value::Bool(bool::arbitrary(from)?),
        2 => i64::arbitrary(from)?.into(),
        3 => u64::arbitrary(from)?.into(),
        4 => Number::from_f64(f64::arbitrary(from)?).map_or(Value::Null, Value::Number),
        5..=8 => text(from)?.into(),
        9 => {
            let items = (0..from.int_in_range(0..=4)?).map(|_| tree(from, depth + 1));
            Value::Array(items.collect::<Result<_>>()?)
        }
        _ => {
            let entries = (0..from.int_in_range(0..=4)?).map(|_| Ok((text(from)?, tree(from, depth + 1)?)));
            Value::Object(entries.collect::<Result<Map<_, _>>>()?)
        }
    })
}

/// Half of all texts are of letters that readers stumble on.
fn text(from: &mut Unstructured<'_>) -> Result<String> {
    const LETTERS: &[char] = &[
        'y',
        'n',
        'o',
        'N',
        'e',
        'x',
        '0',
        '1',
        '9',
        '.',
        '_',
        '-',
        '+',
        ':',
        ' ',
        '\n',
        '\t',
        '\r',
        '#',
        '"',
        '\'',
        '\\',
        '|',
        '>',
        '{',
        '}',
        '[',
        ']',
        ',',
        '&',
        '*',
        '!',
        '%',
        '@',
        '`',
        '~',
        '?',
        '<',
        '=',
        '\0',
        '\u{7f}',
        '\u{85}',
        '\u{a0}',
        '\u{2028}',
        '\u{2029}',
        '\u{feff}',
        '\u{fffe}',
        '\u{1f600}',
        '\u{10ffff}',
        '\u{301}',
        '\u{202e}',
    ];
    if bool::arbitrary(from)? {
        return String::arbitrary(from);
    }
    (0..from.int_in_range(0..=24)?).map(|_| from.choose(LETTERS).copied()).collect()
}

libfuzzer_sys::fuzz_target!(|tree: Tree| {
    let Tree(value) = tree;
    let document = yaml::document(&value);
    let read: Value = serde_yaml::from_str(&document).unwrap_or_else(|error| panic!("{error}:\n{document}"));
    assert_eq!(read, value, "\n{document}");
    let json: Value = serde_json::from_str(&go::to_json(&value)).expect("JSON");
    texts(&value);
    drop(json);
});

/// Every text also in the forms that a document does not take.
fn texts(value: &Value) {
    match value {
        Value::String(text) => {
            let (mut plain, mut quoted) = (String::new(), String::new());
            yaml::text(&mut plain, text);
            yaml::quoted(&mut quoted, text);
            let lines = format!("flow: [{plain}, {{a: {plain}}}]\nquoted: {quoted}\ngo: {}\n", go::quote(text));
            let read: Value = serde_yaml::from_str(&lines).unwrap_or_else(|error| panic!("{error}:\n{lines}"));
            let expected = serde_json::json!({"flow": [text, {"a": text}], "quoted": text, "go": text});
            assert_eq!(read, expected, "\n{lines}");
        }
        Value::Array(items) => items.iter().for_each(texts),
        Value::Object(entries) => entries.values().for_each(texts),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
