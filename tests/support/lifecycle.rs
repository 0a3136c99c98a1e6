//! A release from its installation to its end, on a real control plane.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::cases::{Built, Environment};
use super::helm::Helm;
use super::objects::text;
use super::plane::Plane;

/// What todoc's own objects and claims are, and what every namespace has of its own.
const KINDS: &str = "deployments,statefulsets,daemonsets,replicasets,jobs,cronjobs,pods,services,configmaps,secrets,\
serviceaccounts,roles,rolebindings,networkpolicies,ingresses,poddisruptionbudgets,horizontalpodautoscalers,\
persistentvolumeclaims,externalsecrets.external-secrets.io";
const OF_EVERY_NAMESPACE: [&str; 2] = ["ConfigMap kube-root-ca.crt", "ServiceAccount default"];

/// What todoc takes for production and staging; the author of a namespace says so with a label.
const LEVEL: &str = "restricted";

/// The charts of an environment in a namespace.
pub(crate) struct Installed<'a> {
    plane: &'a Plane,
    helm: &'a Helm,
    environment: &'a Environment,
    pub(crate) namespace: String,
}

impl<'a> Installed<'a> {
    /// Installs the charts, and waits until all of it runs.
    pub(crate) fn new(plane: &'a Plane, helm: &'a Helm, environment: &'a Environment, namespace: &str) -> Self {
        plane.namespace(namespace, LEVEL);
        let installed = Self { plane, helm, environment, namespace: namespace.to_owned() };
        installed.each(|this, release, chart, values| this.roll_out("install", release, chart, values));
        installed
    }

    /// Brings another build of the same stack, and waits as well.
    pub(crate) fn upgrade(&self, to: &Environment) {
        let next = Installed { environment: to, namespace: self.namespace.clone(), ..*self };
        next.each(|this, release, chart, values| this.roll_out("upgrade", release, chart, values));
    }

    /// Goes back to a revision.
    pub(crate) fn roll_back(&self, revision: usize) {
        self.each(|this, release, _, _| {
            let number = revision.to_string();
            this.run(&["rollback", release, &number, "--wait", "--timeout", "120s"]);
        });
    }

    /// Runs the charts' tests.
    pub(crate) fn test(&self) {
        self.each(|this, release, _, _| {
            this.run(&["test", release, "--timeout", "120s"]);
        });
    }

    /// Takes the charts away; returns what stays in the namespace.
    pub(crate) fn uninstall(self) -> BTreeSet<String> {
        self.each(|this, release, _, _| {
            this.run(&["uninstall", release, "--wait", "--timeout", "120s"]);
        });
        // Pods go after what made them.
        self.plane.wait_until("pods and what made them are gone", |plane| {
            plane.objects("pods,replicasets,jobs", &self.namespace).is_empty()
        });
        let left = self.plane.objects(KINDS, &self.namespace);
        let mut left: BTreeSet<String> = left.iter().map(called).collect();
        for own in OF_EVERY_NAMESPACE {
            assert!(left.remove(own), "{own} is gone");
        }
        left
    }

    /// The revision of the pods of each workload: what changes exactly when its pods are replaced.
    pub(crate) fn revisions(&self) -> BTreeMap<String, String> {
        revisions(self.plane, &self.namespace)
    }

    /// How often the specification of each object was changed.
    pub(crate) fn generations(&self) -> BTreeMap<String, i64> {
        generations(self.plane, &self.namespace)
    }

    fn each(&self, act: impl Fn(&Self, &str, &Path, &[&str])) {
        for release in &self.environment.charts {
            let values: Vec<&str> =
                release.values.iter().flat_map(|file| ["--values", file.to_str().unwrap()]).collect();
            act(self, &release.release, &release.chart, &values);
        }
    }

    fn roll_out(&self, verb: &str, release: &str, chart: &Path, values: &[&str]) {
        let fixed = [verb, release, chart.to_str().unwrap(), "--wait", "--timeout", "120s"];
        self.run(&[&fixed, values].concat());
    }

    fn run(&self, arguments: &[&str]) {
        let all = [arguments, &["--namespace", &self.namespace]].concat();
        let done = self.helm.on_cluster(&self.plane.kubeconfig, &all);
        let pods = || self.plane.kubectl(&["get", "pods,events", "--namespace", &self.namespace]);
        done.unwrap_or_else(|error| panic!("{} {all:?}: {error}\n{}", self.helm.name, pods()));
    }
}

/// How often the specification of each object of a namespace was changed, once autoscalers have seen to the least replicas:
/// they do so after `--wait` has found one of each.
pub(crate) fn generations(plane: &Plane, namespace: &str) -> BTreeMap<String, i64> {
    plane.wait_until("autoscalers have their least replicas", |plane| {
        plane.objects("horizontalpodautoscalers", namespace).iter().all(has_least)
    });
    let all = plane.objects(KINDS, namespace);
    let generation = |object: &Value| object.pointer("/metadata/generation").and_then(Value::as_i64);
    // A Job of a hook is made anew each time.
    let lasting = all.iter().filter(|object| !["Pod", "Job"].contains(&text(object, "/kind")));
    lasting.filter_map(|object| Some((called(object), generation(object)?))).collect()
}

fn has_least(scaler: &Value) -> bool {
    let count = |pointer: &str| scaler.pointer(pointer).and_then(Value::as_i64);
    count("/status/currentReplicas").unwrap_or(0) >= count("/spec/minReplicas").unwrap_or(1)
}

/// The revision of the pods of each workload of a namespace.
pub(crate) fn revisions(plane: &Plane, namespace: &str) -> BTreeMap<String, String> {
    let all = plane.objects("deployments,statefulsets,daemonsets", namespace);
    let revision = |object: &Value| {
        let counted = text(object, "/metadata/annotations/deployment.kubernetes.io~1revision");
        [counted, text(object, "/status/updateRevision")].concat()
    };
    all.iter().map(|object| (called(object), revision(object))).collect()
}

/// What `todoc status` tells of and is not well, or not so within a minute: `--wait` does not wait for the replicas that an autoscaler adds.
/// Autoscalers themselves have no metrics here and are left out.
pub(crate) fn unwell(source: &Path, environment: &str, namespace: &str, plane: &Plane) -> Vec<Value> {
    let look = |plane: &Plane| {
        let mut told = told(source, environment, namespace, plane);
        assert!(!told.is_empty(), "nothing is told of {environment}");
        told.retain(|object| object["kind"] != "HorizontalPodAutoscaler" && object["well"] != true);
        told
    };
    plane.settled(look, Vec::is_empty)
}

/// What `todoc status` tells of an environment: its objects.
pub(crate) fn told(source: &Path, environment: &str, namespace: &str, plane: &Plane) -> Vec<Value> {
    let printed = status(source, environment, namespace, plane, "json");
    let told: Value = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    told["objects"].as_array().unwrap().clone()
}

/// What `todoc status` prints of an environment.
pub(crate) fn status(source: &Path, environment: &str, namespace: &str, plane: &Plane, format: &str) -> String {
    let known = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([plane.folder()].into_iter().chain(std::env::split_paths(&known))).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
        .args(["status", environment, "--namespace", namespace, "--format", format])
        .arg(source)
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty() || !output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Kind and name of an object that `todoc status` tells of.
pub(crate) fn named(told: &Value) -> String {
    format!("{} {}", text(told, "/kind"), text(told, "/name"))
}

/// The environment of a name.
pub(crate) fn environment<'b>(built: &'b Built, name: &str) -> &'b Environment {
    built.environments.iter().find(|environment| environment.name == name).unwrap()
}

fn called(object: &Value) -> String {
    format!("{} {}", text(object, "/kind"), text(object, "/metadata/name"))
}
