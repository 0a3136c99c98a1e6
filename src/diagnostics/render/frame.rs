//! The piece of one source that a finding shows: only the lines it needs, each cut to a readable length and made safe to print.
//!
//! A frame is a text of its own, so a place of the source has another offset in it. The work is proportional to what is
//! shown, not to the file: ten thousand findings in one large file cost no more than in many small ones.

use super::clean::symbol;
use crate::source::Source;
use std::collections::BTreeMap;
use std::ops::Range;

/// A line with more characters is cut.
const WIDEST: usize = 160;
/// How many characters of a cut line stand before what the finding points at.
const BEFORE: usize = 40;
/// How many lines are shown after the first, and before the last, of a place of several lines: as many as the printer asks for.
const AFTER_FIRST: usize = 3;
const BEFORE_LAST: usize = 1;
/// So many hidden lines make the printer draw a gap.
const GAP: usize = 2;
/// Stands where a line was cut.
const CUT: &str = "…";

/// What is shown of one source.
pub(super) struct Frame<'a> {
    source: &'a Source,
    text: String,
    lines: Vec<Line>,
}

/// A line of a frame. Invariant: one character of the source is one character of the frame.
struct Line {
    /// Line of the source, from 0.
    number: usize,
    /// First byte within the frame's text.
    start: usize,
    /// The part of the source that is shown.
    part: Range<usize>,
    /// Bytes of the mark before it.
    mark: usize,
}

impl<'a> Frame<'a> {
    /// The lines that hold `places`; where a line is too long, it is cut around the earliest of them in the list.
    pub(super) fn new(source: &'a Source, places: &[Range<usize>]) -> Self {
        let mut focus = BTreeMap::new();
        for place in places {
            want(source, &within(source, place), &mut focus);
        }
        let mut frame = Self { source, text: String::new(), lines: Vec::with_capacity(focus.len()) };
        for (number, place) in focus {
            frame.bridge(number);
            frame.push(number, place);
        }
        frame
    }

    pub(super) fn name(&self) -> &'a str {
        &self.source.name
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a place of the source is in the frame.
    pub(super) fn place(&self, place: Range<usize>) -> Range<usize> {
        let place = within(self.source, &place);
        self.offset(place.start)..self.offset(place.end)
    }

    /// The frame's line that holds a byte of the frame.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.start <= byte).saturating_sub(1)
    }

    /// The source's line number, from 1.
    pub(super) fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(1, |line| line.number + 1)
    }

    /// The source's column, from 1 in characters, of a byte of the frame.
    pub(super) fn column(&self, line: usize, byte: usize) -> usize {
        self.lines.get(line).map_or(1, |line| {
            let first = self.source.position(line.part.start).column;
            first + self.text.get(line.start + line.mark..byte).map_or(0, |before| before.chars().count())
        })
    }

    /// The bytes of a frame's line, with its line break.
    pub(super) fn range(&self, line: usize) -> Option<Range<usize>> {
        let start = self.lines.get(line)?.start;
        Some(start..self.lines.get(line + 1).map_or(self.text.len(), |next| next.start))
    }

    pub(super) fn last_line(&self) -> usize {
        self.lines.len().saturating_sub(1)
    }

    fn offset(&self, byte: usize) -> usize {
        let wanted = self.source.line_of(byte);
        let found = self.lines.partition_point(|line| line.number <= wanted).saturating_sub(1);
        self.lines.get(found).map_or(0, |line| {
            if byte < line.part.start {
                return line.start;
            }
            let before = self.source.text.get(line.part.start..byte.min(line.part.end)).unwrap_or_default();
            line.start + line.mark + before.chars().map(|ch| shown(ch).len_utf8()).sum::<usize>()
        })
    }

    /// Fills what lies between the last line and `number`: a single line is shown, more become a gap.
    fn bridge(&mut self, number: usize) {
        let Some(last) = self.lines.last().map(|line| line.number) else { return };
        let missing = number - last - 1;
        for skipped in 1..=missing.min(GAP) {
            if missing == 1 {
                self.push(last + skipped, line_start(self.source, last + skipped));
            } else {
                self.push_hidden(last + skipped);
            }
        }
    }

    fn push(&mut self, number: usize, focus: Range<usize>) {
        let line = line_text(self.source, number);
        let part = window(&self.source.text, &line, &focus);
        let start = self.text.len();
        let mark = if part.start > line.start { CUT } else { "" };
        self.text.push_str(mark);
        self.text.extend(self.source.text.get(part.clone()).unwrap_or_default().chars().map(shown));
        self.text.push_str(if part.end < line.end { CUT } else { "" });
        self.text.push('\n');
        self.lines.push(Line { number, start, part, mark: mark.len() });
    }

    fn push_hidden(&mut self, number: usize) {
        let start = self.text.len();
        self.text.push('\n');
        self.lines.push(Line { number, start, part: line_start(self.source, number), mark: 0 });
    }
}

/// Notes which lines a place needs, and what to look at in each; what was noted before wins.
fn want(source: &Source, place: &Range<usize>, focus: &mut BTreeMap<usize, Range<usize>>) {
    let (first, last) = (source.line_of(place.start), source.line_of(place.end));
    focus.entry(first).or_insert(place.start..place.end.min(line_text(source, first).end));
    if last > first {
        focus.entry(last).or_insert(line_start(source, last).start..place.end);
    }
    let context = (first + 1..=(first + AFTER_FIRST).min(last)).chain((last - BEFORE_LAST.min(last)).max(first)..last);
    for number in context {
        focus.entry(number).or_insert_with(|| line_start(source, number));
    }
}

/// The place, kept inside the text, on whole characters, and without line breaks at its end.
fn within(source: &Source, place: &Range<usize>) -> Range<usize> {
    let text = &source.text;
    let start = text.floor_char_boundary(place.start);
    let end = text.ceil_char_boundary(place.end).max(start);
    let covered = text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
    start..start + covered.len()
}

/// The part of a long line that is shown: some text before the focus and as much as there is room for after it.
fn window(text: &str, line: &Range<usize>, focus: &Range<usize>) -> Range<usize> {
    let whole = text.get(line.clone()).unwrap_or_default();
    if whole.char_indices().nth(WIDEST).is_none() {
        return line.clone();
    }
    let focus = focus.start.clamp(line.start, line.end);
    let before = text.get(line.start..focus).unwrap_or_default();
    let start = before.char_indices().rev().take(BEFORE).last().map_or(focus, |(at, _)| line.start + at);
    let rest = text.get(start..line.end).unwrap_or_default();
    let end = rest.char_indices().nth(WIDEST).map_or(line.end, |(at, _)| start + at);
    start..end
}

/// The bytes of a line without its line break.
fn line_text(source: &Source, number: usize) -> Range<usize> {
    let range = source.line_range(number).unwrap_or(source.text.len()..source.text.len());
    let text = source.text.get(range.clone()).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text);
    range.start..range.start + text.strip_suffix('\r').unwrap_or(text).len()
}

/// The empty place at the start of a line.
fn line_start(source: &Source, number: usize) -> Range<usize> {
    let start = line_text(source, number).start;
    start..start
}

/// A character as the frame shows it. Tabs stay: the printer draws them as spaces.
fn shown(ch: char) -> char {
    if ch == '\t' { ch } else { symbol(ch) }
}
