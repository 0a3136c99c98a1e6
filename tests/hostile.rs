//! What nobody would write and somebody may feed: texts that are large, deep or no text, files that are no files, names and texts
//! that mean something to somebody else. Each ends in a finding where it stands or in a right output, with bounded work.
//!
//! What is here is what the parser's own tests (`tests/syntax/hostile.rs`, `tests/syntax_work.rs`), the fixtures of `tests/diagnostics`
//! and the commands of `tests/cli` don't hold already.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod built;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod fixtures;
#[path = "support/run.rs"]
mod run;

#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/names.rs"]
mod names;
#[path = "hostile/sizes.rs"]
mod sizes;
#[path = "hostile/texts.rs"]
mod texts;
