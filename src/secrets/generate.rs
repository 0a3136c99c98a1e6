//! Values that are made up, for secrets of which only the constraints matter.

use super::check::{Checked, Report, State};
use super::constraints::Constraints;
use super::value::Secret;
use std::fmt::Write as _;

/// Fewest characters of a value that is made up: 192 bits and more.
const LENGTH: usize = 32;

/// A value longer than this is never made up, in characters.
const LONGEST: usize = 4096;

/// Characters that stand in a URL as they are; 64 of them, so that each byte gives one without favour.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Gives every missing secret that the application can't run without a value, where one can be made up.
///
/// `random` fills a buffer with random bytes.
///
/// # Errors
/// What `random` says.
pub fn generate<E>(report: &mut Report<'_>, mut random: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<(), E> {
    for checked in report.secrets.iter_mut().filter(|checked| is_wanted(checked)) {
        if let Some(value) = value(&checked.declared.constraints, &mut random)? {
            checked.state = State::Generated;
            checked.value = Some(value);
        }
    }
    Ok(())
}

fn is_wanted(checked: &Checked<'_>) -> bool {
    checked.state == State::Missing && !checked.declared.optional && checked.declared.given.is_none()
}

/// A value that meets the constraints; nothing where none of the shapes that are tried does.
fn value<E>(
    constraints: &Constraints<'_>,
    random: &mut impl FnMut(&mut [u8]) -> Result<(), E>,
) -> Result<Option<Secret>, E> {
    let length = constraints.min_length.max(LENGTH);
    if length > LONGEST {
        return Ok(None);
    }
    let mut bytes = vec![0; length];
    let shapes: [fn(&[u8]) -> String; 4] = [url_safe, hex, upper_hex, half_hex];
    for shape in shapes {
        random(&mut bytes)?;
        let value = Secret::new(shape(&bytes));
        if constraints.flaw(&value).is_none() {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn url_safe(bytes: &[u8]) -> String {
    bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 63))).map(|letter| char::from(*letter)).collect()
}

/// Two digits a byte: what patterns of keys most often ask for.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn upper_hex(bytes: &[u8]) -> String {
    hex(bytes).to_ascii_uppercase()
}

/// As many digits as there are bytes.
fn half_hex(bytes: &[u8]) -> String {
    hex(bytes.get(..bytes.len() / 2).unwrap_or(bytes))
}

#[cfg(test)]
mod tests;
