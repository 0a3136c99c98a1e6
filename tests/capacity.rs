//! What the capacity check reckons from the source is what the manifests ask for: of every lowering fixture and every example, summed up
//! from the YAML by the rules of the scheduler.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the disk")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod built;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests copy fixtures")]
mod fixtures;

use serde::Deserialize as _;
use serde_json::Value;
use std::path::{Path, PathBuf};
use todoc::artifacts;
use todoc::rules::capacity;
use todoc::types::Quantity;

/// Where objects are changed or written as they are, which the check does not look into.
const RAW: [&str; 2] = ["patch", "manifest"];

#[test]
fn what_is_reckoned_is_what_manifests_ask_for() {
    let mut sources = built::fixtures();
    sources.extend(fixtures::entries(Path::new("examples")).into_iter().filter(|path| path.is_dir()));
    let is_raw = |path: &PathBuf| path.components().any(|part| RAW.iter().any(|raw| part.as_os_str() == *raw));
    let (mut seen, mut asked) = (0, 0);
    for path in sources.iter().filter(|path| !is_raw(path)) {
        let compiled = built::compiled(path);
        built::lowered(path, &compiled, |input| {
            for (index, environment) in input.environments.iter().enumerate() {
                let manifests = artifacts::manifests(input, index, false);
                let texts = manifests.files.iter().filter(|file| !file.path.ends_with("kustomization.yaml"));
                let objects: Vec<Value> = texts.flat_map(|file| documents(&file.text)).collect();
                let expected = requested(&objects);
                assert_eq!(capacity::requested(environment), expected, "{} in {}", path.display(), environment.name);
                seen += 1;
                asked += usize::from(expected[0] > 0);
            }
        });
    }
    assert!(seen > 200 && asked > 200, "only {asked} of {seen} environments ask for anything");
}

fn documents(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap()).collect()
}

/// Thousandths of a core and bytes: everything that runs, and the greediest schedule.
fn requested(objects: &[Value]) -> [i128; 2] {
    ["cpu", "memory"].map(|resource| {
        let runs = objects.iter().filter(|object| object["kind"] != "CronJob");
        let always: i128 =
            runs.map(|object| pods(object, objects) * pod(&object["spec"]["template"]["spec"], resource)).sum();
        let schedules =
            objects.iter().filter(|object| object["kind"] == "CronJob" && object["spec"]["suspend"] != true);
        let job = |object: &Value| object["spec"]["jobTemplate"].clone();
        let run =
            schedules.map(|object| at_once(&job(object)) * pod(&job(object)["spec"]["template"]["spec"], resource));
        always + run.max().unwrap_or(0)
    })
}

/// How many pods an object has at the moment of a rollout, on one node.
fn pods(object: &Value, objects: &[Value]) -> i128 {
    let spec = &object["spec"];
    let replicas = || {
        let is_meant = |scaler: &&Value| {
            let target = &scaler["spec"]["scaleTargetRef"];
            scaler["kind"] == "HorizontalPodAutoscaler"
                && target["kind"] == object["kind"]
                && target["name"] == object["metadata"]["name"]
        };
        let least = objects.iter().find(is_meant).map(|scaler| scaler["spec"]["minReplicas"].clone());
        i128::from(least.unwrap_or_else(|| spec["replicas"].clone()).as_i64().unwrap_or(1))
    };
    match object["kind"].as_str().unwrap_or_default() {
        "Deployment" => replicas() + surge(&spec["strategy"], replicas()),
        "StatefulSet" => replicas(),
        "DaemonSet" => 1,
        "Job" if spec["suspend"] != true => at_once(object),
        _ => 0,
    }
}

fn surge(strategy: &Value, replicas: i128) -> i128 {
    if strategy["type"] == "Recreate" {
        return 0;
    }
    match &strategy["rollingUpdate"]["maxSurge"] {
        Value::Number(count) => i128::from(count.as_i64().unwrap()),
        Value::String(share) => (replicas * share.trim_end_matches('%').parse::<i128>().unwrap() + 99) / 100,
        // A quarter, rounded up.
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => (replicas + 3) / 4,
    }
}

fn at_once(job: &Value) -> i128 {
    let of = |key: &str| job["spec"][key].as_i64().unwrap_or(1);
    i128::from(if job["spec"]["completions"].is_null() {
        of("parallelism")
    } else {
        of("parallelism").min(of("completions"))
    })
}

/// What the scheduler reckons for a pod.
fn pod(spec: &Value, resource: &str) -> i128 {
    let list = |key: &str| spec[key].as_array().cloned().unwrap_or_default();
    let (mut started, mut most) = (0, 0);
    for container in list("initContainers") {
        if container["restartPolicy"] == "Always" {
            started += asks(&container, resource);
        } else {
            most = most.max(started + asks(&container, resource));
        }
    }
    let together: i128 = list("containers").iter().map(|container| asks(container, resource)).sum();
    most.max(started + together)
}

/// A request, or the limit where only that is said.
fn asks(container: &Value, resource: &str) -> i128 {
    let said = |kind: &str| container["resources"][kind].get(resource).cloned();
    let Some(amount) = said("requests").or_else(|| said("limits")) else { return 0 };
    let text = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').len();
    let quantity = Quantity::read(&text[..digits], &text[digits..]).unwrap();
    if resource == "cpu" { quantity.millis() } else { quantity.units() }
}
