//! "Did you mean": the candidate that a mistyped word is closest to.

/// The candidate that `word` was probably meant to be. Spellings that differ only in case, `-` and `_` count as
/// equal; else at most one slip (a letter missing, added, changed, or two swapped) in three letters is forgiven.
/// Of equally close ones the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: String = letters(word).take(LONGEST).collect();
    let length = wanted.chars().count();
    let limit = length.div_ceil(3).min(4);
    let close = candidates.into_iter().filter_map(|candidate| {
        // The lengths alone often tell that two words are too far apart, and cost next to nothing.
        let other = letters(candidate).take(length + limit + 1).count();
        if length.abs_diff(other) > limit {
            return None;
        }
        let slips = strsim::osa_distance(&wanted, &letters(candidate).collect::<String>());
        let replaced = slips >= length.max(other) && slips > 0;
        (slips <= limit && !replaced).then_some((slips, candidate))
    });
    close.min_by_key(|(slips, _)| *slips).map(|(_, candidate)| candidate)
}

/// So many letters of a word are looked at, so that hostile input costs little.
const LONGEST: usize = 128;

/// The letters of a word without case and separators.
fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).map(|letter| letter.to_ascii_lowercase())
}
