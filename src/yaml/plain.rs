//! Which texts may stand in YAML without quotes.

/// Whether no reader of YAML 1.1 or 1.2, in block or flow style, takes `text` for anything but itself.
///
/// That is a text that starts with an ASCII letter, `_` or `/`, goes on with a few harmless characters, and is no word such
/// as `yes`; and a Kubernetes quantity such as `500m` or `2Gi`. No number, date, time or indicator looks like these.
pub(super) fn is_plain(text: &str) -> bool {
    match text.trim_start_matches('_').as_bytes().first() {
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'/') => is_harmless(text) && !is_word(text),
        Some(b'1'..=b'9') => is_quantity(text),
        Some(_) | None => false,
    }
}

/// Whether every character is harmless where it stands: a colon only between others, a space not at the end.
fn is_harmless(text: &str) -> bool {
    let mut previous = 0;
    for byte in text.bytes() {
        let harmless = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'/' | b'+' | b'@' | b'=' => true,
            b' ' => previous != b':',
            b':' => previous != b' ',
            _ => false,
        };
        if !harmless {
            return false;
        }
        previous = byte;
    }
    !matches!(previous, b':' | b' ')
}

/// Words that are booleans, nulls or numbers to some reader, in whatever case.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 12] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    // Few texts get further than to their first letter.
    let begins_so = matches!(
        text.as_bytes(),
        [b'y' | b'Y' | b'n' | b'N' | b'o' | b'O' | b't' | b'T' | b'f' | b'F' | b'i' | b'I', ..]
    );
    begins_so && text.len() <= 8 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A whole number with a unit that no number of YAML has.
fn is_quantity(text: &str) -> bool {
    const UNITS: [&str; 7] = ["m", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let digits = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    UNITS.iter().any(|unit| text.strip_suffix(unit).is_some_and(digits))
}
