//! Lines for a terminal: every node with whom it asks.

use super::{Edge, Graph};
use std::fmt::Write as _;

pub(super) fn print(graph: &Graph) -> String {
    let mut out = format!("{} in {}\n", graph.stack, graph.environment);
    for (index, node) in graph.nodes.iter().enumerate() {
        let detail = if node.detail.is_empty() { String::new() } else { format!("  ({})", node.detail) };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{} {}{detail}", node.kind.word(), node.name);
        let edges: Vec<&Edge> = graph.edges.iter().filter(|edge| edge.from == index).collect();
        let rows: Vec<(String, String)> = edges.iter().map(|edge| (target(graph, edge), edge.reasons())).collect();
        let width = rows.iter().map(|(target, _)| target.chars().count()).max().unwrap_or_default();
        for (target, reasons) in rows {
            let _ = writeln!(out, "  -> {target:width$}  {reasons}");
        }
    }
    out
}

fn target(graph: &Graph, edge: &Edge) -> String {
    let Some(node) = graph.nodes.get(edge.to) else { return String::new() };
    let ports = edge.label();
    format!("{} {}{}{ports}", node.kind.word(), node.name, if ports.is_empty() { "" } else { ":" })
}
