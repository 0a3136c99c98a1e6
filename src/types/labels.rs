//! Keys and values of labels and annotations.
//!
//! Follows <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>.

use super::Problem;
use super::names;

/// The bytes that all keys and values of an object's annotations may have together.
pub const ANNOTATIONS_LIMIT: usize = 256 * 1024;

/// A label's key, or any other qualified name: `tier`, `app.kubernetes.io/name`.
///
/// # Errors
/// When it is none.
pub fn label_key(text: &str) -> Result<(), Problem> {
    let (prefix, name) = text.rsplit_once('/').map_or((None, text), |(prefix, name)| (Some(prefix), name));
    let fixed_name = word(name);
    if let Some(prefix) = prefix
        && let Err(fault) = names::dns_subdomain(prefix)
    {
        let fixed = fault.suggestion.filter(|prefix| !prefix.contains('/')).zip(fixed_name);
        let problem = Problem::new(format!("prefix of key `{text}` is no DNS name"));
        return Err(problem.suggest(fixed.map(|(prefix, name)| format!("{prefix}/{name}"))));
    }
    let Some(fault) = word_fault(name) else { return Ok(()) };
    let fault = if name.is_empty() { format!("key `{text}` has no name") } else { format!("key `{text}` {fault}") };
    let fixed = fixed_name.map(|name| prefix.map_or(name.clone(), |prefix| format!("{prefix}/{name}")));
    Err(Problem::new(fault).suggest(fixed))
}

/// An annotation's key: a qualified name whose prefix may be written with capitals.
///
/// # Errors
/// When it is none.
pub fn annotation_key(text: &str) -> Result<(), Problem> {
    match label_key(&text.to_ascii_lowercase()) {
        Ok(()) => Ok(()),
        Err(_) => label_key(text),
    }
}

/// A label's value: empty, or at most 63 letters, digits, `-`, `_` and `.` that start and end with a letter or digit.
///
/// # Errors
/// When it is none.
pub fn label_value(text: &str) -> Result<(), Problem> {
    match word_fault(text).filter(|_| !text.is_empty()) {
        Some(fault) => Err(Problem::new(format!("label value `{text}` {fault}")).suggest(word(text))),
        None => Ok(()),
    }
}

fn word_fault(text: &str) -> Option<String> {
    let alphanumeric = |letter: char| letter.is_ascii_alphanumeric();
    let legal = |letter: char| alphanumeric(letter) || matches!(letter, '-' | '_' | '.');
    if let Some(letter) = text.chars().find(|letter| !legal(*letter)) {
        return Some(format!("contains `{}`", names::shown(letter)));
    }
    if text.len() > 63 {
        return Some("is longer than 63 characters".to_owned());
    }
    let (first, last) = (text.chars().next(), text.chars().next_back());
    match (first, last) {
        (Some(first), _) if !alphanumeric(first) => Some(format!("starts with `{first}`")),
        (_, Some(last)) if !alphanumeric(last) => Some(format!("ends with `{last}`")),
        (Some(_), Some(_)) => None,
        (_, None) | (None, _) => Some("is empty".to_owned()),
    }
}

/// The text with what is illegal as `-`, without it at the ends, and cut.
fn word(text: &str) -> Option<String> {
    let legal = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let fixed: String = text.chars().map(|letter| if legal(letter) { letter } else { '-' }).collect();
    names::shorter(fixed.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric()), 63)
}
