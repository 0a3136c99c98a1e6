//! The objects that hold the values: the only text with a secret in it.

use super::check::{Checked, State};
use super::{Declared, Object, Release};
use crate::schema::secret;
use crate::types::names;
use crate::yaml;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// The Secrets, one document each, for `kubectl apply -f -`; empty where no value is there.
#[must_use]
pub fn objects(release: &Release<'_>, secrets: &[Checked<'_>]) -> String {
    let mut objects: IndexMap<String, (&Declared<'_>, Map<String, Value>)> = IndexMap::new();
    for Checked { declared, value, .. } in secrets {
        let Some(value) = value else { continue };
        let (_, data) = objects.entry(release.object(declared)).or_insert_with(|| (declared, Map::new()));
        data.insert(declared.key.to_string(), Value::String(STANDARD.encode(value.expose())));
    }
    let documents = objects.into_iter().map(|(name, (first, data))| document(release, &name, first, data));
    documents.collect::<Vec<_>>().join("---\n")
}

fn document(release: &Release<'_>, name: &str, first: &Declared<'_>, mut data: Map<String, Value>) -> String {
    data.sort_keys();
    yaml::document(&json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": name,
            "namespace": release.namespace,
            "labels": labels(release, first),
        },
        "type": first.kind.kubernetes,
        "data": data,
    }))
}

/// The chart's labels, without those that say that Helm made the object and from which version.
fn labels(release: &Release<'_>, first: &Declared<'_>) -> Value {
    let (chart, instance) = release.chart_of(first);
    let component = match &first.object {
        Object::Own(name) => name.as_str(),
        Object::Shared | Object::Named(_) => secret::SECRETS.name,
    };
    json!({
        "app.kubernetes.io/name": chart,
        "app.kubernetes.io/instance": instance,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": release.stack,
        "app.kubernetes.io/managed-by": "todoc",
    })
}

/// Values for `helm upgrade --install -f -`, where the chart itself makes the Secret; empty where no value is there.
#[must_use]
pub fn values(secrets: &[Checked<'_>]) -> String {
    let mut values = Map::new();
    for Checked { declared, value, .. } in secrets {
        let Some(value) = value else { continue };
        let key = names::values_key(&declared.name.replace('.', "-"));
        values.insert(key, Value::String(value.expose().to_owned()));
    }
    if values.is_empty() { String::new() } else { yaml::document(&json!({ "secrets": values })) }
}

/// A file to fill in: every secret without its value, with what it must look like and who reads it as comments.
#[must_use]
pub fn template(environment: &str, secrets: &[Checked<'_>]) -> String {
    let mut out = format!("# Secrets of {environment}. Fill them in, and keep this file out of the repository.\n");
    for Checked { declared, .. } in secrets.iter().filter(|own| own.state != State::Kept) {
        out.push('\n');
        let about = [
            declared.about.map(str::to_owned),
            Some(declared.constraints.words()).filter(|words| !words.is_empty()),
            declared.given.map(str::to_owned),
            declared.optional.then(|| "optional".to_owned()),
        ];
        let readers = declared.readers.iter().map(|reader| {
            let (kind, name) = reader.block;
            let variable = reader.variable.map(|variable| format!(" ({variable})")).unwrap_or_default();
            format!("read by {kind} {name}{variable}")
        });
        for line in about.into_iter().flatten().chain(readers) {
            out.extend(["# ", &line, "\n"]);
        }
        out.extend([&super::check::variable(&declared.name), "=\n"]);
    }
    out
}
