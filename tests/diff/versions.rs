//! What a chart's version has to be: built outputs of small stacks, one after the other.

use std::fs;
use std::path::Path;
use std::process::Command;
use todoc::diff::print::json::Against;

const SERVICE: &str = "service app { image = \"nginx:1.29.0\"  port = 80 }";

/// The text of a stack.
fn stack(version: &str, rest: &str) -> String {
    format!("stack shop {{ version = \"{version}\" }}\n{rest}\n")
}

/// What `--against` tells of a stack over an earlier one, and its exit code.
fn against(earlier: &str, now: &str, more: &[&str]) -> (Against, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, text) in [("earlier", earlier), ("now", now)] {
        fs::create_dir(path(name)).unwrap();
        fs::write(Path::new(&path(name)).join("shop.todostack"), text).unwrap();
    }
    let todoc = |words: &[&str]| Command::new(env!("CARGO_BIN_EXE_todoc")).args(words).output().unwrap();
    assert!(todoc(&["build", &path("earlier"), "--out", &path("dist")]).status.success());
    let (dist, now) = (path("dist"), path("now"));
    let words = ["diff", "--against", &dist, &now, "--format", "json"];
    let output = todoc(&[&words, more].concat());
    let printed = String::from_utf8(output.stdout).unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{printed}{told}")), output.status.code())
}

/// What a change needs, what is told for it, and whether the version rose enough.
fn needed(earlier: &str, now: &str) -> (String, Vec<String>, bool) {
    let (found, _) = against(earlier, now, &[]);
    let chart = found.charts.into_iter().next().unwrap();
    (chart.needed, chart.reasons.into_iter().map(|reason| reason.what).collect(), chart.enough)
}

#[test]
fn nothing_is_needed_where_nothing_changes() {
    assert_eq!(needed(&stack("1.0.0", SERVICE), &stack("1.0.0", SERVICE)), ("none".to_owned(), Vec::new(), true));
    assert_eq!(
        needed(&stack("1.0.0", SERVICE), &stack("1.0.1", SERVICE)).0,
        "patch",
        "labels tell the version of the application"
    );
}

#[test]
fn a_values_key_that_goes_is_major() {
    let two = format!("{SERVICE}\nservice more {{ image = \"nginx:1.29.0\"  port = 80 }}");
    let (level, why, enough) = needed(&stack("1.0.0", &two), &stack("1.1.0", SERVICE));
    assert_eq!((level.as_str(), enough), ("major", false));
    assert!(why.contains(&"values key `more` is gone".to_owned()), "{why:?}");
    assert!(needed(&stack("1.0.0", &two), &stack("2.0.0", SERVICE)).2);
}

#[test]
fn a_values_key_that_comes_is_minor() {
    let two = format!("{SERVICE}\nservice more {{ image = \"nginx:1.29.0\"  port = 80 }}");
    let (level, why, enough) = needed(&stack("1.0.0", SERVICE), &stack("1.1.0", &two));
    assert_eq!((level.as_str(), enough), ("minor", true));
    assert!(why.contains(&"values key `more` is new".to_owned()), "{why:?}");
    assert!(why.contains(&"template `templates/deployment-more.yaml` is new".to_owned()), "{why:?}");
    assert!(!needed(&stack("1.0.0", SERVICE), &stack("1.0.1", &two)).2);
}

#[test]
fn another_default_is_a_patch() {
    let newer = SERVICE.replace("1.29.0", "1.29.1");
    let (level, why, enough) = needed(&stack("1.0.0", SERVICE), &stack("1.0.0", &newer));
    assert_eq!((level.as_str(), enough), ("patch", false), "{why:?}");
}

#[test]
fn data_that_is_lost_is_major() {
    let database = |size: &str| format!("{SERVICE}\ndatabase db : postgres {{ version = \"17\"  storage = {size} }}");
    let (level, why, _) = needed(&stack("1.0.0", &database("10Gi")), &stack("1.0.1", &database("5Gi")));
    assert_eq!(level, "major");
    assert!(why.iter().any(|why| why.starts_with("data-loss: StatefulSet shop-db")), "{why:?}");
}

#[test]
fn before_the_first_version_a_minor_rise_is_enough_for_all() {
    let two = format!("{SERVICE}\nservice more {{ image = \"nginx:1.29.0\"  port = 80 }}");
    assert!(needed(&stack("0.1.0", &two), &stack("0.2.0", SERVICE)).2);
    assert!(!needed(&stack("0.1.0", &two), &stack("0.1.1", SERVICE)).2);
}

#[test]
fn each_service_that_has_a_chart_has_a_version_to_raise() {
    let services = |image: &str| {
        let text = format!(
            "service a {{ image = \"nginx:1.29.0\"  port = 80 }}\nservice b {{ image = \"{image}\"  port = 80 }}"
        );
        format!("stack shop {{ version = \"1.0.0\"  charts = per_service }}\n{text}\n")
    };
    let (found, _) = against(&services("nginx:1.29.0"), &services("nginx:1.29.1"), &[]);
    let enough: Vec<(&str, bool)> = found.charts.iter().map(|chart| (chart.name.as_str(), chart.enough)).collect();
    assert!(enough.contains(&("a", true)) && enough.contains(&("b", false)), "{enough:?}");
}

#[test]
fn a_risk_fails_where_it_or_a_worse_one_is_met() {
    let newer = SERVICE.replace("1.29.0", "1.29.1");
    let (earlier, now) = (stack("1.0.0", SERVICE), stack("1.0.1", &newer));
    let code = |risk: &str| against(&earlier, &now, &["--fail-on", risk]).1;
    assert_eq!((code("rolls-pods"), code("chart-version"), code("data-loss")), (Some(1), Some(0), Some(0)));
    let stale = |risk: &str| against(&earlier, &stack("1.0.0", &newer), &["--fail-on", risk]).1;
    assert_eq!((stale("chart-version"), stale("drops-limits")), (Some(1), Some(0)));
    let same = against(&earlier, &earlier, &["--fail-on", "rolls-pods"]);
    assert_eq!((same.1, same.0.worst), (Some(0), None));
}
