//! Making text safe for a terminal: what would move the cursor, turn the direction of writing or not be seen becomes a symbol.

/// Messages are cut after so many characters.
const LONGEST: usize = 1_000;

/// One line of a message.
pub(super) fn clean(text: &str) -> String {
    cut(text, symbol)
}

/// A note or help, which may have several lines.
pub(super) fn clean_lines(text: &str) -> String {
    cut(text, |ch| if ch == '\n' { ch } else { symbol(ch) })
}

/// A character as it is shown; always exactly one, so that columns stay what they are.
pub(super) fn symbol(ch: char) -> char {
    match ch {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(ch)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '␡',
        _ if is_hidden(ch) => char::REPLACEMENT_CHARACTER,
        _ => ch,
    }
}

fn cut(text: &str, show: impl Fn(char) -> char) -> String {
    let mut chars = text.chars();
    let kept: String = chars.by_ref().take(LONGEST).map(show).collect();
    if chars.next().is_some() { kept + "…" } else { kept }
}

/// C1 controls, line separators, marks and overrides of direction, and what has neither width nor shape. The joiners that
/// scripts and emoji need are left alone.
fn is_hidden(ch: char) -> bool {
    matches!(ch,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
