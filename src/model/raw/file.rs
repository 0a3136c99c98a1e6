//! Raw objects from a file of the project: YAML documents, read as kubectl reads them.
//!
//! kubectl and Helm follow YAML 1.1, this reader YAML 1.2. A word that means something else in each of them, such as `yes`, is
//! refused where it stands without quotes, so that no file means one thing here and another there.

use super::{Body, Content, Item, Tree};
use crate::model::typed::{Kind, Text, Value};
use crate::source::Span;
use crate::syntax::ast::Name;
use serde::Deserialize as _;
use serde_yaml::Value as Yaml;
use smol_str::{SmolStr, format_smolstr};

/// What tells one object from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// `apiVersion`.
    pub api_version: SmolStr,
    /// `kind`.
    pub kind: SmolStr,
    /// `metadata.namespace`, where it is said.
    pub namespace: SmolStr,
    /// `metadata.name`.
    pub name: SmolStr,
}

/// What tells an object from others.
#[must_use]
pub fn id(object: &Tree<'_>) -> Id {
    let text = |way: &[&str]| {
        let tree = way.iter().try_fold(object, |tree, key| tree.get(key));
        tree.and_then(Tree::text).cloned().unwrap_or_default()
    };
    Id {
        api_version: text(&["apiVersion"]),
        kind: text(&["kind"]),
        namespace: text(&["metadata", "namespace"]),
        name: text(&["metadata", "name"]),
    }
}

/// Words that are truths in YAML 1.1 and texts in YAML 1.2.
const TRUTHS: [&str; 6] = ["y", "yes", "on", "n", "no", "off"];

/// The objects of a file, each as if it stood at `span`, where the source names the file.
///
/// # Errors
/// Why it is no file of objects.
pub fn read(bytes: &[u8], span: Span) -> Result<Vec<Body>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
    let mut objects = Vec::new();
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        let number = index + 1;
        let parsed = Yaml::deserialize(document).and_then(|mut value| value.apply_merge().map(|()| value));
        let value = parsed.map_err(|error| format!("document {number} is no YAML: {error}"))?;
        if value != Yaml::Null {
            collect(&value, span, &mut objects).map_err(|why| format!("document {number}: {why}"))?;
        }
    }
    if let Some(word) = objects.iter().find_map(|body| ambiguous(body, text)) {
        return Err(format!(
            "`{word}` means one thing in YAML 1.1 and another in YAML 1.2: write it in quotes, or as what it means"
        ));
    }
    if objects.is_empty() { Err("it holds no object".to_owned()) } else { Ok(objects) }
}

/// An object, or those of a `List`, as `kubectl get -o yaml` writes it.
fn collect(value: &Yaml, span: Span, into: &mut Vec<Body>) -> Result<(), String> {
    let list = value.get("kind").and_then(Yaml::as_str) == Some("List");
    if let (true, Some(items)) = (list, value.get("items").and_then(Yaml::as_sequence)) {
        return items.iter().try_for_each(|item| collect(item, span, into));
    }
    let Kind::Object(body) = converted(value, span)?.kind else { return Err("it is no object".to_owned()) };
    into.push(body);
    Ok(())
}

fn converted(value: &Yaml, span: Span) -> Result<Value, String> {
    let kind = match value {
        Yaml::Null => Kind::Null,
        Yaml::Bool(truth) => Kind::Bool(*truth),
        Yaml::Number(number) => self::number(number)?,
        Yaml::String(text) => Kind::Text(Text::Literal(SmolStr::new(text))),
        Yaml::Sequence(items) => Kind::List(items.iter().map(|item| converted(item, span)).collect::<Result<_, _>>()?),
        Yaml::Mapping(entries) => {
            let items = entries.iter().map(|(name, value)| {
                let content = Content::Value(converted(value, span)?);
                Ok(Item { key: Name::new(key(name)?, span), name: None, content })
            });
            let items = items.collect::<Result<_, String>>()?;
            Kind::Object(Body { items, replaces: false, is_sound: true, span })
        }
        Yaml::Tagged(tagged) => {
            return Err(format!("it has the tag `{}`, which no object of Kubernetes has", tagged.tag));
        }
    };
    Ok(Value::new(kind, span))
}

/// A key; kubectl takes other scalars for their text.
fn key(name: &Yaml) -> Result<SmolStr, String> {
    match name {
        Yaml::String(text) => Ok(SmolStr::new(text)),
        Yaml::Number(number) => Ok(format_smolstr!("{number}")),
        Yaml::Bool(truth) => Ok(format_smolstr!("{truth}")),
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => Err("a key of it is no text".to_owned()),
    }
}

/// A number; one that is whole is written without a point, as kubectl sends it.
fn number(number: &serde_yaml::Number) -> Result<Kind, String> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Some(whole) = number.as_i64() {
        return Ok(Kind::Int(whole));
    }
    if let Some(large) = number.as_u64() {
        return Ok(Kind::Fraction(format_smolstr!("{large}")));
    }
    let fraction = number.as_f64().filter(|fraction| fraction.is_finite());
    let Some(fraction) = fraction else { return Err(format!("`{number}` is no number that JSON has")) };
    Ok(Kind::Fraction(if fraction.fract() == 0.0 && fraction.abs() < EXACT {
        format_smolstr!("{fraction:.0}")
    } else {
        format_smolstr!("{fraction}")
    }))
}

/// A text that stands in the file without quotes, and that readers take for different things.
fn ambiguous(body: &Body, text: &str) -> Option<SmolStr> {
    let keys = keys(body);
    let texts = body.leaves().into_iter().filter_map(|(_, value)| value.text().cloned());
    let mut doubtful = texts.chain(keys).filter(|word| is_doubtful(word));
    doubtful.find(|word| text.lines().any(|line| stands_plain(line, word)))
}

fn keys(body: &Body) -> Vec<SmolStr> {
    let mut found = Vec::new();
    for item in &body.items {
        found.push(item.key.value.clone());
        if let Content::Value(value) = &item.content {
            for leaf in value.leaves() {
                if let Kind::Object(inner) = &leaf.kind {
                    found.extend(keys(inner));
                }
            }
        }
    }
    found
}

fn is_doubtful(word: &str) -> bool {
    let number = word.trim_start_matches(['-', '+']);
    let octal = number.len() > 1
        && number.starts_with('0')
        && number.bytes().all(|byte| matches!(byte, b'0'..=b'7' | b'_' | b'o'));
    let grouped = number.contains('_') && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    TRUTHS.iter().any(|truth| truth.eq_ignore_ascii_case(word)) || octal || grouped
}

/// Whether a word stands in a line as a whole scalar without quotes.
fn stands_plain(line: &str, word: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line);
    let parts = line.split([',', '[', ']', '{', '}']).flat_map(|part| part.split(": "));
    parts.into_iter().any(|part| part.trim().trim_end_matches(':').trim_start_matches("- ").trim() == word)
}
