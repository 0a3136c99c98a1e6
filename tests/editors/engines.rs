//! The engines of the editors, and what they make of files.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// An editor, and what it made of every file.
pub(crate) struct Editor {
    pub(crate) name: &'static str,
    pub(crate) files: BTreeMap<String, Seen>,
}

/// What an editor makes of a file.
pub(crate) struct Seen {
    /// For each line, pieces of its text with their class.
    pub(crate) lines: Vec<Vec<(String, &'static str)>>,
    /// How deep each line is folded; VS Code folds by indentation, and tells nothing.
    pub(crate) folds: Vec<usize>,
    /// The lines after all was indented anew.
    pub(crate) indented: Vec<String>,
}

/// A class, the scopes of VS Code that show it and the groups of Vim.
///
/// Themes show no scope that begins with `meta`: what is not known, or free, looks plain.
pub(crate) const CLASSES: &[(&str, &[&str], &[&str])] = &[
    ("comment", &["comment.line.number-sign", "punctuation.definition.comment"], &["Comment", "ValueComment", "Todo"]),
    ("keyword", &["keyword.other"], &["Add", "Let", "Use", "Extends"]),
    ("kind", &["storage.type.kind"], &["Kind"]),
    ("unknown", &["meta.unknown"], &["Unknown"]),
    ("name", &["entity.name.type"], &["Name"]),
    ("base", &["entity.other.inherited-class"], &["Base"]),
    ("field", &["support.type.property-name"], &["Field"]),
    ("key", &["meta.key"], &["Key", "MapKey", "QuotedKey"]),
    ("constant", &["variable.other.constant"], &["Constant"]),
    ("choice", &["support.constant.choice"], &["Choice"]),
    ("none", &["constant.language.none"], &["None"]),
    ("boolean", &["constant.language.boolean"], &["Boolean"]),
    ("number", &["constant.numeric"], &["Number"]),
    ("unit", &["keyword.other.unit"], &["Unit"]),
    ("range", &["keyword.operator.range"], &["Range"]),
    ("root", &["variable.language.root"], &["Root"]),
    ("member", &["variable.other.member"], &["Member"]),
    ("attribute", &["support.variable.attribute"], &["Attribute"]),
    ("word", &["variable.other.name"], &["Path"]),
    ("text", &["string.quoted.double", "string.quoted.triple", "string.quoted.raw"], &["Text"]),
    ("quote", &["punctuation.definition.string.begin", "punctuation.definition.string.end"], &["Quote"]),
    ("escape", &["constant.character.escape"], &["Escape"]),
    (
        "edge",
        &["punctuation.section.interpolation.begin", "punctuation.section.interpolation.end"],
        &["InterpolationEdge"],
    ),
    (
        "mistake",
        &["invalid.illegal.escape", "invalid.illegal.quotes", "invalid.illegal.stray"],
        &["BadEscape", "BadQuotes", "Stray"],
    ),
    ("assign", &["keyword.operator.assignment"], &["Assign"]),
    ("dot", &["punctuation.accessor"], &["Dot"]),
    ("brace", &["punctuation.section.block.begin", "punctuation.section.block.end"], &["Brace"]),
    ("bracket", &["punctuation.section.list.begin", "punctuation.section.list.end"], &["Bracket"]),
    (
        "plain",
        &[
            "source",
            "meta.block",
            "meta.block.map",
            "meta.interpolation",
            "punctuation.separator",
            "punctuation.separator.base",
        ],
        &["", "Body", "Map", "List", "Colon", "Interpolation"],
    ),
];

/// VS Code, Vim and Neovim, each with what it makes of some files.
pub(crate) fn editors(files: &[String]) -> Vec<Editor> {
    let editor = |name, seen: Vec<Seen>| {
        assert_eq!(seen.len(), files.len(), "{name} left out a file");
        Editor { name, files: files.iter().cloned().zip(seen).collect() }
    };
    vec![
        editor("VS Code", code(files)),
        editor("Vim", vim("TODOC_VIM", files)),
        editor("Neovim", vim("TODOC_NEOVIM", files)),
    ]
}

fn code(files: &[String]) -> Vec<Seen> {
    let seen = |file: &Value| Seen {
        lines: painted(&file["lines"], scope_class),
        folds: Vec::new(),
        indented: serde_json::from_value(file["indented"].clone()).unwrap(),
    };
    look_with_code(files).iter().map(seen).collect()
}

/// What VS Code makes of files, with its own names.
pub(crate) fn look_with_code(files: &[String]) -> Vec<Value> {
    let mut node = Command::new("node");
    node.args(["tests/editors/paint.mjs", "editors/vscode"]).env("TODOC_NODE", tool("TODOC_NODE"));
    serde_json::from_str(&output(&mut node, &files.join("\n"))).unwrap()
}

fn vim(variable: &str, files: &[String]) -> Vec<Seen> {
    let folder = tempfile::tempdir().unwrap();
    let (list, written) = (folder.path().join("list"), folder.path().join("output"));
    fs::write(&list, files.join("\n")).unwrap();
    let mut vim = command(variable);
    vim.args(["-S", "tests/editors/paint.vim"]).env("LIST", list).env("OUTPUT", &written);
    output(&mut vim, "");
    let files: Vec<Value> = serde_json::from_str(&fs::read_to_string(written).unwrap()).unwrap();
    let seen = |file: &Value| Seen {
        lines: painted(&file["lines"], group_class),
        folds: serde_json::from_value(file["folds"].clone()).unwrap(),
        indented: serde_json::from_value(file["indented"].clone()).unwrap(),
    };
    files.iter().map(seen).collect()
}

/// Vim or Neovim with these files alone, and no terminal.
pub(crate) fn command(variable: &str) -> Command {
    let mut vim = Command::new(tool(variable));
    vim.args(["-Nu", "NONE", "-i", "NONE", "-es"]).env("PLUGIN", Path::new("editors/vim").canonicalize().unwrap());
    vim
}

/// A tool that `tests/tools.sh` has.
pub(crate) fn tool(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: run `tests/run.sh editors`"))
}

/// What a command prints; it must end well.
pub(crate) fn output(command: &mut Command, input: &str) -> String {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn painted(lines: &Value, class: fn(&str) -> Option<&'static str>) -> Vec<Vec<(String, &'static str)>> {
    let lines: Vec<Vec<(String, String)>> = serde_json::from_value(lines.clone()).unwrap();
    let known = |name: &str| class(name).unwrap_or_else(|| panic!("`{name}` is of no class"));
    let piece = |(text, name): (String, String)| (text, known(&name));
    lines.into_iter().map(|line| line.into_iter().map(piece).collect()).collect()
}

fn scope_class(scope: &str) -> Option<&'static str> {
    let scope = scope.strip_suffix(".todostack")?;
    CLASSES.iter().find(|(_, scopes, _)| scopes.contains(&scope)).map(|(class, ..)| *class)
}

/// Groups of choices end in the name of a field.
fn group_class(group: &str) -> Option<&'static str> {
    let group = group.strip_prefix("todostack").unwrap_or(group);
    let group = group.split('_').next().unwrap_or_default();
    CLASSES.iter().find(|(.., groups)| groups.contains(&group)).map(|(class, ..)| *class)
}
