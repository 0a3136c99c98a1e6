//! The formatter: the one layout of a source.
//!
//! It works on the constructs that the grammar cuts a text into, not on the tree, so it keeps what a tree has no place for:
//! comments, blank lines, and text that is no construct, which stays as it is.
//!
//! # The layout
//!
//! - Two spaces a level; one space around `=`, `:` and within braces; two between fields that share a line.
//! - What stands on one line stays on one line, as long as it is no longer than [`WIDTH`] characters; what stands on several lines
//!   stays on several.
//! - Fields, and blocks on one line, that follow one another without a blank line between have their `=` or `{` in one column,
//!   and so have the fields in blocks of one kind, as long as these have the same keys.
//! - Comments behind lines that follow one another stand in one column.
//! - No more than one blank line, none at the start or the end of a block.

mod align;
mod layout;
mod print;
mod text;

use crate::source::{FileId, Sources};
use crate::syntax;

/// The longest line that a block or a list on one line may have.
pub const WIDTH: usize = 120;

/// A file of the sources in the one layout. A text that is too large or nested too deeply to be parsed comes back as it is.
///
/// Applied to its own output it changes nothing, and what the source means stays the same.
#[must_use]
pub fn format(sources: &Sources, file: FileId) -> String {
    let source = sources.get(file);
    let Some(cut) = syntax::cut(sources, file) else { return source.text.clone() };
    let rows = layout::Builder::new(&source.text, &cut.comments).file(cut.constructs);
    let laid_out = print::file(&rows);
    // At the very start a byte order mark would be none of the text, and where it stands it is a mistake.
    if laid_out.starts_with('\u{FEFF}') { format!("\n{laid_out}") } else { laid_out }
}
