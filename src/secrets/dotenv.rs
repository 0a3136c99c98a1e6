//! Files of lines `KEY=value`, as `.env` files are.
//!
//! Understood: comments, `export`, values in single quotes (as they are) and in double quotes (`\n`, `\t`, `\r`, `\"`, `\\`, `\$`),
//! both over several lines, and bare values up to ` #`. Nothing is expanded: a `$` is a `$`.

use super::value::Secret;

/// What a file says.
#[derive(Debug, Default)]
pub struct File {
    /// Its entries, in written order.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// `KEY=value`.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Secret,
    /// Its line, from 1.
    pub line: usize,
}

/// A line that could not be read. It may be a piece of a secret, so nothing of it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, as one clause.
    pub message: &'static str,
}

/// Reads a file's text.
#[must_use]
pub fn parse(text: &str) -> File {
    let mut cursor = Cursor { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 };
    let mut file = File::default();
    while !cursor.rest.is_empty() {
        let line = cursor.line;
        match cursor.entry() {
            Ok(Some((key, value))) => file.entries.push(Entry { key, value: Secret::new(value), line }),
            Ok(None) => {}
            Err(message) => file.faults.push(Fault { line, message }),
        }
    }
    file
}

struct Cursor<'a> {
    rest: &'a str,
    line: usize,
}

impl Cursor<'_> {
    /// What begins at this line; nothing for an empty one or a comment.
    fn entry(&mut self) -> Result<Option<(String, String)>, &'static str> {
        let line = self.peek_line();
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            self.end_line();
            return Ok(None);
        }
        let Some((key, value)) = line.split_once('=') else {
            self.end_line();
            return Err("is no `KEY=value`");
        };
        let key = key.trim();
        let key = key.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).map_or(key, str::trim_start);
        let gap = value.len() - value.trim_start_matches([' ', '\t']).len();
        let skipped = line.len() - value.len() + gap;
        if !is_key(key) {
            self.end_line();
            return Err("is no `KEY=value`");
        }
        let key = key.to_owned();
        self.rest = self.rest.get(skipped..).unwrap_or_default();
        self.value().map(|value| Some((key, value)))
    }

    fn value(&mut self) -> Result<String, &'static str> {
        let quote = self.rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let Some(quote) = quote else {
            let value = bare(self.peek_line()).to_owned();
            self.end_line();
            return Ok(value);
        };
        let value = self.quoted(quote)?;
        let behind = self.end_line();
        let behind = behind.trim();
        if behind.is_empty() || behind.starts_with('#') { Ok(value) } else { Err("goes on behind the closing quote") }
    }

    /// The text between two quotes.
    fn quoted(&mut self, quote: char) -> Result<String, &'static str> {
        let mut value = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                _ if letter == quote => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(value);
                }
                '\\' if quote == '"' => {
                    let letter = letters.next().map(|(_, letter)| letter);
                    self.line += usize::from(letter == Some('\n'));
                    value.extend(letter.map(escape).into_iter().flatten());
                }
                '\n' => {
                    self.line += 1;
                    value.push('\n');
                }
                // A file from Windows: the value has the breaks that it has elsewhere.
                '\r' if self.rest.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')) => {}
                _ => value.push(letter),
            }
        }
        self.rest = "";
        Err("opens a quote that is never closed")
    }

    fn peek_line(&self) -> &str {
        self.rest.lines().next().unwrap_or_default()
    }

    /// Goes to the next line, and gives what was left of this one.
    fn end_line(&mut self) -> String {
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let line = line.to_owned();
        self.rest = rest;
        self.line += 1;
        line
    }
}

/// A letter behind a backslash; a pair that means nothing stays as it is.
fn escape(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'n' => ('\n', None),
        't' => ('\t', None),
        'r' => ('\r', None),
        '"' | '\\' | '$' => (letter, None),
        other => ('\\', Some(other)),
    };
    std::iter::once(first).chain(second)
}

/// A value without quotes: without a comment and the spaces around it.
fn bare(line: &str) -> &str {
    let comment = line
        .match_indices('#')
        .find(|(at, _)| *at == 0 || line.get(..*at).is_some_and(|before| before.ends_with([' ', '\t'])));
    line.get(..comment.map_or(line.len(), |(at, _)| at)).unwrap_or(line).trim()
}

fn is_key(key: &str) -> bool {
    let mut letters = key.chars();
    let first = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_');
    first && letters.all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
}

#[cfg(test)]
mod tests;
