//! The picture of an environment: what is there, and who talks to whom on which port and why.
//!
//! It is derived where network policies are ([`crate::lower`]), so what it shows is what they allow. Here are its printers, one a
//! format.

mod dot;
mod json;
mod mermaid;
mod svg;
mod text;

use smol_str::SmolStr;

/// Everything that runs in an environment or is asked from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Name of the stack.
    pub stack: SmolStr,
    /// Name of the environment.
    pub environment: SmolStr,
    /// What is there, by kind and in written order.
    pub nodes: Vec<Node>,
    /// Who talks to whom.
    pub edges: Vec<Edge>,
}

/// A block, or a peer outside of the stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: SmolStr,
    /// What is said of it in one line, such as `2..5 pods`; may be empty.
    pub detail: String,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An `ingress` block.
    Ingress,
    /// A `service` block whose pods run here, or that leads to those of others.
    Service,
    /// A `job` block.
    Job,
    /// A `cron` block.
    Cron,
    /// A `database` block whose pods run here.
    Database,
    /// Something that runs elsewhere: an external service or database, or a peer of `network`.
    Outside,
}

/// Traffic from one node to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Index of the node that asks.
    pub from: usize,
    /// Index of the node that is asked.
    pub to: usize,
    /// Ports, such as `8000` or `53/UDP`; none where nothing is sent, or where any port is meant.
    pub ports: Vec<String>,
    /// What in the source says so, such as `env DATABASE_URL`, `route /api` or `before`.
    pub because: Vec<SmolStr>,
    /// Whether it is an order (`before`) or a face (`targets`) and not traffic of its own.
    pub is_traffic: bool,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Lines for a terminal.
    Text,
    /// A Mermaid flowchart, which Markdown on code hosts draws.
    Mermaid,
    /// The language of Graphviz.
    Dot,
    /// A picture.
    Svg,
    /// For programs.
    Json,
}

impl Graph {
    /// The graph in a notation; ends with a line break.
    #[must_use]
    pub fn print(&self, notation: Notation) -> String {
        match notation {
            Notation::Text => text::print(self),
            Notation::Mermaid => mermaid::print(self),
            Notation::Dot => dot::print(self),
            Notation::Svg => svg::print(self),
            Notation::Json => json::print(self),
        }
    }
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Ingress => "ingress",
            Kind::Service => "service",
            Kind::Job => "job",
            Kind::Cron => "cron",
            Kind::Database => "database",
            Kind::Outside => "outside",
        }
    }
}

impl Edge {
    /// The ports in one line.
    fn label(&self) -> String {
        self.ports.join(", ")
    }

    /// The reasons in one line.
    fn reasons(&self) -> String {
        self.because.join(", ")
    }
}
