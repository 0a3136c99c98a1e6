//! Reads YAML as Helm and kubectl do: a chart hands Helm the documents and prints them as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::helm::{Helm, Release};

/// Prints every document as JSON in base64, which no reader of YAML could take for something else.
const TEMPLATE: &str = "{{ range $path, $_ := .Files.Glob \"documents/*\" }}
{{ $path }}: \"{{ $.Files.Get $path | fromYaml | toJson | b64enc }}\"
{{ end }}";

/// The documents of a block-style stream, as `sigs.k8s.io/yaml` in Helm reads them. The folder is for the chart.
pub(crate) fn read(helm: &Helm, stream: &str, folder: &Path) -> Result<Vec<Value>, String> {
    write(stream, folder).map_err(|error| error.to_string())?;
    let printed = helm.template(folder, &Release { name: "reader", namespace: "default", values: &[] })?;
    let lines: BTreeMap<String, String> = serde_yaml::from_str(&printed).map_err(|error| error.to_string())?;
    lines.values().map(|line| decoded(line)).collect()
}

fn write(stream: &str, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("templates"))?;
    fs::create_dir_all(folder.join("documents"))?;
    fs::write(folder.join("Chart.yaml"), "apiVersion: v2\nname: reader\nversion: 1.0.0\n")?;
    fs::write(folder.join("templates/all.yaml"), TEMPLATE)?;
    // Text that holds such a line is indented or quoted, so that none is cut.
    let documents = stream.split("\n---\n").map(|document| document.trim_start_matches("---\n"));
    let documents =
        documents.filter(|document| document.lines().any(|line| !line.is_empty() && !line.starts_with('#')));
    for (index, document) in documents.enumerate() {
        fs::write(folder.join(format!("documents/{index:04}.yaml")), document)?;
    }
    Ok(())
}

fn decoded(line: &str) -> Result<Value, String> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(line).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    match value.get("Error") {
        Some(error) => Err(format!("Helm cannot read a document: {error}")),
        None => Ok(value),
    }
}
