//! File modes: text such as `"0440"`, which reaches Kubernetes as a decimal number.
//!
//! Follows <https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions>: JSON has no octal numbers.

use super::Problem;
use std::fmt;

/// Permission bits, 0 to 0777.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileMode(u16);

impl FileMode {
    /// Reads a zero and three octal digits.
    ///
    /// # Errors
    /// When it is written otherwise or has bits beyond the permissions, which Kubernetes refuses.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let bits = text.strip_prefix('0').filter(|rest| rest.len() == 3).and_then(octal);
        bits.map(Self).ok_or_else(|| {
            Problem::new(format!("`{text}` is no file mode"))
                .help("a file mode is a zero and three octal digits, such as `0440`")
                .suggest(meant(text))
        })
    }

    /// The number that Kubernetes takes: 288 for `0440`.
    #[must_use]
    pub fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Display for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0{:03o}", self.0)
    }
}

fn octal(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    u16::from_str_radix(digits, 8).ok().filter(|_| plain)
}

fn meant(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0o").unwrap_or(text);
    octal(digits).filter(|bits| *bits <= 0o777 && !digits.is_empty()).map(|bits| FileMode(bits).to_string())
}
