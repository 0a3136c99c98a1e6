//! Names that mean something to Kubernetes, Helm, a file system or todoc itself, and names that are too long.

use crate::run::{folder, todoc};
use std::fs;

/// Words that files, keys of values and helpers of charts go by, and words of YAML, of systems and of Kubernetes.
const RESERVED: [&str; 32] = [
    "kustomization",
    "values",
    "global",
    "chart",
    "helpers",
    "notes",
    "tests",
    "templates",
    "charts",
    "readme",
    "true",
    "false",
    "null",
    "yes",
    "no",
    "on",
    "y",
    "n",
    "con",
    "nul",
    "aux",
    "lpt1",
    "default",
    "kube-system",
    "kubernetes",
    "constructor",
    "stack",
    "service",
    "dist",
    "manifests",
    "images",
    "secrets",
];

#[test]
fn reserved_names_are_told_or_built_without_a_clash() {
    for name in RESERVED {
        let text = format!(
            "stack shop {{ }}\nservice {name} {{ image = \"web:1.0.0\"  port = 80 }}\nconfig {name} {{ keys {{ A = \"a\" }} }}\n\
             environment {name} : development {{ }}\n"
        );
        let shop = folder(&[("app.todostack", text.as_bytes())]);
        let ran = todoc(shop.path(), ["build"]);
        assert!(ran.is_orderly() && ran.code != Some(2), "{name}: {ran:?}");
        if ran.code == Some(1) {
            assert!(ran.stderr.contains("app.todostack:") && ran.stderr.contains(name), "{name}: {}", ran.stderr);
            continue;
        }
        let manifests = shop.path().join("dist/manifests").join(name);
        let read = |file: &str| fs::read_to_string(manifests.join(file)).unwrap_or_default();
        assert!(read("kustomization.yaml").contains("\nresources:\n"), "{name} hides the list of manifests");
        assert!(read(&format!("{name}.yaml")).contains("kind: Deployment"), "{name} has no manifest");
    }
}

#[test]
fn names_that_are_too_long_are_told_where_they_stand() {
    for length in [64, 254, 300, 5_000, 100_000] {
        let name = "a".repeat(length);
        for text in [
            format!("stack {name} {{ }}\nservice web {{ image = \"web:1.0.0\" }}\n"),
            format!("stack shop {{ }}\nservice {name} {{ image = \"web:1.0.0\" }}\n"),
            format!("stack shop {{ }}\nenvironment {name} : development {{ }}\n"),
            format!("stack shop {{ }}\nconfig {name} {{ keys {{ A = \"a\" }} }}\n"),
            format!("stack shop {{ }}\ncron {name} {{ image = \"web:1.0.0\"  schedule = \"0 8 * * *\" }}\n"),
            format!(
                "stack shop {{ }}\nsecret {name} {{ }}\nservice web {{ image = \"web:1.0.0\"  env {{ A = secret.{name} }} }}\n"
            ),
            format!("stack shop {{ }}\nconfig app {{ file \"{name}\" {{ text = \"a\" }} }}\n"),
            format!("stack shop {{ }}\nmanifest {name} {{ object {{ apiVersion = \"v1\"  kind = \"ConfigMap\" }} }}\n"),
        ] {
            let shop = folder(&[("app.todostack", text.as_bytes())]);
            let ran = todoc(shop.path(), ["build"]);
            assert!(
                ran.is_orderly() && ran.code != Some(2),
                "{length}: {}",
                ran.stderr.get(..900).unwrap_or(&ran.stderr)
            );
            if ran.code == Some(1) {
                assert!(
                    ran.stderr.contains("app.todostack:"),
                    "{length}: {}",
                    ran.stderr.get(..900).unwrap_or(&ran.stderr)
                );
            }
            let most = 40_000 + 8 * length;
            assert!(ran.stderr.len() < most, "{length}: {} bytes are told", ran.stderr.len());
        }
    }
}
