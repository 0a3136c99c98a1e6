//! What is looked at before the grammar: size, nesting, and characters that must not stand in a source.

use super::lexer::{Bracket, Lexer, Mark};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Source, Span};

/// The largest source, in bytes.
const MAX_BYTES: usize = 64 << 20;
/// The deepest nesting of blocks, lists and objects. The grammar recurses, so this also bounds its stack.
const MAX_DEPTH: usize = 128;

/// Why a file is not parsed at all, if it is not.
pub(super) fn refused(source: &Source, file: FileId) -> Option<Diagnostic> {
    if source.text.len() > MAX_BYTES {
        let start = Span::new(file, 0..0);
        let size = source.text.len() >> 20;
        let message = format!("the file has {size} MiB; more than {} are not read", MAX_BYTES >> 20);
        return Some(Diagnostic::new(Code::E0004, start, message).help("split it, and bring the parts in with `use`"));
    }
    too_deep(&source.text).map(|at| {
        let message = format!("blocks and lists are nested deeper than {MAX_DEPTH} levels");
        Diagnostic::new(Code::E0003, Span::new(file, at..at + 1), message)
            .help("if that is not on purpose, closing braces are missing further up")
    })
}

/// Where the nesting becomes too deep. Never counts fewer levels than the grammar does.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for mark in Lexer::new(text) {
        match mark {
            Mark::Open(at, _) if open.len() == MAX_DEPTH => return Some(at),
            Mark::Open(_, bracket) => open.push(bracket),
            Mark::Close(_, bracket) => close(&mut open, bracket),
            Mark::Line(_) => {}
        }
    }
    None
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
        at += bytes.get(at..)?.iter().position(|byte| may_be_control(*byte))?;
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
