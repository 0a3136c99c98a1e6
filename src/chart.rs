//! The template tree, and what is made of it: a Helm chart, and the manifests of each environment.
//!
//! One tree, two printers: [`helm`] writes a node as Go template text, [`fill`] evaluates the same node with an
//! environment's values. So the chart and its manifests cannot drift.

pub mod fill;
pub mod helm;
pub mod names;
pub mod tree;
pub mod values;

use smol_str::SmolStr;
use tree::{Object, Piece, Test};
use values::Values;

/// A chart: everything that the stack lowers to, for all environments at once.
#[derive(Debug, Default)]
pub struct Chart {
    /// Name of the chart, which is the stack's.
    pub name: SmolStr,
    /// Whether objects are named by their component alone.
    pub plain_names: bool,
    /// Version of the chart.
    pub version: SmolStr,
    /// Version of the application.
    pub app_version: SmolStr,
    /// What the values hold, in every environment.
    pub values: Values,
    /// The objects, in the order of their files.
    pub objects: Vec<Object>,
    /// Named pieces that objects of several files include.
    pub pieces: Vec<Piece>,
    /// What must not be: each with the sentence that the chart fails with.
    pub refusals: Vec<Refusal>,
}

impl Chart {
    /// Every named piece, wherever it stands.
    pub fn every_piece(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().chain(self.objects.iter().flat_map(|object| &object.pieces))
    }
}

/// A state of the values in which the chart refuses to render.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// When it does.
    pub when: Test,
    /// What it says.
    pub message: String,
    /// The value that is missing, where it can only be given at install time. Manifests know nothing of it.
    pub required: Option<SmolStr>,
}
