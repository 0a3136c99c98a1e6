//! The definitions of operators' kinds (`CustomResourceDefinition`), as schemas that refuse what a definition does not know.
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::objects::{items, text};

/// Where kubeconform finds the schema of a kind.
pub(crate) const TEMPLATE: &str = "{{.Group}}/{{.ResourceKind}}-{{.ResourceAPIVersion}}.json";

/// Writes the schema of every version of every kind that a folder of folders defines.
pub(crate) fn write(definitions: &Path, folder: &Path) {
    let files = children(definitions).into_iter().flat_map(|operator| children(&operator));
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    let mut written = 0;
    for text in texts {
        for document in serde_yaml::Deserializer::from_str(&text) {
            let document = Value::deserialize(document).unwrap();
            if !document.is_null() {
                written += write_versions(&document, folder);
            }
        }
    }
    assert!(written > 20, "there are {written} definitions only");
}

fn write_versions(definition: &Value, folder: &Path) -> usize {
    let (group, kind) = (text(definition, "/spec/group"), text(definition, "/spec/names/kind").to_lowercase());
    assert!(!group.is_empty() && !kind.is_empty(), "{definition:#}");
    let folder = folder.join(group);
    fs::create_dir_all(&folder).unwrap();
    let mut written = 0;
    for version in items(definition, "/spec/versions").filter(|version| version["served"] == true) {
        let mut schema = version.pointer("/schema/openAPIV3Schema").cloned().unwrap();
        close(&mut schema);
        own_a_head(&mut schema);
        let file = folder.join(format!("{kind}-{}.json", text(version, "/name")));
        fs::write(file, schema.to_string()).unwrap();
        written += 1;
    }
    written
}

/// Every object has what the definition says of it at its root, even if that says nothing of its metadata.
fn own_a_head(schema: &mut Value) {
    for (name, own) in [("apiVersion", "string"), ("kind", "string"), ("metadata", "object")] {
        schema["properties"][name] = json!({ "type": own });
    }
    schema["required"] = json!(["apiVersion", "kind", "metadata"]);
}

/// Refuses what the API server would take away: fields that a structural schema does not name.
fn close(schema: &mut Value) {
    let Some(entries) = schema.as_object_mut() else { return };
    each_schema(entries);
    let is_set = |name: &str| entries.get(name) == Some(&Value::Bool(true));
    let (is_open, is_object) =
        (is_set("x-kubernetes-preserve-unknown-fields"), entries.get("type") == Some(&json!("object")));
    let (is_either, is_nullable) = (is_set("x-kubernetes-int-or-string"), is_set("nullable"));
    assert!(!is_set("x-kubernetes-embedded-resource"), "a resource in a resource has a head of its own: {entries:#?}");
    if is_object && !is_open && !entries.contains_key("additionalProperties") {
        entries.insert("additionalProperties".to_owned(), json!(false));
    }
    if is_either {
        entries.insert("type".to_owned(), json!(["integer", "string"]));
    }
    if is_nullable {
        let own = entries.get("type").cloned();
        entries.extend(own.map(|own| ("type".to_owned(), json!([own, "null"]))));
    }
}

/// Closes the schemas within a schema. Those below `allOf` and the like say what values are like, and nothing of which fields there are.
fn each_schema(entries: &mut Map<String, Value>) {
    if let Some(properties) = entries.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(close);
    }
    for name in ["items", "additionalProperties"] {
        entries.get_mut(name).into_iter().for_each(close);
    }
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
