//! What each byte of a file is, by the compiler's own parser.

use crate::words::{Set, Words};
use std::ops::Range;
use todoc::source::{FileId, Sources, Span, Spanned};
use todoc::syntax::ast::{Block, Field, File, Header, Item, Part, Path, Value, ValueKind};

/// The class of each byte; nothing for signs and blanks.
pub(crate) type Classes = Vec<Option<&'static str>>;

/// What the parser reads in a text that has no mistakes.
pub(crate) fn classes(path: &str, text: &str, words: &Words) -> Classes {
    let (file, _) = parsed(path, text);
    let mut paint = Paint { text, words, classes: vec![None; text.len()] };
    paint.file(&file);
    paint.classes
}

/// How many blocks, lists, objects and texts of several lines cover each line.
pub(crate) fn depths(path: &str, text: &str) -> Vec<usize> {
    let (file, sources) = parsed(path, text);
    let mut depths = vec![0; text.lines().count()];
    let line = |byte: usize| sources.get(file.id).line_of(byte);
    let first = line(0);
    for range in wholes(&file.items) {
        let lines = line(range.start) - first..=line(range.end - 1) - first;
        if lines.start() < lines.end() {
            depths.iter_mut().skip(*lines.start()).take(lines.count()).for_each(|depth| *depth += 1);
        }
    }
    depths
}

fn parsed(path: &str, text: &str) -> (File, Sources) {
    let mut sources = Sources::default();
    let id: FileId = sources.add(path, text);
    let parsed = todoc::syntax::parse(&sources, id);
    assert!(parsed.diagnostics.is_empty(), "{path} has mistakes");
    (parsed.file, sources)
}

struct Paint<'a> {
    text: &'a str,
    words: &'a Words,
    classes: Classes,
}

impl Paint<'_> {
    fn file(&mut self, file: &File) {
        for comment in &file.comments {
            self.put(comment.range(), "comment");
        }
        if let Some(header) = &file.header {
            self.header(header);
        }
        self.items(&file.items, false);
    }

    fn header(&mut self, header: &Header) {
        let start = header.span.range().start;
        self.put(start..start + "environment".len(), "kind");
        self.word(&header.name, "name");
        if let Some(base) = &header.base {
            self.word(base, "base");
        }
        self.before(header.extends.span, "extends");
        self.word(&header.extends, "text");
    }

    fn items(&mut self, items: &[Item], in_map: bool) {
        for item in items {
            match item {
                Item::Block(block) => self.block(block, in_map),
                Item::Field(field) => self.field(field, in_map),
                Item::Let(constant) => {
                    self.before(constant.key.span, "let");
                    self.word(&constant.key, "constant");
                    self.value(&constant.value, None);
                }
                Item::Use(import) => {
                    self.before(import.path.span, "use");
                    self.word(&import.path, "text");
                }
            }
        }
    }

    fn block(&mut self, block: &Block, in_map: bool) {
        let kind = block.kind.value.as_str();
        let class = match (in_map, self.words.kinds.contains(kind)) {
            (true, _) => "key",
            (false, true) => "kind",
            (false, false) => "unknown",
        };
        if let Some(add) = block.add {
            self.put(add.range(), "keyword");
        }
        self.word(&block.kind, class);
        if let Some(name) = &block.name {
            self.word(name, "name");
        }
        if let Some(base) = &block.base {
            self.word(base, "base");
        }
        self.items(&block.body, in_map || self.words.maps.contains(kind));
    }

    fn field(&mut self, field: &Field, in_map: bool) {
        let key = field.key.value.as_str();
        let known = !in_map && !field.quoted && self.words.fields.contains(key);
        self.word(&field.key, if known { "field" } else { "key" });
        let words = self.words;
        self.value(&field.value, if known { words.choices_of(key) } else { None });
    }

    fn value(&mut self, value: &Value, choices: Option<&Set>) {
        let range = value.span.range();
        match &value.kind {
            ValueKind::None | ValueKind::Null => self.put(range, "none"),
            ValueKind::Bool(_) => self.put(range, "boolean"),
            ValueKind::Number(number) => {
                let unit = range.end - number.unit.len();
                self.put(range.start..unit, "number");
                self.put(unit..range.end, "unit");
            }
            ValueKind::Text(text) => {
                self.put(range, "text");
                for part in &text.parts {
                    match part {
                        Part::Literal(_) => {}
                        Part::Reference(path) => {
                            self.classes[path.span.range()].fill(None);
                            self.path(&path.value, None);
                        }
                    }
                }
            }
            ValueKind::Range(from, to) => [from, to].into_iter().for_each(|end| self.value(end, None)),
            ValueKind::List(values) => values.iter().for_each(|value| self.value(value, choices)),
            ValueKind::Path(path) => self.path(path, choices),
            ValueKind::Object(items) => self.items(items, true),
        }
    }

    fn path(&mut self, path: &Path, choices: Option<&Set>) {
        let segments: Vec<&str> = path.segments.iter().map(|segment| segment.value.as_str()).collect();
        let root = segments.first().and_then(|word| self.words.root(word));
        let is_choice = |word: &&str| choices.is_some_and(|words| words.contains(word));
        let has_attribute = root.is_some_and(|root| {
            let place = if root.named {
                segments.len() == 3 || matches!(segments[..], [_, _, "ports", _, _])
            } else {
                segments.len() == 2
            };
            place && segments.last().is_some_and(|word| root.attributes.contains(word))
        });
        let first = match segments.as_slice() {
            [word] if is_choice(word) => "choice",
            [_, _, ..] if root.is_some() => "root",
            _ => "word",
        };
        for (index, segment) in path.segments.iter().enumerate() {
            let last = index + 1 == segments.len();
            self.word(
                segment,
                if index == 0 {
                    first
                } else if last && has_attribute {
                    "attribute"
                } else {
                    "member"
                },
            );
        }
    }

    /// A word, with the quotes around it.
    fn word<T>(&mut self, word: &Spanned<T>, class: &'static str) {
        let range = word.span.range();
        let is_quoted = self.text[..range.start].ends_with('"') && self.text[range.end..].starts_with('"');
        self.put(if is_quoted { range.start - 1..range.end + 1 } else { range }, class);
    }

    /// The keyword that stands before a place.
    fn before(&mut self, span: Span, keyword: &str) {
        let start = self.text[..span.range().start].rfind(keyword).unwrap();
        self.put(start..start + keyword.len(), "keyword");
    }

    fn put(&mut self, range: Range<usize>, class: &'static str) {
        self.classes[range].fill(Some(class));
    }
}

/// The places of all blocks, lists, objects and texts.
fn wholes(items: &[Item]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Block(block) => {
                found.push(block.span.range());
                found.extend(wholes(&block.body));
            }
            Item::Field(field) | Item::Let(field) => value_wholes(&field.value, &mut found),
            Item::Use(_) => {}
        }
    }
    found
}

fn value_wholes(value: &Value, found: &mut Vec<Range<usize>>) {
    match &value.kind {
        ValueKind::Text(_) => found.push(value.span.range()),
        ValueKind::List(values) => {
            found.push(value.span.range());
            for value in values {
                value_wholes(value, found);
            }
        }
        ValueKind::Object(items) => {
            found.push(value.span.range());
            found.extend(wholes(items));
        }
        ValueKind::None
        | ValueKind::Null
        | ValueKind::Bool(_)
        | ValueKind::Number(_)
        | ValueKind::Range(..)
        | ValueKind::Path(_) => {}
    }
}
