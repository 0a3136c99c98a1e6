//! What the command line gives, each in a source of its own, so that findings have a place: values for params (`--set
//! PARAM=VALUE`, `--set-file PARAM=FILE`), whose source's name never has the value, which may be a credential; and what a
//! build of images told (`--image-metadata FILE`).

use super::args::Params;
use super::project::{Project, limited};
use crate::model::program::Given;
use crate::source::{Sources, Span, Spanned};
use smol_str::SmolStr;
use std::io;
use std::path::Path;

/// The values that the command line gives. Where a param is given twice, the last one wins; files come after texts. What a
/// build of images told is noted in the project.
///
/// # Errors
/// Where a file cannot be read or is no text.
pub fn read(project: &mut Project, params: &Params) -> io::Result<Vec<Given>> {
    let sources = &mut project.sources;
    let mut given: Vec<Given> = params.set.iter().map(|(name, value)| add(sources, "--set", name, "", value)).collect();
    for (name, file) in &params.set_file {
        let text = text(Path::new(file))?;
        // A file of one line ends with a line break that is not meant.
        let text = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        given.push(add(sources, "--set-file", name, &format!("={file}"), text));
    }
    for file in &params.image_metadata {
        let text = text(file)?;
        project.metadata.push(project.sources.add(file.to_string_lossy(), text));
    }
    Ok(given)
}

fn text(file: &Path) -> io::Result<String> {
    // It may be a pipe, as a shell gives one for `<(…)`.
    #[expect(clippy::disallowed_methods, reason = "the command line names the file")]
    let opened = std::fs::File::open(file);
    let opened =
        opened.map_err(|error| io::Error::new(error.kind(), format!("can't read {}: {error}", file.display())))?;
    let bytes = limited(opened).map_err(|fault| io::Error::other(fault.message(&file.to_string_lossy())))?;
    String::from_utf8(bytes).map_err(|_| io::Error::other(format!("`{}` is not UTF-8", file.display())))
}

fn add(sources: &mut Sources, option: &str, name: &str, written: &str, value: &str) -> Given {
    let file = sources.add(format!("{option} {name}{written}"), format!("{name}={value}"));
    let after = name.len() + 1;
    Given {
        name: Spanned::new(SmolStr::new(name), Span::new(file, 0..name.len())),
        value: Spanned::new(SmolStr::new(value), Span::new(file, after..after + value.len())),
    }
}
