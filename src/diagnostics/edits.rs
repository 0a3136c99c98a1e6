//! Applying the changes that findings suggest.

use super::{Diagnostic, Edit};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// What became of the suggested changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The new text of every file that changed.
    pub texts: BTreeMap<FileId, String>,
    /// How many findings were mended.
    pub mended: usize,
    /// How many findings have changes that had to wait, because they touch a place that another finding changes.
    pub waiting: usize,
}

/// Applies the changes of as many findings as possible: of one finding all or none, earlier findings first.
///
/// Two changes that overlap or begin at the same byte are never applied together: check the new texts and apply again.
#[must_use]
pub fn apply(sources: &Sources, diagnostics: &[Diagnostic]) -> Applied {
    let mut accepted = Accepted::default();
    let (mut mended, mut waiting) = (0, 0);
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.edits.is_empty()) {
        let fitting = diagnostic.edits.iter().all(|edit| fits(sources, edit));
        if fitting && accepted.add_all(&diagnostic.edits) {
            mended += 1;
        } else {
            waiting += 1;
        }
    }
    Applied { texts: accepted.texts(sources), mended, waiting }
}

/// Whether a finding has changes and all of them can be applied as they stand.
#[must_use]
pub fn applicable(sources: &Sources, diagnostic: &Diagnostic) -> bool {
    !diagnostic.edits.is_empty()
        && diagnostic.edits.iter().all(|edit| fits(sources, edit))
        && Accepted::default().add_all(&diagnostic.edits)
}

/// Whether a change lies within a text that the user can change.
fn fits(sources: &Sources, edit: &Edit) -> bool {
    let source = sources.get(edit.span.file);
    !source.name.starts_with('<') && source.text.get(edit.span.range()).is_some()
}

/// Changes that do not touch one another, in order.
#[derive(Default)]
struct Accepted<'a> {
    edits: BTreeMap<(FileId, u32), &'a Edit>,
}

impl<'a> Accepted<'a> {
    /// Takes all of them, or none where one does not go with the others.
    fn add_all(&mut self, edits: &'a [Edit]) -> bool {
        for (index, edit) in edits.iter().enumerate() {
            if !self.is_free(edit.span) {
                for added in edits.iter().take(index) {
                    self.edits.remove(&(added.span.file, added.span.start));
                }
                return false;
            }
            self.edits.insert((edit.span.file, edit.span.start), edit);
        }
        true
    }

    fn is_free(&self, span: Span) -> bool {
        let place = (span.file, span.start);
        let before = self.edits.range(..=place).next_back();
        let after = self.edits.range(place..).next();
        let clear = |edit: &Edit| {
            let other = edit.span;
            other.file != span.file
                || (other.start != span.start && (other.end <= span.start || span.end <= other.start))
        };
        before.is_none_or(|(_, edit)| clear(edit)) && after.is_none_or(|(_, edit)| clear(edit))
    }

    /// The texts with every change in them.
    fn texts(&self, sources: &Sources) -> BTreeMap<FileId, String> {
        let mut texts: BTreeMap<FileId, (String, usize)> = BTreeMap::new();
        for ((file, _), edit) in &self.edits {
            let (text, copied) = texts.entry(*file).or_default();
            let range = edit.span.range();
            text.push_str(sources.get(*file).text.get(*copied..range.start).unwrap_or_default());
            text.push_str(&edit.text);
            *copied = range.end;
        }
        let finish = |(file, (mut text, copied)): (FileId, (String, usize))| {
            let old = &sources.get(file).text;
            text.push_str(old.get(copied..).unwrap_or_default());
            (text != *old).then_some((file, text))
        };
        texts.into_iter().filter_map(finish).collect()
    }
}

#[cfg(test)]
mod tests;
