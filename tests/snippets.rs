//! The snippets and the description of the editors' extension are right.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the disk")]

#[path = "editors/snippets.rs"]
mod snippets;

use serde_json::Value;
use std::fs;
use std::path::Path;
use todoc::cli::compile::compile;
use todoc::cli::project::Project;
use todoc::diagnostics::{Code, Diagnostic, Severity, render::render};
use todoc::source::Sources;

/// A snippet means what it says where it is offered: its text is laid out as it should be, and a stack with it is clean.
#[test]
fn snippets_are_clean_and_laid_out() {
    let snippets = snippets::snippets(&fs::read_to_string("editors/vscode/snippets/todostack.json").unwrap());
    for snippet in &snippets {
        for text in &snippet.texts {
            let whole = without_empty_lines(text);
            assert_eq!(formatted(&whole), whole, "the snippet `{}` is laid out otherwise", snippet.prefix);
            let told = findings(&snippet.prefix, text);
            assert!(told.is_empty(), "the snippet `{}`:\n{text}\n{told}", snippet.prefix);
        }
    }
    assert!(snippets.len() > 15, "there are {} snippets alone", snippets.len());
}

/// The last hole of a snippet has a line of its own, which is filled when it is used.
fn without_empty_lines(text: &str) -> String {
    text.lines().filter(|line| !line.trim().is_empty()).flat_map(|line| [line, "\n"]).collect()
}

fn formatted(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("snippet", text);
    todoc::format::format(&sources, file)
}

/// What is found in a stack that holds a snippet where it belongs, but for that nothing refers to it yet.
fn findings(prefix: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let stack = if prefix == "stack" { "" } else { "stack shop { }" };
    let is_top = todoc::schema::top(prefix).is_some() || prefix == "add";
    let inside = if is_top { "" } else { text };
    let (service, config) = if prefix == "file" { ("", inside) } else { (inside, "keys { A = 1 }") };
    let service = format!(
        "service api {{\n image = \"nginx:1.29.0\"  port = 80  allow {{ missing-probe = \"tested\" }}\n{service}\n}}"
    );
    let service = if ["service", "allow", "probe"].contains(&prefix) { String::new() } else { service };
    let base = format!("{stack}\n{service}\nconfig base {{\n{config}\n}}\n");
    match prefix {
        "environment" => write("overlay.todostack", text),
        "add" => {
            write("overlay.todostack", &format!("environment dev : development extends \"shop.todostack\"\n{text}"));
        }
        _ => {}
    }
    let own = if is_top && !["environment", "add"].contains(&prefix) { text } else { "" };
    write("shop.todostack", &format!("{base}{own}"));
    let compiled = compile(Project::load(&folder.path().join("shop.todostack")), &[]);
    let counts = |found: &Diagnostic| found.severity > Severity::Note && found.code != Code::W0301;
    let told: Vec<Diagnostic> = compiled.diagnostics.into_iter().filter(counts).collect();
    render(&compiled.project.sources, &told, false)
}

#[test]
fn the_extension_is_of_this_version_and_licence() {
    let package: Value = serde_json::from_str(&fs::read_to_string("editors/vscode/package.json").unwrap()).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(package["license"], format!("({})", env!("CARGO_PKG_LICENSE")));
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let own = fs::read_to_string(Path::new("editors/vscode").join(licence)).unwrap();
        assert_eq!(own, fs::read_to_string(licence).unwrap());
    }
}
