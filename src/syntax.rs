//! From a text to a tree of blocks, fields and values, with nothing known yet of what they mean.

pub mod ast;
mod parse;

pub use parse::{Parsed, parse, read};
