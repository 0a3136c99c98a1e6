//! `todoc secrets --sealed` where `kubeseal` is missing or does not do what it should; `tests/kubeseal.rs` runs the real one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};
use tempfile::TempDir;
use todoc::diagnostics::Code;

const STACK: &str = r#"
stack shop { }
environment dev  : development { secrets : existing { } }
environment prod : development { secrets : sealed-secrets { file = "sealed/prod.yaml" } }
secret session-key { min_length = 8 }
job load {
  image = "ghcr.io/acme/app:1.2.0"
  env { SESSION_KEY = secret.session-key }
}
"#;

/// Nothing of it is ever to be seen.
const VALUE: &str = "PlantedValue";

/// A project beside a program that is called `kubeseal`, where one is given.
struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new(kubeseal: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("shop.todostack"), STACK).unwrap();
        fs::write(folder.path().join("some.env"), format!("SESSION_KEY={VALUE}\n")).unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        if let Some(script) = kubeseal {
            let program = folder.path().join("bin/kubeseal");
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { folder }
    }

    fn seal(&self, environment: &str) -> Output {
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        let path = if self.folder.path().join("bin/kubeseal").exists() { path } else { "bin".to_owned() };
        let output = Command::new(env!("CARGO_BIN_EXE_todoc"))
            .args(["secrets", environment, "--env-file", "some.env", "--sealed", "cert file.pem"])
            .current_dir(self.folder.path())
            .env("PATH", path)
            .output()
            .unwrap();
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(text);
            assert!(!text.contains(VALUE) && !text.contains("UGxhbnRlZFZhbHVl"), "{text}");
        }
        output
    }

    /// What was said of a fault that leaves the disk as it was.
    fn fails(&self, environment: &str, code: Code, status: i32) -> String {
        let output = self.seal(environment);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("error[{}]", code.id())), "{said}");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(status), b"".as_slice()), "{said}");
        assert!(!self.folder.path().join("sealed").exists(), "something was written");
        said
    }
}

#[test]
fn what_is_not_sealed_has_no_file_to_seal() {
    let said = Shop::new(None).fails("dev", Code::E0931, 1);
    assert!(
        said.contains("the secrets of `dev` come from `existing`") && said.contains("shop.todostack:3:44"),
        "{said}"
    );
}

#[test]
fn without_kubeseal_the_command_for_a_hand_is_told() {
    let said = Shop::new(None).fails("prod", Code::E0932, 2);
    let command = "todoc secrets prod --env-file … | kubeseal --format yaml --cert 'cert file.pem' > sealed/prod.yaml";
    assert!(said.contains(command), "{said}");
}

#[test]
fn what_kubeseal_says_is_told_without_a_value() {
    let fails = |script: &str| Shop::new(Some(script)).fails("prod", Code::E0933, 2);
    assert!(fails("echo error: no certificate >&2; exit 1").contains("= note: error: no certificate"));
    // One that repeats what it reads, in both ways in which it could.
    assert!(fails(&format!("cat >&2; echo {VALUE} >&2; exit 3")).contains("session-key: …"));
    assert!(fails("cat").contains("is not sealed: everyone can read its values"));
    assert!(fails("true").contains("it is empty"));
    assert!(fails("head -c 0; printf '\\377'").contains("prints no text"));
}

#[test]
fn what_is_printed_must_be_what_was_asked_for() {
    let sealed = |name: &str| {
        let data = "A".repeat(400);
        format!(
            "cat > /dev/null; echo '{{\"kind\": \"SealedSecret\", \"metadata\": {{\"name\": \"{name}\", \"namespace\": \"default\"}}, \
             \"spec\": {{\"encryptedData\": {{\"session-key\": \"{data}\"}}}}}}'"
        )
    };
    let said = Shop::new(Some(&sealed("other"))).fails("prod", Code::E0933, 2);
    assert!(said.contains("there is no SealedSecret `shop-secrets`"), "{said}");
    let shop = Shop::new(Some(&sealed("shop-secrets")));
    let output = shop.seal("prod");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read_to_string(shop.folder.path().join("sealed/prod.yaml")).unwrap().contains("shop-secrets"));
}
