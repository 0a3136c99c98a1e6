//! What stands in one column with what.

use super::layout::Item;

/// A line before it is written.
pub(super) struct Line<'r, 's> {
    pub(super) blank: bool,
    pub(super) content: Content<'r, 's>,
    pub(super) comment: Option<&'s str>,
    /// How wide the heads are that it stands with.
    pub(super) head: usize,
    /// How wide the fields within its braces are.
    pub(super) columns: Vec<usize>,
}

/// What stands on a line.
pub(super) enum Content<'r, 's> {
    /// Items on one line; none before a comment.
    Entries(Vec<Entry>),
    /// An item of several lines.
    Open(&'r Item<'s>),
}

/// What can stand in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Fields.
    Field,
    /// Blocks with neither a name nor a base: several with each other, one with the fields around it where it is short enough.
    Short,
    /// Blocks with a name.
    Named,
    /// What stands with nothing.
    Alone,
}

/// An item on one line: `head = value` or `head { cells }`.
pub(super) struct Entry {
    pub(super) class: Class,
    pub(super) head: String,
    /// Where in it ` : ` begins, behind the name.
    pub(super) base: Option<usize>,
    pub(super) kind: String,
    /// `=`, `{` or nothing.
    pub(super) sign: &'static str,
    pub(super) cells: Vec<Cell>,
}

/// An item within the braces of another.
pub(super) struct Cell {
    /// What it has to share with another to stand in a column with it.
    pub(super) key: String,
    pub(super) text: String,
}

impl<'r, 's> Line<'r, 's> {
    pub(super) fn new(blank: bool, content: Content<'r, 's>, comment: Option<&'s str>) -> Self {
        Self { blank, content, comment, head: 0, columns: Vec::new() }
    }

    /// Whether the line has a comment and nothing else.
    pub(super) fn is_comment(&self) -> bool {
        self.entries().is_some_and(<[Entry]>::is_empty)
    }

    fn entries(&self) -> Option<&[Entry]> {
        match &self.content {
            Content::Entries(entries) => Some(entries),
            Content::Open(_) => None,
        }
    }

    /// The one entry of the line.
    fn entry(&self) -> Option<&Entry> {
        self.entries().and_then(|entries| if let [entry] = entries { Some(entry) } else { None })
    }

    /// What stands before the base.
    fn name(&self) -> Option<&str> {
        let entry = self.entry()?;
        entry.head.get(..entry.base?)
    }

    fn class(&self) -> Class {
        match &self.content {
            Content::Entries(_) => self.entry().map_or(Class::Alone, |entry| entry.class),
            Content::Open(Item::Field { .. }) => Class::Field,
            Content::Open(Item::Block { .. } | Item::Plain(_) | Item::Wrong) => Class::Alone,
        }
    }

    fn head(&self) -> usize {
        match &self.content {
            Content::Entries(_) => self.entry().map_or(0, |entry| width(&entry.head)),
            Content::Open(Item::Field { head, .. }) => width(head),
            Content::Open(Item::Block { .. } | Item::Plain(_) | Item::Wrong) => 0,
        }
    }
}

impl Entry {
    pub(super) fn plain(text: String) -> Self {
        Self { class: Class::Alone, head: text, base: None, kind: String::new(), sign: "", cells: Vec::new() }
    }

    /// The entry, with its head and its cells as wide as they have to be.
    pub(super) fn text(&self, head: usize, columns: &[usize]) -> String {
        let Self { head: text, sign, cells, .. } = self;
        match (*sign, cells.as_slice()) {
            ("=", [value]) => format!("{text:head$} = {}", value.text),
            ("{", cells) => format!("{text:head$} {}", Self::braces(cells, columns)),
            (_, _) => text.clone(),
        }
    }

    /// Cells between braces.
    pub(super) fn braces(cells: &[Cell], columns: &[usize]) -> String {
        let mut out = String::from("{ ");
        for (index, cell) in cells.iter().enumerate() {
            let is_last = index + 1 == cells.len();
            let wide = columns.get(index).copied().filter(|_| !is_last).unwrap_or_default();
            out.push_str(&cell.text);
            out.extend(std::iter::repeat_n(' ', wide.saturating_sub(width(&cell.text))));
            out.push_str(if is_last { " " } else { "  " });
        }
        out + "}"
    }
}

/// Finds the columns of lines that follow one another with neither a blank line nor an item of several lines between.
pub(super) fn align(lines: &mut [Line<'_, '_>]) {
    let is_on_one_line = |line: &Line<'_, '_>| matches!(line.content, Content::Entries(_));
    for group in lines.chunk_by_mut(|line, next| is_on_one_line(line) && !next.blank) {
        let has_base = |line: &Line<'_, '_>| line.class() == Class::Named && line.name().is_some();
        for several in group.chunk_by_mut(|line, next| has_base(line) && has_base(next)) {
            bases(several);
        }
        let fields = group.iter().filter(|line| line.class() == Class::Field).map(Line::head).max();
        for line in &mut *group {
            let head = match line.class() {
                Class::Field | Class::Short => fields,
                Class::Named | Class::Alone => None,
            };
            line.head = head.unwrap_or_default();
        }
        let is_like = |line: &Line<'_, '_>, next: &Line<'_, '_>| line.class() == next.class();
        for several in group.chunk_by_mut(is_like) {
            let class = several.first().map_or(Class::Alone, Line::class);
            if class == Class::Named || (class == Class::Short && several.len() > 1) {
                let head = several.iter().map(Line::head).max().unwrap_or_default();
                for line in several {
                    line.head = head;
                }
            }
        }
        let kind = |line: &Line<'_, '_>| line.entry().filter(|entry| entry.sign == "{").map(|entry| entry.kind.clone());
        for same in group.chunk_by_mut(|line, next| kind(line).is_some() && kind(line) == kind(next)) {
            columns(same, 0);
        }
    }
}

/// Names of one width, so that the colons behind them are in a column.
fn bases(lines: &mut [Line<'_, '_>]) {
    let widest = lines.iter().filter_map(Line::name).map(width).max().unwrap_or_default();
    for line in lines {
        let Content::Entries(entries) = &mut line.content else { continue };
        for entry in entries {
            if let Some((name, base)) = entry.base.and_then(|base| entry.head.split_at_checked(base)) {
                entry.head = format!("{name:widest$}{base}");
            }
        }
    }
}

/// The widths of a column and of those behind it, where the keys up to it agree.
fn columns(lines: &mut [Line<'_, '_>], column: usize) {
    let key = |line: &Line<'_, '_>| line.entry()?.cells.get(column).map(|cell| cell.key.clone());
    for same in lines.chunk_by_mut(|line, next| key(line).is_some() && key(line) == key(next)) {
        let cell = |line: &Line<'_, '_>| line.entry()?.cells.get(column).map(|cell| width(&cell.text));
        let Some(widest) = same.iter().filter_map(cell).max() else { continue };
        for line in &mut *same {
            line.columns.push(widest);
        }
        columns(same, column + 1);
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}
