//! Texts of several lines, which move with the line that they begin on.

use crate::syntax::BLANK;

/// How many blanks the line of a byte begins with.
pub(super) fn indent_at(text: &str, byte: usize) -> usize {
    let line = text.get(..byte).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    line.len() - line.trim_start_matches(' ').len()
}

/// A text that began on a line with one indentation, moved to a line with another.
///
/// The blanks before the closing quotes go from every line of the text, so these and the lines move together. Where the closing
/// quotes have no line for themselves, or tabs stand there, the blanks belong to the text: it stays as it is.
pub(super) fn moved(text: &str, from: usize, to: usize) -> String {
    let Some((content, last)) = text.rsplit_once('\n') else { return text.to_owned() };
    let blanks = last.len() - last.trim_start_matches(' ').len();
    if !matches!(last.get(blanks..), Some("\"\"\"" | "'''")) {
        return text.to_owned();
    }
    let goal = to + blanks.saturating_sub(from);
    let mut lines = content.split('\n');
    let mut moved = lines.next().unwrap_or_default().to_owned();
    for line in lines.chain([last]) {
        let own = line.len() - line.trim_start_matches(' ').len();
        moved.push('\n');
        // A line that stands further out loses the blanks that it has.
        if own < blanks {
            moved.push_str(line.get(own..).unwrap_or_default());
        } else {
            moved.extend(std::iter::repeat_n(' ', goal));
            moved.push_str(line.get(blanks..).unwrap_or_default());
        }
    }
    moved
}

/// A text whose blank lines in front and behind have no blanks, and whose line before those has none at its end.
pub(super) fn without_blank_ends(text: &str) -> String {
    let core = text.trim_start_matches(BLANK);
    let (before, core) = (text.len() - core.len(), core.trim_end_matches(BLANK));
    let (before, after) = (text.get(..before).unwrap_or_default(), text.get(before + core.len()..).unwrap_or_default());
    let bare = |blank: &str| match blank.rsplit_once('\n') {
        Some((lines, last)) => "\n".repeat(lines.matches('\n').count() + 1) + last,
        None => blank.to_owned(),
    };
    bare(before) + core + &bare(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_with_their_closing_quotes() {
        assert_eq!(moved("'''\n  a\n    b\n\n  '''", 0, 4), "'''\n      a\n        b\n\n      '''");
        assert_eq!(moved("'''\n    a\n    '''", 4, 0), "'''\na\n'''");
    }

    #[test]
    fn blanks_before_a_line_break_go_at_both_ends() {
        for (text, bare) in [
            (" \n  a = \n\t\n ", "\n  a =\n\n "),
            (" a  b \n c ", " a  b \n c "),
            (" ", " "),
            ("\u{2028}\n", "\u{2028}\n"),
            (" \n \n ", "\n\n "),
        ] {
            assert_eq!(without_blank_ends(text), bare);
        }
    }

    #[test]
    fn blanks_that_belong_to_the_text_stay() {
        for text in ["'''a\n  b'''", "'''\n\ta\n\t'''", "'''a b'''"] {
            assert_eq!(moved(text, 0, 4), text);
        }
        assert_eq!(moved("'''\n a\n  '''", 0, 2), "'''\na\n    '''");
    }
}
