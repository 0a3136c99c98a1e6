//! What only a real API server and its controllers can prove.
//!
//! Needs the feature `real-control-plane`, and `tests/control-plane.sh` around it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]
#![expect(clippy::print_stderr, reason = "how much was proved is worth to be told")]

#[expect(dead_code, reason = "other tests need more of it")]
mod support {
    pub(crate) mod admission;
    pub(crate) mod cases;
    pub(crate) mod helm;
    pub(crate) mod knobs;
    pub(crate) mod lifecycle;
    pub(crate) mod objects;
    pub(crate) mod plane;
    pub(crate) mod renderer;
    pub(crate) mod turned;
    pub(crate) mod values;
    pub(crate) mod words;
}

use regex_lite::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use support::cases::{Built, Case, Environment};
use support::helm::Helm;
use support::lifecycle::{self, Installed, environment, unwell};
use support::plane::Plane;
use support::{admission, cases, helm, turned};

/// Two may not have the same port of the cluster's nodes; who asks for one has them alone.
static NODES: Mutex<()> = Mutex::new(());

/// Fixtures whose authors ask for what the level `restricted` does not allow.
const BEYOND: [&str; 16] = [
    "conflicts of_pods.todostack",
    "conflicts with_a_chart_for_each_service.todostack",
    "container all_rights.todostack",
    "container confinement.todostack",
    "container confinement_that_differs.todostack",
    "container rare_fields_that_differ.todostack",
    "container security_as_root.todostack",
    "container security_that_differs.todostack",
    "container waivers.todostack",
    "init order_and_resources.todostack",
    "patch deployment.todostack",
    "patch environments.todostack",
    "pod host_and_names.todostack",
    "pod host_and_names_that_differ.todostack",
    "sidecar that_differs.todostack",
    "volume host_path_csi_projected_memory.todostack",
];

#[test]
fn every_object_and_every_pod_is_accepted() {
    let plane = Plane::running();
    // Also who only asks is refused a port that is taken.
    let _nodes = NODES.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = admission::collect(&cases::all(), "todoc-admission");
    let objects = admission::objects(&plane, &asked);
    let pods = admission::pods(&plane, &asked);
    eprintln!("{} objects and {} pods accepted", objects.accepted, pods.accepted);
    assert_eq!(objects.refused, Vec::<String>::new());
    let unforeseen = pods.refused.iter().filter(|refused| !BEYOND.iter().any(|case| refused.contains(case)));
    assert_eq!(unforeseen.collect::<Vec<_>>(), Vec::<&String>::new());
    let stale = BEYOND.iter().filter(|case| !pods.refused.iter().any(|refused| refused.contains(**case)));
    assert_eq!(stale.collect::<Vec<_>>(), Vec::<&&str>::new(), "these start, with all that they ask for");
}

/// A chart refuses by itself what a server would not take, before anything of a release is there.
#[test]
fn what_charts_make_of_values_turned_by_hand_is_accepted() {
    let plane = Plane::running();
    let _nodes = NODES.lock().unwrap_or_else(PoisonError::into_inner);
    let mut cases = cases::all();
    let usual = ["tests/lower/conflicts/", "examples/production"];
    cases.retain(|case| cases::are_narrowed() || usual.iter().any(|path| case.name.starts_with(path)));
    let turned = turned::collect(&cases, "todoc-turned");
    let verdict = admission::objects(&plane, &turned.asked);
    eprintln!(
        "{} objects of {} turned values accepted, {} turns refused by charts",
        verdict.accepted, turned.turns, turned.refused
    );
    assert_eq!(verdict.refused, Vec::<String>::new());
    assert!(cases::are_narrowed() || turned.refused > 10, "the fixtures of conflicts have some");
}

#[test]
fn examples_install_test_upgrade_and_go_with_helm_3_and_4() {
    let plane = Plane::running();
    let folder = tempfile::tempdir().unwrap();
    // Each waits most of the time.
    thread::scope(|scope| {
        for (index, case) in cases::examples().into_iter().enumerate() {
            let (plane, out) = (&plane, folder.path().join(index.to_string()));
            scope.spawn(move || {
                let built = case.build(&out).unwrap();
                let namespace = format!("todoc-lifecycle-{index}");
                for environment in &built.environments {
                    let _nodes = nodes(environment);
                    for helm in &helm::both() {
                        lifecycle(plane, helm, &case, environment, &namespace);
                    }
                }
            });
        }
    });
}

/// From the installation of an environment to its end.
fn lifecycle(plane: &Plane, helm: &Helm, case: &Case, environment: &Environment, namespace: &str) {
    let label = format!("{} {} {}", case.name, environment.name, helm.name);
    eprintln!("{label}");
    let installed = Installed::new(plane, helm, environment, namespace);
    let wrong = unwell(case.source(), &environment.name, namespace, plane);
    assert_eq!(wrong, Vec::<Value>::new(), "{label}");
    installed.test();
    let before = (installed.revisions(), installed.generations());
    installed.upgrade(environment);
    assert_eq!(before, (installed.revisions(), installed.generations()), "{label}: nothing was changed");
    let left = installed.uninstall();
    assert!(left.iter().all(|left| left.starts_with("PersistentVolumeClaim ")), "{label}: {left:?} stay");
    plane.forget(namespace);
}

/// The cluster's nodes, for an environment that asks for a port of them.
fn nodes(environment: &Environment) -> Option<MutexGuard<'static, ()>> {
    let objects = environment.charts.iter().flat_map(|release| release.manifests.values());
    let mut ports = objects.filter_map(|object| object.pointer("/spec/ports")?.as_array()).flatten();
    ports.any(|port| port.get("nodePort").is_some()).then(|| NODES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Kinds of which kubectl takes what the server adds, in a list or a selector, for a difference; the server then finds none.
const SENT_ANEW: [&str; 3] = ["statefulset.", "poddisruptionbudget.", "externalsecret."];

#[test]
fn examples_can_be_applied_twice_as_manifests() {
    let plane = Plane::running();
    let folder = tempfile::tempdir().unwrap();
    let built = cases::examples().into_iter().enumerate().map(|(index, case)| {
        let out = folder.path().join(index.to_string());
        (case.build(&out).unwrap(), case, out.join("manifests"))
    });
    let built: Vec<(Built, Case, PathBuf)> = built.collect();
    let mut namespaces: BTreeMap<&str, Vec<(&Case, &Environment, PathBuf)>> = BTreeMap::new();
    for (built, case, manifests) in &built {
        for environment in &built.environments {
            let own = namespaces.entry(&environment.charts[0].namespace).or_default();
            own.push((case, environment, manifests.join(&environment.name)));
        }
    }
    thread::scope(|scope| {
        for all in namespaces.values() {
            let plane = &plane;
            scope.spawn(move || {
                for (case, environment, manifests) in all {
                    let _nodes = nodes(environment);
                    applied_twice(plane, case, environment, manifests.to_str().unwrap());
                }
            });
        }
    });
}

fn applied_twice(plane: &Plane, case: &Case, environment: &Environment, manifests: &str) {
    let label = format!("{} {}", case.name, environment.name);
    let namespace = &environment.charts[0].namespace;
    plane.namespace(namespace, "restricted");
    let apply = || plane.kubectl(&["apply", "--kustomize", manifests]);
    apply();
    assert_eq!(unwell(case.source(), &environment.name, namespace, plane), Vec::<Value>::new(), "{label}");
    let before = lifecycle::generations(plane, namespace);
    let again = apply();
    let sent_anew = |line: &&str| SENT_ANEW.iter().any(|kind| line.starts_with(kind));
    let changed = again.lines().filter(|line| !line.ends_with(" unchanged") && !sent_anew(line));
    assert_eq!(changed.collect::<Vec<_>>(), Vec::<&str>::new(), "{label}");
    assert_eq!(before, lifecycle::generations(plane, namespace), "{label}");
    plane.kubectl(&["delete", "--kustomize", manifests, "--wait", "--timeout=60s"]);
    plane.kubectl(&["delete", "persistentvolumeclaims", "--all", "--namespace", namespace]);
}

/// What is changed in the example, in which file, and whose pods are replaced by it.
struct Change {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    rolls: &'static [&'static str],
}

const CHANGES: [Change; 4] = [
    // Another tag of all images that are built here.
    Change {
        file: "todo-app.todostack",
        from: "app_version = \"v1.2.3\"",
        to: "app_version = \"v1.2.4\"",
        rolls: &["Deployment todo-app-backend", "Deployment todo-app-frontend"],
    },
    // A value that one service reads.
    Change {
        file: "todo-app.todostack",
        from: "LOG_LEVEL      = \"info\"",
        to: "LOG_LEVEL      = \"warning\"",
        rolls: &["Deployment todo-app-backend"],
    },
    // One more replica.
    Change { file: "prod.todostack", from: "replicas = 3..20", to: "replicas = 4..20", rolls: &[] },
    // One more service.
    Change {
        file: "todo-app.todostack",
        from: "cron daily-reminders {",
        to: "service mailer {\n  image = \"ghcr.io/yourorg/mailer:v1.0.0\"\n  port = 2525\n  probe readiness { tcp = true }\n  probe liveness { tcp = true }\n}\n\ncron daily-reminders {",
        rolls: &["Deployment todo-app-mailer"],
    },
];

#[test]
fn a_change_replaces_the_pods_that_it_concerns_and_no_others() {
    let plane = Plane::running();
    thread::scope(|scope| {
        for helm in helm::both() {
            let plane = &plane;
            scope.spawn(move || changes(plane, &helm));
        }
    });
}

fn changes(plane: &Plane, helm: &Helm) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("stack");
    copy("examples/todo-app", &source);
    let case = Case::at(source.clone());
    let first = case.build(&folder.path().join("first")).unwrap();
    let namespace = format!("todoc-changes-{}", helm.name.to_lowercase().replace([' ', '.'], "-"));
    let installed = Installed::new(plane, helm, environment(&first, "prod"), &namespace);
    let began = installed.revisions();
    for (index, change) in CHANGES.iter().enumerate() {
        edit(&source.join(change.file), change.from, change.to);
        let built = case.build(&folder.path().join(index.to_string())).unwrap();
        let before = installed.revisions();
        installed.upgrade(environment(&built, "prod"));
        let after = installed.revisions();
        let rolled = after.iter().filter(|(name, revision)| before.get(*name) != Some(revision));
        let rolled: BTreeSet<&str> = rolled.map(|(name, _)| name.as_str()).collect();
        assert_eq!(rolled, change.rolls.iter().copied().collect(), "{}: {}", helm.name, change.to);
        assert_eq!(unwell(&source, "prod", &installed.namespace, plane), Vec::<Value>::new());
    }
    installed.roll_back(1);
    let back: BTreeSet<String> = installed.revisions().into_keys().collect();
    assert_eq!(back, began.into_keys().collect());
    installed.uninstall();
    plane.forget(&namespace);
}

/// Object, state, and what its reasons or summary say.
const STATES: [(&str, &str, &str); 17] = [
    ("Deployment shop-web", "available", "1 of 1 ready"),
    ("Service shop-web", "available", "192.0.2.80"),
    ("Deployment shop-broken", "degraded", "ImagePullBackOff: Back-off pulling image"),
    ("Service shop-broken", "unavailable", "no pod that it selects is ready"),
    ("Deployment shop-crashing", "degraded", "CrashLoopBackOff"),
    ("Deployment shop-slow", "progressing", "not ready: slow"),
    ("Deployment shop-late", "failed", "ProgressDeadlineExceeded"),
    ("Deployment shop-greedy", "degraded", "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu"),
    ("Deployment shop-held", "paused", "kubectl rollout resume"),
    ("Deployment shop-gone", "missing", "not in this namespace"),
    ("Service shop-mail", "external", "smtp.example.com"),
    ("Deployment shop-files", "available", "1 of 1 ready"),
    ("PersistentVolumeClaim shop-files-uploads", "bound", "1Gi"),
    ("Job shop-seed", "succeeded", "1 of 1 done"),
    ("Job shop-import", "failed", "BackoffLimitExceeded"),
    ("CronJob shop-night", "scheduled", "`0 3 * * *`, no run has succeeded yet"),
    ("Service shop-gone", "unavailable", "0 endpoints"),
];

#[test]
fn status_tells_what_is_wrong_and_why() {
    let plane = Plane::running();
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new("tests/control-plane/status/shop.todostack");
    let built = Case::at(source.to_owned()).build(folder.path()).unwrap();
    let namespace = environment(&built, "test").charts[0].namespace.clone();
    plane.namespace(&namespace, "privileged");
    plane.kubectl(&["apply", "--kustomize", folder.path().join("manifests/test").to_str().unwrap()]);
    plane.kubectl(&["delete", "deployment", "shop-gone", "--namespace", &namespace]);
    let wrong = || {
        let told = lifecycle::told(source, "test", &namespace, &plane);
        let found = |name: &str| told.iter().find(|object| lifecycle::named(object).starts_with(name));
        let differs = |(name, state, why): &(&str, &str, &str)| {
            let Some(object) = found(name) else { return Some(format!("{name} is not told of")) };
            let is_right = object["state"] == *state && object.to_string().contains(why);
            (!is_right).then(|| format!("{name} should be {state}, because {why}: {object}"))
        };
        STATES.iter().filter_map(differs).collect::<Vec<_>>()
    };
    assert_eq!(plane.settled(|_| wrong(), Vec::is_empty), Vec::<String>::new());
    let printed = named_alike(&lifecycle::status(source, "test", &namespace, &plane, "text"));
    let readme = fs::read_to_string("README.md").unwrap();
    let fence = readme.split("```text status\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let shown = named_alike(fence);
    let missing: Vec<&str> = shown.lines().filter(|line| !printed.contains(line)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "the README shows what is not printed:\n{printed}");
    plane.forget(&namespace);
}

/// What `todoc diff --against` says of fields that can't be changed is what the server says.
#[test]
fn what_is_told_to_be_immutable_is_refused_and_nothing_near_it() {
    let plane = Plane::running();
    let folder = tempfile::tempdir().unwrap();
    plane.namespace("shop", "privileged");
    let mut wrong = Vec::new();
    let mut judged = 0;
    for (what, refused) in [("found", true), ("near", false)] {
        for path in fixtures(&Path::new("tests/diff/risks/immutable").join(what)) {
            let text = fs::read_to_string(&path).unwrap();
            let (before, after) = text.split_once("#### after\n").unwrap();
            let sides = [("before", before), ("after", after)].map(|(name, text)| {
                let file = folder.path().join(format!("{name}.yaml"));
                fs::write(&file, text).unwrap();
                file.to_str().unwrap().to_owned()
            });
            plane.kubectl(&["apply", "--filename", &sides[0]]);
            let judge = |plane: &Plane| plane.run(&["apply", "--dry-run=server", "--filename", &sides[1]]);
            // A claim can grow when it has its volume.
            let output = plane.settled(judge, |output| output.status.success() != refused);
            if output.status.success() == refused {
                let said = String::from_utf8_lossy(&output.stderr);
                wrong.push(format!("{}: refused should be {refused}: {said}", path.display()));
            }
            judged += 1;
            plane.run(&["delete", "--filename", &sides[0], "--ignore-not-found", "--wait=false"]);
            plane.run(&["delete", "--filename", &sides[0], "--ignore-not-found", "--timeout=5s"]);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(judged > 50, "only {judged} changes were judged");
    plane.forget("shop");
}

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|own| own == "yaml")).collect();
    files.sort();
    files
}

/// A text with all names alike that the cluster makes up.
fn named_alike(text: &str) -> String {
    let made_up = Regex::new(r"(-[0-9a-z]{8,10})?-[0-9bcdfghjklmnpqrstvwxz]{5}\b|-[0-9a-f]{9,10}\b").unwrap();
    made_up.replace_all(text, "-…").into_owned()
}

fn copy(from: &str, to: &Path) {
    let done = Command::new("cp").args(["-r", from]).arg(to).status().unwrap();
    assert!(done.success());
}

fn edit(file: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(file).unwrap();
    assert!(before.contains(from), "{} has no {from}", file.display());
    fs::write(file, before.replace(from, to)).unwrap();
}
