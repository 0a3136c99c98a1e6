//! Secrets that todoc seals, opened again by the real `kubeseal` with the key of the cluster that the test plays: from the file that was
//! written, and from the manifest that is made of it. Needs the feature `real-kubeseal` and the binary that `tests/run.sh` installs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const STACK: &str = r#"
stack shop { }
environment prod : development {
  namespace = "shop"
  secrets : sealed-secrets { file = "sealed/prod.yaml" }
}
secret session-key { min_length = 8 }
secret mail        { type = basic_auth }
secret legacy      { object = "old-secret" }
secret unset       { optional = true }
database main : postgres { version = "17"  storage = 1Gi }
service app {
  image = "ghcr.io/acme/app:1.2.0"
  port  = 8080
  env {
    SESSION_KEY  = secret.session-key
    DATABASE_URL = database.main.url
    MAIL         = secret.mail.password
    LEGACY       = secret.legacy
    UNSET        = secret.unset
  }
  probe readiness { http = "/readyz" }
  probe liveness  { http = "/livez" }
}
"#;

const VALUES: &str = "\
SESSION_KEY='PlantedValue ä \"quoted\" $HOME'
MAIN_PASSWORD=PlantedValue-PlantedValue-PlantedValue
mail.username=someone
mail.password=PlantedValue!
LEGACY=PlantedValue
";

struct Cluster {
    folder: TempDir,
    kubeseal: PathBuf,
}

impl Cluster {
    /// A project, and a key with its certificate as the controller makes one.
    fn new() -> Self {
        let kubeseal = std::env::var_os("TODOC_KUBESEAL").map(PathBuf::from);
        let kubeseal = kubeseal.expect("set TODOC_KUBESEAL, as `tests/run.sh test` does, to test with kubeseal");
        let cluster = Self { folder: tempfile::tempdir().unwrap(), kubeseal };
        cluster.write("shop.todostack", STACK);
        cluster.write("some.env", VALUES);
        let made = Command::new("openssl")
            .args(["req", "-x509", "-nodes", "-newkey", "rsa:4096", "-days", "30", "-subj", "/CN=sealed-secret"])
            .args(["-keyout", "key.pem", "-out", "cert.pem"])
            .current_dir(cluster.folder.path())
            .output()
            .expect("openssl, to make a certificate");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        cluster
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn todoc(&self, arguments: &[&str]) -> Output {
        let program = self.kubeseal.parent().map(Path::display).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("PATH", format!("{program}:/usr/bin:/bin"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("PlantedValue"), "{said}");
        output
    }

    fn sealed(&self) -> Vec<Value> {
        let output = self.todoc(&["secrets", "prod", "--env-file", "some.env", "--sealed", "cert.pem"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.is_empty(), "standard output is for nothing");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("sealed 4 keys into ./sealed/prod.yaml"), "{said}");
        assert!(said.contains("in Secret `old-secret`, which you keep"), "{said}");
        let text = self.read("sealed/prod.yaml");
        assert!(!text.contains("PlantedValue") && !text.contains("someone"), "{text}");
        documents(&text)
    }

    /// The Secret that the controller makes of a `SealedSecret`.
    fn open(&self, sealed: &Value) -> Value {
        let mut child = Command::new(&self.kubeseal)
            .args(["--recovery-unseal", "--recovery-private-key", "key.pem"])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), sealed.to_string().as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "it can't be opened");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn documents(text: &str) -> Vec<Value> {
    let documents = serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap());
    documents.filter(|document| !document.is_null()).collect()
}

/// The values of a Secret, by key.
fn values(secret: &Value) -> BTreeMap<String, String> {
    let data = secret["data"].as_object().unwrap();
    let text = |value: &Value| String::from_utf8(STANDARD.decode(value.as_str().unwrap()).unwrap()).unwrap();
    data.iter().map(|(key, value)| (key.clone(), text(value))).collect()
}

/// Kind, name, namespace, type, labels and values of the Secrets, by name.
fn essence(secrets: &[Value]) -> BTreeMap<String, (Value, Value, Value, BTreeMap<String, String>)> {
    let one = |secret: &Value| {
        let of = |pointer: &str| secret.pointer(pointer).cloned().unwrap_or_default();
        let name = of("/metadata/name").as_str().unwrap().to_owned();
        (name, (of("/metadata/namespace"), of("/type"), of("/metadata/labels"), values(secret)))
    };
    secrets.iter().map(one).collect()
}

#[test]
fn what_is_sealed_opens_to_what_was_given() {
    let cluster = Cluster::new();
    let opened: Vec<Value> = cluster.sealed().iter().map(|sealed| cluster.open(sealed)).collect();
    // The same Secrets that are printed without a certificate; the one that the user keeps is in neither.
    let printed = cluster.todoc(&["secrets", "prod", "--env-file", "some.env"]);
    let printed = essence(&documents(std::str::from_utf8(&printed.stdout).unwrap()));
    assert!(!printed.contains_key("old-secret"));
    assert_eq!(essence(&opened), printed);
    let (_, kind, _, shared) = &printed["shop-secrets"];
    assert_eq!(kind, "Opaque");
    assert_eq!(shared["session-key"], "PlantedValue ä \"quoted\" $HOME");
    assert_eq!(printed["shop-mail"].1, "kubernetes.io/basic-auth");
}

#[test]
fn manifests_carry_what_the_cluster_can_open() {
    let cluster = Cluster::new();
    let sealed = cluster.sealed();
    let check = cluster.todoc(&["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert!(cluster.todoc(&["build"]).status.success());
    let manifests = documents(&cluster.read("dist/manifests/prod/secrets.yaml"));
    let carried: Vec<&Value> = manifests.iter().filter(|object| object["kind"] == "SealedSecret").collect();
    assert_eq!(carried.len(), sealed.len());
    for own in carried {
        let opened = cluster.open(own);
        let file = sealed.iter().find(|other| other["metadata"]["name"] == own["metadata"]["name"]).unwrap();
        assert_eq!(values(&opened), values(&cluster.open(file)));
        assert_eq!(opened["type"], file["spec"]["template"]["type"]);
    }
}

#[test]
fn the_scope_of_a_file_stays_and_a_fault_leaves_it() {
    let cluster = Cluster::new();
    let wide = "sealedsecrets.bitnami.com/cluster-wide";
    let of = |sealed: &Value| sealed["metadata"]["annotations"][wide].clone();
    assert!(cluster.sealed().iter().all(|sealed| of(sealed).is_null()));
    let text = cluster.read("sealed/prod.yaml").replace(
        "  namespace: shop\nspec:",
        &format!("  namespace: shop\n  annotations:\n    {wide}: \"true\"\nspec:"),
    );
    cluster.write("sealed/prod.yaml", &text);
    assert!(cluster.sealed().iter().all(|sealed| of(sealed) == "true"));
    let before = cluster.read("sealed/prod.yaml");
    for certificate in ["none.pem", "key.pem"] {
        let output = cluster.todoc(&["secrets", "prod", "--env-file", "some.env", "--sealed", certificate]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("error[E0933]: `kubeseal` refuses"), "{said}");
    }
    assert_eq!(cluster.read("sealed/prod.yaml"), before);
    // What is not complete is not sealed either.
    cluster.write("some.env", "SESSION_KEY=short\n");
    let output = cluster.todoc(&["secrets", "prod", "--env-file", "some.env", "--sealed", "cert.pem"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nothing is sealed until all is right"));
    assert_eq!(cluster.read("sealed/prod.yaml"), before);
}
