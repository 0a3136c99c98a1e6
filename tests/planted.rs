//! A credential that is written where it should not be is told of, and never shown: not in text, JSON or SARIF, not by another
//! finding beside it, not by `todoc why`, and nothing is written. Where it is no finding, nothing of it leaves the machine either.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Every piece of what is planted has this in it.
const PLANTED: &str = "PLANTED";

/// Of a known form, so that it is found whatever it is the value of.
const TOKEN: &str = "sk-PLANTED0123456789abcdefPLANTED";

/// Declarations, the lines of `env`, and what is given on the command line.
const CASES: [(&str, &str, &[&str]); 9] = [
    ("", "A = \"sk-PLANTED0123456789abcdefPLANTED\"", &[]),
    ("", "API_TOKEN = \"PLANTED\"", &[]),
    ("", "DSN = \"postgres://app:PLANTED@db.example.com/app\"", &[]),
    ("", "DB_PASSWORD = \"\"\"\n  PLANTED one\n  PLANTED two\n\"\"\"", &[]),
    ("let t = \"sk-PLANTED0123456789abcdefPLANTED\"", "A = let.t", &[]),
    ("let t = \"PLANTED\"", "API_TOKEN = let.t", &[]),
    ("param t { }", "A = param.t", &["--set", "t=sk-PLANTED0123456789abcdefPLANTED"]),
    ("param t { }", "API_TOKEN = param.t", &["--set", "t=PLANTED"]),
    ("param t { }", "API_TOKEN = param.t", &["--set-file", "t=planted.txt"]),
];

/// Another fault on every second line, so that frames of all kinds reach every line.
fn stack(declared: &str, variable: &str, faulty: bool) -> String {
    let fault = if faulty { "prot = 1" } else { "" };
    format!(
        "stack shop {{ }}\n{declared}\nenvironment dev : development {{ }}\nservice app {{\n  image = \"ghcr.io/acme/app:1.2.0\"\n  \
         port = 8080\n  {fault}\n  env {{\n{variable}\n}}\n  {fault}\n}}\n"
    )
}

fn project(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.todostack"), text).unwrap();
    fs::write(folder.path().join("planted.txt"), format!("{PLANTED}\n")).unwrap();
    folder
}

fn todoc(folder: &Path, arguments: &[&str], further: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_todoc")).args(arguments).args(further).current_dir(folder).output().unwrap()
}

fn assert_hidden(output: &Output, context: &str) {
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(PLANTED), "{name} of {context}:\n{text}");
    }
}

#[test]
fn a_credential_in_a_source_is_found_and_never_shown() {
    for (declared, variable, given) in CASES {
        for faulty in [false, true] {
            let folder = project(&stack(declared, variable, faulty));
            for format in ["text", "json", "sarif"] {
                for command in [
                    ["check"].as_slice(),
                    &["build"],
                    &["build", "--stdout"],
                    &["build", "--check"],
                    &["why", "app.env.A"],
                ] {
                    let arguments = [command, &["--format", format]].concat();
                    let output = todoc(folder.path(), &arguments, given);
                    let context = format!("{arguments:?} {given:?}\n{declared}\n{variable}");
                    assert_hidden(&output, &context);
                    assert!(!output.status.success(), "{context}");
                }
            }
            let found = todoc(folder.path(), &["check", "--format", "json"], given);
            assert!(String::from_utf8_lossy(&found.stdout).contains("E0305"), "{declared} {variable}");
            assert!(!folder.path().join("dist").exists(), "nothing is written: {declared} {variable}");
        }
    }
}

#[test]
fn a_value_of_the_wrong_type_is_not_repeated() {
    let folder = project(&stack("param n { type = integer  default = 1 }", "N = param.n", false));
    for format in ["text", "json", "sarif"] {
        let given = format!("n={TOKEN}");
        let output = todoc(folder.path(), &["check", "--format", format, "--set", &given], &[]);
        assert_hidden(&output, format);
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn a_line_that_cannot_be_read_is_not_repeated() {
    let folder = project(&format!("stack shop {{ }}\nservice app {{\n  {TOKEN}\n  image {TOKEN} = \"{TOKEN}\n}}\n"));
    for format in ["text", "json", "sarif"] {
        assert_hidden(&todoc(folder.path(), &["check", "--format", format], &[]), format);
    }
}

#[test]
fn the_values_of_secrets_are_in_no_file_and_no_map() {
    let text = stack("secret api-token { }", "API_TOKEN = secret.api-token", false);
    let folder = project(&text);
    fs::write(folder.path().join(".env"), format!("API_TOKEN={PLANTED}\n")).unwrap();
    assert_hidden(&todoc(folder.path(), &["build", "--map"], &[]), "build");
    let secret = todoc(folder.path(), &["secrets", "dev", "--env-file", ".env"], &[]);
    assert!(secret.status.success());
    assert_hidden(&secret, "secrets");
    let mut files = 0;
    look(&folder.path().join("dist"), &mut |path, text| {
        files += 1;
        assert!(!text.contains(PLANTED), "{}", path.display());
    });
    assert!(files > 10, "there is something to look at");
}

fn look(folder: &Path, at: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look(&path, at);
        } else {
            at(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
