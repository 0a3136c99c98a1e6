//! The template tree, and what is made of it: a Helm chart, and the manifests of each environment.
//!
//! One tree, two printers: [`helm`] writes a node as Go template text, [`fill`] evaluates the same node with an
//! environment's values. So the chart and its manifests cannot drift.

pub mod fill;
pub mod helm;
pub mod names;
pub mod tree;
pub mod values;

use helm::Note;
use smol_str::SmolStr;
use tree::{Object, Path, Piece, Test};
use values::Values;

/// A chart: everything that the stack, or a service of it, lowers to, for all environments at once.
#[derive(Debug, Default)]
pub struct Chart {
    /// Name of the chart: the stack's, or where each service has a chart of its own the service's.
    pub name: SmolStr,
    /// What it is of a stack that has several charts; none where it is all of it.
    pub member: Option<Member>,
    /// How objects are named.
    pub naming: names::Naming,
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
    /// What Helm says after an installation.
    pub notes: Vec<Note>,
    /// Charts of others that it depends on.
    pub dependencies: Vec<Dependency>,
}

/// A chart of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// What it is called where it is found.
    pub name: SmolStr,
    /// Its version.
    pub version: SmolStr,
    /// Where it is found.
    pub repository: SmolStr,
    /// What Helm calls it here, where that is another name.
    pub alias: Option<SmolStr>,
    /// The key of the values that switches it.
    pub condition: SmolStr,
    /// The key of the values below which it reads its own.
    pub values: SmolStr,
}

/// A chart's place in a stack that has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name of the stack.
    pub stack: SmolStr,
    /// What the release is called behind the stack: `todo-backend` for `backend`.
    pub suffix: SmolStr,
}

impl Chart {
    /// Name of the stack that it is, or is a part of.
    #[must_use]
    pub fn part_of(&self) -> &str {
        self.member.as_ref().map_or(&self.name, |member| &member.stack)
    }

    /// Every named piece, wherever it stands.
    pub fn every_piece(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().chain(self.objects.iter().flat_map(|object| &object.pieces))
    }
}

/// A state of the values in which the chart refuses to render.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// When it does.
    pub when: Test,
    /// What it says, with `{}` for each of the keys.
    pub message: String,
    /// The keys of the values that it names.
    pub keys: Vec<Path>,
    /// The value that is missing, where it can only be given at install time. Manifests know nothing of it.
    pub required: Option<SmolStr>,
}

impl Refusal {
    /// The sentence as people read it.
    #[must_use]
    pub fn said(&self) -> String {
        if self.keys.is_empty() {
            return self.message.clone();
        }
        let mut parts = self.message.split("{}");
        let mut said = parts.next().unwrap_or_default().to_owned();
        for (key, part) in self.keys.iter().zip(parts) {
            said.extend([key.as_str(), part]);
        }
        said
    }
}
