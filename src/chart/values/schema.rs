//! `values.schema.json`: draft-07, closed at every level.
//! <https://helm.sh/docs/topics/charts/#schema-files>

mod shared;

use super::Values;
use crate::types::quantity::Kind;
use serde_json::{Map, Value, json};
use shared::Shared;
use smol_str::SmolStr;

/// What may stand at a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Schema {
    /// A truth.
    Bool,
    /// A whole number between two bounds.
    Int(i64, i64),
    /// A port of a node, or 0 for one that the cluster picks.
    NodePort,
    /// Any text.
    Text,
    /// A text that a regular expression matches.
    Pattern(&'static str),
    /// One of some texts.
    Choice(Vec<SmolStr>),
    /// A quantity.
    Quantity(Kind),
    /// A count or a share.
    IntOrPercent,
    /// A map of texts, its keys matching a regular expression.
    Texts(&'static str),
    /// A map of texts, numbers and truths, its keys matching a regular expression.
    Variables(&'static str),
    /// Requests and limits.
    Resources,
    /// A list.
    List(Box<Schema>),
    /// A map with these keys alone.
    Object(Vec<(&'static str, &'static str, Schema)>),
    /// A map of Kubernetes' own, such as `affinity`.
    OpenObject,
    /// The values of a chart of others, of which its switch is known.
    Passed,
    /// This, or the empty text for "unset".
    OrUnset(Box<Schema>),
    /// A text of which nothing is said, because Helm would print a value that does not match.
    Secret,
}

/// Names of environment variables.
pub const VARIABLE: &str = "^[-._a-zA-Z][-._a-zA-Z0-9]*$";
/// Keys of labels and annotations.
pub const QUALIFIED: &str = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
/// Keys of a `ConfigMap`.
pub const CONFIG_KEY: &str = "^[-._a-zA-Z0-9]+$";
/// DNS-1123 subdomains, or nothing.
pub const OBJECT_NAME: &str = "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$";
/// Host names, also with a wildcard, or nothing.
pub const HOST: &str = r"^((\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$";
/// Ranges of IP addresses.
pub const CIDR: &str = "^[0-9a-fA-F.:]+/[0-9]{1,3}$";
/// IP addresses.
pub const ADDRESS: &str = "^[0-9a-fA-F.:]+$";
/// Tags of images, or nothing.
pub const TAG: &str = "^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$";
/// Digests of images, or nothing.
pub const DIGEST: &str = "^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})?$";
/// Repositories of images.
pub const REPOSITORY: &str = r"^[a-zA-Z0-9][a-zA-Z0-9.:_-]*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$";
/// Processor time.
const CPU: &str = r"^([0-9]+(\.[0-9]+)?|[0-9]+m)$";
/// Memory and storage.
const BYTES: &str = r"^[0-9]+(\.[0-9]+)?([kMGTPE]|[KMGTPE]i|[eE][0-9]+)?$";

/// A count of anything.
const AMOUNT: &str = r"^[0-9]+(\.[0-9]+)?([numkMGTPE]|[KMGTPE]i|[eE][0-9]+)?$";
/// Names of extended resources and huge pages.
const EXTENDED: &str =
    "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?|hugepages-[0-9]+[KMG]i)$";

impl Schema {
    /// As JSON schema.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Schema::Bool => json!({ "type": "boolean" }),
            Schema::Int(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
            Schema::NodePort => {
                json!({ "anyOf": [{ "const": 0 }, { "type": "integer", "minimum": 30000, "maximum": 32767 }] })
            }
            Schema::Text | Schema::Secret => json!({ "type": "string" }),
            Schema::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
            Schema::Choice(choices) => {
                json!({ "type": "string", "enum": choices.iter().map(SmolStr::as_str).collect::<Vec<_>>() })
            }
            Schema::Quantity(Kind::Cpu) => json!({ "type": ["string", "number"], "pattern": CPU }),
            Schema::Quantity(Kind::Memory | Kind::Storage) => {
                json!({ "type": ["string", "integer"], "pattern": BYTES })
            }
            Schema::Quantity(Kind::Amount) => json!({ "type": ["string", "number"], "pattern": AMOUNT }),
            Schema::IntOrPercent => json!({ "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": "^(100|[0-9]{1,2})%$" },
            ] }),
            Schema::Texts(keys) => open(keys, &json!({ "type": "string" })),
            Schema::Variables(keys) => open(keys, &json!({ "type": ["string", "integer", "boolean"] })),
            Schema::Resources => resources(),
            Schema::List(item) => json!({ "type": "array", "items": item.json() }),
            Schema::Object(keys) => closed(keys.iter().map(|(key, doc, schema)| (*key, described(schema.json(), doc)))),
            Schema::OpenObject => json!({ "type": "object" }),
            Schema::Passed => json!({ "type": "object", "properties": { "enabled": { "type": "boolean" } } }),
            Schema::OrUnset(inner) => json!({ "anyOf": [inner.json(), { "const": "" }] }),
        }
    }
}

/// A map whose keys are free, within a pattern.
fn open(keys: &str, item: &Value) -> Value {
    json!({ "type": "object", "patternProperties": { keys: item }, "additionalProperties": false })
}

fn closed<'a>(keys: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let properties: Map<String, Value> = keys.map(|(key, schema)| (key.to_owned(), schema)).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn resources() -> Value {
    let amounts = || {
        let keys = [("cpu", Kind::Cpu), ("memory", Kind::Memory), ("ephemeral-storage", Kind::Storage)];
        let mut amounts = closed(keys.into_iter().map(|(key, kind)| (key, Schema::Quantity(kind).json())));
        if let Value::Object(map) = &mut amounts {
            let extended = json!({ EXTENDED: { "type": ["string", "integer"], "pattern": AMOUNT } });
            map.insert("patternProperties".to_owned(), extended);
        }
        amounts
    };
    closed([("requests", amounts()), ("limits", amounts())].into_iter())
}

fn described(mut schema: Value, doc: &str) -> Value {
    if let (Value::Object(map), false) = (&mut schema, doc.is_empty()) {
        map.insert("description".to_owned(), doc.into());
    }
    schema
}

/// Key of the releases of a stack's charts, where it has several.
pub const RELEASES: &str = "global.releases";

/// The whole schema of a chart's values. What several keys have in common is written once, as a definition: Helm refuses
/// files of more than 5 MiB.
#[must_use]
pub fn document(title: &str, values: &Values) -> Value {
    let mut root = Level::default();
    for knob in &values.knobs {
        root.at(&knob.path).leaf = Some((&knob.schema, &knob.doc));
    }
    for (path, doc) in &values.groups {
        root.at(path).doc = doc;
    }
    for rule in &values.rules {
        root.at(&rule.at).rules.push(rule.schema.clone());
    }
    root.at("global").open = true;
    // What charts of one stack know of each other is one map for all of them.
    if values.knobs.iter().any(|knob| knob.path.starts_with(RELEASES)) {
        root.at(RELEASES).open = true;
    }
    let mut shared = Shared::default();
    let body = root.json(&mut shared);
    let mut document = Map::new();
    document.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    document.insert("title".to_owned(), json!(format!("Values of {title}")));
    let definitions = shared.definitions();
    if !definitions.is_empty() {
        document.insert("definitions".to_owned(), Value::Object(definitions));
    }
    if let Value::Object(body) = shared.settled(&body) {
        document.extend(body);
    }
    Value::Object(document)
}

/// A map of the values while the schema is put together.
#[derive(Debug, Default)]
struct Level<'v> {
    doc: &'v str,
    maps: indexmap::IndexMap<&'v str, Level<'v>, rustc_hash::FxBuildHasher>,
    leaf: Option<(&'v Schema, &'v str)>,
    rules: Vec<Value>,
    open: bool,
}

impl<'v> Level<'v> {
    fn at(&mut self, path: &'v str) -> &mut Level<'v> {
        path.split('.').filter(|key| !key.is_empty()).fold(self, |level, key| level.maps.entry(key).or_default())
    }

    fn json(self, shared: &mut Shared<'v>) -> Value {
        let mut map = Map::new();
        map.insert("type".to_owned(), json!("object"));
        if !self.doc.is_empty() {
            map.insert("description".to_owned(), json!(self.doc));
        }
        map.insert("additionalProperties".to_owned(), json!(self.open));
        let properties = self.maps.into_iter().map(|(key, level)| {
            let value = if let Some((schema, doc)) = level.leaf {
                shared.leaf(key, schema, doc)
            } else {
                let value = level.json(shared);
                shared.put(key, value)
            };
            (key.to_owned(), value)
        });
        let properties: Map<String, Value> = properties.collect();
        map.insert("properties".to_owned(), Value::Object(properties));
        if !self.rules.is_empty() {
            map.insert("allOf".to_owned(), Value::Array(self.rules));
        }
        Value::Object(map)
    }
}
