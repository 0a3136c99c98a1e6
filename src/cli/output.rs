//! What goes where: findings and words for people to standard error, data to standard output.

use super::Status;
use super::args::{Color, Format};
use crate::diagnostics::few::few;
use crate::diagnostics::{Diagnostic, Severity, json, render, sarif};
use crate::source::Sources;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, BufWriter, ErrorKind, Write};

/// Both streams, and how findings are written to them.
#[derive(Debug)]
pub(super) struct Output {
    format: Format,
    choice: ColorChoice,
    /// Whether data may have colours, where a command paints its own.
    painted: ColorChoice,
    /// Whether standard output carries data of the command's own.
    carries_data: bool,
}

impl Output {
    pub(super) fn new(format: Format, color: Color) -> Self {
        let (choice, painted) = match color {
            Color::Auto => (AutoStream::choice(&io::stderr()), AutoStream::choice(&io::stdout())),
            Color::Always => (ColorChoice::AlwaysAnsi, ColorChoice::AlwaysAnsi),
            Color::Never => (ColorChoice::Never, ColorChoice::Never),
        };
        Self { format, choice, painted, carries_data: false }
    }

    /// Keeps standard output for data: findings for programs go to standard error as well.
    pub(super) fn keep_for_data(&mut self) {
        self.carries_data = true;
    }

    /// How findings, and what a command has to tell about its work, are written.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Tells the findings, and whether one of them must be mended.
    ///
    /// # Errors
    /// Where a stream refuses to be written to, other than by being closed.
    pub(super) fn findings(&self, sources: &Sources, diagnostics: &[Diagnostic]) -> io::Result<Status> {
        let diagnostics: &[Diagnostic] = &few(diagnostics);
        match self.format {
            Format::Text => self.tell(&render::render(sources, diagnostics, self.colored()))?,
            Format::Json => self.report(&json::lines(sources, diagnostics))?,
            Format::Sarif => self.report(&sarif::log(sources, diagnostics))?,
        }
        let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        Ok(if failed { Status::Findings } else { Status::Clean })
    }

    /// Writes data.
    ///
    /// # Errors
    /// Where standard output refuses, other than by being closed: whoever reads a pipe may stop when they have enough.
    #[expect(clippy::unused_self, reason = "output is written through the one thing that owns it")]
    pub(super) fn data(&self, text: &str) -> io::Result<()> {
        write(io::stdout().lock(), text).map_err(refused)
    }

    /// Whether data for people is to be painted.
    pub(super) fn is_painted(&self) -> bool {
        self.painted != ColorChoice::Never
    }

    /// Writes data with colours in it.
    ///
    /// # Errors
    /// As for [`Output::data`].
    pub(super) fn painted(&self, text: &str) -> io::Result<()> {
        write(AutoStream::new(io::stdout(), self.painted), text).map_err(refused)
    }

    /// Writes data that is made of many texts.
    ///
    /// # Errors
    /// As for [`Output::data`].
    #[expect(clippy::unused_self, reason = "output is written through the one thing that owns it")]
    pub(super) fn texts<'t>(&self, texts: impl Iterator<Item = &'t str>) -> io::Result<()> {
        let mut stream = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let written = texts.map(str::as_bytes).try_for_each(|text| stream.write_all(text));
        closed_is_fine(written.and_then(|()| stream.flush())).map_err(refused)
    }

    /// Says something to people; silent where findings are for programs.
    ///
    /// # Errors
    /// Where standard error refuses, other than by being closed.
    pub(super) fn say(&self, text: &str) -> io::Result<()> {
        if self.format == Format::Text { self.tell(&format!("{text}\n")) } else { Ok(()) }
    }

    /// Says why a command failed.
    pub(super) fn complain(&self, why: &str) -> Status {
        let (bold, plain) = if self.colored() { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        // There is no one left to tell when this fails too.
        let _ = self.tell(&format!("{bold}error{plain}: {why}\n"));
        Status::Failed
    }

    fn colored(&self) -> bool {
        self.choice != ColorChoice::Never
    }

    /// Writes lines for programs: to standard output, unless that carries data.
    ///
    /// # Errors
    /// Where a stream refuses to be written to, other than by being closed.
    pub(super) fn report(&self, text: &str) -> io::Result<()> {
        if self.carries_data { self.tell(text) } else { self.data(text) }
    }

    fn tell(&self, text: &str) -> io::Result<()> {
        write(AutoStream::new(io::stderr(), self.choice), text)
    }
}

fn write(mut stream: impl Write, text: &str) -> io::Result<()> {
    closed_is_fine(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
}

fn closed_is_fine(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` calls")]
fn refused(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("can't write to standard output: {error}"))
}
