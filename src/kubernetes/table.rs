//! Reads the table that `generate.py` writes.
//!
//! ```text
//! minors FIRST LAST
//! kind API-VERSION KIND namespace|cluster OBJECT[~SINCE-UNTIL]
//! choice NAME WORD[~SINCE-UNTIL]|WORD…
//! object NAME
//!  FIELD[!][~SINCE-UNTIL] SHAPE           `!`: required; either side of the minors may be empty
//! ```
//!
//! A shape is `t` text, `y` bytes, `i` integer, `l` long, `n` number, `b` bool, `x` integer or text, `q` quantity, `*` anything,
//! `=CHOICE`, `@OBJECT`, `%SHAPE` a map, `-SHAPE[/KEY]` a list. Kinds and fields stand in the order that a search takes.

use super::{Choice, Field, Kind, Minors, Object, Shape, Word};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXT: &str = include_str!("known.txt");

/// The table, once it is read.
pub(super) static TABLE: OnceLock<Table> = OnceLock::new();

/// All that is known.
pub(super) struct Table {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) kinds: Vec<Kind>,
    pub(super) objects: Vec<Vec<Field>>,
    pub(super) choices: Vec<Vec<Word>>,
}

/// Where objects and choices lie, by name.
struct Places {
    objects: BTreeMap<&'static str, usize>,
    choices: BTreeMap<&'static str, usize>,
}

impl Table {
    /// Reads the whole table.
    pub(super) fn read() -> Self {
        let places = Places { objects: names("object "), choices: names("choice ") };
        let mut table = Self { first: 0, last: 0, kinds: Vec::new(), objects: Vec::new(), choices: Vec::new() };
        for line in TEXT.lines() {
            table.line(line, &places);
        }
        table
    }

    fn line(&mut self, line: &'static str, places: &Places) {
        let mut words = line.splitn(5, ' ');
        let mut next = || words.next().unwrap_or_default();
        match next() {
            "" => {
                if let (Some(fields), Some(field)) = (self.objects.last_mut(), field(next(), next(), places)) {
                    fields.push(field);
                }
            }
            "object" => self.objects.push(Vec::new()),
            "choice" => self.choices.push(choice(line)),
            "kind" => self.kinds.extend(kind([next(), next(), next(), next()], places)),
            _ => (self.first, self.last) = (next().parse().unwrap_or_default(), next().parse().unwrap_or_default()),
        }
    }
}

/// The names of all things of a sort, each with its place among them.
fn names(sort: &str) -> BTreeMap<&'static str, usize> {
    let lines = TEXT.lines().filter_map(|line| line.strip_prefix(sort));
    lines.map(|line| line.split(' ').next().unwrap_or(line)).zip(0..).collect()
}

fn kind([api_version, name, scope, object]: [&'static str; 4], places: &Places) -> Option<Kind> {
    let (object, minors) = known(object);
    let object = Object(*places.objects.get(object)?);
    Some(Kind { api_version, name, is_namespaced: scope == "namespace", minors, object })
}

fn choice(line: &'static str) -> Vec<Word> {
    // A word may have spaces in it, as in `client auth`.
    let words = line.splitn(3, ' ').nth(2).unwrap_or_default();
    let word = |word| {
        let (text, minors) = known(word);
        Word { text, minors }
    };
    words.split('|').map(word).collect()
}

fn field(name: &'static str, shape: &'static str, places: &Places) -> Option<Field> {
    let (name, minors) = known(name);
    let is_required = name.ends_with('!');
    Some(Field { name: name.trim_end_matches('!'), is_required, minors, shape: read(shape, places)? })
}

fn read(shape: &'static str, places: &Places) -> Option<Shape> {
    let rest = shape.get(1..)?;
    Some(match shape.get(..1)? {
        "@" => Shape::Object(Object(*places.objects.get(rest)?)),
        "=" => Shape::Choice(Choice(*places.choices.get(rest)?)),
        "%" => Shape::Map(Box::new(read(rest, places)?)),
        "-" => {
            let (of, key) = rest.split_once('/').map_or((rest, None), |(of, key)| (of, Some(key)));
            Shape::List { of: Box::new(read(of, places)?), key }
        }
        "t" => Shape::Text,
        "y" => Shape::Bytes,
        "i" => Shape::Integer,
        "l" => Shape::Long,
        "n" => Shape::Number,
        "b" => Shape::Bool,
        "x" => Shape::IntegerOrText,
        "q" => Shape::Quantity,
        "*" => Shape::Any,
        _ => return None,
    })
}

/// A thing, and the minor versions that know it.
fn known(text: &'static str) -> (&'static str, Minors) {
    text.split_once('~').map_or((text, Minors::default()), |(text, minors)| (text, Minors::read(minors)))
}
