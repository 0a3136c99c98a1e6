//! An environment's secrets against what was given for them.

use super::constraints::Flaw;
use super::dotenv;
use super::value::Secret;
use super::{Declared, composed};
use crate::types::{credential, names, nearest};
use std::collections::BTreeMap;

/// Names of unknown keys are shown up to this length, in characters.
const LONGEST_KEY: usize = 48;

/// What came of a file.
#[derive(Debug)]
pub struct Report<'a> {
    /// Every key that the environment needs, as declared.
    pub secrets: Vec<Checked<'a>>,
    /// What else the file has.
    pub strays: Vec<Stray>,
    /// Lines that could not be read.
    pub faults: Vec<dotenv::Fault>,
}

/// A key that is needed, and what was given for it.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The key.
    pub declared: Declared<'a>,
    /// What can be said of its value.
    pub state: State,
    /// The value, where there is one that is right.
    pub value: Option<Secret>,
    /// The line of the file, from 1.
    pub line: Option<usize>,
}

/// What can be said of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is there, and right.
    Present,
    /// It is there, and right, because it was made up.
    Generated,
    /// There is none.
    Missing,
    /// It is there, and not right.
    Flawed(Flaw),
    /// It is given more than once, in these lines.
    Repeated(Vec<usize>),
    /// It lies in an object that the user keeps, so that nobody asks for it.
    Kept,
}

/// A key of the file that is no secret of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its line, from 1.
    pub line: usize,
    /// The key, unless it could be a piece of a secret.
    pub key: Option<String>,
    /// What to say of it, as one clause.
    pub message: String,
}

impl Report<'_> {
    /// Asks for nothing that lies in objects of a name of their own: the chart makes none of these, so that they are the user's where
    /// the rest is given to Helm, lies in a store or is sealed.
    pub fn keep_apart(&mut self) {
        for own in self.secrets.iter_mut().filter(|own| own.declared.is_kept()) {
            (own.state, own.value) = (State::Kept, None);
        }
    }

    /// Whether everything that must be there is, and nothing is wrong.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.faults.is_empty() && self.secrets.iter().all(Checked::is_fine)
    }
}

impl Checked<'_> {
    /// Whether it is right, or missing and need not be there.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        match self.state {
            State::Present | State::Generated | State::Kept => true,
            State::Missing => self.declared.optional,
            State::Flawed(_) | State::Repeated(_) => false,
        }
    }
}

/// Checks what a file gives. A key of the file is a secret's name (`jwt-secret`), the name as a variable (`JWT_SECRET`), or the
/// variable under which it is read, where that means one secret only. Of spellings that clash the first of these wins.
/// `idle` are names of secrets that are known and not needed.
#[must_use]
pub fn check<'a>(declared: Vec<Declared<'a>>, idle: &[&str], file: dotenv::File) -> Report<'a> {
    let spellings = Spellings::of(&declared, idle);
    let mut given: BTreeMap<usize, Vec<dotenv::Entry>> = BTreeMap::new();
    let mut strays = Vec::new();
    for entry in file.entries {
        match spellings.known.get(&entry.key) {
            Some(secret) => given.entry(*secret).or_default().push(entry),
            None => strays.push(spellings.stray(&declared, &entry)),
        }
    }
    let checked = |(at, declared)| judge(declared, given.remove(&at).unwrap_or_default());
    let secrets = declared.into_iter().enumerate().map(checked).collect();
    Report { secrets, strays, faults: file.faults }
}

fn judge(declared: Declared<'_>, given: Vec<dotenv::Entry>) -> Checked<'_> {
    let line = given.first().map(|entry| entry.line);
    if given.len() > 1 {
        let lines = given.iter().map(|entry| entry.line).collect();
        return Checked { declared, state: State::Repeated(lines), value: None, line };
    }
    let Some(value) = given.into_iter().map(|entry| entry.value).find(|value| !value.is_empty()) else {
        return Checked { declared, state: State::Missing, value: None, line };
    };
    match declared.constraints.flaw(&value) {
        Some(flaw) => Checked { declared, state: State::Flawed(flaw), value: None, line },
        None => Checked { declared, state: State::Present, value: Some(value), line },
    }
}

/// Which key of a file means which secret.
struct Spellings {
    /// The place of the secret in the list of all.
    known: BTreeMap<String, usize>,
    /// Variables under which several secrets are read.
    ambiguous: BTreeMap<String, Vec<String>>,
    /// Variables that are made from secrets.
    composed: BTreeMap<String, Vec<String>>,
    /// Secrets that are known and not needed, by both spellings.
    idle: BTreeMap<String, String>,
}

impl Spellings {
    fn of(declared: &[Declared<'_>], idle: &[&str]) -> Self {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let spelled: [fn(&str) -> String; 2] = [str::to_owned, variable];
        for spell in spelled {
            for (at, secret) in declared.iter().enumerate() {
                known.entry(spell(&secret.name)).or_insert(at);
            }
        }
        let mut read: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, secret) in declared.iter().enumerate() {
            for variable in secret.readers.iter().filter(|reader| reader.whole).filter_map(|reader| reader.variable) {
                let secrets = read.entry(variable).or_default();
                if !secrets.contains(&at) {
                    secrets.push(at);
                }
            }
        }
        let mut ambiguous = BTreeMap::new();
        for (variable, secrets) in read {
            if let [one] = secrets.as_slice() {
                known.entry(variable.to_owned()).or_insert(*one);
            } else {
                let names = secrets.iter().filter_map(|at| declared.get(*at)).map(|secret| secret.name.clone());
                ambiguous.insert(variable.to_owned(), names.collect());
            }
        }
        let composed = composed(declared).into_iter().map(|(variable, names)| (variable.to_owned(), names)).collect();
        let idle =
            idle.iter().flat_map(|name| [(name.to_string(), name.to_string()), (variable(name), name.to_string())]);
        Self { known, ambiguous, composed, idle: idle.collect() }
    }

    fn stray(&self, declared: &[Declared<'_>], entry: &dotenv::Entry) -> Stray {
        let stray = |message: String| Stray { line: entry.line, key: Some(entry.key.clone()), message };
        if let Some(names) = self.ambiguous.get(&entry.key) {
            return stray(format!("it could be any of {}: give each by its name", list(names)));
        }
        if let Some(names) = self.composed.get(&entry.key) {
            return stray(format!("it is made from {}, and not taken from here", list(names)));
        }
        if let Some(name) = self.idle.get(&entry.key) {
            return stray(format!("nothing reads secret `{name}` in this environment"));
        }
        let known = declared.iter().map(|secret| secret.name.as_str());
        if let Some(near) = nearest(&entry.key, known) {
            return stray(format!("did you mean `{near}`?"));
        }
        let message = "it is no secret of this environment".to_owned();
        Stray { line: entry.line, key: showable(entry), message }
    }
}

/// `jwt-secret` as a variable: `JWT_SECRET`.
pub(super) fn variable(name: &str) -> String {
    name.replace(['-', '.'], "_").to_ascii_uppercase()
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The key, unless it could be a piece of a secret: a line of a certificate or a token that ends with `=` looks like a key.
fn showable(entry: &dotenv::Entry) -> Option<String> {
    let key = entry.key.as_str();
    let lower = key.chars().any(|letter| letter.is_ascii_lowercase());
    let upper = key.chars().any(|letter| letter.is_ascii_uppercase());
    let padding = entry.value.is_empty() || entry.value.expose() == "=";
    let name = names::is_shell_name(key) && !(lower && upper) && !padding;
    (name && key.len() <= LONGEST_KEY && credential::find(None, key).is_none()).then(|| key.to_owned())
}
