//! Reading the file of secrets: a regular one, a pipe (`<(sops -d …)`), or standard input (`-`).

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// No Secret is larger, in bytes, so no file of secrets need be.
const LARGEST: u64 = 1024 * 1024;

/// The text of a file.
///
/// # Errors
/// Where it can't be had, is larger than a Secret can be, or is no UTF-8. The message says nothing of what is in it.
pub(super) fn read(path: &Path) -> io::Result<String> {
    let from = path.display();
    let named = |error: &io::Error| {
        let why = error.to_string();
        let why = why.split(" (os error").next().unwrap_or_default().to_lowercase();
        io::Error::new(error.kind(), format!("can't read `{from}`: {why}"))
    };
    let bytes = if path == Path::new("-") { limited(io::stdin().lock()) } else { open(path).and_then(limited) };
    let bytes = bytes.map_err(|error| named(&error))?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, format!("`{from}` is not UTF-8")))
}

#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST) {
        return Ok(bytes);
    }
    Err(io::Error::new(ErrorKind::FileTooLarge, "it has more bytes than a secret can hold"))
}
