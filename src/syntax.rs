//! From a text to a tree of blocks, fields and values, with nothing known yet of what they mean.

pub mod ast;
mod decode;
mod grammar;
mod parse;

pub use decode::{Decoded, decode};
pub(crate) use grammar::{Pair, Pairs, Rule};
pub(crate) use parse::cut;
pub use parse::{Parsed, parse, read};

/// What the grammar takes for a blank; any other white space is a mistake that stays, and so is a byte order mark behind the start.
pub(crate) const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
