//! `--set PARAM=VALUE` and `--set-file PARAM=FILE`: values for params, each in a source of its own, so that findings have a place.
//! Its name never has the value, which may be a credential.

use super::args::Params;
use crate::model::program::Given;
use crate::source::{Sources, Span, Spanned};
use smol_str::SmolStr;
use std::io;

/// The values that the command line gives. Where a param is given twice, the last one wins; files come after texts.
///
/// # Errors
/// Where a file cannot be read or is no text.
pub fn read(sources: &mut Sources, params: &Params) -> io::Result<Vec<Given>> {
    let mut given: Vec<Given> = params.set.iter().map(|(name, value)| add(sources, "--set", name, "", value)).collect();
    for (name, file) in &params.set_file {
        #[expect(clippy::disallowed_methods, reason = "the command line names the file")]
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| io::Error::new(error.kind(), format!("can't read {file}: {error}")))?;
        // A file of one line ends with a line break that is not meant.
        let text = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        given.push(add(sources, "--set-file", name, &format!("={file}"), text));
    }
    Ok(given)
}

fn add(sources: &mut Sources, option: &str, name: &str, written: &str, value: &str) -> Given {
    let file = sources.add(format!("{option} {name}{written}"), format!("{name}={value}"));
    let after = name.len() + 1;
    Given {
        name: Spanned::new(SmolStr::new(name), Span::new(file, 0..name.len())),
        value: Spanned::new(SmolStr::new(value), Span::new(file, after..after + value.len())),
    }
}
