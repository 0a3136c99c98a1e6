//! Variables of a Dockerfile: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+text}`.

use super::Instruction;
use std::collections::BTreeMap;

/// Variables that are known at a point of a Dockerfile.
#[derive(Debug)]
pub(super) struct Variables {
    args: BTreeMap<String, String>,
    /// Values of `ARG` before the first stage, which a stage's `ARG` without a default takes.
    globals: BTreeMap<String, String>,
    known: BTreeMap<String, String>,
}

/// The names that an `ARG` or `ENV` sets, each with its value where there is one.
pub(super) fn declarations(instruction: &Instruction) -> Vec<(String, Option<String>)> {
    let text = instruction.text.as_str();
    let old_env =
        instruction.keyword == "ENV" && text.split_whitespace().next().is_some_and(|word| !word.contains('='));
    match instruction.keyword.as_str() {
        "ENV" if old_env => {
            let (name, value) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            vec![(name.to_owned(), Some(unquoted(value.trim())))]
        }
        "ARG" | "ENV" => words(text)
            .iter()
            .map(|word| match word.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(unquoted(value))),
                None => (word.clone(), None),
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl Variables {
    pub(super) fn new(args: &BTreeMap<String, String>) -> Self {
        Self { args: args.clone(), globals: BTreeMap::new(), known: BTreeMap::new() }
    }

    /// The variables at the beginning of a stage.
    pub(super) fn within(args: &BTreeMap<String, String>, globals: &Variables) -> Self {
        Self { args: args.clone(), globals: globals.known.clone(), known: BTreeMap::new() }
    }

    /// Takes in what an instruction declares. An argument of the build wins over a default, `ENV` over both.
    pub(super) fn declare(&mut self, instruction: &Instruction) {
        let is_arg = instruction.keyword == "ARG";
        for (name, default) in declarations(instruction) {
            let default = default.map(|text| self.put_in(&text));
            let given = self.args.get(&name).filter(|_| is_arg).cloned();
            match given.or(default).or_else(|| self.globals.get(&name).cloned()) {
                Some(value) => self.known.insert(name, value),
                None => self.known.remove(&name),
            };
        }
    }

    /// A text with the variables put in that are known; others stay as they are written.
    pub(super) fn put_in(&self, text: &str) -> String {
        let mut result = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            result.push_str(before);
            let (written, value) = self.variable(after);
            if let Some(value) = value {
                result.push_str(&value);
            } else {
                result.push('$');
                result.push_str(after.get(..written).unwrap_or_default());
            }
            rest = after.get(written..).unwrap_or_default();
        }
        result.push_str(rest);
        result
    }

    /// The bytes of a variable behind its `$`, and its value.
    fn variable(&self, text: &str) -> (usize, Option<String>) {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner) else {
            let length = text.find(|letter: char| !is_name(letter)).unwrap_or(text.len());
            return (length, self.known.get(text.get(..length).unwrap_or_default()).cloned());
        };
        let length = inner.find(|letter: char| !is_name(letter)).unwrap_or(inner.len());
        let (name, modifier) = inner.split_at_checked(length).unwrap_or((inner, ""));
        let known = self.known.get(name).filter(|value| !value.is_empty() || !modifier.starts_with(':'));
        let value = if let Some(default) = modifier.strip_prefix(":-").or(modifier.strip_prefix('-')) {
            Some(known.map_or_else(|| default.to_owned(), Clone::clone))
        } else if let Some(text) = modifier.strip_prefix(":+").or(modifier.strip_prefix('+')) {
            Some(known.map(|_| text.to_owned()).unwrap_or_default())
        } else {
            self.known.get(name).filter(|_| modifier.is_empty()).cloned()
        };
        (inner.len() + 2, value)
    }
}

/// Words, where quotes keep blanks together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for letter in text.chars() {
        if letter.is_whitespace() && quote.is_none() {
            words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            continue;
        }
        if quote == Some(letter) {
            quote = None;
        } else if quote.is_none() && matches!(letter, '"' | '\'') {
            quote = Some(letter);
        }
        word.push(letter);
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn unquoted(text: &str) -> String {
    let inner = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(text).to_owned()
}
