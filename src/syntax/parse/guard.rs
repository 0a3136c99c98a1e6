//! What is looked at before the grammar: size, nesting, comments, and characters that must not stand in a source.

use super::braces::{Braces, Missing};
use super::lexer::{Bracket, Lexer, Mark};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Source, Span};
use crate::syntax::BLANK;

/// The largest source, in bytes; as large as any file of a project ([`crate::companion::LARGEST`]).
const MAX_BYTES: usize = 16 << 20;
/// The deepest nesting of blocks, lists and objects. The grammar recurses, so this also bounds its stack.
const MAX_DEPTH: usize = 128;

/// Bytes that are looked at together for a character that must not stand in a source.
const CHUNK: usize = 64;

/// What one pass over a text tells before it is parsed.
pub(super) struct Survey {
    /// Every comment, without the blanks at its end.
    pub(super) comments: Vec<Span>,
    /// The closing brace that is missing, judged by indentation.
    pub(super) missing: Option<Missing>,
}

/// Surveys a file, or says why it is not parsed at all.
pub(super) fn survey(source: &Source, file: FileId) -> Result<Survey, Box<Diagnostic>> {
    if source.text.len() > MAX_BYTES {
        return Err(Box::new(too_large(source, file)));
    }
    let mut comments = Vec::new();
    let mut open = Vec::new();
    let mut braces = Braces::new(&source.text);
    let mut marks = Lexer::new(&source.text);
    for mark in marks.by_ref() {
        match mark {
            Mark::Open(at, _) if open.len() == MAX_DEPTH => return Err(Box::new(too_deep(file, at))),
            Mark::Open(_, bracket) => open.push(bracket),
            Mark::Close(_, bracket) => close(&mut open, bracket),
            Mark::Comment(at, end) => comments.push(comment(source, file, at, end)),
            Mark::Line(_) => {}
        }
        braces.see(mark);
    }
    // A long text that never closes may have swallowed the brace.
    let missing = if marks.ends_in_text { None } else { braces.missing() };
    Ok(Survey { comments, missing })
}

fn too_large(source: &Source, file: FileId) -> Diagnostic {
    let start = Span::new(file, 0..0);
    let size = source.text.len() >> 20;
    let message = format!("the file has {size} MiB; more than {} are not read", MAX_BYTES >> 20);
    Diagnostic::new(Code::E0004, start, message).help("split it, and bring the parts in with `use`")
}

/// The nesting becomes too deep at a byte. Never counts fewer levels than the grammar does.
fn too_deep(file: FileId, at: usize) -> Diagnostic {
    let message = format!("blocks and lists are nested deeper than {MAX_DEPTH} levels");
    Diagnostic::new(Code::E0003, Span::new(file, at..at + 1), message)
        .help("if that is not on purpose, closing braces are missing further up")
}

fn comment(source: &Source, file: FileId, at: usize, end: usize) -> Span {
    let length = source.text.get(at..end).map_or(0, |comment| comment.trim_end_matches(BLANK).len());
    Span::new(file, at..at + length)
}

/// A `}` also ends the lists inside of it that were left open; a `]` ends nothing but a list.
fn close(open: &mut Vec<Bracket>, bracket: Bracket) {
    match bracket {
        Bracket::Square => {
            open.pop_if(|last| *last == Bracket::Square);
        }
        Bracket::Brace => while open.pop().is_some_and(|last| last == Bracket::Square) {},
    }
}

/// Characters that an editor does not show or that change the order in which text is shown: the first of each line.
pub(super) fn control_characters(source: &Source, file: FileId) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut from = 0;
    while let Some((at, character)) = next_control(&source.text, from) {
        let span = Span::new(file, at..at + character.len_utf8());
        let code = u32::from(character);
        let message = format!("the invisible character U+{code:04X} stands in the source");
        let help = format!("delete it; a text can hold it as `\\u{{{code:x}}}`");
        let why = "characters that are not shown can make a source read differently from what it means";
        findings.push(Diagnostic::new(Code::E0002, span, message).help(help).note(why));
        let line = source.line_range(source.line_of(at));
        from = line.map_or(source.text.len(), |line| line.end).max(at + 1);
    }
    findings
}

fn next_control(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = next_suspect(bytes, at)?;
        let character = text.get(at..).and_then(|rest| rest.chars().next());
        match character {
            Some('\r') if bytes.get(at + 1) == Some(&b'\n') => {}
            Some('\u{FEFF}') if at == 0 => {}
            Some(character) if is_control(character) => return Some((at, character)),
            Some(_) | None => {}
        }
        at += character.map_or(1, char::len_utf8);
    }
}

/// The next byte that [`may_be_control`]. Chunks without one are passed as a whole, which the machine does at once.
fn next_suspect(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let is_clean = |chunk: &&[u8]| !chunk.iter().fold(false, |found, byte| found | may_be_control(*byte));
    let clean = rest.chunks(CHUNK).take_while(is_clean).count() * CHUNK;
    let suspect = rest.get(clean..)?.iter().position(|byte| may_be_control(*byte))?;
    Some(from + clean + suspect)
}

/// Whether a character that must not stand in a source can begin with this byte.
fn may_be_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0B..=0x1F | 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF)
}

/// Controls, line and paragraph separators, and what overrides the direction of writing.
fn is_control(character: char) -> bool {
    let bidi =
        matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    character.is_control() && !matches!(character, '\t' | '\n') || bidi || character == '\u{FEFF}'
}
