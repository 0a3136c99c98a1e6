//! "Did you mean": the candidate that a mistyped word is closest to.

/// The candidate that `word` was probably meant to be. Spellings that differ only in case, `-` and `_` count as
/// equal; else at most one slip (a letter missing, added, changed, or two swapped) in three letters is forgiven.
/// Of equally close ones the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = letters(word);
    let limit = wanted.len().div_ceil(3).min(4);
    let close = candidates.into_iter().filter_map(|candidate| {
        let letters = letters(candidate);
        // The lengths alone often tell that two words are too far apart.
        let near = wanted.len().abs_diff(letters.len()) <= limit;
        let slips = if near { distance(&wanted, &letters) } else { usize::MAX };
        let replaced = slips >= wanted.len().max(letters.len()) && slips > 0;
        (slips <= limit && !replaced).then_some((slips, candidate))
    });
    close.min_by_key(|(slips, _)| *slips).map(|(_, candidate)| candidate)
}

/// A word without case and separators; a long one is cut, so that hostile input costs little.
fn letters(word: &str) -> Vec<char> {
    let significant = word.chars().filter(|letter| !matches!(letter, '-' | '_' | ' '));
    significant.flat_map(char::to_lowercase).take(128).collect()
}

/// Damerau–Levenshtein distance (optimal string alignment), with three rows.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut previous_left = None;
    for (row, letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut previous_right = None;
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX);
            let changed = at(&above, column) + usize::from(letter != other);
            let added = at(&current, column).min(at(&above, column + 1)) + 1;
            let crossed = row > 0 && column > 0 && previous_left == Some(other) && previous_right == Some(letter);
            let swapped = if crossed { at(&before, column - 1) + 1 } else { usize::MAX };
            current.push(changed.min(added).min(swapped));
            previous_right = Some(other);
        }
        previous_left = Some(letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or_default()
}
