//! What the documents say of a field's keys in the values is what the lowering makes of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "only what lowers them is needed here")]
#[path = "support/built.rs"]
mod built;
#[expect(dead_code, reason = "only what finds fixtures is needed here")]
#[path = "support/fixtures.rs"]
mod fixtures;

use std::collections::{BTreeMap, BTreeSet};
use todoc::chart::tree::{Origin, Place};
use todoc::schema::page::{Facts, Profiles, Topic};
use todoc::schema::{self, Block, Field};
use todoc::types::names;

/// Fields of which no key is made for themselves: what of it is a key stands with another field.
const BESIDE: &[&str] = &["default"];

#[test]
fn every_key_stands_with_its_field() {
    let mut seen = 0;
    for (place, keys) in lowered().fields {
        let told = told(place);
        if BESIDE.contains(&place.1) {
            continue;
        }
        for key in keys {
            let is_told = told.iter().any(|told| begins(&key, told));
            assert!(is_told, "{}.{} makes the key {key}, and {told:?} is told", place.0, place.1);
            seen += 1;
        }
    }
    assert!(seen > 80, "only {seen} keys");
}

#[test]
fn every_key_that_is_told_is_made() {
    let all = lowered().all;
    let missing: Vec<String> = pairs()
        .flat_map(|(block, field)| told_of(block, field).into_iter().map(move |key| (block, field, key)))
        .filter(|(_, _, told)| !all.iter().any(|key| begins(key, told)))
        .map(|(block, field, told)| format!("{}.{} {told}", block.name, field.name))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// Whether a key is another or stands below it; a word in capitals is any name.
fn begins(key: &str, told: &str) -> bool {
    let mut words = key.split('.');
    told.split('.').all(|told| {
        words.next().is_some_and(|word| word == told || told.bytes().all(|letter| letter.is_ascii_uppercase()))
    })
}

/// The kind of a block and the name of a field.
type Pair = (&'static str, &'static str);

#[derive(Default)]
struct Lowered {
    /// The keys that a field makes in the fixtures.
    fields: BTreeMap<Pair, BTreeSet<String>>,
    /// Every key in the fixtures.
    all: BTreeSet<String>,
}

fn lowered() -> Lowered {
    let mut lowered = Lowered::default();
    for fixture in built::fixtures() {
        let compiled = built::compiled(&fixture);
        built::lowered(&fixture, &compiled, |input| {
            // Where each service has a chart, the service's name is left out of its keys.
            let charts = input.charts().iter().filter(|chart| chart.member.is_none());
            for knob in charts.flat_map(|chart| &chart.values.knobs) {
                let Some(origin) = &knob.origin else {
                    lowered.all.insert(knob.path.to_string());
                    continue;
                };
                let key = with_block(origin, &knob.path);
                lowered.all.insert(key.clone());
                if let Place::Field(field) = origin.place {
                    let holder = origin.nested.last().map_or(origin.kind, |(nested, _)| nested);
                    lowered.fields.entry((holder.name, field.name)).or_default().insert(key);
                }
            }
        });
    }
    lowered
}

/// A key as the documents write it: `api` for the block, and one database and one ingress.
fn with_block(origin: &Origin, path: &str) -> String {
    let own = names::values_key(&origin.name);
    let mut words: Vec<&str> = path.split('.').collect();
    if let Some(first) = words.first_mut().filter(|first| **first == own) {
        *first = "api";
    } else if words.get(1) == Some(&own.as_str()) {
        words.remove(1);
    }
    // The keys of a container beside the main one are those of the main one, below its own.
    if matches!(words.get(1), Some(&"sidecars" | &"initContainers")) && words.get(3) != Some(&"mounts") {
        words.drain(1..3);
    }
    words.join(".")
}

fn pairs() -> impl Iterator<Item = (&'static Block, &'static Field)> {
    let mut blocks: Vec<&'static Block> = schema::TOP.to_vec();
    let mut next = 0;
    while let Some(block) = blocks.get(next).copied() {
        next += 1;
        for nested in block.blocks {
            if !blocks.iter().any(|known| known.is(nested)) {
                blocks.push(nested);
            }
        }
    }
    blocks.into_iter().flat_map(|block| block.all_fields().map(move |field| (block, field)))
}

fn told((block, field): Pair) -> Vec<String> {
    let found = pairs().find(|(known, other)| known.name == block && other.name == field).unwrap();
    told_of(found.0, found.1)
}

/// The keys in the sentence that the documents have of a field.
fn told_of(block: &'static Block, field: &'static Field) -> Vec<String> {
    let Facts::Field(facts) = Facts::of(&Topic::Field(field.name.to_owned(), block, field), &Profiles::default())
    else {
        return Vec::new();
    };
    let keys = facts.values.unwrap_or_default();
    let keys = keys.strip_suffix(", where environments differ").unwrap_or(&keys);
    let words = keys.split([' ', ',']).filter(|word| !["", "and", "or"].contains(word));
    words.map(str::to_owned).collect()
}
