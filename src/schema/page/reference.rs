//! `docs/reference.md`: the whole vocabulary on one page.

use super::facts::{self, BlockFacts, Brief, FieldFacts};
use super::{Profiles, codes};
use crate::schema::attributes::Root;
use crate::schema::{Block, TOP};

/// The page, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = Page { text: String::from(HEAD), profiles: Profiles::default(), met: Vec::new() };
    page.contents();
    for block in TOP {
        page.block(block.name, block);
    }
    page.attributes();
    page.codes();
    page.text
}

const HEAD: &str = "\
# Reference of the vocabulary

<!-- Written from the tables in src/schema by `TODOC_UPDATE=1 cargo test --test docs`; a change here is lost. -->

Every block with its fields, as `todoc explain` shows them in a terminal. A default in italics is that of the built-in
profile *development*, *staging* and *production*, in this order. [The language](language.md) tells how they are written.
";

struct Page {
    text: String,
    profiles: Profiles,
    /// Nested blocks that have their section already, with its title.
    met: Vec<(&'static Block, String)>,
}

impl Page {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn contents(&mut self) {
        let links: Vec<String> = TOP.iter().map(|block| format!("[{0}](#{0})", block.name)).collect();
        let more = "[attributes of references](#attributes-of-references), [codes](#codes)";
        self.put(&format!("\nBlocks: {}; {more}.\n", links.join(", ")));
    }

    fn block(&mut self, path: &str, block: &'static Block) {
        let facts = facts::block(path, block, &self.profiles);
        let level = if path.contains('.') { "###" } else { "##" };
        self.put(&format!("\n{level} {path}\n\n{}\n\n```\n{}\n```\n", facts.doc, facts.head));
        self.met.push((block, path.to_owned()));
        self.about(&facts);
        self.nested(path, block);
    }

    fn about(&mut self, facts: &BlockFacts) {
        let mut lines = Vec::new();
        if let Some(entry) = &facts.entries {
            let secrets = if entry.secret { "a secret may stand here" } else { "no secret may flow here" };
            lines.push(format!("An open map; each entry is {}; {secrets}.", entry.ty));
        }
        lines.extend(facts.kubernetes.map(|place| format!("In Kubernetes: {place}.")));
        if !facts.profiles.is_empty() {
            let bases: Vec<String> =
                facts.profiles.iter().map(|own| format!("`{}` in {}", own.value, own.profile)).collect();
            lines.push(format!("Without a word: {}.", bases.join(", ")));
        }
        lines.extend(facts.values.map(|key| format!("In the values of a block `api`: `{key}`.")));
        if !lines.is_empty() {
            self.put(&format!("\n{}\n", lines.join(" ")));
        }
        self.words("After `:` stands", &facts.bases);
        self.fields(&facts.fields);
    }

    fn fields(&mut self, fields: &[FieldFacts]) {
        if fields.is_empty() {
            return;
        }
        self.put("\n| field | type | default | what it means |\n|---|---|---|---|\n");
        for field in fields {
            let secret = if field.secret { " A secret may stand here." } else { "" };
            let place = field.kubernetes.as_ref().map_or(String::new(), |place| format!(" Kubernetes: {place}."));
            let row = format!(
                "| `{}` | {} | {} | {}{place}{secret} |",
                field.name,
                cell(&field.ty),
                default(field),
                cell(&field.doc)
            );
            self.put(&row);
            self.text.push('\n');
        }
        for field in fields {
            self.words(&format!("Choices of `{}`", field.name), &field.choices);
        }
    }

    fn words(&mut self, title: &str, words: &[Brief]) {
        if !words.is_empty() {
            let words: Vec<String> =
                words.iter().map(|word| format!("`{}` ({})", word.name, word.doc.trim_end_matches('.'))).collect();
            self.put(&format!("\n{title}: {}.\n", words.join(", ")));
        }
    }

    /// The blocks that may stand in one: a link to those that have a section, a section for the others.
    fn nested(&mut self, path: &str, block: &'static Block) {
        let (old, new): (Vec<&'static Block>, Vec<&'static Block>) =
            block.blocks.iter().copied().partition(|nested| self.title(nested).is_some());
        let link = |title: String| format!("[{title}](#{})", title.replace('.', ""));
        let titles = |blocks: &[&'static Block]| {
            blocks.iter().filter_map(|nested| self.title(nested)).map(link).collect::<Vec<_>>()
        };
        let new_links = new.iter().map(|nested| link(format!("{path}.{}", nested.name)));
        let links: Vec<String> = titles(&old).into_iter().chain(new_links).collect();
        if !links.is_empty() {
            self.put(&format!("\nBlocks in it: {}.\n", links.join(", ")));
        }
        for nested in new {
            self.block(&format!("{path}.{}", nested.name), nested);
        }
    }

    /// The title of a block's section, where it has one or will have one at the top level.
    fn title(&self, block: &'static Block) -> Option<String> {
        let top = TOP.iter().find(|top| top.is(block)).map(|top| top.name.to_owned());
        top.or_else(|| self.met.iter().find(|(known, _)| known.is(block)).map(|(_, title)| title.clone()))
    }

    fn attributes(&mut self) {
        self.put("\n## Attributes of references\n\n| reference | what it is |\n|---|---|\n");
        for (name, root) in Root::ALL {
            let target = if root.is_named() { format!("{name}.NAME") } else { (*name).to_owned() };
            for attribute in root.attributes() {
                let row = format!("| `{target}.{}` | {} |\n", attribute.name(), cell(attribute.doc().trim()));
                self.put(&row);
            }
        }
    }

    fn codes(&mut self) {
        self.put(
            "\n## Codes\n\n`todoc explain CODE` prints the page of a code, with a wrong and a corrected example.\n",
        );
        for (title, codes) in codes::groups() {
            self.put(&format!("\n{title}\n\n| code | name | |\n|---|---|---|\n"));
            for code in codes {
                let page = format!("../src/diagnostics/codes/{}.md", code.id());
                self.put(&format!("| [{}]({page}) | `{}` | {} |\n", code.id(), code.name(), code.severity().name()));
            }
        }
    }
}

fn default(field: &FieldFacts) -> String {
    match (field.default, field.required) {
        (Some(default), _) => format!("`{}`", cell(default)),
        (None, true) => "required".to_owned(),
        (None, false) => {
            let values = field.profiles.iter().map(|own| format!("*`{}`*", own.value));
            let mut values: Vec<String> = values.collect();
            values.dedup();
            values.join(" ")
        }
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
