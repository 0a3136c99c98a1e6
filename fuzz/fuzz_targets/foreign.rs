//! What other programs wrote: `.env` files, sealed secrets, what kubectl printed, objects of an earlier output, and what a build
//! of images told.

#![no_main]

use todoc::diff::{object, rollout};
use todoc::metadata;
use todoc::model::environment::resolve;
use todoc::secrets::{dotenv, sealed};
use todoc::status::{self, Found};
use todoc_fuzz::{laws, project};

const STACK: &str = include_str!("../stacks/built.todostack");

todoc_fuzz::text_target!(text, {
    let file = dotenv::parse(text);
    let lines = text.split('\n').count();
    let places = file.entries.iter().map(|entry| entry.line).chain(file.faults.iter().map(|fault| fault.line));
    assert!(places.into_iter().all(|line| line >= 1 && line <= lines), "a line that is not there");
    let _ = sealed::read(text.as_bytes());
    let declared = object::read(text).unwrap_or_default();
    if let Ok(found) = Found::read(text.as_bytes()) {
        let report = status::report("dev", "default", &declared, &found);
        let _ = report.text(false);
        let _ = report.json();
    }
    let _ = rollout::rollout("dev", Some(&declared), &[]);
    let _ = rollout::rollout("dev", Some(&[]), &declared);
    let _ = rollout::rollout("dev", Some(&declared), &declared);
    told(text);
});

/// What a build of images told, of a project that builds some.
fn told(text: &str) {
    let mut compiled = project::compiled(STACK);
    let file = compiled.project.sources.add("metadata.json", text);
    if let Some(program) = &compiled.program {
        let environments = resolve::environments(program, &mut Vec::new());
        let pinned = metadata::pin(&compiled.project.sources, &[file], &environments);
        laws::findings(&compiled.project.sources, &pinned.diagnostics);
    }
}
