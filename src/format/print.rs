//! From rows to text.

use super::align::{Cell, Class, Content, Entry, Line, align};
use super::layout::{Item, Row, Rows, Value};
use super::{WIDTH, text};

/// Blanks of a level.
const STEP: usize = 2;

/// The text of a file.
pub(super) fn file(rows: &Rows<'_, Item<'_>>) -> String {
    let mut out = String::new();
    body(&mut out, rows, 0, false);
    out
}

/// The rows of a body, each on a line of its own; with `apart` also each item.
fn body(out: &mut String, rows: &Rows<'_, Item<'_>>, indent: usize, apart: bool) {
    let mut lines: Vec<Line<'_, '_>> = rows.all.iter().flat_map(|row| lines_of(row, indent, apart)).collect();
    align(&mut lines);
    let texts: Vec<String> = lines.iter().map(|line| line_text(line, indent)).collect();
    for ((line, text), gap) in lines.iter().zip(&texts).zip(gaps(&lines, &texts)) {
        if line.blank {
            out.push('\n');
        }
        blanks(out, indent);
        out.push_str(text);
        if let Some(comment) = line.comment {
            blanks(out, gap);
            out.push_str(comment);
        }
        out.push('\n');
    }
}

/// A row as one line, or where something in it needs several or it is too long, each item on its own.
fn lines_of<'r, 's>(row: &'r Row<'s, Item<'s>>, indent: usize, apart: bool) -> Vec<Line<'r, 's>> {
    let (blank, comment) = (row.blank, row.comment);
    if row.cells.is_empty() {
        return vec![Line::new(blank, Content::Entries(Vec::new()), comment)];
    }
    let entries: Option<Vec<Entry>> = row.cells.iter().map(entry).collect();
    if let Some(entries) = entries.filter(|entries| entries.len() > 1 && !apart && fits(entries, indent)) {
        return vec![Line::new(blank, Content::Entries(entries), comment)];
    }
    let last = row.cells.len() - 1;
    let line = |(index, item)| {
        let flat = entry(item).filter(|entry| !can_open(item) || fits(std::slice::from_ref(entry), indent));
        let content = flat.map_or(Content::Open(item), |entry| Content::Entries(vec![entry]));
        Line::new(blank && index == 0, content, comment.filter(|_| index == last))
    };
    row.cells.iter().enumerate().map(line).collect()
}

fn fits(entries: &[Entry], indent: usize) -> bool {
    let gaps = 2 * entries.len().saturating_sub(1);
    indent + gaps + entries.iter().map(|entry| width(&entry.text(0, &[]))).sum::<usize>() <= WIDTH
}

/// Whether an item has parts that can stand on lines of their own.
fn can_open(item: &Item<'_>) -> bool {
    match item {
        Item::Block { body, .. } | Item::Field { value: Value::Object(body), .. } => !body.all.is_empty(),
        Item::Field { value: Value::List(values), .. } => !values.all.is_empty(),
        Item::Field { value: Value::Plain(_) | Value::Long { .. }, .. } | Item::Plain(_) | Item::Wrong => false,
    }
}

/// An item on one line, where it can be.
fn entry(item: &Item<'_>) -> Option<Entry> {
    match item {
        Item::Plain(text) => (!text.contains('\n')).then(|| Entry::plain(text.clone())),
        Item::Wrong => None,
        Item::Field { head, value } => {
            let cell = Cell { key: String::new(), text: flat(value)? };
            Some(Entry {
                class: Class::Field,
                head: head.clone(),
                base: None,
                kind: String::new(),
                sign: "=",
                cells: vec![cell],
            })
        }
        Item::Block { head, base, kind, class, body } => Some(Entry {
            class: *class,
            head: head.clone(),
            base: *base,
            kind: (*kind).to_owned(),
            sign: "{",
            cells: cells(body)?,
        }),
    }
}

/// What stands in a body on one line, where it can.
fn cells(body: &Rows<'_, Item<'_>>) -> Option<Vec<Cell>> {
    let one = |item: &Item<'_>| {
        let entry = entry(item)?;
        Some(Cell { key: format!("{} {}", entry.head, entry.sign), text: entry.text(0, &[]) })
    };
    flat_row(body)?.iter().map(one).collect()
}

fn flat(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Plain(text) => Some(text.clone()),
        Value::Long { .. } => None,
        Value::List(values) => {
            let values: Option<Vec<String>> = flat_row(values)?.iter().map(flat).collect();
            Some(format!("[{}]", values?.join(", ")))
        }
        Value::Object(body) => Some(Entry::braces(&cells(body)?, &[])),
    }
}

/// What stands on one line in the source.
fn flat_row<'r, T>(rows: &'r Rows<'_, T>) -> Option<&'r [T]> {
    match rows.all.as_slice() {
        [] if rows.opening.is_none() => Some(&[]),
        [row] if !rows.is_open => Some(&row.cells),
        [] | [_, ..] => None,
    }
}

fn line_text(line: &Line<'_, '_>, indent: usize) -> String {
    match &line.content {
        Content::Entries(entries) => {
            let texts: Vec<String> = entries.iter().map(|entry| entry.text(line.head, &line.columns)).collect();
            texts.join("  ")
        }
        Content::Open(item) => open_item(item, line.head, indent),
    }
}

/// An item on several lines.
fn open_item(item: &Item<'_>, head_width: usize, indent: usize) -> String {
    match item {
        Item::Plain(text) => text.clone(),
        Item::Wrong => String::new(),
        Item::Block { head, body, .. } => format!("{head} {}", open_body(body, indent)),
        Item::Field { head, value } => format!("{head:head_width$} = {}", open(value, indent)),
    }
}

fn open(value: &Value<'_>, indent: usize) -> String {
    match value {
        Value::Plain(text) => text.clone(),
        Value::Long { text, indent: from } => text::moved(text, *from, indent),
        Value::List(values) => open_list(values, indent),
        Value::Object(body) => open_body(body, indent),
    }
}

fn open_body(rows: &Rows<'_, Item<'_>>, indent: usize) -> String {
    let mut out = opening("{", rows.opening);
    body(&mut out, rows, indent + STEP, !rows.is_open);
    blanks(&mut out, indent);
    out.push('}');
    out
}

fn open_list(values: &Rows<'_, Value<'_>>, indent: usize) -> String {
    let mut out = opening("[", values.opening);
    let inner = indent + STEP;
    for row in &values.all {
        if row.blank {
            out.push('\n');
        }
        let texts: Vec<String> = row.cells.iter().map(|value| value_text(value, inner)).collect();
        let one_line = texts.join(", ");
        let apart = !values.is_open || one_line.contains('\n') || inner + width(&one_line) > WIDTH;
        let lines = if apart || texts.is_empty() { texts } else { vec![one_line] };
        for line in &lines {
            blanks(&mut out, inner);
            out.push_str(line);
            out.push_str(",\n");
        }
        if let Some(comment) = row.comment {
            if lines.is_empty() {
                blanks(&mut out, inner);
            } else {
                out.pop();
                blanks(&mut out, STEP);
            }
            out.push_str(comment);
            out.push('\n');
        }
    }
    blanks(&mut out, indent);
    out.push(']');
    out
}

/// A value in a list: on one line where it can be.
fn value_text(value: &Value<'_>, indent: usize) -> String {
    flat(value).filter(|text| indent + width(text) <= WIDTH).unwrap_or_else(|| open(value, indent))
}

fn opening(brace: &str, comment: Option<&str>) -> String {
    let comment = comment.map(|comment| format!("  {comment}")).unwrap_or_default();
    format!("{brace}{comment}\n")
}

/// The blanks before each line's comment: those of lines that follow one another stand in one column.
fn gaps(lines: &[Line<'_, '_>], texts: &[String]) -> Vec<usize> {
    let widths: Vec<Option<usize>> = lines.iter().zip(texts).map(|(line, text)| column(line, text)).collect();
    let mut gaps = Vec::with_capacity(lines.len());
    while let Some(first) = widths.get(gaps.len()) {
        let begin = gaps.len();
        let rest = widths.iter().zip(lines).skip(begin + 1);
        let more = rest.take_while(|(width, line)| first.is_some() && width.is_some() && !line.blank).count();
        let run = widths.get(begin..=begin + more).unwrap_or_default();
        let widest = run.iter().flatten().max().copied().unwrap_or_default();
        gaps.extend(run.iter().map(|width| width.map_or(STEP, |width| widest - width + STEP)));
        if let Some(gap) = gaps.get_mut(begin).filter(|_| lines.get(begin).is_some_and(Line::is_comment)) {
            *gap = 0;
        }
    }
    gaps
}

/// How wide a line is whose comment takes part in a column.
fn column(line: &Line<'_, '_>, text: &str) -> Option<usize> {
    (line.comment.is_some() && !line.is_comment() && !text.contains('\n')).then(|| width(text))
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

fn width(text: &str) -> usize {
    text.chars().count()
}
