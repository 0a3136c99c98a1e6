//! Unified diffs of two texts, in time that their sizes bound.
//!
//! To find the shortest way from one text to another takes time in proportion to their lines times those that differ, which of large
//! texts with nothing in common is as good as forever. Where it would, all that lies between their first and their last
//! difference is one change.

use rustc_hash::FxHashMap;
use similar::{Algorithm, TextDiff};
use std::fmt::Write as _;

/// Lines around a change.
const CONTEXT: usize = 3;

/// So many lines are compared, whatever they are.
const FEW: usize = 4_000;

/// So many steps are taken for more lines.
const STEPS: usize = 40_000_000;

/// The changes from one text to another behind a header of their names; nothing where they are the same.
#[must_use]
pub fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    let (olds, news) = (lines(old), lines(new));
    let before = olds.iter().zip(&news).take_while(|(old, new)| old == new).count();
    let rest = olds.len().min(news.len()) - before;
    let after = olds.iter().rev().zip(news.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let middle = |all: &[&str]| all.len() - after;
    let (old_end, new_end) = (middle(&olds), middle(&news));
    let changed = (olds.get(before..old_end).unwrap_or_default(), news.get(before..new_end).unwrap_or_default());
    if is_cheap(changed.0, changed.1) {
        // Patience stays fast and readable where whole blocks repeat, as they do in manifests.
        let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
        return diff.unified_diff().context_radius(CONTEXT).header(from, to).to_string();
    }
    let begin = before.saturating_sub(CONTEXT);
    let end = (old_end + CONTEXT).min(olds.len());
    let mut out = format!("--- {from}\n+++ {to}\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "@@ -{},{} +{},{} @@",
        begin + 1,
        end - begin,
        begin + 1,
        before - begin + changed.1.len() + (end - old_end)
    );
    put(&mut out, ' ', olds.get(begin..before).unwrap_or_default());
    put(&mut out, '-', changed.0);
    put(&mut out, '+', changed.1);
    put(&mut out, ' ', olds.get(old_end..end).unwrap_or_default());
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Whether the shortest way is found soon. At least those lines differ that one side has more often than the other.
fn is_cheap(old: &[&str], new: &[&str]) -> bool {
    let all = old.len() + new.len();
    if all <= FEW {
        return true;
    }
    let mut balance: FxHashMap<&str, isize> = FxHashMap::default();
    for (lines, sign) in [(old, 1), (new, -1)] {
        for line in lines {
            *balance.entry(line).or_default() += sign;
        }
    }
    // The order is that of hashes, which no sum depends on.
    #[expect(clippy::iter_over_hash_type, reason = "a sum has no order")]
    let differ: usize = {
        let mut sum = 0;
        for count in balance.values() {
            sum += count.unsigned_abs();
        }
        sum
    };
    all.saturating_mul(differ) <= STEPS
}

fn put(out: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> String {
        (0..count).fold(String::new(), |text, line| text + &format!("#{line}\n"))
    }

    #[test]
    fn few_lines_have_the_shortest_way() {
        assert_eq!(unified("a\nb\nc\n", "a\nB\nc\n", "x", "y"), "--- x\n+++ y\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
        assert_eq!(unified("a\n", "a\n", "x", "y"), "");
    }

    #[test]
    fn many_lines_that_all_differ_are_one_change() {
        let texts = |sign: &str| numbered(20_000).replace('#', sign);
        let (old, new) = (format!("1\n2\n3\n4\n{}5\n", texts("a")), format!("1\n2\n3\n4\n{}5", texts("b")));
        let diff = unified(&old, &new, "x", "y");
        assert_eq!(diff.lines().filter(|line| line.starts_with("@@")).collect::<Vec<_>>(), ["@@ -2,20004 +2,20004 @@"]);
        assert!(diff.starts_with("--- x\n+++ y\n@@ -2,20004 +2,20004 @@\n 2\n 3\n 4\n-a0\n"));
        assert!(diff.ends_with("+b19999\n+5\n\\ No newline at end of file\n"));
        assert_eq!(diff.lines().filter(|line| line.starts_with(['-', '+'])).count(), 2 + 2 * 20_001);
    }

    #[test]
    fn many_lines_of_which_few_differ_have_the_shortest_way() {
        let text = numbered(20_000).replace('#', "");
        let new = text.replace("\n10\n", "\nten\n").replace("\n19990\n", "\n");
        assert_eq!(unified(&text, &new, "x", "y").matches("@@ -").count(), 2);
    }
}
