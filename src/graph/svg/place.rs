//! Where everything stands. A crate ranks and orders; labels of edges are placed as nodes are, so that nothing covers them.

use crate::graph::{Edge, Graph, Node};
use rust_sugiyama::configure::Config;
use rust_sugiyama::from_vertices_and_edges;

/// Height of a line of text.
pub(super) const LINE: f64 = 16.0;
/// Width of a character of a name, roughly.
const BOLD: f64 = 8.2;
/// Width of a character of a detail or a port, roughly.
const SMALL: f64 = 6.6;
/// Room between nodes.
const GAP: f64 = 26.0;

/// The centre and the size of a node or a label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Placed {
    pub(super) fn left(&self) -> f64 {
        self.x - self.width / 2.0
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// Everything in its place.
pub(super) struct Picture {
    pub(super) nodes: Vec<Placed>,
    /// By edge; none where it has no label.
    pub(super) labels: Vec<Option<Placed>>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Picture {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut boxes: Vec<Placed> = graph.nodes.iter().map(node_size).collect();
        let (mut lines, mut labels) = (Vec::new(), Vec::new());
        for edge in &graph.edges {
            let size = label_size(edge);
            let label = size.map(|size| {
                boxes.push(size);
                boxes.len() - 1
            });
            match label {
                Some(label) => lines.extend([(number(edge.from), number(label)), (number(label), number(edge.to))]),
                None => lines.push((number(edge.from), number(edge.to))),
            }
            labels.push(label);
        }
        let (width, height) = place(&mut boxes, &lines);
        let labels = labels.into_iter().map(|label| boxes.get(label?).copied()).collect();
        boxes.truncate(graph.nodes.len());
        Self { nodes: boxes, labels, width, height }
    }
}

/// Gives everything its place; returns the size of the whole.
///
/// The crate draws from top to bottom, and the picture from left to right: width and height change places.
fn place(boxes: &mut [Placed], lines: &[(u32, u32)]) -> (f64, f64) {
    let sizes: Vec<(u32, (f64, f64))> =
        boxes.iter().enumerate().map(|(index, own)| (number(index), (own.height, own.width))).collect();
    let config = Config { vertex_spacing: GAP, ..Config::default() };
    let mut groups: Vec<Vec<(usize, (f64, f64))>> =
        from_vertices_and_edges(&sizes, lines, &config).into_iter().map(|(places, ..)| places).collect();
    for group in &mut groups {
        group.sort_by_key(|(index, _)| *index);
    }
    groups.sort_by_key(|group| group.first().map(|(index, _)| *index));
    let (mut top, mut whole) = (0.0, 0.0_f64);
    for group in groups {
        let mut extent = Extent::default();
        for (index, (across, along)) in &group {
            if let Some(own) = boxes.get_mut(*index) {
                (own.x, own.y) = (*along, *across);
                extent.add(own);
            }
        }
        for (index, _) in &group {
            if let Some(own) = boxes.get_mut(*index) {
                own.x -= extent.left;
                own.y += top - extent.top;
            }
        }
        top += extent.bottom - extent.top + GAP;
        whole = whole.max(extent.right - extent.left);
    }
    (whole, (top - GAP).max(0.0))
}

/// What boxes cover.
#[derive(Debug)]
struct Extent {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Default for Extent {
    fn default() -> Self {
        Self { left: f64::MAX, right: f64::MIN, top: f64::MAX, bottom: f64::MIN }
    }
}

impl Extent {
    fn add(&mut self, own: &Placed) {
        self.left = self.left.min(own.left());
        self.right = self.right.max(own.right());
        self.top = self.top.min(own.y - own.height / 2.0);
        self.bottom = self.bottom.max(own.y + own.height / 2.0);
    }
}

fn node_size(node: &Node) -> Placed {
    let lines: f64 = if node.detail.is_empty() { 2.0 } else { 3.0 };
    let widest = text_width(node.name.chars().count(), BOLD).max(text_width(node.detail.chars().count(), SMALL));
    Placed { x: 0.0, y: 0.0, width: widest.max(70.0) + 20.0, height: lines * LINE + 12.0 }
}

fn label_size(edge: &Edge) -> Option<Placed> {
    let text = label(edge);
    (!text.is_empty()).then(|| Placed {
        x: 0.0,
        y: 0.0,
        width: text_width(text.chars().count(), SMALL) + 8.0,
        height: LINE,
    })
}

/// What stands on an edge: its ports, or where there are none the reason.
pub(super) fn label(edge: &Edge) -> String {
    if edge.ports.is_empty() { edge.reasons() } else { edge.label() }
}

/// Rounded, so that the picture is short and the same everywhere.
#[expect(clippy::cast_precision_loss, reason = "a text has few characters")]
fn text_width(characters: usize, character: f64) -> f64 {
    (characters as f64 * character).ceil()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
