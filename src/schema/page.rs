//! What is said about the vocabulary: the pages of `todoc explain` and `docs/reference.md`, read from the tables.
//!
//! [`find`] leads from a user's words to topics, [`Facts`] is what is known of a topic, and three printers show it: JSON
//! (by serde), [`text::page`] for a terminal and [`reference::page`] for the documentation.

mod codes;
mod example;
mod facts;
mod find;
mod places;
mod profiles;
pub mod reference;
pub mod text;

pub use facts::{
    AttributeFacts, BlockFacts, Brief, CodeFacts, Entry, Facts, FieldFacts, Group, Overview, ProfileValue,
};
pub use find::{Topic, find, near, places};
pub use profiles::Profiles;

/// The keys of the chart's values that a field becomes, for a service `api`.
#[must_use]
pub fn keys_of(field: &crate::schema::Field) -> Option<String> {
    places::of_field(field).1.map(|keys| format!("`{keys}`"))
}

/// The first sentence of documentation, without its full stop.
fn first_sentence(doc: &str) -> &str {
    let end = doc.find(". ").or_else(|| doc.strip_suffix('.').map(str::len));
    end.and_then(|end| doc.get(..end)).unwrap_or(doc)
}

/// Documentation lines as one text.
fn joined(doc: &[&str]) -> String {
    doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
