//! Any text is a Dockerfile: alone, and as the one that an image of a stack is built from.

#![no_main]

use std::collections::BTreeMap;
use todoc::dockerfile::{self, Dockerfile};
use todoc_fuzz::{laws, project};

const STACK: &str = include_str!("../stacks/built.todostack");

todoc_fuzz::text_target!(text, {
    let lines = text.split('\n').count();
    let args = BTreeMap::from([("VERSION".to_owned(), "3".to_owned()), ("A".to_owned(), "$B${A}".to_owned())]);
    let dockerfile = Dockerfile::parse(text, &args);
    for target in [None, Some("build"), Some("0"), Some("1"), Some("")] {
        let chain = dockerfile.chain(target);
        assert!(chain.len() <= dockerfile.stages.len(), "a stage starts from itself");
        let _ = dockerfile::user(&dockerfile, target);
        let places = dockerfile.exposed(target).into_iter().map(|(_, line)| line);
        let places = places.chain(dockerfile.base(target).map(|(_, line)| line));
        let places = places.chain(dockerfile.user(target).map(|(_, line)| line));
        let places = places.chain(dockerfile.bases().into_iter().map(|(_, line)| line));
        assert!(places.into_iter().all(|line| line >= 1 && line <= lines), "a line that is not there");
    }
    let _ = dockerfile.arguments();
    let compiled = project::compiled(&format!("{STACK}\n-- Dockerfile --\n{text}"));
    laws::findings(&compiled.project.sources, &compiled.diagnostics);
    project::lowered(&compiled, project::output);
});
