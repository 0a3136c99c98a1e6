//! Laws of one build, each with what it violates.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use todoc::artifacts::{self, Input};
use todoc::chart::Chart;
use todoc::chart::fill::Release;
use todoc::chart::values::schema;
use todoc::rules::values_keys::{RESERVED, is_of_service};
use todoc::schema as schema_of;

use super::{legal, reads, trees};

/// Keys of values files, and properties of the schema, that no template reads. A map or list that is declared as one key is
/// read as one; [`reads`] says what else reads keys without their names.
pub(crate) fn every_key_of_the_values_is_read_by_some_template(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let reads = reads::of_templates(&templates(input, chart));
        let mut keys = BTreeSet::new();
        let files = artifacts::values(input, chart).into_iter().filter(|file| !file.path.ends_with("schema.json"));
        files.for_each(|file| trees::leaves("", &yaml(&file.text), &mut keys));
        trees::properties(&schema::document(&chart.name, &chart.values), &mut keys);
        // Helm reads the switches of charts of others, and these charts what stands below their keys.
        let passed = chart.dependencies.iter().flat_map(|own| [&own.values, &own.condition]);
        let is_passed = |key: &str| passed.clone().any(|own| trees::touch(own, key));
        let is_one = |path: &str| chart.values.knobs.iter().any(|knob| knob.path == path);
        found.extend(
            keys.into_iter()
                .filter(|key| !is_passed(key) && !reads::are_of(&reads, key, is_one))
                .map(|key| format!("nothing reads {key}")),
        );
    })
}

/// Paths that templates read, and that are no keys of the values or not in their schema.
pub(crate) fn every_path_that_a_template_reads_is_declared_and_in_the_schema(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let schema = schema::document(&chart.name, &chart.values);
        let keys: Vec<&str> = chart.values.knobs.iter().map(|knob| knob.path.as_str()).collect();
        for read in reads::of_templates(&templates(input, chart)) {
            if !keys.iter().any(|key| trees::touch(&read, key)) {
                found.push(format!("{read} is read and never declared"));
            }
            if !trees::is_in_schema(&schema, &read) {
                found.push(format!("{read} is read and not in the schema"));
            }
        }
    })
}

/// Keys of a service with a chart of its own that other blocks could be called like.
pub(crate) fn the_keys_of_a_service_are_reserved_where_it_has_a_chart(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let Some(member) = &chart.member else { return };
        for knob in &chart.values.knobs {
            let of_service = knob
                .origin
                .as_ref()
                .is_some_and(|origin| origin.kind.is(&schema_of::service::SERVICE) && origin.name == member.suffix);
            let first = knob.path.split('.').next().unwrap_or_default();
            if of_service && !RESERVED.contains(&first) && !is_of_service(first) {
                found.push(format!("{first} is no reserved name"));
            }
        }
    })
}

/// Maps of the schema that take any key.
pub(crate) fn the_schema_is_closed_but_where_parents_put_things(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let open = trees::open_maps(&schema::document(&chart.name, &chart.values));
        let told = |key: &str| format!(".{key} takes any key");
        let passed: Vec<String> = chart.dependencies.iter().map(|own| told(&own.values)).collect();
        found.extend(open.into_iter().filter(|map| !passed.contains(map)));
    })
}

/// What the files of values merge to that the model does not hold.
pub(crate) fn values_files_merge_to_what_the_model_holds(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let values = &chart.values;
        for (index, environment) in values.environments.iter().enumerate() {
            let mut expected = Value::Object(serde_json::Map::new());
            let filled = values.filled(index);
            for knob in &values.knobs {
                trees::put(&mut expected, &knob.path, filled[knob.path.as_str()].json());
            }
            trees::compare(environment, &merged(input, chart, environment), &expected, found);
        }
    })
}

/// What of the values the schema refuses.
pub(crate) fn values_files_are_what_the_schema_allows(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let schema = jsonschema::draft7::new(&schema::document(&chart.name, &chart.values)).unwrap();
        let mut files = vec![("values.yaml".to_owned(), values_file(input, chart, "values.yaml"))];
        let all = chart.values.environments.iter();
        files.extend(all.map(|environment| (environment.to_string(), merged(input, chart, environment))));
        for (name, values) in &files {
            let errors = schema.iter_errors(values);
            found.extend(errors.map(|error| format!("{name}: {} {error}", error.instance_path)));
        }
    })
}

/// Files of values with `null`.
pub(crate) fn no_written_file_holds_null(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        let files = artifacts::values(input, chart).into_iter();
        let files = files.filter(|file| !file.path.ends_with("schema.json"));
        // What is said to a chart of others may take away what that chart says itself, in the file of an environment.
        let own = |file: &artifacts::File| {
            let mut values = yaml(&file.text);
            if let (true, Some(map)) = (file.path != "values.yaml", values.as_object_mut()) {
                map.retain(|key, _| chart.dependencies.iter().all(|other| other.values != *key));
            }
            values
        };
        let nulls = files.filter(|file| trees::any(&own(file), &|value| value.is_null()));
        found.extend(nulls.map(|file| format!("{} holds null", file.path)));
    })
}

/// Sentences by which charts refuse the values of their own environments.
pub(crate) fn charts_do_not_refuse_their_own_values(input: &Input<'_>) -> Vec<String> {
    of_charts(input, |chart, found| {
        for (index, environment) in input.environments.iter().enumerate() {
            let (release, namespace) = (artifacts::release(environment, chart), artifacts::namespace(environment));
            found.extend(Release::new(chart, index, &release, namespace).failures());
            found.extend(artifacts::manifests(input, index, false).failures);
        }
    })
}

/// What a cluster would refuse in the manifests.
pub(crate) fn manifests_are_legal_objects(input: &Input<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for object in objects(input) {
        legal::object(&object, &mut found);
    }
    found
}

/// Objects that are in an environment twice.
pub(crate) fn no_object_is_there_twice(input: &Input<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..input.environments.len() {
        let mut seen = BTreeSet::new();
        let keys = of_environment(input, index).into_iter().map(|object| legal::key(&object));
        found.extend(keys.filter(|key| !seen.insert(key.clone())).map(|key| format!("{key} is there twice")));
    }
    found
}

/// What every chart of a build violates.
fn of_charts(input: &Input<'_>, law: impl Fn(&Chart, &mut Vec<String>)) -> Vec<String> {
    let mut found = Vec::new();
    for chart in input.charts() {
        let before = found.len();
        law(chart, &mut found);
        found.iter_mut().skip(before).for_each(|line| *line = format!("chart {}: {line}", chart.name));
    }
    found
}

/// The texts of a chart's templates.
fn templates(input: &Input<'_>, chart: &Chart) -> Vec<String> {
    let folder = format!("{}/templates/", chart.name);
    let files = artifacts::charts(input).into_iter().filter(|file| file.path.starts_with(&folder));
    files.map(|file| file.text).collect()
}

/// The objects of every environment.
pub(crate) fn objects(input: &Input<'_>) -> Vec<Value> {
    (0..input.environments.len()).flat_map(|index| of_environment(input, index)).collect()
}

/// The objects of one environment.
pub(crate) fn of_environment(input: &Input<'_>, index: usize) -> Vec<Value> {
    let files = artifacts::manifests(input, index, false).files;
    let manifests = files.iter().filter(|file| !file.path.ends_with("kustomization.yaml"));
    manifests.flat_map(|file| documents(&file.text)).collect()
}

fn documents(text: &str) -> Vec<Value> {
    let documents = serde_yaml::Deserializer::from_str(text);
    documents.map(|document| Value::deserialize(document).expect("a manifest is YAML")).collect()
}

/// `values.yaml` with an environment's file merged over it, as Helm does.
fn merged(input: &Input<'_>, chart: &Chart, environment: &str) -> Value {
    let mut values = values_file(input, chart, "values.yaml");
    trees::merge(&mut values, values_file(input, chart, &format!("values-{environment}.yaml")));
    values
}

fn values_file(input: &Input<'_>, chart: &Chart, name: &str) -> Value {
    let files = artifacts::values(input, chart);
    yaml(&files.iter().find(|file| file.path == name).expect("every environment has a values file").text)
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("a values file is YAML")
}
