//! What of an object must not be shown: what a Secret holds, and whatever looks like a credential in another object.

use super::compare::Change;
use super::object::Id;
use crate::diagnostics::mask;
use crate::types::credential;
use serde_json::Value;

/// What stands for a value that is not shown, whatever its length.
const STARS: &str = "********";

/// The change as it may be shown.
#[must_use]
pub fn change(id: &Id, change: &Change) -> Change {
    let whole = id.kind == "Secret" && ["data", "stringData"].iter().any(|key| change.path.leads_into(key));
    let applied = id.kind == "Secret" && change.path.leads_into("metadata.annotations");
    let name = change.path.name();
    let hide = |value: &Value| if whole || applied { all(value) } else { hidden(value, name) };
    Change { path: change.path.clone(), old: change.old.as_ref().map(hide), new: change.new.as_ref().map(hide) }
}

/// A text as it may be shown; `name` is what it is the value of.
#[must_use]
pub fn text(text: &str, name: Option<&str>) -> String {
    if credential::find(name, text).is_some() && mask::text(text) == text {
        return STARS.to_owned();
    }
    let shown = mask::text(text);
    let lines = shown.split_inclusive('\n').map(|line| setting(line).unwrap_or_else(|| line.to_owned()));
    lines.collect()
}

/// A line `NAME=value`, `NAME: value` or `--name=value` without its value, where that looks like a credential.
fn setting(line: &str) -> Option<String> {
    let at = line.find(['=', ':'])?;
    let (name, value) = (line.get(..at)?, line.get(at + 1..)?);
    let bare = value.trim().trim_matches(['"', '\'']);
    let name_alone = name.trim().trim_matches(['"', '\'']).trim_start_matches(['-', ' ']);
    let plain = name_alone.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    credential::find(Some(name_alone), bare).filter(|_| plain && !bare.is_empty() && !bare.starts_with('*'))?;
    let end = if line.ends_with('\n') { "\n" } else { "" };
    Some(format!("{}{STARS}{end}", line.get(..=at)?))
}

fn hidden(value: &Value, name: Option<&str>) -> Value {
    match value {
        Value::String(own) => Value::String(text(own, name)),
        Value::Array(items) => items.iter().map(|item| hidden(item, name)).collect(),
        Value::Object(entries) => {
            let named = entries.get("name").and_then(Value::as_str);
            let entry = |(key, value): (&String, &Value)| {
                let name = named.filter(|_| key == "value").unwrap_or(key);
                (key.clone(), hidden(value, Some(name)))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn all(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(all).collect(),
        Value::Object(entries) => Value::Object(entries.iter().map(|(key, value)| (key.clone(), all(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Value::String(STARS.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{change, text};
    use crate::diff::compare::compare;
    use crate::diff::object::id;
    use serde_json::{Value, json};

    /// All that is shown of the differences between two objects.
    fn shown(old: &Value, new: &Value) -> String {
        let id = id(new).unwrap_or_default();
        let changes: Vec<_> = compare(old, new, None).iter().map(|found| change(&id, found)).collect();
        format!("{changes:?}")
    }

    #[test]
    fn nothing_that_a_secret_holds_is_shown() {
        let secret = |value: &str| {
            json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "a", "annotations": { "last-applied": value } },
                "data": { "a": value }, "stringData": { "b": value } })
        };
        let told = shown(&secret("hunter1"), &secret("hunter2"));
        assert!(told.contains("***") && !told.contains("hunter"), "{told}");
    }

    #[test]
    fn what_looks_like_a_credential_is_hidden_in_any_object() {
        let pod = |value: &str| {
            json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a" }, "spec": { "containers": [
                { "name": "a", "env": [{ "name": "DB_PASSWORD", "value": value }], "args": [format!("--db-password={value}")] } ],
                "file": format!("a: 1\npassword: {value}\n"), "url": format!("postgres://app:{value}@db/app") } })
        };
        let told = shown(&pod("hunter1x"), &pod("hunter2x"));
        assert!(!told.contains("hunter"), "{told}");
        let told = shown(&json!({ "kind": "Pod" }), &pod("hunter2x"));
        assert!(!told.contains("hunter"), "{told}");
    }

    #[test]
    fn other_text_stays() {
        assert_eq!(text("a: 1\nb = 2\n", None), "a: 1\nb = 2\n");
        assert_eq!(text("https://todo.example.com/api", Some("PUBLIC_URL")), "https://todo.example.com/api");
    }
}
