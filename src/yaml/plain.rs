//! Which texts may stand in YAML without quotes.

/// Whether no reader of YAML 1.1 or 1.2, in block or flow style, takes `text` for anything but itself.
///
/// That is a text that starts with an ASCII letter, `_` or `/`, goes on with a few harmless characters, and is no word such
/// as `yes`; and a Kubernetes quantity such as `500m` or `2Gi`. No number, date, time or indicator looks like these.
pub(super) fn is_plain(text: &str) -> bool {
    match text.bytes().find(|byte| *byte != b'_') {
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'/') => is_harmless(text) && !is_word(text),
        Some(b'1'..=b'9') => is_quantity(text),
        Some(_) | None => false,
    }
}

/// Whether every character is harmless where it stands: a colon only between others, a space not at the end.
fn is_harmless(text: &str) -> bool {
    let anywhere =
        |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'/' | b'+' | b'@' | b'=');
    // Nearly every text is, and every key.
    if text.bytes().all(anywhere) {
        return true;
    }
    let mut previous = 0;
    for byte in text.bytes() {
        let harmless = match byte {
            b' ' => previous != b':',
            b':' => previous != b' ',
            _ => anywhere(byte),
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
    let words: &[&str] = match text.len() {
        1 => &["y", "n"],
        2 => &["no", "on"],
        3 => &["yes", "off", "nan", "inf"],
        4 => &["true", "null"],
        5 => &["false"],
        8 => &["infinity"],
        _ => &[],
    };
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A whole number with a unit that no number of YAML has.
fn is_quantity(text: &str) -> bool {
    const UNITS: [&str; 7] = ["m", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let digits = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    UNITS.iter().any(|unit| text.strip_suffix(unit).is_some_and(digits))
}
