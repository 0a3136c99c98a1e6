//! What must not be shown: credentials that were found where they stand, and whatever has the form of one.
//!
//! A finding names its place, and a frame would print the line. So whatever shows a source shows [`sources`] instead, in which
//! stars stand in their place, byte for byte, so that every place stays where it is.

use super::Diagnostic;
use crate::source::{FileId, Sources};
use crate::types::credential;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The sources as they may be shown with these findings.
#[must_use]
pub fn sources<'a>(sources: &'a Sources, diagnostics: &[Diagnostic]) -> Cow<'a, Sources> {
    let mut hidden: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter().map(|label| label.span);
        for span in diagnostic.span.into_iter().chain(labels) {
            hidden.entry(span.file).or_insert_with(|| credential::places(&sources.get(span.file).text));
        }
    }
    let found = diagnostics.iter().filter_map(|diagnostic| Some((diagnostic.span?, diagnostic.masked.as_ref()?)));
    for (span, text) in found {
        let literal = sources.text(span).len().checked_sub(1).filter(|_| sources.text(span).starts_with('"'));
        let places = hidden.entry(span.file).or_default();
        places.extend(literal.map(|last| span.range().start + 1..span.range().start + last));
        for (file, source) in sources.iter() {
            hidden.entry(file).or_default().extend(written(&source.text, text));
        }
    }
    hidden.retain(|_, places| !places.is_empty());
    if hidden.is_empty() {
        Cow::Borrowed(sources)
    } else {
        Cow::Owned(sources.with(|file, text| stars(text, hidden.get(&file)?)))
    }
}

/// A text as it may be shown.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    let places = credential::places(text);
    if places.is_empty() { Cow::Borrowed(text) } else { stars(text, &places).map_or(Cow::Borrowed(text), Cow::Owned) }
}

/// Where a value is written: between quotes, or as all that follows `NAME=` on the command line.
fn written(source: &str, value: &str) -> Vec<Range<usize>> {
    let quoted = source.match_indices(value).map(|(at, _)| at..at + value.len()).filter(|place| {
        let before = source.get(..place.start).is_some_and(|before| before.ends_with('"'));
        before && source.get(place.end..).is_some_and(|after| after.starts_with('"'))
    });
    let given =
        source.split_once('=').filter(|(_, given)| *given == value).map(|(name, _)| name.len() + 1..source.len());
    if value.is_empty() { Vec::new() } else { quoted.chain(given).collect() }
}

/// The text with stars for every byte of these places, line breaks aside.
fn stars(text: &str, places: &[Range<usize>]) -> Option<String> {
    let hidden = |at: usize| places.iter().any(|place| place.contains(&at));
    let mut stars = String::with_capacity(text.len());
    let first = places.iter().map(|place| place.start).min()?;
    stars.push_str(text.get(..first)?);
    for (at, letter) in text.get(first..)?.char_indices() {
        if hidden(first + at) && letter != '\n' {
            stars.extend(std::iter::repeat_n('*', letter.len_utf8()));
        } else {
            stars.push(letter);
        }
    }
    Some(stars)
}

#[cfg(test)]
mod tests {
    use super::{sources, text};
    use crate::diagnostics::{Code, Diagnostic};
    use crate::source::{Sources, Span};

    const TOKEN: &str = "ghp_0123456789abcdefghijABCDEFGHIJklmnop";

    #[test]
    fn a_credential_is_hidden_and_every_place_stays() {
        let mut all = Sources::default();
        let written = "PASSWORD = \"hünter2\"\nb = 1\n";
        let (file, other) = (all.add("a", written), all.add("b", "let a = \"hünter2\"\nhünter2\n"));
        let given = all.add("--set b", "b=hünter2");
        let found = Diagnostic::new(Code::E0305, Span::new(file, 11..21), "found").masked("hünter2");
        let shown = sources(&all, &[found]);
        assert_eq!(shown.get(file).text, "PASSWORD = \"********\"\nb = 1\n");
        assert_eq!(shown.get(file).text.len(), written.len());
        assert_eq!(shown.get(other).text, "let a = \"********\"\nhünter2\n");
        assert_eq!(shown.get(given).text, "b=********");
    }

    #[test]
    fn a_token_is_hidden_whoever_shows_its_line() {
        let mut all = Sources::default();
        let file = all.add("a", format!("a = {TOKEN}\n"));
        let found = Diagnostic::new(Code::E0010, Span::new(file, 0..1), "found");
        assert!(!sources(&all, &[found]).get(file).text.contains("0123"));
        assert_eq!(sources(&all, &[]).get(file).text, all.get(file).text, "nothing is shown, so nothing is hidden");
    }

    #[test]
    fn words_of_a_message_are_hidden_too() {
        assert_eq!(
            text(&format!("expected a number, found `{TOKEN}`")),
            format!("expected a number, found `{}`", "*".repeat(TOKEN.len()))
        );
        assert_eq!(text("postgres://app:hunter2@db/app"), "postgres://app:*******@db/app");
        assert_eq!(text("expected a number, found `many`"), "expected a number, found `many`");
    }
}
