//! The parser that is made of `grammar/todostack.pest` at compile time.

/// The grammar.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/todostack.pest"]
pub(crate) struct Grammar;

/// A construct that the grammar found.
pub(crate) type Pair<'s> = pest::iterators::Pair<'s, Rule>;
/// Constructs one after the other.
pub(crate) type Pairs<'s> = pest::iterators::Pairs<'s, Rule>;
