//! A secret is nowhere but in the Secret: values are planted wherever a file can have one, and looked for in all output.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const STACK: &str = r#"
stack shop { version = "1.0.0" }
environment dev  : development { secrets : existing { } }
environment ci   : development { secrets : install-values { } }
environment prod : production { secrets : external-secrets { store = "vault"  path = "shop" } }
secret session-key { min_length = 32 }
secret api-token   { prefix = "tok_"  pattern = "tok_[a-z-]+"  optional = true  message = "ask for it" }
database main : postgres { version = "17"  storage = 1Gi  storage_class = "ssd" }
service app {
  image = "ghcr.io/acme/app:1.2.0"
  port  = 8080
  env { SESSION_KEY = secret.session-key  TOKEN = secret.api-token  DATABASE_URL = database.main.url }
  probe readiness { http = "/readyz" }
  probe liveness  { http = "/livez" }
}
"#;

/// Nothing of a value is ever to be seen, so every piece of each has this in it.
const PLANTED: &str = "PlantedValue";

const RIGHT: &str = "SESSION_KEY='PlantedValue-PlantedValue-PlantedValue'\nmain-password=PlantedValue-PlantedValue\n";

fn todoc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_todoc")).args(arguments).current_dir(folder).output().unwrap()
}

/// A folder with the stack and a file of secrets.
fn project(secrets: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.todostack"), STACK).unwrap();
    fs::write(folder.path().join("some.env"), secrets).unwrap();
    folder
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The entries of `data` of a Secret, decoded.
fn data(yaml: &str) -> Vec<(String, String)> {
    let object: serde_json::Value = serde_yaml::from_str(yaml).unwrap();
    let decoded =
        |value: &serde_json::Value| String::from_utf8(STANDARD.decode(value.as_str().unwrap()).unwrap()).unwrap();
    let data = object.get("data").unwrap().as_object().unwrap();
    data.iter().map(|(key, value)| (key.clone(), decoded(value))).collect()
}

#[test]
fn a_value_is_nowhere_but_in_the_secret() {
    let files = [
        RIGHT,
        "SESSION_KEY=PlantedValue",
        "TOKEN=PlantedValue\napi_token=PlantedValue\nAPI_TOKEN=PlantedValue",
        "main-password=PlantedValue@PlantedValue@",
        "DATABASE_URL=postgres://PlantedValue:PlantedValue@db",
        "UNKNOWN=PlantedValue\nSESION_KEY=PlantedValue",
        "PlantedValueLineOfAKey=\nPlantedValueLineOfAKey==\nPlantedValue1=x",
        "PlantedValue without a key\n PlantedValue: x\n=PlantedValue",
        "SESSION_KEY=\"PlantedValue\" PlantedValue\nTOKEN='PlantedValue",
        "SESSION_KEY=\"PlantedValue\\",
    ];
    for file in files {
        let folder = project(file);
        for environment in ["dev", "ci", "prod"] {
            for format in ["text", "json", "sarif"] {
                let told =
                    todoc(folder.path(), &["secrets", environment, "--env-file", "some.env", "--format", format]);
                assert!(!text(&told.stderr).contains(PLANTED), "{environment} {format} {file}: {}", text(&told.stderr));
                // Values for Helm are the one plain output; they are asked for, and come from a file that is right.
                let asked_for = environment == "ci" && file == RIGHT;
                let is_there = text(&told.stdout).contains(PLANTED);
                assert!(
                    if asked_for { is_there || format != "text" } else { !is_there },
                    "{environment} {format} {file}"
                );
            }
        }
    }
}

#[test]
fn the_secret_has_the_values_of_the_file() {
    let folder = project(RIGHT);
    let told = todoc(folder.path(), &["secrets", "dev", "--env-file", "some.env"]);
    assert!(told.status.success());
    let value = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let expected = [
        value("main-password", "PlantedValue-PlantedValue"),
        value("session-key", "PlantedValue-PlantedValue-PlantedValue"),
    ];
    assert_eq!(data(text(&told.stdout)), expected);
}

#[test]
fn generated_values_are_right_random_and_not_told() {
    let folder = project("");
    let first = todoc(folder.path(), &["secrets", "dev", "--generate"]);
    let second = todoc(folder.path(), &["secrets", "dev", "--generate"]);
    assert!(first.status.success() && second.status.success());
    let (first_data, second_data) = (data(text(&first.stdout)), data(text(&second.stdout)));
    assert_eq!(first_data.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["main-password", "session-key"]);
    for ((key, value), (_, other)) in first_data.iter().zip(&second_data) {
        assert_ne!(value, other, "{key} is not random");
        assert!(!text(&first.stderr).contains(value.as_str()), "{key} is told");
    }
    let again: Vec<String> = first_data.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let folder = project(&again.join("\n"));
    let told = todoc(folder.path(), &["secrets", "dev", "--env-file", "some.env"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert_eq!(data(text(&told.stdout)), first_data);
}

#[test]
fn nothing_is_written_to_the_disk() {
    let folder = project(RIGHT);
    for arguments in [["secrets", "dev", "--generate"].as_slice(), &["secrets", "ci", "--env-file", "some.env"]] {
        todoc(folder.path(), arguments);
    }
    let mut names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["shop.todostack", "some.env"]);
}
