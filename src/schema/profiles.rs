//! The built-in profiles, written in the language itself so that `todoc why` can show their lines.

/// Name by which messages call the text.
pub const NAME: &str = "<built-in profiles>";

/// The text.
pub const TEXT: &str = include_str!("profiles.todostack");
