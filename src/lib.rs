//! todoc: a compiler from `.todostack` to a Helm chart and the manifests that are equal to it.

// What pest derives without `std` names it.
extern crate alloc;

pub mod source;
pub mod syntax;
pub mod types;
pub mod schema;
pub mod model;
pub mod rules;
pub mod diagnostics;
pub mod yaml;
pub mod go;
pub mod lower;
pub mod chart;
pub mod secrets;
pub mod artifacts;
pub mod source_map;
pub mod companion;
pub mod dockerfile;
pub mod emit;
pub mod cli;
