//! From a text to its tree. Every text has one; what could not be understood is missing from it and reported.
//!
//! The steps: [`guard`] looks at the bare characters, the grammar cuts the text into constructs, [`tree`], [`value`] and
//! [`text`] build the tree from them, [`slip`] finds words for what was no construct, [`findings`] leaves one finding per
//! bad line.

mod braces;
mod findings;
mod guard;
mod lexer;
mod slip;
mod text;
mod tree;
mod value;

use super::ast;
use super::decode::decode;
use super::grammar::{Grammar, Pair, Pairs, Rule};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use pest::Parser;
use pest::error::InputLocation;

/// A file's tree and what is wrong with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The tree; as complete as the text.
    pub file: ast::File,
    /// Findings by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes a file into the sources and parses it. Bytes that are not UTF-8 are one finding and an empty tree.
pub fn read(sources: &mut Sources, name: impl Into<String>, bytes: Vec<u8>) -> (FileId, Parsed) {
    let mut decoded = decode(bytes);
    let text = std::mem::take(&mut decoded.text);
    let file = sources.add(name, text);
    let parsed = match decoded.finding(file) {
        Some(finding) => Parsed { file: empty(file), diagnostics: vec![finding] },
        None => parse(sources, file),
    };
    (file, parsed)
}

/// Parses a file of the sources.
///
/// A file that is too large or nested too deeply gives that one finding and an empty tree.
#[must_use]
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let source = sources.get(file);
    let survey = match guard::survey(source, file) {
        Ok(survey) => survey,
        Err(refused) => return Parsed { file: empty(file), diagnostics: vec![*refused] },
    };
    let (tree, found) = match Grammar::parse(Rule::file, &source.text) {
        Ok(constructs) => tree::build(source, file, inside(constructs), survey),
        Err(error) => (empty(file), vec![not_understood(file, &error)]),
    };
    let mut findings = guard::control_characters(source, file);
    findings.extend(found);
    Parsed { file: tree, diagnostics: findings::one_per_line(source, findings) }
}

/// A text as the grammar cuts it: every construct and every comment, with its place.
pub(crate) struct Cut<'s> {
    /// The constructs at the top level.
    pub(crate) constructs: Pairs<'s>,
    /// Every comment, without the blanks at its end, in written order.
    pub(crate) comments: Vec<Span>,
}

/// Cuts a file of the sources; nothing where it is too large or nested too deeply.
pub(crate) fn cut(sources: &Sources, file: FileId) -> Option<Cut<'_>> {
    let source = sources.get(file);
    let survey = guard::survey(source, file).ok()?;
    let constructs = Grammar::parse(Rule::file, &source.text).ok()?;
    Some(Cut { constructs: inside(constructs), comments: survey.comments })
}

/// What stands in the file.
fn inside(mut constructs: Pairs<'_>) -> Pairs<'_> {
    constructs.next().map_or(constructs, Pair::into_inner)
}

/// The grammar matches every text. Should it ever fail, nothing must be lost silently.
fn not_understood(file: FileId, error: &pest::error::Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    Diagnostic::new(Code::E0010, Span::new(file, at..at), "the text cannot be understood from here on")
}

fn empty(id: FileId) -> ast::File {
    ast::File { id, header: None, items: Vec::new(), comments: Vec::new() }
}
