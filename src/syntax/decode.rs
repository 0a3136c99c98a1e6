//! From bytes to text.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The text of a file, and where its bytes stop being text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark; what is not UTF-8 has become U+FFFD.
    pub text: String,
    /// The first byte of the text that stands for bytes that are not UTF-8.
    pub invalid: Option<usize>,
    /// Whether the bytes begin as UTF-16 does.
    utf16: bool,
}

/// Reads bytes as UTF-8. Offsets in the text are those in the bytes up to the first invalid byte, less a byte order mark.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let (mut text, mut invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
        invalid = invalid.map(|at| at - '\u{FEFF}'.len_utf8());
    }
    Decoded { text, invalid, utf16 }
}

impl Decoded {
    /// The finding for the first byte that is not UTF-8, once the text has its place among the sources.
    #[must_use]
    pub fn finding(&self, file: FileId) -> Option<Diagnostic> {
        let at = self.invalid?;
        let span = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
        let finding = Diagnostic::new(Code::E0001, span, "the file is not UTF-8 from here on");
        let encoding = if self.utf16 { "it looks like UTF-16: " } else { "" };
        Some(finding.help(format!("{encoding}save it as UTF-8 in your editor")))
    }
}
