//! Findings for people: each with the piece of source that it is about. The only file that names `codespan_reporting`.

mod clean;
mod frame;

use super::{Diagnostic, Edit, Severity, mask};
use crate::source::{FileId, Sources, Span};
use clean::{clean, clean_lines};
use codespan_reporting::diagnostic as shown;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{Config, Styles, StylesWriter, emit_to_write_style};
use frame::Frame;
use std::ops::Range;

/// A suggested change longer than this is not shown.
const LONGEST_EDIT: usize = 60;

/// All findings as text, with a summary as the last line; empty where there is none.
///
/// The order is that of the list (see [`gather`](super::gather::gather)). With `color`, the text holds ANSI escapes; whatever the
/// user's own text holds of them is shown as symbols. Credentials are shown as stars.
#[must_use]
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], color: bool) -> String {
    let mut bytes = Vec::new();
    let sources = mask::sources(sources, diagnostics);
    if color {
        write_all(&mut Ansi::new(&mut bytes), &sources, diagnostics);
    } else {
        write_all(&mut NoColor::new(&mut bytes), &sources, diagnostics);
    }
    let printed = String::from_utf8_lossy(&bytes);
    let mut text: String = printed.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    text.extend(summary(diagnostics).into_iter().flat_map(|summary| [summary, "\n".to_owned()]));
    text
}

/// How many there are of each severity, such as `2 errors, 1 warning`; none where there are no findings.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = |severity: Severity| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let plural = if number == 1 { "" } else { "s" };
        (number > 0).then(|| format!("{number} {}{plural}", severity.name()))
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

fn write_all(writer: &mut impl WriteColor, sources: &Sources, diagnostics: &[Diagnostic]) {
    let (config, styles) = (Config::default(), Styles::default());
    let mut writer = StylesWriter::new(writer, &styles);
    for diagnostic in diagnostics {
        let frames = Frames::new(sources, diagnostic);
        let message = convert(sources, &frames, diagnostic);
        // Both faults can't occur: the writer is memory, and a frame holds every place it is asked for.
        let written = emit_to_write_style(&mut writer, &config, &frames, &message);
        debug_assert!(written.is_ok(), "{written:?}");
    }
}

/// The finding in the words of the printer.
fn convert(sources: &Sources, frames: &Frames<'_>, diagnostic: &Diagnostic) -> shown::Diagnostic<usize> {
    let severity = match diagnostic.severity {
        Severity::Error => shown::Severity::Error,
        Severity::Warning => shown::Severity::Warning,
        Severity::Note => shown::Severity::Note,
    };
    let primary = diagnostic.span.map(|span| frames.label(shown::LabelStyle::Primary, span, ""));
    let secondary =
        diagnostic.labels.iter().map(|label| frames.label(shown::LabelStyle::Secondary, label.span, &label.message));
    shown::Diagnostic::new(severity)
        .with_code(diagnostic.code.id())
        .with_message(clean(&diagnostic.message))
        .with_labels(primary.into_iter().chain(secondary).collect())
        .with_notes(notes(sources, diagnostic))
}

/// What stands below the source: why, what to do, and where.
fn notes(sources: &Sources, diagnostic: &Diagnostic) -> Vec<String> {
    let note = diagnostic.note.as_ref().map(|note| format!("note: {}", clean_lines(note)));
    let help = diagnostic.help.as_ref().map(|help| format!("help: {}", clean_lines(help)));
    let edit = match diagnostic.edits.as_slice() {
        [edit] => suggestion(sources, edit).filter(|_| !says(diagnostic, &edit.text)),
        [] | [_, _, ..] => None,
    };
    let environments = (!diagnostic.environments.is_empty()).then(|| {
        let plural = if diagnostic.environments.len() == 1 { "" } else { "s" };
        clean(&format!("in environment{plural} {}", diagnostic.environments.join(", ")))
    });
    [note, help, edit, environments].into_iter().flatten().collect()
}

/// Whether the help already shows the new text.
fn says(diagnostic: &Diagnostic, text: &str) -> bool {
    let text = text.trim();
    diagnostic.help.as_ref().is_some_and(|help| !text.is_empty() && help.contains(&format!("`{text}`")))
}

/// A short change in words.
fn suggestion(sources: &Sources, edit: &Edit) -> Option<String> {
    let (old, new) = (sources.text(edit.span).trim(), edit.text.trim());
    let short = |text: &str| text.len() <= LONGEST_EDIT && !text.contains('\n');
    let words = match (old.is_empty(), new.is_empty()) {
        (true, true) => return None,
        (true, false) => format!("help: add `{}`", clean(new)),
        (false, true) => format!("help: remove `{}`", clean(old)),
        (false, false) => format!("help: write `{}` instead of `{}`", clean(new), clean(old)),
    };
    (short(old) && short(new)).then_some(words)
}

/// The pieces of source that one finding shows, one for each file.
struct Frames<'a> {
    frames: Vec<(FileId, Frame<'a>)>,
}

impl<'a> Frames<'a> {
    fn new(sources: &'a Sources, diagnostic: &Diagnostic) -> Self {
        let mut files: Vec<(FileId, Vec<Range<usize>>)> = Vec::new();
        for span in diagnostic.span.into_iter().chain(diagnostic.labels.iter().map(|label| label.span)) {
            match files.iter_mut().find(|(file, _)| *file == span.file) {
                Some((_, ranges)) => ranges.push(span.range()),
                None => files.push((span.file, vec![span.range()])),
            }
        }
        let frame = |(file, ranges): (FileId, Vec<Range<usize>>)| (file, Frame::new(sources.get(file), &ranges));
        Self { frames: files.into_iter().map(frame).collect() }
    }

    /// A label at the place in the frame that shows `span`.
    fn label(&self, style: shown::LabelStyle, span: Span, message: &str) -> shown::Label<usize> {
        let found = self.frames.iter().enumerate().find(|(_, (file, _))| *file == span.file);
        let (index, range) = found.map_or((0, 0..0), |(index, (_, frame))| (index, frame.place(span.range())));
        shown::Label::new(style, index, range).with_message(clean(message))
    }

    fn frame(&self, index: usize) -> Result<&Frame<'a>, Error> {
        self.frames.get(index).map(|(_, frame)| frame).ok_or(Error::FileMissing)
    }
}

impl<'f> Files<'f> for Frames<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'f str;

    fn name(&'f self, id: usize) -> Result<String, Error> {
        Ok(clean(self.frame(id)?.name()))
    }

    fn source(&'f self, id: usize) -> Result<&'f str, Error> {
        Ok(self.frame(id)?.text())
    }

    fn line_index(&'f self, id: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.frame(id)?.line_at(byte_index))
    }

    fn line_number(&'f self, id: usize, line_index: usize) -> Result<usize, Error> {
        Ok(self.frame(id)?.number(line_index))
    }

    fn column_number(&'f self, id: usize, line_index: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.frame(id)?.column(line_index, byte_index))
    }

    fn line_range(&'f self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        let frame = self.frame(id)?;
        frame.range(line_index).ok_or(Error::LineTooLarge { given: line_index, max: frame.last_line() })
    }
}

#[cfg(test)]
mod tests;
