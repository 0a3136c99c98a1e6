//! The grammar of VS Code, from its template: in every text `{{name}}` stands for a variable or a list of words, and a rule
//! with a key `for` stands for one rule for each member of a list.

use crate::words::{Set, Words};
use serde_json::{Map, Value};

/// What `{{…}}` stands for; later ones may use earlier ones.
type Names = Vec<(String, String)>;

/// The grammar, as text.
pub(crate) fn grammar(template: &str, words: &Words) -> String {
    let mut template: Map<String, Value> = serde_json::from_str(template).unwrap();
    let mut names = lists(words);
    for (name, text) in template.shift_remove("variables").unwrap().as_object().unwrap() {
        let text = filled(text.as_str().unwrap(), &names);
        names.push((name.clone(), text));
    }
    let mut grammar = Map::new();
    grammar.insert("information_for_contributors".into(), NOTE.into());
    for (key, value) in &template {
        grammar.insert(key.clone(), expanded(value, &names, words));
    }
    let mut text = serde_json::to_string_pretty(&grammar).unwrap();
    text.push('\n');
    text
}

const NOTE: &str = "Written from editors/vscode/grammar and the vocabulary by `TODOC_UPDATE=1 cargo test --test docs`; \
                    a change here is lost.";

fn lists(words: &Words) -> Names {
    let roots: Set = words.roots.iter().map(|root| root.name).collect();
    let lists = [("kinds", &words.kinds), ("maps", &words.maps), ("fields", &words.fields), ("roots", &roots)];
    lists.iter().map(|(name, set)| ((*name).to_owned(), any_of(set))).collect()
}

fn expanded(value: &Value, names: &Names, words: &Words) -> Value {
    match value {
        Value::String(text) => filled(text, names).into(),
        Value::Array(items) => items.iter().flat_map(|item| copies(item, names, words)).collect(),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| (key.clone(), expanded(value, names, words));
            map.iter().map(entry).collect::<Map<_, _>>().into()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The rules that one of the template stands for.
fn copies(rule: &Value, names: &Names, words: &Words) -> Vec<Value> {
    let Some(list) = rule.get("for").and_then(Value::as_str) else { return vec![expanded(rule, names, words)] };
    let mut rule = rule.clone();
    rule.as_object_mut().unwrap().shift_remove("for");
    let copy = |own: Names| expanded(&rule, &own.into_iter().chain(names.iter().cloned()).collect(), words);
    members(list, words).into_iter().map(copy).collect()
}

/// The names that each member of a list brings.
fn members(list: &str, words: &Words) -> Vec<Names> {
    let pair = |name: &str, text: String| (name.to_owned(), text);
    let roots = |named: bool| {
        let roots = words.roots.iter().filter(move |root| root.named == named && !root.attributes.is_empty());
        roots.map(|root| vec![pair("root.name", root.name.into()), pair("root.attributes", any_of(&root.attributes))])
    };
    match list {
        "choices" => {
            let names =
                |fields, words| vec![pair("choice.fields", any_of(fields)), pair("choice.words", any_of(words))];
            words.choices.iter().map(|group| names(&group.fields, &group.words)).collect()
        }
        "named_roots" => roots(true).collect(),
        "plain_roots" => roots(false).collect(),
        _ => panic!("the template repeats a rule for `{list}`, which is no list"),
    }
}

fn filled(text: &str, names: &Names) -> String {
    let text =
        names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value));
    assert!(!text.contains("{{"), "the template uses a name that is not there: {text}");
    text
}

/// A regular expression that matches one of some words.
fn any_of(words: &Set) -> String {
    format!("(?:{})", words.iter().copied().collect::<Vec<_>>().join("|"))
}
