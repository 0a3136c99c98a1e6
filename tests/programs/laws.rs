//! What holds for every program, without Helm.

use std::cell::Cell;
#[cfg(feature = "real-helm")]
use std::cell::OnceCell;
use std::path::Path;

use regex_lite::Regex;
use todoc::artifacts::{File, Input};
use todoc::format::format;
use todoc::source::Sources;
use todoc::syntax;

use super::learn;
#[cfg(feature = "real-helm")]
use super::rendered;
use super::tree::{Program, Written};
use crate::{built, of_input};

/// A program that was written down, compiled without an error, and lowered.
pub(crate) struct Case<'c> {
    pub(crate) program: &'c Program,
    pub(crate) written: &'c [Written],
    pub(crate) input: &'c Input<'c>,
    /// A folder with the sources.
    pub(crate) folder: &'c Path,
    /// Whether all is tried of which else there are samples: a program that is made smaller has other ones.
    #[cfg_attr(not(feature = "real-helm"), expect(dead_code, reason = "what there are samples of needs Helm"))]
    pub(crate) is_whole: bool,
    /// The files of the build, once they are written.
    #[cfg(feature = "real-helm")]
    pub(crate) out: OnceCell<rendered::Written>,
}

/// A law, by the name that a violation is told with: what a program violates, one line each.
pub(crate) type Law = (&'static str, fn(&Case<'_>) -> Vec<String>);

/// How much was done.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) objects: usize,
    pub(crate) turns: usize,
}

thread_local! {
    /// What this thread did since it was asked last.
    static COUNTS: Cell<Counts> = Cell::default();
}

/// Counts what a law did.
#[cfg(feature = "real-helm")]
pub(crate) fn count(objects: usize, turns: usize) {
    let before = COUNTS.get();
    COUNTS.set(Counts { objects: before.objects + objects, turns: before.turns + turns });
}

/// What was counted since the last time.
pub(crate) fn counted() -> Counts {
    COUNTS.take()
}

/// A law of a build, as one of programs.
macro_rules! of_build {
    ($law:ident) => {
        (stringify!($law), |case| of_input::$law(case.input))
    };
}

/// The laws that need nothing but todoc.
pub(crate) static PLAIN: &[Law] = &[
    ("the same bytes twice", same_bytes),
    ("a layout keeps words and meaning", layouts),
    ("a program in its layout is the same program", formatted),
    of_build!(every_key_of_the_values_is_read_by_some_template),
    of_build!(every_path_that_a_template_reads_is_declared_and_in_the_schema),
    of_build!(values_files_merge_to_what_the_model_holds),
    of_build!(manifests_are_legal_objects),
    of_build!(no_object_is_there_twice),
];

fn same_bytes(case: &Case<'_>) -> Vec<String> {
    changed(&built::files(case.input), &files(case.folder))
}

/// The layout has a layout of its own, the same words, and the same tree.
fn layouts(case: &Case<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for written in case.written {
        let once = laid_out(&written.text);
        let twice = laid_out(&once);
        found.extend(
            (once != twice).then(|| format!("{} changes again:\n{once}\nis laid out as\n{twice}", written.path)),
        );
        found.extend((words(&once) != words(&written.text)).then(|| format!("{} loses or gains words", written.path)));
        found.extend((tree(&once) != tree(&written.text)).then(|| format!("{} means something else", written.path)));
    }
    found
}

fn formatted(case: &Case<'_>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    learn::write(case.program, folder.path());
    for written in case.written {
        std::fs::write(folder.path().join(&written.path), laid_out(&written.text)).unwrap();
    }
    match learn::errors(&learn::compiled(folder.path())) {
        Some(errors) => vec![errors],
        None => changed(&built::files(case.input), &files(folder.path())),
    }
}

/// Every file of a build of what lies in a folder.
fn files(folder: &Path) -> Vec<File> {
    learn::lowered(folder, &learn::compiled(folder), built::files)
}

/// The first line in which two builds differ, by file.
fn changed(first: &[File], second: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    if first.len() != second.len() {
        found.push(format!("there are {} files, and then {}", first.len(), second.len()));
    }
    for (one, other) in first.iter().zip(second).filter(|(one, other)| one != other) {
        let line = one.text.lines().zip(other.text.lines()).find(|(one, other)| one != other);
        found.push(format!("{} and {}: {line:?}", one.path, other.path));
    }
    found
}

fn laid_out(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    format(&sources, file)
}

/// A text without what a layout may change: blanks, line breaks and the commas of lists.
fn words(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, ' ' | '\t' | '\r' | '\n' | ',')).collect()
}

/// The tree of a text without its places.
fn tree(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    let place = Regex::new(r"Span \{[^}]*\}").unwrap();
    place.replace_all(&format!("{:?}", syntax::parse(&sources, file).file), "").into_owned()
}
