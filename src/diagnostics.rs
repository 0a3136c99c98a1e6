//! Findings: what is wrong in a user's source, told at its place.

pub mod codes;
pub mod edits;
pub mod few;
pub mod gather;
pub mod json;
pub mod mask;
pub mod render;
pub mod sarif;

pub use codes::Code;

use crate::source::Span;
use smol_str::SmolStr;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something to know.
    Note,
    /// Something to mend; the build goes on.
    Warning,
    /// Something that must be mended; nothing is written.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// The code's own severity, unless a profile made it stricter.
    pub severity: Severity,
    /// One terse lower-case clause with the user's words in backticks.
    pub message: String,
    /// The primary place; none where no source is at fault (a file that is not there).
    pub span: Option<Span>,
    /// Further places that explain the first.
    pub labels: Vec<Label>,
    /// Why it is so.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Changes that mend it and can be applied as they stand, all together.
    pub edits: Vec<Edit>,
    /// The environments in which it was found; empty where it holds for the source itself.
    pub environments: Vec<SmolStr>,
    /// The text that must not be shown, at the primary place and wherever else it stands (see [`mask`]).
    pub masked: Option<SmolStr>,
}

/// A secondary place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there: one clause, no line break.
    pub message: String,
}

/// A change of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::without_place(code, message) }
    }

    /// A finding that no place of a source is at fault for.
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span: None,
            labels: Vec::new(),
            note: None,
            help: None,
            edits: Vec::new(),
            environments: Vec::new(),
            masked: None,
        }
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Says why.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a change that mends it.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Forbids to show a text, which stands at the primary place or is what that stands for.
    #[must_use]
    pub fn masked(mut self, text: impl Into<SmolStr>) -> Self {
        self.masked = Some(text.into());
        self
    }

    /// Makes it as severe as a profile asks for.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
