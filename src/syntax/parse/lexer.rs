//! The little that must be known of a text before it is parsed: comments, and brackets and line starts outside of texts.
//!
//! It reads quotes and comments exactly as the grammar does, wherever they stand, or nesting would be counted wrongly.

/// Something outside of texts, with its byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `{` or `[`.
    Open(usize, Bracket),
    /// `}` or `]`.
    Close(usize, Bracket),
    /// The first character of a line that is neither blank nor in a comment; the mark of a bracket follows.
    Line(usize),
    /// From `#` to before the line break.
    Comment(usize, usize),
}

/// The two kinds of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// Of a block or an object.
    Brace,
    /// Of a list.
    Square,
}

/// Goes through a text mark by mark.
pub(super) struct Lexer<'s> {
    bytes: &'s [u8],
    at: usize,
    line_begins: bool,
    /// Whether a long text was still open at the end.
    pub(super) ends_in_text: bool,
}

impl<'s> Lexer<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line_begins: true, ends_in_text: false }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts_with(&self, text: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    /// Steps behind the next `'''`, or to the end of the text.
    fn skip_raw(&mut self) {
        while self.at < self.bytes.len() && !self.starts_with(b"'''") {
            self.at += 1;
        }
        self.ends_in_text = self.at == self.bytes.len();
        self.at = (self.at + 3).min(self.bytes.len());
    }

    /// Steps to the next byte that is one of these, or to the end.
    fn skip_until(&mut self, is_one: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| is_one(*byte)).unwrap_or(rest.len());
    }

    fn skip_quotes(&mut self) {
        if self.starts_with(b"'''") {
            self.at += 3;
            self.skip_raw();
        } else if self.starts_with(b"\"\"\"") {
            self.at += 3;
            self.skip_text(b"\"\"\"", false);
        } else if self.starts_with(b"\"") {
            self.at += 1;
            self.skip_text(b"\"", true);
        } else {
            self.at += 1;
            self.skip_single();
        }
    }

    /// Steps over `'text'`, or over the quote alone where no other follows on its line.
    fn skip_single(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(found) = rest.iter().position(|byte| matches!(byte, b'\'' | b'\n'))
            && rest.get(found) == Some(&b'\'')
        {
            self.at += found + 1;
        }
    }

    fn skip_text(&mut self, end: &[u8], one_line: bool) {
        loop {
            self.skip_until(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'\n'));
            let Some(byte) = self.peek(0) else { break };
            match byte {
                b'\n' if one_line => return,
                b'\\' => self.at += if matches!(self.peek(1), Some(b'\n') | None) { 1 } else { 2 },
                b'$' if self.peek(1) == Some(b'{') => self.skip_interpolation(),
                _ if self.starts_with(end) => {
                    self.at += end.len();
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.ends_in_text = !one_line;
    }

    /// Steps over `${…}` where it could be a reference, otherwise over `${` alone.
    fn skip_interpolation(&mut self) {
        self.at += 2;
        let begin = self.at;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'}' => {
                    self.at += 1;
                    return;
                }
                b'"' if self.skip_segment() => {}
                b'.' | b'_' | b'-' | b' ' | b'\t' | b'\r' => self.at += 1,
                _ if byte.is_ascii_alphanumeric() => self.at += 1,
                _ => break,
            }
        }
        self.at = begin;
    }

    fn skip_segment(&mut self) -> bool {
        if self.starts_with(b"\"\"\"") {
            return false;
        }
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let Some(found) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'\n')) else {
            return false;
        };
        let closed = rest.get(found) == Some(&b'"');
        if closed {
            self.at += found + 2;
        }
        closed
    }
}

impl Iterator for Lexer<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let (at, byte) = (self.at, self.peek(0)?);
            match byte {
                b'\n' => {
                    self.line_begins = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' => {
                    self.skip_until(|byte| byte == b'\n');
                    return Some(Mark::Comment(at, self.at));
                }
                _ if self.line_begins => {
                    self.line_begins = false;
                    return Some(Mark::Line(at));
                }
                b'"' | b'\'' => self.skip_quotes(),
                b'{' | b'[' | b'}' | b']' => {
                    self.at += 1;
                    let bracket = if matches!(byte, b'{' | b'}') { Bracket::Brace } else { Bracket::Square };
                    let open = matches!(byte, b'{' | b'[');
                    return Some(if open { Mark::Open(at, bracket) } else { Mark::Close(at, bracket) });
                }
                _ => self.skip_until(|byte| matches!(byte, b'\n' | b'#' | b'"' | b'\'' | b'{' | b'[' | b'}' | b']')),
            }
        }
    }
}
