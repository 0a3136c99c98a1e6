//! `NOTES.txt`: what Helm prints after an installation.

use super::Printer;
use super::expr::{At, printed, test};
use crate::chart::Chart;
use crate::chart::tree::{Expr, Test};
use std::fmt::Write as _;

/// Lines of the notes.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A line; each expression prints as it is.
    Line(Vec<Expr>),
    /// Lines for one answer, and for the other.
    When(Test, Vec<Note>, Vec<Note>),
}

/// The notes as a template.
#[must_use]
pub fn notes(chart: &Chart, notes: &[Note]) -> String {
    let printer = Printer::new(chart);
    let mut out = String::new();
    write(&printer, notes, &mut out);
    out
}

fn write(printer: &Printer<'_>, notes: &[Note], out: &mut String) {
    for note in notes {
        match note {
            Note::Line(parts) => {
                for part in parts {
                    out.push_str(&printed(printer, part));
                }
                out.push('\n');
            }
            Note::When(when, then, otherwise) => {
                let _ = writeln!(out, "{{{{- if {} }}}}", test(printer, when, At::Root));
                self::write(printer, then, out);
                if !otherwise.is_empty() {
                    out.push_str("{{- else }}\n");
                    self::write(printer, otherwise, out);
                }
                out.push_str("{{- end }}\n");
            }
        }
    }
}
