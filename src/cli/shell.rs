//! Words as a shell takes them.

/// A word that any shell of the POSIX kind reads as this text and nothing else.
pub(super) fn word(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+:,./-=".contains(letter);
    // `=word` is a command's path to zsh.
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('=') {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn what_a_shell_would_change_is_quoted() {
        for (text, expected) in [
            ("", "''"),
            ("KEY=v1.2-x", "KEY=v1.2-x"),
            ("./a b", "'./a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME `id` \"x\" \\", "'$HOME `id` \"x\" \\'"),
            ("~", "'~'"),
            ("=ls", "'=ls'"),
            ("two\nlines", "'two\nlines'"),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}
