//! Every tricky text comes back from every place of the manifests that takes free text. `tests/helm.rs` proves the same of
//! the chart, with Helm's reader.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

mod support {
    pub(crate) mod tricky;
}

use support::tricky;

#[test]
fn every_text_comes_back_from_manifests_and_chart_yaml() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("tricky.todostack"), folder.path().join("out"));
    let texts = tricky::texts();
    fs::write(&source, tricky::source(&texts)).unwrap();
    let run =
        Command::new(env!("CARGO_BIN_EXE_todoc")).arg("build").arg(&source).arg("--out").arg(&out).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for environment in ["prod", "dev"] {
        let lost = tricky::lost(&objects(&out.join("manifests").join(environment)), &texts, environment);
        assert!(lost.is_empty(), "{environment}:\n{}", lost.join("\n"));
    }
    let chart: Value = serde_yaml::from_str(&fs::read_to_string(out.join("tricky/Chart.yaml")).unwrap()).unwrap();
    assert_eq!(chart["description"], texts.concat());
    assert_eq!(chart["keywords"], json!(texts));
    let people: Vec<&Value> = chart["maintainers"].as_array().unwrap().iter().map(|person| &person["name"]).collect();
    assert_eq!(json!(people), json!(texts));
    // Each stands there with itself as the comment above.
    let values: Value = serde_yaml::from_str(&fs::read_to_string(out.join("tricky/values.yaml")).unwrap()).unwrap();
    let params = values["params"].as_object().unwrap();
    assert_eq!(json!(params.values().collect::<Vec<_>>()), json!(texts));
}

fn objects(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    texts.flat_map(|text| documents(&text)).collect()
}

fn documents(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap()).collect()
}
