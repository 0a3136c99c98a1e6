//! What holds for the layout of any text, also of one with mistakes. The fuzz targets hold it too.

use regex_lite::Regex;
use std::sync::LazyLock;
use todoc::format::format;
use todoc::source::Sources;
use todoc::syntax;

/// The laws: the layout has a layout of its own, the same words and comments, and the same tree.
pub(crate) fn hold(text: &str, what: &str) {
    let once = laid_out(text);
    assert_eq!(laid_out(&once), once, "{what} changes again:\n{text}");
    assert_eq!(words(&once), words(text), "{what} loses or gains words:\n{text}");
    let (tree, is_clean) = tree(text);
    if is_clean {
        assert_eq!(self::tree(&once), (tree, true), "{what} means something else:\n{text}\nis not\n{once}");
        let wrong = once.lines().find(|line| line.ends_with(' ') && !once.contains("'''") && !once.contains("\"\"\""));
        assert_eq!(wrong, None, "{what} has blanks at the end of a line");
    }
}

pub(crate) fn laid_out(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    format(&sources, file)
}

/// A text without what a layout may change: blanks, line breaks and the commas of lists.
fn words(text: &str) -> String {
    let text = text.trim_start_matches('\u{FEFF}');
    text.chars().filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n' | ',')).collect()
}

/// The tree of a text without its places, and whether the text has no mistake.
pub(crate) fn tree(text: &str) -> (String, bool) {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"Span \{[^}]*\}").expect("a pattern"));
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    let parsed = syntax::parse(&sources, file);
    (PLACE.replace_all(&format!("{:?}", parsed.file), "").into_owned(), parsed.diagnostics.is_empty())
}
