//! The index: which files todoc wrote into an output, in the format of `sha256sum`.

use super::disk::{self, Kind};
use super::{EmitError, names};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The SHA-256 of a content.
pub(super) type Hash = [u8; 32];

/// The files todoc wrote, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Path, and what todoc wrote there.
    pub(super) files: BTreeMap<String, Hash>,
    /// Whether the output has an index already.
    pub(super) is_there: bool,
}

impl Index {
    /// The index of an output; empty where there is none.
    pub(super) fn read(out: &Path) -> Result<Self, EmitError> {
        let path = out.join(names::INDEX);
        let bytes = match disk::kind(&path)? {
            Kind::Missing => None,
            Kind::File { .. } => Some(disk::read(&path)?),
            // A pipe would never end, and behind a link lies what is not ours.
            found @ (Kind::Folder | Kind::Link | Kind::Other) => {
                return Err(EmitError::in_the_way(path, found, "a file"));
            }
        };
        Ok(bytes.map(|bytes| Self::parse(&String::from_utf8_lossy(&bytes))).unwrap_or_default())
    }

    /// One line a file. Lines that are none are left out: what they stood for counts as foreign, and stays.
    fn parse(text: &str) -> Self {
        let entry = |line: &str| {
            let (hash, path) = line.split_once("  ")?;
            names::is_plain(path).then_some(())?;
            Some((path.to_owned(), from_hex(hash)?))
        };
        let lines: Vec<&str> = text.lines().collect();
        let files: Vec<_> = lines.par_iter().filter_map(|line| entry(line)).collect();
        Self { files: files.into_iter().collect(), is_there: true }
    }

    /// The text of the file.
    pub(super) fn print(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 112);
        for (path, hash) in &self.files {
            for byte in hash {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
            text.push_str("  ");
            text.push_str(path);
            text.push('\n');
        }
        text
    }
}

/// The SHA-256 of a content.
pub(super) fn hash(content: &[u8]) -> Hash {
    Sha256::digest(content).into()
}

fn from_hex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let files = [("a/b.yaml", "x"), ("c", "")].map(|(path, text)| (path.to_owned(), hash(text.as_bytes())));
        let index = Index { files: files.into(), is_there: true };
        assert_eq!(Index::parse(&index.print()), index);
        assert!(
            index.print().starts_with("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a/b.yaml\n")
        );
    }

    #[test]
    fn lines_that_are_no_entries_are_left_out() {
        let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        let text = format!("<<<<<<< HEAD\n{hash}  ../up\n{hash}  .todoc/lock\n{hash} x\nzz  y\n{hash}  good\r\n");
        assert_eq!(Index::parse(&text).files.into_keys().collect::<Vec<_>>(), ["good"]);
    }
}
