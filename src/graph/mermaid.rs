//! A Mermaid flowchart. <https://mermaid.js.org/syntax/flowchart.html>

use super::{Graph, Kind, Node};
use std::fmt::Write as _;

pub(super) fn print(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let (open, close) = shape(node.kind);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  n{index}{open}\"{}\"{close}", label(node));
    }
    for edge in &graph.edges {
        let (from, to) = (edge.from, edge.to);
        let arrow = if edge.is_traffic { "-->" } else { "-.->" };
        let text = if edge.ports.is_empty() { edge.reasons() } else { edge.label() };
        let text = if text.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(&text)) };
        let _ = writeln!(out, "  n{from} {arrow}{text} n{to}");
    }
    out
}

fn label(node: &Node) -> String {
    let detail = if node.detail.is_empty() { String::new() } else { format!("<br/>{}", escaped(&node.detail)) };
    format!("{} <b>{}</b>{detail}", node.kind.word(), escaped(&node.name))
}

fn shape(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Service => ("[", "]"),
        Kind::Ingress => ("{{", "}}"),
        Kind::Database => ("[(", ")]"),
        Kind::Job | Kind::Cron => ("([", "])"),
        Kind::Outside => (">", "]"),
    }
}

/// Text within quotes, where Mermaid knows entities and nothing else.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            other => out.push(other),
        }
    }
    out
}
