//! Lookups in the table of what Kubernetes knows.

use super::{Field, Kind, Object, Shape, is_own_group, kind, kinds, kinds_named, minors, nearest_kind, table};
use crate::types::KubernetesRange;

fn found(api_version: &str, name: &str) -> &'static Kind {
    kind(api_version, name).unwrap_or_else(|| panic!("{api_version} {name} is not known"))
}

/// The field at a path below a kind; lists and maps are walked through.
fn at(kind: &Kind, path: &str) -> &'static Field {
    let mut object = Some(kind.object);
    let mut field = None;
    for name in path.split('.') {
        field = object.and_then(|object| object.field(name));
        object = field.and_then(|field| below(&field.shape));
    }
    field.unwrap_or_else(|| panic!("{path} is not known"))
}

fn below(shape: &Shape) -> Option<Object> {
    match shape {
        Shape::Object(object) => Some(*object),
        Shape::Map(of) | Shape::List { of, .. } => below(of),
        Shape::Choice(_)
        | Shape::Text
        | Shape::Bytes
        | Shape::Integer
        | Shape::Long
        | Shape::Number
        | Shape::Bool
        | Shape::IntegerOrText
        | Shape::Quantity
        | Shape::Any => None,
    }
}

fn words(field: &Field) -> Vec<&'static str> {
    let Shape::Choice(choice) = field.shape else { panic!("{} is no choice", field.name) };
    choice.words().map(|word| word.text).collect()
}

fn missing(field: &Field, range: &str) -> Option<u32> {
    field.minors.missing_in(&KubernetesRange::parse(range).expect("a range"))
}

#[test]
fn every_line_of_the_table_is_read() {
    let text = include_str!("known.txt");
    let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    let table = table();
    assert_eq!(table.kinds.len(), lines("kind "));
    assert_eq!(table.objects.len(), lines("object "));
    assert_eq!(table.choices.len(), lines("choice "));
    assert_eq!(table.objects.iter().map(Vec::len).sum::<usize>(), lines(" "));
    assert_eq!(minors(), 29..=37);
}

#[test]
fn everything_is_found_by_its_name() {
    for own in kinds() {
        assert!(std::ptr::eq(found(own.api_version, own.name), own), "{own:?}");
        assert!(own.object.field("apiVersion").is_some() && own.object.field("metadata").is_some(), "{own:?}");
        for field in own.object.fields() {
            assert!(own.object.field(field.name).is_some_and(|other| std::ptr::eq(other, field)), "{field:?}");
        }
    }
}

#[test]
fn a_kind_tells_its_scope() {
    for (api_version, name, is_namespaced) in [
        ("apps/v1", "Deployment", true),
        ("v1", "ConfigMap", true),
        ("v1", "Namespace", false),
        ("v1", "PersistentVolume", false),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", false),
        ("rbac.authorization.k8s.io/v1", "Role", true),
        ("scheduling.k8s.io/v1", "PriorityClass", false),
        ("storage.k8s.io/v1", "StorageClass", false),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition", false),
        ("apiregistration.k8s.io/v1", "APIService", false),
    ] {
        assert_eq!(found(api_version, name).is_namespaced, is_namespaced, "{name}");
    }
}

#[test]
fn fields_have_the_shapes_that_kubernetes_documents() {
    let deployment = found("apps/v1", "Deployment");
    let shape = |path| &at(deployment, path).shape;
    assert_eq!(shape("spec.replicas"), &Shape::Integer);
    assert_eq!(shape("metadata.labels"), &Shape::Map(Box::new(Shape::Text)));
    assert_eq!(shape("metadata.generation"), &Shape::Long);
    assert_eq!(shape("spec.paused"), &Shape::Bool);
    assert_eq!(shape("spec.strategy.rollingUpdate.maxSurge"), &Shape::IntegerOrText);
    assert_eq!(shape("status"), &Shape::Any);
    let limits = "spec.template.spec.containers.resources.limits";
    assert_eq!(shape(limits), &Shape::Map(Box::new(Shape::Quantity)));
    assert_eq!(shape("spec.template.spec.containers.command"), &Shape::List { of: Box::new(Shape::Text), key: None });
    assert_eq!(at(found("v1", "Secret"), "data").shape, Shape::Map(Box::new(Shape::Bytes)));
    let any = at(
        found("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        "spec.versions.schema.openAPIV3Schema.default",
    );
    assert_eq!(any.shape, Shape::Any);
}

#[test]
fn lists_are_keyed_as_kubernetes_merges_them() {
    let key = |kind, path| {
        let Shape::List { key, .. } = &at(kind, path).shape else { panic!("{path} is no list") };
        *key
    };
    let deployment = found("apps/v1", "Deployment");
    assert_eq!(key(deployment, "spec.template.spec.containers"), Some("name"));
    assert_eq!(key(deployment, "spec.template.spec.containers.ports"), Some("containerPort"));
    assert_eq!(key(deployment, "spec.template.spec.containers.volumeMounts"), Some("mountPath"));
    assert_eq!(key(deployment, "spec.template.spec.tolerations"), None);
    assert_eq!(key(deployment, "spec.template.spec.hostAliases"), Some("ip"));
    assert_eq!(key(found("v1", "Service"), "spec.ports"), Some("port"));
    assert_eq!(key(found("apiextensions.k8s.io/v1", "CustomResourceDefinition"), "spec.versions"), Some("name"));
}

#[test]
fn choices_have_their_words() {
    let deployment = found("apps/v1", "Deployment");
    let policy = at(deployment, "spec.template.spec.containers.imagePullPolicy");
    assert_eq!(words(policy), ["Always", "IfNotPresent", "Never"]);
    assert_eq!(
        words(at(found("v1", "Service"), "spec.type")),
        ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
    );
    // In an embedded struct of the Go types, and in another package.
    assert_eq!(words(at(found("networking.k8s.io/v1", "Ingress"), "spec.rules.http.paths.pathType")).len(), 3);
    assert_eq!(words(at(found("networking.k8s.io/v1", "NetworkPolicy"), "spec.egress.ports.protocol")).len(), 3);
}

#[test]
fn what_is_required_and_when_it_is_known_is_told() {
    let deployment = found("apps/v1", "Deployment");
    assert!(at(deployment, "spec.selector").is_required && at(deployment, "spec.template").is_required);
    assert!(!at(deployment, "spec.replicas").is_required);
    let groups = at(deployment, "spec.template.spec.securityContext.supplementalGroupsPolicy");
    assert_eq!((groups.minors.since(), groups.minors.until()), (Some(31), None));
    assert_eq!(missing(groups, ">=1.29"), Some(29));
    assert_eq!(missing(groups, ">=1.31"), None);
    let old = found("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema");
    assert_eq!((old.minors.since(), old.minors.until()), (None, Some(31)));
}

#[test]
fn names_are_suggested() {
    assert_eq!(nearest_kind("Deploymnet"), Some("Deployment"));
    assert_eq!(found("v1", "Pod").object.nearest("metdata"), Some("metadata"));
    let versions: Vec<&str> = kinds_named("IPAddress").iter().map(|kind| kind.api_version).collect();
    assert_eq!(versions.first(), Some(&"networking.k8s.io/v1"));
    assert!(kind("monitoring.coreos.com/v1", "ServiceMonitor").is_none());
}

#[test]
fn groups_are_kubernetes_own_or_of_others() {
    for own in ["v1", "apps/v1beta1", "extensions/v1beta1", "networking.k8s.io/v2"] {
        assert!(is_own_group(own), "{own}");
    }
    for other in ["gateway.networking.k8s.io/v1", "dapr.io/v1alpha1", "snapshot.storage.k8s.io/v1"] {
        assert!(!is_own_group(other), "{other}");
    }
}
