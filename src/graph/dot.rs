//! The language of Graphviz. <https://graphviz.org/doc/info/lang.html>

use super::{Graph, Kind};
use std::fmt::Write as _;

pub(super) fn print(graph: &Graph) -> String {
    let mut out = format!("digraph {} {{\n  rankdir=LR;\n", quoted(&graph.stack));
    out.push_str("  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let lines = [node.kind.word(), node.name.as_str(), node.detail.as_str()];
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  n{index} [label={}, {}];", quoted(&lines.join("\n")), shape(node.kind));
    }
    for edge in &graph.edges {
        let style = if edge.is_traffic { "" } else { ", style=dashed" };
        let (label, reasons) = (quoted(&edge.label()), quoted(&edge.reasons()));
        let _ = writeln!(out, "  n{} -> n{} [label={label}, tooltip={reasons}{style}];", edge.from, edge.to);
    }
    out.push_str("}\n");
    out
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Service => "shape=box",
        Kind::Ingress => "shape=hexagon",
        Kind::Database => "shape=cylinder",
        Kind::Job | Kind::Cron => "shape=box, style=rounded",
        Kind::Outside => "shape=box, style=dashed",
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}
