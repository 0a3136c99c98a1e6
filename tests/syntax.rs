//! The parser: every file of `tests/syntax` has its tree and findings beside it, and no text can make it fail.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

#[path = "syntax/depth.rs"]
mod depth;
#[path = "syntax/dump.rs"]
mod dump;
#[path = "syntax/hostile.rs"]
mod hostile;

use std::fs;
use std::path::{Path, PathBuf};
use todoc::diagnostics::Code;
use todoc::source::{FileId, Sources};
use todoc::syntax::{self, Parsed};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax")
}

/// Every source of `tests/syntax`, by name.
fn fixtures() -> Vec<(String, String)> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let sources = entries.filter(|path| path.extension().is_some_and(|extension| extension == "todostack"));
    let mut fixtures: Vec<_> = sources
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    fixtures.sort();
    assert!(!fixtures.is_empty());
    fixtures
}

fn parse(text: &str) -> (Sources, FileId, Parsed) {
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    let parsed = syntax::parse(&sources, file);
    (sources, file, parsed)
}

#[test]
fn fixtures_have_the_trees_and_findings_beside_them() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in fixtures() {
            let (sources, file, parsed) = parse(&text);
            insta::assert_snapshot!(name, dump::parsed(sources.get(file), &parsed));
        }
    });
}

#[test]
fn the_examples_of_the_language_have_no_findings() {
    let clean = ["whole_application", "overlay_", "every_block_in_detail", "comments_are_kept", "one_line_holds"];
    for (name, text) in fixtures() {
        if clean.iter().any(|prefix| name.starts_with(prefix)) {
            assert_eq!(parse(&text).2.diagnostics, [], "{name}");
        }
    }
}

#[test]
fn bytes_that_are_not_text_are_one_finding_at_the_first_of_them() {
    let mut sources = Sources::default();
    let (file, parsed) = syntax::read(&mut sources, "bad", b"\xEF\xBB\xBFa = 1\nb = \"\xFF\xFE\"\n".to_vec());
    let [finding] = parsed.diagnostics.as_slice() else { panic!("{:?}", parsed.diagnostics) };
    assert_eq!(finding.code, Code::E0001);
    assert_eq!(sources.get(file).position(finding.span.unwrap().start as usize).to_string(), "2:6");
    let (_, parsed) = syntax::read(&mut sources, "utf16", b"\xFF\xFEa\0=\0".to_vec());
    assert!(parsed.diagnostics.iter().all(|finding| finding.help.as_ref().unwrap().contains("UTF-16")));
    assert_eq!(parsed.diagnostics.len(), 1);
}

#[test]
fn edits_of_findings_mend_the_text() {
    for text in [
        "a { port: 3000 }",
        "a { port 3000; }",
        "a = 1.0.0",
        "a = 'x\"y'",
        "a = \"\\d\"",
        "a = [1 2]",
        "a = \"${x:-y}\"",
    ] {
        let (_, _, parsed) = parse(text);
        let mut edits: Vec<_> = parsed.diagnostics.iter().flat_map(|finding| &finding.edits).collect();
        assert!(!edits.is_empty(), "{text}");
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut mended = text.to_owned();
        for edit in edits {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(parse(&mended).2.diagnostics, [], "{mended}");
    }
}
