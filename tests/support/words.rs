//! Plain words that Helm and kubectl read as something else than text.
//!
//! Their reader follows YAML 1.1 and takes `yes` for a truth and `0440` for 288; the one of these tests follows YAML 1.2 and
//! takes both for text. So such a word without quotes would make two sides look equal that are not.

/// The words of a block-style stream that mean different things to the two readers.
pub(crate) fn ambiguous(yaml: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut block_scalar: Option<usize> = None;
    for line in yaml.lines() {
        let content = line.trim_start_matches([' ', '-']);
        let indent = line.len() - line.trim_start().len();
        if block_scalar.is_some_and(|parent| line.trim().is_empty() || indent > parent) {
            continue;
        }
        block_scalar = begins_block_scalar(line).then_some(if content.contains(':') {
            line.len() - content.len()
        } else {
            indent
        });
        if !content.starts_with('#') {
            found.extend(plain_words(content).filter(|word| is_ambiguous(word)));
        }
    }
    found
}

fn begins_block_scalar(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    last.trim_end_matches(|mark: char| mark.is_ascii_digit() || "+-".contains(mark)).len() == 1
        && last.starts_with(['|', '>'])
}

/// The scalars without quotes of a line: a key, a value, the items of a list or a map in one line.
fn plain_words(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split_inclusive(": ").flat_map(|part| part.split(['[', ']', '{', '}', ',']));
    parts.map(|part| part.trim().trim_end_matches(':'))
}

fn is_ambiguous(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digits = lower.trim_start_matches(['+', '-']);
    let only = |allowed: &str| {
        digits.starts_with(|first: char| first.is_ascii_digit()) && digits.chars().all(|each| allowed.contains(each))
    };
    matches!(lower.as_str(), "y" | "n" | "yes" | "no" | "on" | "off")
        || (digits.len() > 1 && digits.starts_with('0') && only("0123456789_"))
        || (digits.contains('_') && only("0123456789_."))
        || (digits.contains(':') && only("0123456789:"))
        || (digits.starts_with("0b") && digits.len() > 2)
}

mod tests {
    use super::ambiguous;

    #[test]
    fn words_of_yaml_1_1_are_found_wherever_they_stand() {
        let yaml = "a: yes\nno: 1\nb:\n  - 0440\n  - c: 1_000\nd: [On, e]\nf: {g: 12:30}\n";
        assert_eq!(ambiguous(yaml), ["yes", "no", "0440", "1_000", "On", "12:30"]);
    }

    #[test]
    fn quoted_words_long_texts_and_comments_are_safe() {
        let yaml = "a: \"yes\"\n# b: no\nc: |\n  d: no\n\n  e: 0777\nf:\n  - g: |-\n      yes\n    h: 0\n  - >\n   off\ni: 10\nj: http://x:80\n";
        assert_eq!(ambiguous(yaml), Vec::<&str>::new());
    }

    #[test]
    fn what_follows_a_long_text_is_seen_again() {
        assert_eq!(ambiguous("a:\n  - b: |\n      yes\n    c: off\nd: |\n  x\ne: y\n"), ["off", "y"]);
    }
}
