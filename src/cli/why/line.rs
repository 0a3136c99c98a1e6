//! The chains behind a line of what `todoc build` has written.

use crate::cli::compile::Compiled;
use crate::model::chain::Chain;
use crate::model::environment::Environment;
use std::path::Path;

/// The chains of the values that a line (from 1) of a file holds.
///
/// # Errors
/// A sentence that says why nothing can be told of the line.
pub(super) fn chains<'a>(
    _compiled: &'a Compiled,
    _environments: &[Environment<'a>],
    file: &Path,
    line: usize,
) -> Result<Vec<Chain<'a>>, String> {
    Err(format!("line {line} of `{}` is no line that `todoc build` has written", file.display()))
}
