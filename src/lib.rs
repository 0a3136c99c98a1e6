//! todoc: a compiler from `.todostack` to a Helm chart and the manifests that are equal to it.

pub mod cli;
pub mod companion;
pub mod diagnostics;
pub mod source;
pub mod syntax;
