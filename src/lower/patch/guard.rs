//! What no patch may touch, because references, selectors and policies rely on it.

use crate::lower::manifest::OURS;
use smol_str::SmolStr;

/// Fields of ports by which they are found.
const OF_PORTS: [&str; 5] = ["port", "targetPort", "containerPort", "protocol", "nodePort"];

/// Why a place cannot be patched; none where it can.
pub(super) fn protected(path: &[SmolStr]) -> Option<&'static str> {
    let words: Vec<&str> = path.iter().map(SmolStr::as_str).collect();
    match words.as_slice() {
        ["apiVersion" | "kind"] => Some("it says what the object is"),
        ["metadata", "name" | "namespace" | "generateName"] => Some("other objects refer to this one by it"),
        ["status"] => Some("only the cluster writes it"),
        ["roleRef" | "subjects"] | ["spec", "scaleTargetRef" | "serviceName"] => Some("it refers to another object"),
        ["spec", "selector" | "podSelector"] => Some("it finds the pods"),
        [.., "labels", label] if OURS.contains(label) => Some("selectors and policies find objects by this label"),
        [.., "ports", _, field] if OF_PORTS.contains(field) => {
            Some("services, probes and policies find the container by it; a `port` of the vocabulary says it")
        }
        _ => None,
    }
}

/// Why a place cannot be replaced or taken away as a whole; none where it can.
pub(super) fn whole(path: &[SmolStr]) -> Option<&'static str> {
    let words: Vec<&str> = path.iter().map(SmolStr::as_str).collect();
    match words.as_slice() {
        [.., "ports"] | [.., "ports", _] => {
            Some("services, probes and policies find the container by its ports; a `port` of the vocabulary says them")
        }
        [.., "labels"] => Some("selectors and policies find objects by their labels"),
        ["metadata" | "spec" | "data" | "template"] | ["spec", "template"] | [.., "containers"] => {
            Some("everything that the vocabulary says stands in it")
        }
        _ => None,
    }
}
