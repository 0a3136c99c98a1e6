//! Checking: laws that hold for every text, for the whole vocabulary, and for every edit that is suggested.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "the tests of snapshots take the rest")]
mod fixtures;
#[path = "support/mutate.rs"]
mod mutate;

use fixtures::{copy, entries};
use mutate::{XorShift, mutate};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::project::Project;
use todoc::diagnostics::render::render;
use todoc::diagnostics::{Code, Diagnostic, edits};
use todoc::model::environment::resolve;
use todoc::model::program::{Checked, Program};
use todoc::schema::attributes::{Attribute, Root};
use todoc::schema::{self, Block, Choice, Naming, Type, choices, service, stack};
use todoc::source::Sources;

/// So often a source is changed at random.
const MUTATIONS: usize = 2_000;

#[test]
fn no_text_makes_checking_fail() {
    let mut random = XorShift(0x2545_F491_4F6C_DD1D);
    let read = |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let seeds: Vec<String> = sources().iter().map(read).collect();
    let stack = "stack shop { version = \"1.0.0\" }";
    for round in 0..MUTATIONS {
        let text = mutate(&seeds[round % seeds.len()], &mut random);
        let other = &seeds[random.below(seeds.len())];
        let (sources, found) = check(&[stack, &text, other]);
        for finding in &found {
            let places = finding.span.into_iter().chain(finding.labels.iter().map(|label| label.span));
            for span in places.chain(finding.edits.iter().map(|edit| edit.span)) {
                assert!(sources.get(span.file).text.get(span.range()).is_some(), "{finding:?} in\n{text}");
            }
        }
        assert_eq!(render(&sources, &found, false).is_empty(), found.is_empty());
    }
}

#[test]
fn constants_that_double_themselves_end() {
    let doubled = (1..31).map(|level| {
        let below = level - 1;
        format!("let a{level} = \"${{let.a{below}}}${{let.a{below}}}\"\n")
    });
    let doubled: Vec<String> = doubled.collect();
    let mut text = "stack shop { version = \"1.0.0\" }\nlet a0 = \"ha\"\n".to_owned() + &doubled.concat();
    text += "service api { image = \"api:1.0.0\"  env { LAUGH = let.a30 } }";
    let (_, found) = check(&[&text]);
    assert_eq!(codes(&found), [Code::E0004]);
    let chain: Vec<String> = (1..100).map(|level| format!("let a{level} = let.a{}\n", level - 1)).collect();
    let chain = chain.concat();
    let text = format!(
        "stack shop {{ }}\nlet a0 = \"ha\"\n{chain}service api {{ image = \"api:1.0.0\"  env {{ A = let.a99 }} }}"
    );
    let (_, found) = check(&[&text]);
    assert!(codes(&found).contains(&Code::E0003), "{found:?}");
}

#[test]
fn a_project_of_libraries_is_one_program() {
    let compiled = compile(Project::load(Path::new("tests/check/library")), &[]);
    assert_eq!(compiled.diagnostics, [], "{}", render(&compiled.project.sources, &compiled.diagnostics, false));
    let environments = compiled.environments();
    let web = environments[0].get(&service::SERVICE, "web").unwrap();
    assert_eq!(web.text(&schema::container::IMAGE), Some("ghcr.io/example/web:1.4.0"));
    assert_eq!(web.children(&schema::port::PORT).len(), 1);
    assert!(environments[0].get(&service::SERVICE, "mailer").is_some());
}

#[test]
fn built_in_profiles_and_declared_defaults_have_their_types() {
    let (_, found) = check(&["stack shop { version = \"1.0.0\" }"]);
    assert_eq!(found, []);
    let program = program(&["stack shop { version = \"1.0.0\" }"]).program.unwrap();
    for field in schema::every_field().filter(|field| field.default.is_some()) {
        assert!(program.defaults.get(field).is_some(), "the default of `{}` is no value of its type", field.name);
    }
    for profile in choices::PROFILE {
        assert!(program.profiles.contains_key(profile.name), "there is no profile `{}`", profile.name);
    }
}

#[test]
fn words_of_the_vocabulary_are_spelt_alike() {
    let is_word = |word: &str, between: char| {
        let signs = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == between;
        word.starts_with(|first: char| first.is_ascii_lowercase()) && word.chars().all(signs)
    };
    for field in schema::every_field() {
        assert!(is_word(field.name, '_'), "field `{}`", field.name);
    }
    for block in blocks() {
        assert!(is_word(block.name, '_'), "block `{}`", block.name);
        if let Naming::Fixed(names) = block.naming {
            assert!(names.iter().all(|name| is_word(name, '-')), "names of `{}`", block.name);
        }
    }
    for choice in groups().into_iter().flatten() {
        assert!(is_word(choice.name, '_') || is_word(choice.name, '-'), "choice `{}`", choice.name);
    }
}

#[test]
fn everything_is_documented_in_sentences() {
    let documented = |what: &str, doc: &str| {
        let doc = doc.trim();
        let begins = doc.starts_with(|first: char| !first.is_lowercase() || first == '`')
            || ["cert-manager", "kind", "minikube"].iter().any(|name| doc.starts_with(name));
        assert!(begins && doc.ends_with(['.', '…']), "{what} is documented as `{doc}`");
    };
    for field in schema::every_field() {
        documented(field.name, &field.doc.join(" "));
    }
    for block in blocks() {
        documented(block.name, &block.doc.join(" "));
    }
    for choice in groups().into_iter().flatten() {
        documented(choice.name, choice.doc);
    }
    for attribute in Attribute::ALL {
        documented(attribute.name(), attribute.doc());
    }
}

#[test]
fn nothing_has_the_same_name_twice() {
    for group in groups() {
        let words: BTreeSet<&str> = group.iter().map(|choice| choice.name).collect();
        assert_eq!(words.len(), group.len(), "{group:?}");
        let kubernetes: BTreeSet<&str> = group.iter().map(|choice| choice.kubernetes).collect();
        assert_eq!(kubernetes.len(), group.len(), "{group:?}");
    }
    for block in blocks() {
        let mut names = BTreeSet::new();
        assert!(block.all_fields().all(|field| names.insert(field.name)), "fields of `{}`", block.name);
        let mut names = BTreeSet::new();
        assert!(block.blocks.iter().all(|nested| names.insert(nested.name)), "blocks of `{}`", block.name);
    }
    for (_, root) in Root::ALL {
        let mut names = BTreeSet::new();
        assert!(root.attributes().all(|attribute| names.insert(attribute.name())), "attributes of {root:?}");
    }
}

#[test]
fn every_edit_makes_its_finding_vanish() {
    let mut tried = 0;
    let mut failures = Vec::new();
    for fixture in fixtures_of_diagnostics() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(fixture.file_name().unwrap());
        copy(&fixture, &path);
        let before = compile(Project::load(&path), &[]);
        for finding in before.diagnostics.iter().filter(|finding| edits::applicable(&before.project.sources, finding)) {
            let applied = edits::apply(&before.project.sources, std::slice::from_ref(finding));
            let texts: BTreeMap<PathBuf, String> =
                applied.texts.into_iter().filter_map(|(file, text)| Some((before.project.path(file)?, text))).collect();
            let after = compile(Project::load_with(&path, texts), &[]);
            tried += 1;
            if count(&after, finding) >= count(&before, finding) {
                failures.push(format!("{}: {}", fixture.display(), finding.message));
            }
        }
    }
    assert!(tried > 50, "only {tried} edits");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn count(compiled: &Compiled, like: &Diagnostic) -> usize {
    let alike = |found: &&Diagnostic| found.code == like.code && found.message == like.message;
    compiled.diagnostics.iter().filter(alike).count()
}

fn check(texts: &[&str]) -> (Sources, Vec<Diagnostic>) {
    let (sources, checked) = parse(texts);
    let mut diagnostics = checked.diagnostics;
    if let Some(program) = &checked.program {
        let names = program.environments.len();
        assert!(resolve::environments(program, &mut diagnostics).len() <= names);
    }
    (sources, diagnostics)
}

fn program(texts: &[&str]) -> Checked {
    parse(texts).1
}

fn parse(texts: &[&str]) -> (Sources, Checked) {
    let mut sources = Sources::default();
    let files: Vec<_> = texts.iter().map(|text| sources.add("test.todostack", *text)).collect();
    let files: Vec<_> = files.into_iter().map(|file| todoc::syntax::parse(&sources, file).file).collect();
    let checked = Program::check(&mut sources, &files, &[]);
    (sources, checked)
}

fn codes(found: &[Diagnostic]) -> Vec<Code> {
    found.iter().map(|finding| finding.code).collect()
}

/// Every kind of block, once.
fn blocks() -> Vec<&'static Block> {
    let mut blocks: Vec<&'static Block> = schema::TOP.to_vec();
    let mut next = 0;
    while next < blocks.len() {
        let new: Vec<_> = blocks[next].blocks.iter().filter(|new| !blocks.iter().any(|known| known.is(new))).collect();
        blocks.extend(new);
        next += 1;
    }
    blocks
}

/// The groups of choices that some field or base takes.
fn groups() -> Vec<&'static [Choice]> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other type takes a choice")]
    fn of(ty: &Type, into: &mut Vec<&'static [Choice]>) {
        match ty {
            Type::Choice(choices) => into.push(choices),
            Type::Either(types) => types.iter().for_each(|ty| of(ty, into)),
            Type::List(item) => of(item, into),
            _ => {}
        }
    }
    let mut groups = Vec::new();
    schema::every_field().for_each(|field| of(&field.ty, &mut groups));
    for block in blocks() {
        if let schema::Base::Choice(choices) = block.base {
            groups.push(choices);
        }
    }
    assert!(groups.len() > 15 && stack::PARAM.field("type").is_some());
    groups
}

/// The sources of the examples and of the fixtures of diagnostics.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(Path::new("examples"), &mut found);
    collect(Path::new("tests/diagnostics"), &mut found);
    assert!(found.len() > 50);
    found
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "todostack") {
            into.push(path);
        }
    }
}

fn fixtures_of_diagnostics() -> Vec<PathBuf> {
    let codes = entries(Path::new("tests/diagnostics")).into_iter().filter(|path| path.is_dir());
    let fixtures = codes.flat_map(|code| entries(&code));
    fixtures.filter(|path| path.is_dir() || path.extension().is_some_and(|it| it == "todostack")).collect()
}
