//! The documents tell the truth: generated pages are up to date, examples check clean, commands run, paths exist.
//!
//! `TODOC_UPDATE=1 cargo test --test docs` writes the generated pages, and the words of the editors, instead of comparing them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test looks at the disk and runs the program"
)]

#[path = "support/fences.rs"]
mod fences;
#[path = "editors/grammar.rs"]
mod grammar;
#[path = "docs/links.rs"]
mod links;
#[path = "docs/outputs.rs"]
mod outputs;
#[path = "editors/vim.rs"]
mod vim;
#[expect(dead_code, reason = "what looks words up is for the tests of the editors")]
#[path = "editors/words.rs"]
mod words;

use clap::Parser;
use fences::{Fence, fences};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use todoc::cli::args::Args;
use todoc::cli::compile::compile;
use todoc::cli::project::Project;
use todoc::diagnostics::{Code, Severity, render::render};
use todoc::diff::risk::RISKS;
use todoc::schema::page::{self, Facts, Overview, Profiles, Topic};
use todoc::schema::{self, Block, every_field};

/// A page that builds an image from a folder means one with a Dockerfile in it.
const DOCKERFILE: &str = "FROM scratch\nUSER 10001:10001\nHEALTHCHECK CMD true\n";

/// The pages that people read.
const PAGES: &[&str] = &[
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/diff.md",
    "docs/language.md",
    "docs/reference.md",
    "docs/seeds.md",
    "docs/validators.md",
    "editors/README.md",
];

/// Findings about a field's own value.
const ABOUT_VALUES: &[Code] =
    &[Code::E0201, Code::E0202, Code::E0205, Code::E0206, Code::E0207, Code::E0208, Code::E0211];

#[test]
fn the_reference_is_what_the_tables_say() {
    let (path, written) = ("docs/reference.md", page::reference::page());
    if std::env::var_os("TODOC_UPDATE").is_some() {
        fs::write(path, &written).unwrap();
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    assert!(text == written, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test docs`");
}

#[test]
fn the_picture_in_the_readme_is_what_the_example_yields() {
    let path = "docs/production.svg";
    let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
        .args(["graph", "examples/production", "--env", "production", "--format", "svg"])
        .output()
        .unwrap();
    let fresh = String::from_utf8(output.stdout).unwrap();
    if std::env::var_os("TODOC_UPDATE").is_some() {
        fs::write(path, &fresh).unwrap();
    }
    assert!(fs::read_to_string("README.md").unwrap().contains(path), "the README shows {path}");
    let text = fs::read_to_string(path).unwrap_or_default();
    assert!(text == fresh, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test docs`");
}

#[test]
fn editors_know_the_words_of_the_tables() {
    let words = words::Words::new();
    let template = fs::read_to_string("editors/vscode/grammar/todostack.tmLanguage.json").unwrap();
    let files = [
        ("editors/vscode/syntaxes/todostack.tmLanguage.json", grammar::grammar(&template, &words)),
        ("editors/vim/syntax/todostack-words.vim", vim::words(&words)),
    ];
    for (path, written) in files {
        if std::env::var_os("TODOC_UPDATE").is_some() {
            fs::write(path, &written).unwrap();
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        assert!(text == written, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test docs`");
    }
}

#[test]
fn the_reference_has_every_block_and_field() {
    let text = page::reference::page();
    for field in every_field() {
        assert!(text.contains(&format!("| `{}` | ", field.name)), "no row tells of `{}`", field.name);
    }
    for code in Code::ALL {
        assert!(text.contains(&format!("| [{}](../src/diagnostics/codes/{}.md) |", code.id(), code.id())));
    }
}

#[test]
fn everything_can_be_explained_by_its_path() {
    let profiles = Profiles::default();
    for topic in every_topic() {
        let found = page::find(&topic.path());
        assert!(found.contains(&topic), "`todoc explain {}` finds {found:?}", topic.path());
        let text = page::text::page(&Facts::of(&topic, &profiles));
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(
            matches!(topic, Topic::Code(_)) || longest <= Some(100),
            "the page of {} is too wide:\n{text}",
            topic.path()
        );
    }
}

#[test]
fn the_overview_names_every_block_and_code() {
    let text = page::text::overview(&Overview::new());
    for block in schema::TOP {
        assert!(text.contains(&format!("\n  {} ", block.name)), "the overview lacks {}", block.name);
    }
    for code in Code::ALL {
        assert!(text.contains(&format!("{} {}", code.id(), code.name())), "the overview lacks {}", code.id());
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "the overview is too wide:\n{text}");
}

#[test]
fn examples_of_fields_hold_values_that_their_types_take() {
    let profiles = Profiles::default();
    let mut checked = 0;
    assert!(check("stack app { }\nservice api { replicas = 70% }").0.contains(&Code::E0202));
    for topic in every_topic() {
        let example = match Facts::of(&topic, &profiles) {
            Facts::Field(facts) => facts.example,
            Facts::Block(facts) => facts.entries.map(|entries| entries.example).unwrap_or_default(),
            Facts::Attribute(_) | Facts::Code(_) => continue,
        };
        let (codes, told) = check(&format!("stack app {{ }}\n{example}"));
        let wrong: Vec<&Code> = codes.iter().filter(|code| ABOUT_VALUES.contains(code)).collect();
        assert!(wrong.is_empty(), "{}:\n{example}\n{told}", topic.path());
        checked += 1;
    }
    assert!(checked > every_field().count(), "only {checked} examples");
}

#[test]
fn profiles_are_read_from_their_text() {
    let profiles = Profiles::default();
    let told = profiles.of(&schema::service::SERVICE, &schema::service::REPLICAS);
    let told: Vec<(&str, &str)> = told.iter().map(|own| (own.profile.as_str(), own.value.as_str())).collect();
    let names: Vec<&str> = profiles.names().collect();
    assert_eq!(told.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    for (_, value) in told {
        assert!(schema::profiles::TEXT.contains(&format!("replicas = {value} ")));
    }
}

#[test]
fn profiles_in_the_language_page_are_those_of_the_compiler() {
    let path = "docs/language.md";
    let page = fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once("<!-- profiles:").unwrap();
    let (head, rest) = rest.split_once("-->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /profiles -->").unwrap();
    let fresh = format!("{before}<!-- profiles:{head}-->\n\n{}\n<!-- /profiles -->{after}", profile_table());
    if std::env::var_os("TODOC_UPDATE").is_some() {
        fs::write(path, &fresh).unwrap();
    } else {
        assert!(page == fresh, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test docs`");
    }
}

#[test]
fn risks_in_the_page_on_differences_are_those_of_the_program() {
    let path = "docs/diff.md";
    let page = fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once("<!-- risks -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /risks -->").unwrap();
    let mut table = String::from("| risk | what it means |\n|---|---|\n");
    for risk in RISKS {
        writeln!(table, "| `{}` | [{}]({}) |", risk.name, risk.meaning, risk.page).unwrap();
    }
    let fresh = format!("{before}<!-- risks -->\n\n{table}\n<!-- /risks -->{after}");
    if std::env::var_os("TODOC_UPDATE").is_some() {
        fs::write(path, &fresh).unwrap();
    } else {
        assert!(page == fresh, "{path} is stale: run `TODOC_UPDATE=1 cargo test --test docs`");
    }
}

#[test]
fn every_whole_stack_in_a_page_is_clean() {
    let mut seen = 0;
    for path in PAGES {
        for fence in read_fences(path).iter().filter(|fence| fence.info == "todostack") {
            let (codes, told) = check(&fence.text);
            assert!(codes.is_empty(), "{path}:{}\n{told}", fence.line);
            seen += 1;
        }
    }
    assert!(seen >= 3, "only {seen} whole stacks in all pages");
}

#[test]
fn every_part_of_a_stack_in_a_page_is_well_formed() {
    let mut seen = 0;
    for path in PAGES {
        for fence in read_fences(path).iter().filter(|fence| fence.info == "todostack,part") {
            let (codes, told) = check(&format!("stack app {{ }}\n{}", fence.text));
            let wrong = codes
                .iter()
                .any(|code| ABOUT_VALUES.contains(code) || code.id().starts_with("E00") || *code == Code::E0103);
            assert!(!wrong, "{path}:{}\n{told}", fence.line);
            seen += 1;
        }
    }
    assert!(seen >= 3, "only {seen} parts of stacks in all pages");
}

#[test]
fn todoc_commands_in_pages_can_be_typed() {
    let mut seen = 0;
    for (place, line) in commands() {
        for words in todoc_words(&line) {
            if let Err(error) = Args::try_parse_from(&words) {
                let expected = matches!(
                    error.kind(),
                    clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
                );
                assert!(expected, "{place}: `{line}`\n{error}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 5, "only {seen} commands in all pages");
}

/// A line that todoc alone answers is run in a copy of the example; `# exit N` behind it tells another code than 0.
#[test]
fn todoc_commands_in_pages_end_as_they_say() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/todo-app"), &folder.path().join("examples/todo-app"));
    let program = Path::new(env!("CARGO_BIN_EXE_todoc")).parent().unwrap();
    for (place, line) in commands().iter().filter(|(_, line)| line.starts_with("todoc ") && !line.contains('|')) {
        let (command, comment) = line.split_once(" # ").unwrap_or((line, ""));
        let expected: i32 = comment.trim().strip_prefix("exit ").map_or(0, |code| code.parse().unwrap());
        let path = format!("{}:/usr/bin:/bin", program.display());
        let output =
            Command::new("sh").args(["-c", command]).current_dir(folder.path()).env("PATH", path).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(expected), "{place}: `{command}`\n{told}");
    }
}

#[test]
fn the_worked_example_is_the_declaration_that_is_there() {
    let page = fs::read_to_string("CONTRIBUTING.md").unwrap();
    let diff =
        fences(&page).into_iter().filter(|fence| fence.info == "diff").map(|fence| fence.text).collect::<String>();
    let mut file = String::new();
    let mut added = 0;
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("+++ b/") {
            file = fs::read_to_string(path).unwrap();
        } else if let Some(line) = line.strip_prefix('+') {
            assert!(file.lines().any(|known| known == line), "CONTRIBUTING.md shows a line that is not there:\n{line}");
            added += 1;
        }
    }
    assert!(added > 5, "the worked example adds {added} lines");
}

fn every_topic() -> Vec<Topic> {
    let mut topics = Vec::new();
    for block in schema::TOP {
        collect(block.name, block, &mut topics);
    }
    for (_, root) in schema::attributes::Root::ALL {
        topics.extend(root.attributes().map(|attribute| Topic::Attribute(*root, attribute)));
    }
    topics.extend(Code::ALL.iter().copied().map(Topic::Code));
    topics
}

/// Without the descent into what an environment refines, which has its own place.
fn collect(path: &str, block: &'static Block, topics: &mut Vec<Topic>) {
    topics.push(Topic::Block(path.to_owned(), block));
    topics.extend(block.all_fields().map(|field| Topic::Field(format!("{path}.{}", field.name), block, field)));
    for nested in block.blocks.iter().filter(|nested| !schema::TOP.iter().any(|top| top.is(nested))) {
        collect(&format!("{path}.{}", nested.name), nested, topics);
    }
}

/// What each profile says of each field, as a Markdown table.
fn profile_table() -> String {
    let profiles = Profiles::default();
    let mut table = String::from("| |");
    table.extend(profiles.names().map(|name| format!(" {name} |")));
    writeln!(table, "\n|---|{}", "---|".repeat(profiles.names().count())).unwrap();
    for block in schema::TOP.iter().filter(|block| !block.is(&schema::environment::PROFILE)) {
        for field in block.all_fields() {
            let values = profiles.of(block, field);
            if values.is_empty() {
                continue;
            }
            write!(table, "| `{}.{}` |", block.name, field.name).unwrap();
            table.extend(values.iter().map(|own| format!(" `{}` |", own.value)));
            table.push('\n');
        }
    }
    table
}

/// The codes that a stack yields, and how they are told. Texts of several files are cut by lines `# NAME.todostack`.
fn check(text: &str) -> (BTreeSet<Code>, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut files = vec![("app.todostack", String::new())];
    for line in text.lines() {
        let name = line.strip_prefix("# ").filter(|name| name.ends_with(".todostack") && !name.contains(' '));
        files.extend(name.map(|name| (name, String::new())));
        let (_, text) = files.last_mut().unwrap();
        text.extend([line, "\n"]);
    }
    files.retain(|(_, text)| !text.is_empty());
    for (name, text) in &files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for context in text.split("context = \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)) {
        fs::create_dir_all(folder.path().join(context)).unwrap();
        fs::write(folder.path().join(context).join("Dockerfile"), DOCKERFILE).unwrap();
    }
    let first = files.first().map_or("", |(name, _)| name);
    let compiled = compile(Project::load(&folder.path().join(first)), &[]);
    let told = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note);
    (told.map(|diagnostic| diagnostic.code).collect(), render(&compiled.project.sources, &compiled.diagnostics, false))
}

fn read_fences(path: &str) -> Vec<Fence> {
    fences(&fs::read_to_string(path).unwrap())
}

/// Every line of a shell fence, with its place.
fn commands() -> Vec<(String, String)> {
    let mut commands = Vec::new();
    for path in PAGES {
        for fence in read_fences(path).iter().filter(|fence| fence.info == "sh") {
            let place = format!("{path}:{}", fence.line);
            let lines = fence.text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
            commands.extend(lines.map(|line| (place.clone(), line.trim().to_owned())));
        }
    }
    commands
}

/// The command lines of todoc in a line, also behind `cargo run … --` and in a pipe.
fn todoc_words(line: &str) -> Vec<Vec<String>> {
    let line = line.split(" # ").next().unwrap_or_default();
    let parts = line.split(['|', '>']).map(str::trim);
    let ours = parts.filter_map(|part| {
        let rest = part
            .strip_prefix("todoc")
            .or_else(|| part.strip_prefix("cargo run").and_then(|run| Some(run.split_once(" -- ")?.1)))?;
        Some(std::iter::once("todoc").chain(rest.split_whitespace()).map(str::to_owned).collect())
    });
    ours.collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap_or(OsStr::new("")));
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}
