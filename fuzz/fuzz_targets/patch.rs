//! Patches and raw content over objects of every kind: text that is fed is what stands in a stack beside them.

#![no_main]

use todoc_fuzz::{laws, project};

/// An object of each kind that can be patched.
const STACK: &str = include_str!("../stacks/patched.todostack");

todoc_fuzz::text_target!(text, {
    let text = format!("{STACK}\n{text}");
    let compiled = project::compiled(&text);
    laws::findings(&compiled.project.sources, &compiled.diagnostics);
    if let Some(files) = project::lowered(&compiled, project::output) {
        laws::output(&files, &files);
    }
});
