//! todoc: a compiler from `.todostack` to a Helm chart and the manifests that are equal to it.
//!
//! ```text
//! files ──load──▶ Sources ──parse──▶ ast ──check──▶ Program ──resolve──▶ Environment (one each, every value with its chain)
//!                                                                            │
//!                                                     rules ─────────────────┤  diagnostics of every phase, one type
//!                                                                            ▼
//!                                              lower: all environments ──▶ ONE template tree (objects with holes)
//!                                                                            │
//!                                                ┌───────────────────────────┴──────────┐
//!                                        chart::helm prints                    chart::fill evaluates
//!                                   templates, values, schema             the manifests of each environment
//!                                                └──────────── equal, proven with real Helm ───┘
//!                                                                            ▼
//!                                                            emit: all files at once, or none
//! ```
//!
//! The modules stand in the order of that way.
//!
//! # Words
//!
//! - **source**: a text that a user wrote; a **place** ([`source::Span`]) is a range of it.
//! - **block**, **field**, **value**, **entry**: `service api { port = 80  env { A = "b" } }` is a block with a field, and
//!   in it a block with an entry. Their kinds are declared in the **vocabulary** ([`schema`]), each once.
//! - **layer**: one block that speaks of something: built-in profile, profile, template, base, overlay. The layers of a
//!   value from the weakest to the strongest are its **chain**.
//! - **model**: what holds in each environment ([`model`]). A [`model::environment::View`] is a block with its layers.
//! - **object**: a Kubernetes object. **Template tree**: all objects with **holes** ([`chart::tree`]); a hole is an
//!   expression over the **values**, whose keys are **knobs** ([`chart::values`]).
//! - **chart**: what Helm installs. **Manifests**: what it renders to with an environment's values.
//! - **rule**: a check of the model ([`rules`]). **Code**: what kind of finding ([`diagnostics::Code`]); each has a page.
//! - **companion**: a file that takes part and is no source, such as a Dockerfile.
//!
//! # Invariants
//!
//! - Nothing that reads a user's file returns `Result`: it returns a value and diagnostics.
//! - The core is pure: the file system, the clock, the process and its environment stand in [`cli`] and [`emit`] alone.
//! - A value is never copied from layer to layer, so a chain costs nothing and cannot lie.
//! - No object is lowered twice, and no Go template is written by hand for one: both outputs come from one tree.
//! - A template never asks for an environment's name. Where environments differ, the values say so.
//! - No value of a secret is in a source, a message or an output; only `todoc secrets` prints one, to standard output.
//! - The same sources give the same bytes: no clock, no randomness, ordered maps only.
//! - A build writes everything or nothing.

// What pest derives without `std` names it.
extern crate alloc;

pub mod source;
pub mod syntax;
pub mod types;
pub mod kubernetes;
pub mod schema;
pub mod model;
pub mod metadata;
pub mod rules;
pub mod diagnostics;
pub mod lower;
pub mod graph;
pub mod chart;
pub mod yaml;
pub mod json;
pub mod go;
pub mod secrets;
pub mod artifacts;
pub mod source_map;
pub mod status;
pub mod diff;
pub mod companion;
pub mod shell;
pub mod dockerfile;
pub mod unified;
pub mod emit;
pub mod format;
pub mod cli;
