//! Any project has findings that can be told.

#![no_main]

use todoc_fuzz::{laws, project};

todoc_fuzz::text_target!(text, {
    let compiled = project::compiled(text);
    laws::findings(&compiled.project.sources, &compiled.diagnostics);
});
