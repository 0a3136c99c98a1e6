//! The pages of `todoc explain`, for a terminal.

use super::facts::{AttributeFacts, BlockFacts, Brief, Facts, FieldFacts, Overview};
use super::first_sentence;

/// Lines are broken before this column.
const WIDTH: usize = 88;

/// A title of more is cut.
const WIDEST: usize = 100;

/// The page of a topic.
#[must_use]
pub fn page(facts: &Facts) -> String {
    match facts {
        Facts::Block(facts) => block(facts),
        Facts::Field(facts) => field(facts),
        Facts::Attribute(facts) => attribute(facts),
        Facts::Code(facts) => facts.page.unwrap_or_default().to_owned(),
    }
}

/// The list of all blocks and codes.
#[must_use]
pub fn overview(overview: &Overview) -> String {
    let mut sections = vec![format!("Blocks\n{}", list(&overview.blocks))];
    for group in &overview.codes {
        let codes: Vec<String> = group.codes.iter().map(|code| format!("{} {}", code.id, code.name)).collect();
        sections.push(format!("{}\n  {}\n", group.title, filled(codes.join(",|").split('|'), 2)));
    }
    sections.push(
        "`todoc explain service`, `todoc explain service.replicas` and `todoc explain E0201` tell more.\n".to_owned(),
    );
    sections.join("\n")
}

/// Topics of one word, to choose from: each with its path and its first sentence.
#[must_use]
pub fn choice(word: &str, topics: &[Facts]) -> String {
    let brief = |facts: &Facts| match facts {
        Facts::Block(facts) => Brief { name: format!("{} {{ … }}", facts.path), doc: facts.doc.clone() },
        Facts::Field(facts) => Brief { name: format!("{} = …", facts.path), doc: facts.doc.clone() },
        Facts::Attribute(facts) => Brief { name: facts.example.clone(), doc: facts.doc.to_owned() },
        Facts::Code(facts) => Brief { name: facts.id.to_owned(), doc: facts.name.to_owned() },
    };
    let topics: Vec<Brief> = topics.iter().map(brief).collect();
    format!("`{word}` stands in several places\n{}", list(&topics))
}

fn block(facts: &BlockFacts) -> String {
    let mut sections = vec![format!("{} · a block\n\n  {}\n\n  {}\n", facts.path, wrapped(&facts.doc, 2), facts.head)];
    let mut rows = Vec::new();
    if let Some(entry) = &facts.entries {
        rows.extend([("each entry", entry.ty.clone()), ("secrets", secrets(entry.secret).to_owned())]);
    }
    rows.extend(facts.kubernetes.map(|place| ("Kubernetes", place.to_owned())));
    rows.extend(facts.values.map(|key| ("values", key.to_owned())));
    rows.extend(facts.profiles.iter().map(|own| (own.profile.as_str(), own.value.clone())));
    sections.extend((!rows.is_empty()).then(|| columns(&rows)));
    sections.extend(facts.entries.iter().map(|entry| format!("{}\n", indented(&entry.example))));
    let field = |field: &FieldFacts| Brief { name: field.name.to_owned(), doc: field.doc.clone() };
    let fields: Vec<Brief> = facts.fields.iter().map(field).collect();
    let lists = [
        ("Starts from", &facts.bases),
        ("Fields", &fields),
        ("Blocks in it", &facts.blocks),
        ("Attributes of references", &facts.attributes),
    ];
    let lists = lists.iter().filter(|(_, rows)| !rows.is_empty());
    sections.extend(lists.map(|(title, rows)| format!("{title}\n{}", list(rows))));
    sections.join("\n")
}

fn field(facts: &FieldFacts) -> String {
    let holder = facts.path.rsplit_once('.').map_or("", |(holder, _)| holder);
    let mut rows = vec![("type", facts.ty.clone())];
    let default = match (facts.default, facts.required, facts.profiles.is_empty()) {
        (Some(default), ..) => format!("`{default}`"),
        (None, true, _) => "none: it is required".to_owned(),
        (None, false, true) => "none".to_owned(),
        (None, false, false) => "by profile".to_owned(),
    };
    rows.push(("default", default));
    rows.extend(facts.profiles.iter().map(|own| (own.profile.as_str(), format!("`{}`", own.value))));
    rows.push(("secrets", secrets(facts.secret).to_owned()));
    rows.extend(facts.kubernetes.iter().map(|place| ("Kubernetes", place.clone())));
    rows.extend(facts.values.iter().map(|key| ("values", key.clone())));
    rows.extend((!facts.also.is_empty()).then(|| ("also", facts.also.join(", "))));
    let choices = if facts.choices.is_empty() { String::new() } else { format!("\nChoices\n{}", list(&facts.choices)) };
    let mut title = format!("{} · a field of `{holder}`", facts.path);
    if title.chars().count() > WIDEST {
        // The path says it too.
        title = format!("{} · a field", facts.path);
    }
    format!("{title}\n\n  {}\n\n{}\n{}\n{choices}", wrapped(&facts.doc, 2), columns(&rows), indented(&facts.example))
}

fn attribute(facts: &AttributeFacts) -> String {
    let mut rows = vec![("written", format!("`{}`, in text `${{{}}}`", facts.example, facts.example))];
    rows.extend((!facts.also.is_empty()).then(|| ("also", facts.also.join(", "))));
    format!("{} · an attribute of references\n\n  {}\n\n{}", facts.path, wrapped(facts.doc, 2), columns(&rows))
}

fn secrets(may: bool) -> &'static str {
    if may { "a secret may stand here" } else { "no secret may flow here" }
}

/// Names in one column, the first sentence of their documentation in the next.
fn list(rows: &[Brief]) -> String {
    let rows: Vec<(&str, String)> =
        rows.iter().map(|row| (row.name.as_str(), first_sentence(&row.doc).to_owned())).collect();
    columns(&rows)
}

fn columns(rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, doc): &(&str, String)| {
        let gap = " ".repeat(width - name.chars().count() + 2);
        format!("  {name}{gap}{}", wrapped(doc, width + 4)).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Breaks lines between words, but not in the middle of code; every line but the first is indented.
fn wrapped(text: &str, indent: usize) -> String {
    let mut is_code = false;
    let words = text.split(|letter: char| {
        is_code ^= letter == '`';
        letter == ' ' && !is_code
    });
    filled(words, indent)
}

fn filled<'a>(words: impl Iterator<Item = &'a str>, indent: usize) -> String {
    let mut lines = String::new();
    let mut column = indent;
    for word in words {
        let length = word.chars().count();
        if column > indent && column + 1 + length > WIDTH {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        } else if column > indent {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
