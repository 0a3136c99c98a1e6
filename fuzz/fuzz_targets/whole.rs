//! Whatever is sound is built: into files that can be written and read, the same twice.

#![no_main]

use todoc_fuzz::{laws, project};

todoc_fuzz::text_target!(text, {
    let compiled = project::compiled(text);
    let built = project::lowered(&compiled, project::output);
    if let Some(files) = built {
        let again = project::lowered(&project::compiled(text), project::output).unwrap_or_default();
        laws::output(&files, &again);
    }
});
