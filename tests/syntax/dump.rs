//! A tree and its findings as compact text.

use std::fmt::Write;
use todoc::diagnostics::Diagnostic;
use todoc::source::{Source, Span};
use todoc::syntax::Parsed;
use todoc::syntax::ast::{Block, Field, Item, Name, Part, Path, Text, Value, ValueKind};

/// The tree, then the comments, then the findings.
pub(crate) fn parsed(source: &Source, parsed: &Parsed) -> String {
    let mut out = String::new();
    if let Some(header) = &parsed.file.header {
        let base = base(header.base.as_ref());
        let place = place(source, header.span);
        writeln!(out, "environment {}{base} extends {:?} @{place}", header.name.value, header.extends.value).unwrap();
    }
    items(&mut out, source, &parsed.file.items, 0);
    for comment in &parsed.file.comments {
        writeln!(out, "comment {:?} @{}", &source.text[comment.range()], place(source, *comment)).unwrap();
    }
    for diagnostic in &parsed.diagnostics {
        finding(&mut out, source, diagnostic);
    }
    out
}

fn finding(out: &mut String, source: &Source, finding: &Diagnostic) {
    let span = finding.span.unwrap();
    writeln!(out, "{} {} {}", finding.code.id(), range(source, span), finding.message).unwrap();
    for label in &finding.labels {
        writeln!(out, "  label {} {}", range(source, label.span), label.message).unwrap();
    }
    for (word, text) in [("note", &finding.note), ("help", &finding.help)] {
        if let Some(text) = text {
            writeln!(out, "  {word} {text}").unwrap();
        }
    }
    for edit in &finding.edits {
        writeln!(out, "  edit {} {:?}", range(source, edit.span), edit.text).unwrap();
    }
}

fn items(out: &mut String, source: &Source, items: &[Item], depth: usize) {
    for item in items {
        write!(out, "{:1$}", "", depth * 2).unwrap();
        match item {
            Item::Block(it) => block(out, source, it, depth),
            Item::Field(it) => field(out, source, it, "", depth),
            Item::Let(it) => field(out, source, it, "let ", depth),
            Item::Use(it) => writeln!(out, "use {:?} @{}", it.path.value, place(source, it.span)).unwrap(),
        }
    }
}

fn block(out: &mut String, source: &Source, block: &Block, depth: usize) {
    let add = if block.add.is_some() { "add " } else { "" };
    let name = block.name.as_ref().map(|name| key(name, block.quoted)).unwrap_or_default();
    let space = if name.is_empty() { "" } else { " " };
    let base = base(block.base.as_ref());
    writeln!(out, "{add}{}{space}{name}{base} @{}", block.kind.value, place(source, block.span)).unwrap();
    items(out, source, &block.body, depth + 1);
}

fn field(out: &mut String, source: &Source, field: &Field, word: &str, depth: usize) {
    write!(out, "{word}{} = ", key(&field.key, field.quoted)).unwrap();
    value(out, source, &field.value, depth);
    writeln!(out, " @{}", place(source, field.span)).unwrap();
}

fn value(out: &mut String, source: &Source, it: &Value, depth: usize) {
    match &it.kind {
        ValueKind::None => out.push_str("none"),
        ValueKind::Null => out.push_str("null"),
        ValueKind::Bool(it) => write!(out, "{it}").unwrap(),
        ValueKind::Number(number) if number.unit.is_empty() => out.push_str(&number.digits),
        ValueKind::Number(number) => write!(out, "{}|{}", number.digits, number.unit).unwrap(),
        ValueKind::Text(it) => text(out, it),
        ValueKind::Range(first, last) => {
            value(out, source, first, depth);
            out.push_str(" .. ");
            value(out, source, last, depth);
        }
        ValueKind::List(values) => {
            out.push('[');
            for (index, it) in values.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                value(out, source, it, depth);
            }
            out.push(']');
        }
        ValueKind::Path(it) => out.push_str(&path(it)),
        ValueKind::Object(body) => {
            out.push_str("{\n");
            items(out, source, body, depth + 1);
            write!(out, "{:1$}}}", "", depth * 2).unwrap();
        }
    }
}

fn text(out: &mut String, text: &Text) {
    let parts = text.parts.iter().map(|part| match part {
        Part::Literal(text) => format!("{text:?}"),
        Part::Reference(it) => format!("${{{}}}", path(&it.value)),
    });
    let parts: Vec<_> = parts.collect();
    out.push_str(if parts.is_empty() { "\"\"" } else { "" });
    out.push_str(&parts.join(" "));
}

fn path(path: &Path) -> String {
    let segments = path.segments.iter().map(|segment| key(segment, segment.value.contains('.')));
    format!("<{}>", segments.collect::<Vec<_>>().join("."))
}

fn key(name: &Name, quoted: bool) -> String {
    if quoted { format!("{:?}", name.value) } else { name.value.to_string() }
}

fn base(base: Option<&Name>) -> String {
    base.map(|base| format!(" : {}", base.value)).unwrap_or_default()
}

fn place(source: &Source, span: Span) -> String {
    source.position(span.start as usize).to_string()
}

fn range(source: &Source, span: Span) -> String {
    format!("{}-{}", source.position(span.start as usize), source.position(span.end as usize))
}
