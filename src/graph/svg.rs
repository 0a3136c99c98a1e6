//! A picture: columns from who asks to who is asked.

mod place;

use super::{Edge, Graph, Kind, Node};
use place::{Picture, Placed};
use std::fmt::Write as _;

/// Room around everything.
const MARGIN: f64 = 16.0;

/// Colours of both themes, and what is small or bold.
const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#1f2328}.kind,.detail,.port{font-size:11px;fill:#59636e}\
.name{font-weight:600}.box{fill:#f6f8fa;stroke:#8c959f}.ingress{fill:#ddf4ff;stroke:#0969da}.database{fill:#fff8c5;stroke:#9a6700}\
.job,.cron{fill:#dafbe1;stroke:#1a7f37}.outside{fill:none;stroke-dasharray:4 3}\
.edge{fill:none;stroke:#59636e}.order{stroke-dasharray:4 3}.tip{fill:#59636e}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.kind,.detail,.port{fill:#9198a1}.box{fill:#161b22;stroke:#656c76}\
.ingress{fill:#121d2f;stroke:#4493f8}.database{fill:#272115;stroke:#9e6a03}.job,.cron{fill:#12261e;stroke:#238636}.outside{fill:none}\
.edge{stroke:#9198a1}.tip{fill:#9198a1}}";

pub(super) fn print(graph: &Graph) -> String {
    let picture = Picture::of(graph);
    let (width, height) = (picture.width + 2.0 * MARGIN, picture.height + 2.0 * MARGIN);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">"
    );
    let _ = writeln!(out, "<title>{} in {}</title>", escaped(&graph.stack), escaped(&graph.environment));
    let _ = writeln!(out, "<style>{STYLE}</style>");
    out.push_str("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">");
    out.push_str("<path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n");
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">");
    for (edge, label) in graph.edges.iter().zip(&picture.labels) {
        let ends = picture.nodes.get(edge.from).zip(picture.nodes.get(edge.to));
        let Some((from, to)) = ends else { continue };
        draw_edge(&mut out, edge, from, to, label.as_ref());
    }
    for (node, place) in graph.nodes.iter().zip(&picture.nodes) {
        draw_node(&mut out, node, place);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn draw_node(out: &mut String, node: &Node, place: &Placed) {
    let (left, top) = (place.x - place.width / 2.0, place.y - place.height / 2.0);
    let class = node.kind.word();
    let round = if matches!(node.kind, Kind::Job | Kind::Cron) { 16 } else { 5 };
    let _ = writeln!(
        out,
        "<rect class=\"box {class}\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
        place.width, place.height
    );
    let lines = [("kind", node.kind.word()), ("name", node.name.as_str()), ("detail", node.detail.as_str())];
    let lines: Vec<_> = lines.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let mut y = place.y - place::LINE * half(lines.len()) + 11.0;
    for (class, text) in lines {
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
            place.x,
            escaped(text)
        );
        y += place::LINE;
    }
}

/// An edge from the side of one node to the side of another, through its label.
fn draw_edge(out: &mut String, edge: &Edge, from: &Placed, to: &Placed, label: Option<&Placed>) {
    let class = if edge.is_traffic { "edge" } else { "edge order" };
    let forward = from.x <= to.x;
    let (start, end) = if forward { (from.right(), to.left()) } else { (from.left(), to.right()) };
    let mut path = format!("M{} {}", start, from.y);
    let mut at = (start, from.y);
    let mut bend = |path: &mut String, x: f64, y: f64| {
        let middle = f64::midpoint(at.0, x);
        let _ = write!(path, " C{middle} {} {middle} {y} {x} {y}", at.1);
        at = (x, y);
    };
    if let Some(label) = label {
        let (first, last) = if forward { (label.left(), label.right()) } else { (label.right(), label.left()) };
        bend(&mut path, first, label.y);
        let _ = write!(path, " M{last} {}", label.y);
        at = (last, label.y);
        let middle = f64::midpoint(at.0, end);
        let _ = write!(path, " C{middle} {} {middle} {} {end} {}", at.1, to.y, to.y);
    } else {
        bend(&mut path, end, to.y);
    }
    let _ = writeln!(
        out,
        "<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#tip)\"><title>{}</title></path>",
        escaped(&edge.reasons())
    );
    if let Some(label) = label {
        let _ = writeln!(
            out,
            "<text class=\"port\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            label.x,
            label.y + 4.0,
            escaped(&place::label(edge))
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "a node has three lines at most")]
fn half(lines: usize) -> f64 {
    lines as f64 / 2.0
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
