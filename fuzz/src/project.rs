//! A project out of one text: `-- NAME --` on a line of its own begins the file of that name, and what stands before the first
//! such line is the stack's.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use todoc::artifacts::{self, Input};
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::project::Project;
use todoc::lower::{self, Lowered};
use todoc::model::environment::Environment;

/// No folder, so that nothing but what was fed is ever read.
const ROOT: &str = "/dev/null/project";

/// The stack's file.
const STACK: &str = "app.todostack";

/// Compiles a project.
pub fn compiled(text: &str) -> Compiled {
    let files = files(text);
    let is_source = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "todostack");
    let stack = Path::new(ROOT).join(STACK);
    let first = if files.contains_key(&stack) { Some(&stack) } else { files.keys().find(is_source) };
    let start = first.unwrap_or(&stack).clone();
    compile(Project::load_with(&start, files), &[])
}

/// The files of a text, by their paths.
fn files(text: &str) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut name = STACK.to_owned();
    let mut content = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(next) = heading(line) {
            add(&mut files, &name, std::mem::take(&mut content));
            name = next.to_owned();
        } else {
            content.push_str(line);
        }
    }
    add(&mut files, &name, content);
    files
}

fn heading(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("-- ")?.strip_suffix(" --")
}

/// A name that is no plain path is none that a disk would give.
fn add(files: &mut BTreeMap<PathBuf, String>, name: &str, content: String) {
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if is_plain && !name.is_empty() && !(name == STACK && content.is_empty() && !files.is_empty()) {
        files.insert(Path::new(ROOT).join(name), content);
    }
}

/// Lowers a sound project, and hands it to who asks.
pub fn lowered<T>(compiled: &Compiled, with: impl FnOnce(&Input<'_>) -> T) -> Option<T> {
    let program = compiled.program.as_ref().filter(|_| compiled.is_sound())?;
    let environments: Vec<Environment<'_>> = compiled.environments();
    let sources = &compiled.project.sources;
    let lowered: Lowered = lower::lower(sources, program, &environments, &compiled.companions);
    let origin = compiled.origin();
    Some(with(&Input { sources, environments: &environments, lowered: &lowered, origin: &origin }))
}

/// Every file of a build, as `todoc build --map` writes it.
pub fn output(input: &Input<'_>) -> Vec<artifacts::File> {
    let mut files = artifacts::charts(input);
    let mut all = Vec::new();
    for index in 0..input.environments.len() {
        let manifests = artifacts::manifests(input, index, true);
        assert!(manifests.failures.is_empty(), "a chart refuses its own values: {:?}", manifests.failures);
        files.extend(manifests.files.iter().cloned());
        all.push((index, manifests));
    }
    files.push(artifacts::File::new("todoc.map.json", todoc::source_map::document(input, &all)));
    files.extend(artifacts::bake(input).map(|text| artifacts::File::new("images/docker-bake.json", text)));
    for (index, environment) in input.environments.iter().enumerate() {
        let script = artifacts::start_script(input.environments, index);
        files.extend(script.map(|text| artifacts::File::new(format!("cluster/{}.sh", environment.name), text)));
    }
    files
}
