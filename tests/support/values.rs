//! Values files as Helm reads and merges them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A YAML or JSON file of one document; an empty one is an empty map.
pub(crate) fn read(file: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let value: Value = serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(if value.is_null() { Value::Object(serde_json::Map::new()) } else { value })
}

/// The values of a chart with files on top.
pub(crate) fn merged(chart: &Path, files: &[PathBuf]) -> Result<Value, String> {
    let mut values = read(&chart.join("values.yaml"))?;
    for file in files {
        merge(&mut values, read(file)?);
    }
    Ok(values)
}

/// The oldest minor version of Kubernetes 1 that a chart supports.
pub(crate) fn oldest_kubernetes(chart: &Path) -> Result<u64, String> {
    let description = read(&chart.join("Chart.yaml"))?;
    let range = description.get("kubeVersion").and_then(Value::as_str).unwrap_or(">=1.29");
    let minor = range.split_once("1.").and_then(|(_, rest)| rest.split(|each: char| !each.is_ascii_digit()).next());
    minor.and_then(|minor| minor.parse().ok()).ok_or_else(|| format!("no version is in the range {range}"))
}

/// Maps merge, everything else replaces, `null` takes away.
pub(crate) fn merge(values: &mut Value, over: Value) {
    match (values, over) {
        (Value::Object(values), Value::Object(over)) => {
            for (key, value) in over {
                if value.is_null() {
                    values.remove(&key);
                } else {
                    merge(values.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (values, over) => *values = over,
    }
}
