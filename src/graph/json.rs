//! For programs: one object, with nodes by index.

use super::Graph;
use serde_json::{Value, json};

pub(super) fn print(graph: &Graph) -> String {
    let nodes = graph
        .nodes
        .iter()
        .map(|node| json!({ "kind": node.kind.word(), "name": node.name.as_str(), "detail": node.detail }));
    let edges = graph.edges.iter().map(|edge| {
        let because: Vec<&str> = edge.because.iter().map(smol_str::SmolStr::as_str).collect();
        json!({ "from": edge.from, "to": edge.to, "ports": edge.ports, "because": because, "traffic": edge.is_traffic })
    });
    let whole = json!({
        "stack": graph.stack.as_str(),
        "environment": graph.environment.as_str(),
        "nodes": nodes.collect::<Vec<Value>>(),
        "edges": edges.collect::<Vec<Value>>(),
    });
    format!("{whole:#}\n")
}
