//! The values of a chart: what can be turned, with its documentation and schema, and what it is in every environment.
//!
//! Helm merges maps, and only `null` could take a key away again. So `values.yaml` holds of a map only what all
//! environments have in common as keys, and each environment's file the rest.
//! <https://helm.sh/docs/chart_template_guide/values_files/>

pub mod schema;
pub mod write;

use super::tree::{Origin, Path};
use rustc_hash::FxHashMap;
use schema::Schema;
use smol_str::SmolStr;
use std::borrow::Cow;

/// A value, as it stands in a values file.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    /// Nothing is said: what the other environments say is as good.
    Unset,
    /// A truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number that is not whole, as YAML writes it.
    Fraction(SmolStr),
    /// `null`, by which Helm takes away what a chart of others says itself.
    Null,
    /// A text.
    Text(SmolStr),
    /// A list.
    List(Vec<Val>),
    /// A map.
    Map(Vec<(SmolStr, Val)>),
}

impl Val {
    /// A text.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Val::Text(text.into())
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Val> {
        match self {
            Val::Map(entries) => entries.iter().find(|(own, _)| own == key).map(|(_, value)| value),
            Val::Unset | Val::Null | Val::Bool(_) | Val::Int(_) | Val::Fraction(_) | Val::Text(_) | Val::List(_) => {
                None
            }
        }
    }

    /// Whether Go takes it for true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Val::Unset | Val::Null => false,
            Val::Bool(truth) => *truth,
            Val::Int(number) => *number != 0,
            Val::Fraction(number) => number.parse() != Ok(0.0),
            Val::Text(text) => !text.is_empty(),
            Val::List(items) => !items.is_empty(),
            Val::Map(entries) => !entries.is_empty(),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Val::Unset | Val::Null => serde_json::Value::Null,
            Val::Fraction(number) => serde_json::from_str(number).unwrap_or(serde_json::Value::Null),
            Val::Bool(truth) => (*truth).into(),
            Val::Int(number) => (*number).into(),
            Val::Text(text) => text.as_str().into(),
            Val::List(items) => items.iter().map(Val::json).collect(),
            Val::Map(entries) => entries.iter().map(|(key, value)| (key.to_string(), value.json())).collect(),
        }
    }
}

/// A key of the values.
#[derive(Debug, Clone)]
pub struct Knob {
    /// Its path.
    pub path: Path,
    /// What it does, for the comment above it; nothing where its name says it.
    pub doc: String,
    /// What may stand there.
    pub schema: Schema,
    /// What stands there, environment by environment.
    pub values: Vec<Val>,
    /// Where that comes from.
    pub origin: Option<Origin>,
}

/// A rule between several keys, as JSON schema, at the map of a path.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The map.
    pub at: Path,
    /// `if`, `then` …
    pub schema: serde_json::Value,
}

/// All values of a chart.
#[derive(Debug, Default)]
pub struct Values {
    /// The environments, in the order of their files.
    pub environments: Vec<SmolStr>,
    /// Which of them `values.yaml` follows: production, else the last.
    pub base: usize,
    /// The keys, in the order in which they stand.
    pub knobs: Vec<Knob>,
    /// Comments of maps that hold keys.
    pub groups: Vec<(Path, String)>,
    /// Rules between keys.
    pub rules: Vec<Rule>,
}

/// The values of one environment, by path.
pub type Filled<'a> = FxHashMap<&'a str, Cow<'a, Val>>;

impl Values {
    /// What the templates read in an environment.
    #[must_use]
    pub fn filled(&self, environment: usize) -> Filled<'_> {
        let mut filled = Filled::with_capacity_and_hasher(self.knobs.len(), rustc_hash::FxBuildHasher);
        for knob in &self.knobs {
            let value = match knob.values.get(environment) {
                Some(value) if *value != Val::Unset => Cow::Borrowed(value),
                _ => self.default_of(knob),
            };
            filled.insert(knob.path.as_str(), value);
        }
        filled
    }

    /// What `values.yaml` says of a key.
    #[must_use]
    pub fn default_of<'v>(&self, knob: &'v Knob) -> Cow<'v, Val> {
        let set = || knob.values.iter().filter(|value| **value != Val::Unset);
        let base = knob.values.get(self.base).filter(|value| **value != Val::Unset).or_else(|| set().next());
        match base {
            // Nobody says anything, as of what is off everywhere and lacks what it needs.
            None => Cow::Owned(Val::text("")),
            // Helm heeds `null` where a file is given to it, and not everywhere in what the chart itself holds.
            Some(base) if set().any(has_null) => {
                let common = set().fold(base.clone(), |common, value| in_common(&common, value));
                Cow::Owned(without_null(common))
            }
            Some(Val::Map(_)) if set().any(|value| Some(value) != base) => {
                let common = base.map(|base| set().fold(base.clone(), |common, value| in_common(&common, value)));
                Cow::Owned(common.unwrap_or(Val::Unset))
            }
            Some(base) => Cow::Borrowed(base),
        }
    }

    /// What an environment's file says of a key, beside `values.yaml`.
    #[must_use]
    pub fn difference(&self, knob: &Knob, environment: usize) -> Option<Val> {
        let own = knob.values.get(environment).filter(|value| **value != Val::Unset)?;
        difference(&self.default_of(knob), own)
    }
}

fn has_null(value: &Val) -> bool {
    let nested = |(_, value): &(SmolStr, Val)| *value == Val::Null || has_null(value);
    if let Val::Map(entries) = value { entries.iter().any(nested) } else { false }
}

/// A map without the keys that are `null`.
fn without_null(value: Val) -> Val {
    let Val::Map(entries) = value else { return value };
    let kept = entries.into_iter().filter(|(_, value)| *value != Val::Null);
    Val::Map(kept.map(|(key, value)| (key, without_null(value))).collect())
}

/// What of a value can stand for all environments: a map's keys that all have; anything else as it is.
fn in_common(base: &Val, other: &Val) -> Val {
    match (base, other) {
        (Val::Map(entries), Val::Map(_)) => {
            let shared =
                entries.iter().filter_map(|(key, value)| Some((key.clone(), in_common(value, other.get(key)?))));
            Val::Map(shared.collect())
        }
        _ => base.clone(),
    }
}

fn difference(base: &Val, own: &Val) -> Option<Val> {
    match (base, own) {
        (Val::Map(_), Val::Map(entries)) => {
            let differing = entries.iter().filter_map(|(key, value)| {
                let value = base.get(key).map_or_else(|| Some(value.clone()), |base| difference(base, value));
                Some((key.clone(), value?))
            });
            let differing: Vec<_> = differing.collect();
            (!differing.is_empty()).then_some(Val::Map(differing))
        }
        _ if base == own => None,
        _ => Some(own.clone()),
    }
}
