//! Outputs under faults of the system: processes that are killed, builds at once, folders that may not be written, links and, with
//! the feature `real-faults`, disks that are full, read-only or mounted anywhere. Whatever happens, the output is the old one or the
//! new one, whole: at once where todoc itself ends, and after the next command that reads or writes it where it was killed.
//!
//! `tests/emit/kills.rs` has what a kill leaves after each single change; here real processes die at any moment.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "what was done is told")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

#[path = "support/run.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod run;
#[path = "faults/shop.rs"]
mod shop;

#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/links.rs"]
mod links;
#[cfg(feature = "real-faults")]
#[path = "faults/mounts.rs"]
mod mounts;
#[path = "faults/readers.rs"]
mod readers;
#[path = "faults/rights.rs"]
mod rights;
#[path = "faults/together.rs"]
mod together;
