//! JSON whose values know where they stand.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use indexmap::IndexMap;
use serde_json::value::RawValue;

/// A value, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a> {
    file: FileId,
    /// The whole file.
    whole: &'a str,
    raw: &'a RawValue,
}

impl<'a> Json<'a> {
    /// Reads a file.
    pub(super) fn parse(sources: &'a Sources, file: FileId) -> Result<Self, Box<Diagnostic>> {
        let source = sources.get(file);
        let whole = source.text.as_str();
        serde_json::from_str::<&RawValue>(whole).map(|raw| Self { file, whole, raw }).map_err(|error| {
            let line = source.line_range(error.line().saturating_sub(1)).map_or(0, |line| line.start);
            let at = (line + error.column().saturating_sub(1)).min(whole.len());
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            Box::new(super::not_metadata(Span::new(file, at..at), &format!("this is no JSON: {words}")))
        })
    }

    /// Its place.
    pub(super) fn span(&self) -> Span {
        let start = self.start();
        Span::new(self.file, start..start + self.raw.get().len())
    }

    /// The place of its first character, which stands for the whole.
    pub(super) fn first(&self) -> Span {
        let start = self.start();
        Span::new(self.file, start..start + 1)
    }

    fn start(&self) -> usize {
        // What is read without a copy is a piece of the text itself.
        self.raw.get().as_ptr().addr().saturating_sub(self.whole.as_ptr().addr())
    }

    /// The place of the key in front of a member.
    pub(super) fn key(&self, key: &str, member: &Json<'_>) -> Span {
        let end = member.start();
        let written = serde_json::to_string(key).unwrap_or_default();
        let start = self.whole.get(..end).and_then(|before| before.rfind(&written));
        start.map_or_else(|| member.first(), |start| Span::new(self.file, start..start + written.len()))
    }

    /// Its members, where it is an object.
    pub(super) fn members(&self) -> Option<IndexMap<String, Json<'a>>> {
        let members: IndexMap<String, &'a RawValue> = serde_json::from_str(self.raw.get()).ok()?;
        Some(members.into_iter().map(|(key, raw)| (key, Json { raw, ..*self })).collect())
    }

    /// A member, where it is an object that has it.
    pub(super) fn get(&self, key: &str) -> Option<Json<'a>> {
        self.members()?.swap_remove(key)
    }

    /// Its items, where it is a list.
    pub(super) fn items(&self) -> Option<Vec<Json<'a>>> {
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw.get()).ok()?;
        Some(items.into_iter().map(|raw| Json { raw, ..*self }).collect())
    }

    /// Its text, where it is one.
    pub(super) fn text(&self) -> Option<String> {
        serde_json::from_str(self.raw.get()).ok()
    }

    /// Its number, where it is a whole one that is not negative.
    pub(super) fn number(&self) -> Option<u64> {
        serde_json::from_str(self.raw.get()).ok()
    }
}

/// A finding about a file of metadata.
pub(super) fn unfit(place: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::E0415, place, message)
}
