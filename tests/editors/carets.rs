//! Fixtures that say themselves how they are painted: below a line stand comments of carets and a class, `#   ^^^ name`;
//! `# <-- kind` speaks of the first letters of the line, as many as the arrow is long.

use crate::engines::Seen;

/// What a line says of the last line before it that is no such line: the columns, and the class.
struct Claim<'a> {
    line: usize,
    from: usize,
    to: usize,
    class: &'a str,
}

/// What an editor made of a fixture and the fixture does not say, and how many claims it makes.
pub(crate) fn differences(text: &str, seen: &Seen) -> (Vec<String>, usize) {
    let claims = claims(text);
    let differs = |claim: &Claim| {
        let letters = classes(&seen.lines[claim.line]);
        let wrong = letters[claim.from..claim.to].iter().find(|(_, class)| *class != claim.class)?;
        Some(format!("{}: `{}` is {}, not {}", claim.line + 1, wrong.0, wrong.1, claim.class))
    };
    (claims.iter().filter_map(differs).collect(), claims.len())
}

fn claims(text: &str) -> Vec<Claim<'_>> {
    let mut claims = Vec::new();
    let mut about = 0;
    for (number, line) in text.lines().enumerate() {
        match marks(line) {
            Some((from, to, class)) => claims.push(Claim { line: about, from, to, class }),
            None => about = number,
        }
    }
    claims
}

fn marks(line: &str) -> Option<(usize, usize, &str)> {
    let rest = line.strip_prefix('#')?.trim_start();
    let (marks, class) = rest.split_once(' ')?;
    let start = line.len() - rest.len();
    if marks.chars().all(|mark| mark == '^') {
        Some((start, start + marks.len(), class))
    } else {
        marks
            .strip_prefix('<')
            .filter(|arrow| arrow.chars().all(|mark| mark == '-'))
            .map(|arrow| (0, arrow.len(), class))
    }
}

fn classes(pieces: &[(String, &'static str)]) -> Vec<(char, &'static str)> {
    pieces.iter().flat_map(|(text, class)| text.chars().map(move |letter| (letter, *class))).collect()
}
