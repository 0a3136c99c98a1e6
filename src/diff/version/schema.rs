//! Two schemas of values: what one takes and the other refuses.

use super::{Level, Reason};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// No schema is nested deeper; one that is refers to itself.
const DEEPEST: usize = 40;

/// What users of a chart notice of another schema.
pub(super) fn compare(old: &Value, new: &Value) -> Vec<Reason> {
    let mut both = Both { old, new, reasons: Vec::new() };
    if old != new && old.is_object() && new.is_object() {
        both.walk(old, new, "", 0);
    }
    both.reasons
}

struct Both<'s> {
    old: &'s Value,
    new: &'s Value,
    reasons: Vec<Reason>,
}

impl Both<'_> {
    fn walk(&mut self, old: &Value, new: &Value, path: &str, depth: usize) {
        let (old, new) = (resolved(old, self.old), resolved(new, self.new));
        if old == new && self.old.get("definitions") == self.new.get("definitions") || depth > DEEPEST {
            return;
        }
        self.properties(old, new, path, depth);
        self.values(old, new, path);
        for key in ["patternProperties", "additionalProperties", "items"] {
            self.open(key, old.get(key), new.get(key), path, depth);
        }
    }

    fn properties(&mut self, old: &Value, new: &Value, path: &str, depth: usize) {
        let none = Map::new();
        let of = |schema: &Value| {
            schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_else(|| none.clone())
        };
        let (before, after) = (of(old), of(new));
        for (key, own) in &before {
            let below = join(path, key);
            match after.get(key) {
                Some(other) => self.walk(own, other, &below, depth + 1),
                None if is_open(new) => {}
                None => self.tell(Level::Major, format!("values key `{below}` is gone")),
            }
        }
        for key in after.keys().filter(|key| !before.contains_key(*key)) {
            self.tell(Level::Minor, format!("values key `{}` is new", join(path, key)));
        }
        let asks = |schema: &Value| words(schema, "required");
        let more: Vec<String> = asks(new).difference(&asks(old)).cloned().collect();
        for key in more {
            self.tell(Level::Major, format!("values key `{}` has to be given", join(path, &key)));
        }
    }

    /// What may stand at a path.
    fn values(&mut self, old: &Value, new: &Value, path: &str) {
        self.sets(&types(old), &types(new), path, "type");
        let enumeration = |schema: &Value| words(schema, "enum");
        match (enumeration(old).is_empty(), enumeration(new).is_empty()) {
            (false, false) => self.sets(&enumeration(old), &enumeration(new), path, "value"),
            (true, false) => self.less(path),
            (false, true) => self.more(path),
            (true, true) => {}
        }
        for (key, is_floor) in [
            ("minimum", true),
            ("minLength", true),
            ("minItems", true),
            ("maximum", false),
            ("maxLength", false),
            ("maxItems", false),
        ] {
            let number = |schema: &Value| schema.get(key).and_then(Value::as_f64);
            match (number(old), number(new)) {
                (Some(before), Some(after)) if (after > before) == is_floor && after.total_cmp(&before).is_ne() => {
                    self.less(path);
                }
                (Some(before), Some(after)) if after.total_cmp(&before).is_ne() => self.more(path),
                (None, Some(_)) => self.less(path),
                (Some(_), None) => self.more(path),
                (Some(_) | None, _) => {}
            }
        }
        // Of a pattern or a rule nobody can tell what it takes, so another one may take less.
        for key in ["pattern", "anyOf", "oneOf", "allOf", "not", "if", "const"] {
            match (old.get(key), new.get(key)) {
                (before, after) if before == after => {}
                (Some(_), None) => self.more(path),
                (None | Some(_), _) => self.less(path),
            }
        }
    }

    fn sets(&mut self, old: &BTreeSet<String>, new: &BTreeSet<String>, path: &str, what: &str) {
        for gone in old.difference(new) {
            self.tell(Level::Major, format!("values key `{path}` takes no {what} `{gone}` any longer"));
        }
        for added in new.difference(old) {
            self.tell(Level::Minor, format!("values key `{path}` takes {what} `{added}`"));
        }
    }

    /// Keys that are free, and the items of lists.
    fn open(&mut self, key: &str, old: Option<&Value>, new: Option<&Value>, path: &str, depth: usize) {
        match (old, new) {
            (Some(Value::Object(before)), Some(Value::Object(after))) if key == "patternProperties" => {
                let keys = |all: &Map<String, Value>| all.keys().cloned().collect::<BTreeSet<_>>();
                if keys(before) != keys(after) {
                    self.less(path);
                }
                for (pattern, own) in before {
                    if let Some(other) = after.get(pattern) {
                        self.walk(own, other, &format!("{path}.*"), depth + 1);
                    }
                }
            }
            (Some(before @ Value::Object(_)), Some(after @ Value::Object(_))) => {
                self.walk(before, after, &format!("{path}.*"), depth + 1);
            }
            (Some(before), Some(after)) if before != after => {
                if after == &Value::Bool(false) {
                    self.less(path);
                } else {
                    self.more(path);
                }
            }
            (None, Some(after)) if after != &Value::Bool(true) => self.less(path),
            (Some(_), None) => self.more(path),
            (Some(_) | None, _) => {}
        }
    }

    fn less(&mut self, path: &str) {
        self.tell(Level::Major, format!("values key `{path}` may refuse what it took before"));
    }

    fn more(&mut self, path: &str) {
        self.tell(Level::Minor, format!("values key `{path}` takes more than before"));
    }

    fn tell(&mut self, level: Level, what: String) {
        let reason = Reason { level, what };
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }
}

/// What a reference within a schema stands for.
fn resolved<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// Whether keys that are not declared are taken.
fn is_open(schema: &Value) -> bool {
    schema.get("additionalProperties") != Some(&Value::Bool(false))
}

fn types(schema: &Value) -> BTreeSet<String> {
    match schema.get("type") {
        Some(Value::String(one)) => BTreeSet::from([one.clone()]),
        Some(_) | None => words(schema, "type"),
    }
}

fn words(schema: &Value, key: &str) -> BTreeSet<String> {
    let all = schema.get(key).and_then(Value::as_array).into_iter().flatten();
    all.map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned)).collect()
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
