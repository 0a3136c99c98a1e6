//! Sources built in memory, as `todoc build` does it.

#![expect(clippy::disallowed_methods, reason = "a test has a disk")]

use std::path::{Path, PathBuf};

use todoc::artifacts::{self, File, Input};
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::project::Project;
use todoc::diagnostics::render::render;
use todoc::lower;

use super::fixtures::entries;

/// Every lowering fixture: `tests/lower/<block>/<claim>.todostack`, or a folder `<claim>` of several files.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let blocks = entries(Path::new("tests/lower")).into_iter().filter(|path| path.is_dir());
    let all = blocks.flat_map(|folder| entries(&folder));
    all.filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "todostack")).collect()
}

/// Compiles a source and ends the test with what is wrong with it.
pub(crate) fn compiled(path: &Path) -> Compiled {
    let compiled = compile(Project::load(path), &[]);
    let findings = render(&compiled.project.sources, &compiled.diagnostics, false);
    assert!(compiled.is_sound(), "{} does not compile:\n{findings}", path.display());
    compiled
}

/// Lowers what was compiled, and hands it to who asks.
pub(crate) fn lowered<T>(path: &Path, compiled: &Compiled, with: impl FnOnce(&Input<'_>) -> T) -> T {
    let program = compiled.program.as_ref().expect("a sound project has a stack");
    let (sources, environments) = (&compiled.project.sources, compiled.environments());
    let lowered = lower::lower(sources, program, &environments, &compiled.companions);
    let origin = path.file_name().unwrap_or_default().to_string_lossy();
    with(&Input { sources, environments: &environments, lowered: &lowered, origin: &origin })
}

/// Every file of a build; each environment's manifests behind the chart.
pub(crate) fn files(input: &Input<'_>) -> Vec<File> {
    let mut files = artifacts::charts(input);
    for index in 0..input.environments.len() {
        files.extend(artifacts::manifests(input, index, false).files);
    }
    files.extend(artifacts::bake(input).map(|text| File::new("images/docker-bake.json", text)));
    for (index, environment) in input.environments.iter().enumerate() {
        let script = artifacts::start_script(input.environments, index);
        files.extend(script.map(|text| File::new(format!("cluster/{}.sh", environment.name), text)));
    }
    files
}
