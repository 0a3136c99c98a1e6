use super::compare;
use crate::kubernetes::{Shape, kind};
use serde_json::{Value, json};

fn paths(old: &Value, new: &Value) -> Vec<String> {
    let pod = kind("v1", "Pod").map(|kind| Shape::Object(kind.object));
    let told = |changes: Vec<super::Change>| changes.iter().map(|change| change.path.to_string()).collect::<Vec<_>>();
    let forth = told(compare(old, new, pod.as_ref()));
    let mut back = told(compare(new, old, pod.as_ref()));
    let mut sorted = forth.clone();
    sorted.sort();
    back.sort();
    assert_eq!(sorted, back, "both ways tell of the same places");
    forth
}

fn containers(containers: &Value) -> Value {
    json!({ "spec": { "containers": containers } })
}

#[test]
fn items_are_matched_by_their_merge_key() {
    let old = containers(&json!([{ "name": "b", "image": "x:1" }]));
    let new = containers(&json!([{ "name": "a", "image": "y" }, { "name": "b", "image": "x:2" }]));
    assert_eq!(paths(&old, &new), ["spec.containers[b].image", "spec.containers[a]"]);
}

#[test]
fn another_order_of_the_same_items_is_a_difference() {
    let old = containers(&json!([{ "name": "a" }, { "name": "b" }]));
    let new = containers(&json!([{ "name": "b" }, { "name": "a" }]));
    assert_eq!(paths(&old, &new), ["spec.containers (order)"]);
}

#[test]
fn ports_of_one_number_are_told_apart_by_their_protocol() {
    let ports = |target: &str| {
        let ports = json!([{ "containerPort": 53, "protocol": "UDP" }, { "containerPort": 53, "protocol": "TCP", "name": target }]);
        containers(&json!([{ "name": "a", "ports": ports }]))
    };
    assert_eq!(paths(&ports("x"), &ports("y")), ["spec.containers[a].ports[53/TCP].name"]);
}

#[test]
fn quantities_are_compared_by_what_they_mean() {
    let cpu = |text: &str| containers(&json!([{ "name": "a", "resources": { "limits": { "cpu": text } } }]));
    assert!(paths(&cpu("1000m"), &cpu("1")).is_empty());
    assert_eq!(paths(&cpu("1000m"), &cpu("2")), ["spec.containers[a].resources.limits.cpu"]);
}

#[test]
fn items_without_names_are_matched_by_what_they_are() {
    let rules = |rules: &Value| json!({ "egress": rules });
    let old = rules(&json!([{ "to": [1] }, { "to": [2] }]));
    assert_eq!(paths(&old, &rules(&json!([{ "to": [2] }, { "to": [3] }]))), ["egress[0].to"]);
    assert_eq!(paths(&old, &rules(&json!([{ "to": [2] }]))), ["egress[0]"]);
    assert_eq!(paths(&old, &rules(&json!([{ "to": [2] }, { "to": [1] }]))), ["egress (order)"]);
}
