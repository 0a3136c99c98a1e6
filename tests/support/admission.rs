//! Whether a server takes what todoc writes, and lets the pods of it start.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::cases::Case;
use super::objects::{items, text};
use super::plane::{Plane, Verdict};

/// What fixtures take for kinds that todoc knows nothing of: nor does the server.
const UNKNOWN: [&str; 2] = ["example.com/", "kafka.strimzi.io/"];

/// Objects, by what they are; with the first case and environment that has each.
pub(crate) struct Asked {
    /// The namespace that all are asked for in, so that what is the same in many places is asked once.
    namespace: &'static str,
    objects: BTreeMap<String, (Value, String)>,
}

impl Asked {
    /// Nothing yet, for a namespace that nobody else asks in.
    pub(crate) fn nothing(namespace: &'static str) -> Self {
        Self { namespace, objects: BTreeMap::new() }
    }

    /// Asks for an object, unless the same was asked for already.
    pub(crate) fn add(&mut self, object: &Value, whose: &str) {
        if UNKNOWN.iter().any(|group| text(object, "/apiVersion").starts_with(group)) {
            return;
        }
        let mut object = object.clone();
        if let Some(own) = object.pointer_mut("/metadata/namespace") {
            *own = json!(self.namespace);
        }
        self.objects.entry(object.to_string()).or_insert_with(|| (object, whose.to_owned()));
    }
}

/// All objects of the manifests of all cases, in a namespace that nobody else asks in.
pub(crate) fn collect(cases: &[Case], namespace: &'static str) -> Asked {
    let mut asked = Asked::nothing(namespace);
    let folder = tempfile::tempdir().unwrap();
    for (index, case) in cases.iter().enumerate() {
        let built = case.build(&folder.path().join(index.to_string())).unwrap();
        for environment in &built.environments {
            let whose = format!("{} {}", case.name, environment.name);
            let objects = environment.charts.iter().flat_map(|chart| chart.manifests.values());
            objects.for_each(|object| asked.add(object, &whose));
        }
    }
    asked
}

/// What the server says of the objects.
pub(crate) fn objects(plane: &Plane, asked: &Asked) -> Verdict {
    plane.namespace(asked.namespace, "privileged");
    let folder = tempfile::tempdir().unwrap();
    for (object, whose) in asked.objects.values() {
        write(folder.path(), object, whose);
    }
    plane.judge(folder.path())
}

/// What the server says of the pods that the workloads would make, where only those of the level `restricted` may be.
pub(crate) fn pods(plane: &Plane, asked: &Asked) -> Verdict {
    plane.namespace(asked.namespace, "restricted");
    let folder = tempfile::tempdir().unwrap();
    for (object, whose) in asked.objects.values() {
        let template = match text(object, "/kind") {
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => object.pointer("/spec/template"),
            "CronJob" => object.pointer("/spec/jobTemplate/spec/template"),
            _ => None,
        };
        let Some(mut pod) = template.cloned() else { continue };
        pod["apiVersion"] = json!("v1");
        pod["kind"] = json!("Pod");
        pod["metadata"]["name"] = object["metadata"]["name"].clone();
        pod["metadata"]["namespace"] = json!(asked.namespace);
        // What each replica claims for itself comes with the replica.
        let claims = items(object, "/spec/volumeClaimTemplates").map(|claim| &claim["metadata"]["name"]);
        let claims: Vec<Value> = claims.map(|name| json!({ "name": name, "emptyDir": {} })).collect();
        if !claims.is_empty() {
            let volumes = pod["spec"].as_object_mut().unwrap().entry("volumes").or_insert(json!([]));
            volumes.as_array_mut().unwrap().extend(claims);
        }
        // Its account would have to be there.
        pod["spec"].as_object_mut().unwrap().remove("serviceAccountName");
        write(folder.path(), &pod, whose);
    }
    plane.judge(folder.path())
}

/// Into a file of its own, whose name the server's answer tells.
fn write(folder: &Path, object: &Value, whose: &str) {
    let number = fs::read_dir(folder).unwrap().count();
    let name = format!("{} {} {}", whose, text(object, "/kind"), text(object, "/metadata/name"));
    let file = folder.join(format!("{number:05} {}.json", name.replace('/', " ")));
    fs::write(file, object.to_string()).unwrap();
}
