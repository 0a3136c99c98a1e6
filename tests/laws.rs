//! Laws that hold for everything that todoc builds, on every fixture and example, without Helm.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

#[path = "support/built.rs"]
mod built;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests copy fixtures and approve texts")]
mod fixtures;
#[path = "laws/edges.rs"]
mod edges;
#[path = "laws/legal.rs"]
mod legal;
#[path = "laws/of_input.rs"]
mod of_input;
#[path = "laws/reads.rs"]
mod reads;
#[path = "laws/trees.rs"]
mod trees;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use todoc::artifacts::Input;
use todoc::cli::compile::Compiled;
use todoc::lower;
use todoc::schema::secret;
use todoc::secrets;

/// A law: what a build violates, one line each.
type Law = fn(&Input<'_>) -> Vec<String>;

/// Every fixture and example, compiled once for all laws.
static SOURCES: LazyLock<Vec<(PathBuf, Compiled)>> = LazyLock::new(|| {
    let examples = fixtures::entries(Path::new("examples")).into_iter().filter(|path| path.is_dir());
    examples.chain(built::fixtures()).map(|path| (path.clone(), built::compiled(&path))).collect()
});

/// Holds every fixture and example to a law, and fails with all violations.
fn holds(law: Law) {
    let mut failures = Vec::new();
    assert!(SOURCES.len() > 50, "the sources are gone");
    for (path, compiled) in SOURCES.iter() {
        let found = built::lowered(path, compiled, law);
        failures.extend(found.into_iter().map(|line| format!("{}: {line}", path.display())));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn building_twice_gives_the_same_bytes() {
    for (path, compiled) in SOURCES.iter() {
        let first = built::lowered(path, compiled, built::files);
        let second = built::lowered(path, &built::compiled(path), built::files);
        assert!(first == second, "{} is built differently the second time", path.display());
    }
}

#[test]
fn every_key_of_the_values_is_read_by_some_template() {
    holds(of_input::every_key_of_the_values_is_read_by_some_template);
}

#[test]
fn every_path_that_a_template_reads_is_declared_and_in_the_schema() {
    holds(of_input::every_path_that_a_template_reads_is_declared_and_in_the_schema);
}

#[test]
fn the_keys_of_a_service_are_reserved_where_it_has_a_chart() {
    holds(of_input::the_keys_of_a_service_are_reserved_where_it_has_a_chart);
}

#[test]
fn the_schema_is_closed_but_where_parents_put_things() {
    holds(of_input::the_schema_is_closed_but_where_parents_put_things);
}

#[test]
fn values_files_merge_to_what_the_model_holds() {
    holds(of_input::values_files_merge_to_what_the_model_holds);
}

#[test]
fn values_files_are_what_the_schema_allows() {
    holds(of_input::values_files_are_what_the_schema_allows);
}

#[test]
fn no_written_file_holds_null() {
    holds(of_input::no_written_file_holds_null);
}

#[test]
fn charts_do_not_refuse_their_own_values() {
    holds(of_input::charts_do_not_refuse_their_own_values);
}

#[test]
fn manifests_are_legal_objects() {
    holds(of_input::manifests_are_legal_objects);
}

#[test]
fn no_object_is_there_twice() {
    holds(of_input::no_object_is_there_twice);
}

#[test]
fn the_graph_draws_what_the_policies_of_its_environment_allow() {
    let mut failures = Vec::new();
    let mut drawn = 0;
    for (path, compiled) in SOURCES.iter() {
        let program = compiled.program.as_ref().unwrap();
        let mut found = Vec::new();
        built::lowered(path, compiled, |input| {
            for (index, environment) in input.environments.iter().enumerate() {
                let graph = lower::graph(input.sources, program, environment, &compiled.companions);
                drawn += graph.edges.len();
                edges::compare(&graph, &of_input::of_environment(input, index), &mut found);
            }
        });
        failures.extend(found.into_iter().map(|line| format!("{}: {line}", path.display())));
    }
    assert!(drawn > 100, "the graphs are empty");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn external_secrets_ask_for_what_their_environment_reads() {
    let mut failures = Vec::new();
    let mut asked = 0;
    for (path, compiled) in SOURCES.iter() {
        let program = compiled.program.as_ref().unwrap();
        let found = built::lowered(path, compiled, |input| {
            let all = input.environments.iter().enumerate();
            let all = all.filter(|(_, own)| secrets::Provider::of(own) == secrets::Provider::ExternalSecrets);
            let differing = all.filter_map(|(index, environment)| {
                let holders = lower::holders(input.sources, program, input.environments, &compiled.companions);
                let release = secrets::Release::of(environment, holders);
                let path = environment.secrets.text(&secret::STORE_PATH);
                let path = path.map(|path| format!("{path}: ")).unwrap_or_default();
                let declared = secrets::declared(environment).into_iter();
                let read: BTreeSet<String> = declared
                    .filter(|own| !own.is_kept())
                    .map(|own| format!("{} of {} as {path}{}", own.key, release.object(&own), own.property))
                    .collect();
                let wanted: BTreeSet<String> =
                    of_input::of_environment(input, index).iter().flat_map(trees::asked_keys).collect();
                asked += wanted.len();
                (read != wanted).then(|| format!("{}: {read:?} are read, {wanted:?} are asked for", environment.name))
            });
            differing.collect::<Vec<_>>()
        });
        failures.extend(found.into_iter().map(|line| format!("{}: {line}", path.display())));
    }
    assert!(asked > 20, "nothing is asked for");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
