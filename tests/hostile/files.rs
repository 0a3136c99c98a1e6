//! Files that are no text, no files, not to be read, or not there any more.

use crate::run::{TODOC, folder, run, todoc};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// A user who owns nothing.
const NOBODY: u32 = 65_534;

/// A stack with two environments in files of their own.
const STACK: &[u8] = b"stack shop { }\nservice web { image = \"web:1.0.0\"  port = 80 }\n";
const DEV: &[u8] = b"environment dev : development extends \"shop.todostack\"\n";
const PROD: &[u8] = b"environment prod : development extends \"shop.todostack\"\n";

/// A stack that names files of every kind.
const COMPANIONS: &[u8] = b"stack shop { registry = \"ghcr.io/acme\" }\nimage app { context = \".\" }\n\
    config app { file \"A\" { from = \"text\" } }\nmanifest raw { file = \"raw.yaml\" }\n\
    service web { image = image.app  port = 80 }\n";

fn shop() -> tempfile::TempDir {
    folder(&[("shop.todostack", STACK), ("dev.todostack", DEV), ("prod.todostack", PROD)])
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Puts something at a place.
type Put<'a> = Box<dyn Fn() + 'a>;

/// What can stand in the place of a file, and what is said of it.
fn impostors(at: &Path) -> [(&'static str, Put<'_>); 5] {
    [
        ("is a pipe or a device", Box::new(move || pipe(at))),
        ("is a folder", Box::new(move || fs::create_dir(at).unwrap())),
        ("there is no file", Box::new(move || symlink("nowhere", at).unwrap())),
        ("lies outside of the project", Box::new(move || symlink("/etc/passwd", at).unwrap())),
        ("", Box::new(move || symlink(at.file_name().unwrap(), at).unwrap())),
    ]
}

fn clear(path: &Path) {
    fs::remove_file(path).or_else(|_| fs::remove_dir_all(path)).unwrap();
}

#[test]
fn an_environment_that_cannot_be_read_is_told_and_its_output_stays() {
    let shop = shop();
    assert_eq!(todoc(shop.path(), ["build"]).code, Some(0));
    let prod = shop.path().join("prod.todostack");
    for (told, put) in impostors(&prod) {
        clear(&prod);
        put();
        for arguments in [&["build"][..], &["check"], &["build", "dev.todostack"], &["build", "--stdout"]] {
            todoc(shop.path(), arguments).tells(1, told);
        }
        todoc(shop.path(), ["check", "--format", "json"]).tells(1, "");
        assert!(shop.path().join("dist/manifests/prod/web.yaml").exists(), "the output of prod is gone");
    }
}

#[test]
fn companions_that_are_no_files_are_told() {
    let good: [(&str, &[u8]); 4] = [
        ("shop.todostack", COMPANIONS),
        ("Dockerfile", b"FROM alpine:3.20\n"),
        ("text", b"a"),
        ("raw.yaml", b"apiVersion: example.com/v1\nkind: A\nmetadata: { name: a }\n"),
    ];
    let shop = folder(&good);
    for (name, content) in &good[1..] {
        let path = shop.path().join(name);
        for (told, put) in impostors(&path) {
            clear(&path);
            put();
            let ran = todoc(shop.path(), ["build"]);
            // A build needs no Dockerfile to be there.
            let code = if *name == "Dockerfile" { ran.code.unwrap() } else { 1 };
            assert!(code < 2, "{name}: {ran:?}");
            ran.tells(code, if code == 0 { "" } else { told });
        }
        clear(&path);
        fs::write(&path, content).unwrap();
    }
}

#[test]
fn companions_of_any_bytes_are_taken_or_told() {
    let binary: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let texts: [&[u8]; 8] = [
        &binary,
        b"\xff\xfea\0b\0",
        b"\xef\xbb\xbfFROM a\r\n",
        b"\0",
        b"",
        "\u{202e}\u{2028}\u{2029}{{ .Values.a }}".as_bytes(),
        b"a: &a [*a, *a]\n",
        b"- - - - - -",
    ];
    let shop = folder(&[("shop.todostack", COMPANIONS), ("Dockerfile", b""), ("text", b""), ("raw.yaml", b"")]);
    for name in ["Dockerfile", "text", "raw.yaml"] {
        for text in texts {
            fs::write(shop.path().join(name), text).unwrap();
            let ran = todoc(shop.path(), ["build"]);
            assert!(ran.is_orderly() && ran.code != Some(2), "{name} {text:?}: {ran:?}");
        }
    }
}

#[test]
fn a_yaml_that_doubles_itself_is_refused() {
    let lines = (1..40).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
    let bomb = format!("a0: &a0 [ha, ha]\n{}", lines.collect::<String>());
    let stack = b"stack shop { }\nmanifest raw { file = \"raw.yaml\" }\n";
    let shop = folder(&[("shop.todostack", stack), ("raw.yaml", bomb.as_bytes())]);
    let ran = todoc(shop.path(), ["build"]);
    assert!(ran.is_orderly() && ran.code == Some(1) && ran.memory < 1 << 30, "{ran:?}");
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let shop = shop();
    // Whoever may read everything becomes one who may not; the program moves to where such a one finds it.
    let program = shop.path().join("todoc");
    fs::copy(TODOC, &program).unwrap();
    fs::set_permissions(shop.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for name in ["prod.todostack", "shop.todostack"] {
        let path = shop.path().join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        let mut command = Command::new(&program);
        command.args(["check"]).current_dir(shop.path());
        if fs::read(&path).is_ok() {
            command.uid(NOBODY).gid(NOBODY);
        }
        run(&mut command).tells(1, &format!("can't read `{name}`: permission denied"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }
}

#[test]
fn files_that_come_and_go_meanwhile_are_there_or_not() {
    let shop = shop();
    let ends = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ends.load(Ordering::Relaxed) {
                for name in ["qa.todostack", "new.todostack", "prod.todostack"] {
                    let text = if name == "prod.todostack" { PROD.to_vec() } else { b"# a library\n".to_vec() };
                    fs::write(shop.path().join(name), text).unwrap();
                    fs::remove_file(shop.path().join(name)).unwrap();
                }
            }
        });
        for _ in 0..40 {
            let ran = todoc(shop.path(), ["check", "shop.todostack"]);
            assert!(ran.is_orderly() && ran.code != Some(2), "{ran:?}");
        }
        ends.store(true, Ordering::Relaxed);
    });
}

#[test]
fn the_books_of_an_output_are_files_or_refused() {
    let shop = shop();
    for book in ["files.sha256", "lock", "commit"] {
        let path = shop.path().join("dist/.todoc").join(book);
        for (_, put) in impostors(&path) {
            assert_eq!(todoc(shop.path(), ["build"]).code, Some(0));
            let _ = fs::remove_file(&path);
            put();
            let ran = todoc(shop.path(), ["build", "--set-file", "x=/dev/null"]);
            assert!(ran.is_orderly() && ran.code != Some(0), "{book}: {ran:?}");
            let ran = todoc(shop.path(), ["build"]);
            assert!(ran.is_orderly() && ran.code == Some(1), "{book}: {ran:?}");
            assert!(!shop.path().join("dist/.todoc/nowhere").exists(), "a lock was made behind a link");
            clear(&path);
        }
    }
}

#[test]
fn a_source_of_any_bytes_is_told_in_every_manner() {
    let binary: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let texts: [(&[u8], i32); 8] = [
        (&binary, 1),
        (b"\x7fELF\x02\x01\x01\0\0\0", 1),
        (b"stack a { }\r\nservice web { image = \"a:1.0.0\" }\r\n", 0),
        (b"\xef\xbb\xbfstack a { }\n", 0),
        (b"stack a { }\n# \xe2\x80\xae reversed\n", 1),
        (b"stack a\0b { }\n", 1),
        (b"stack \xff { }\n", 1),
        (b"stack a { }\rservice web { image = \"a:1.0.0\" }\r", 1),
    ];
    for (text, code) in texts {
        let shop = folder(&[("app.todostack", text)]);
        for format in ["text", "json", "sarif"] {
            let ran = todoc(shop.path(), ["check", "--format", format]);
            assert!(ran.is_orderly() && ran.code == Some(code), "{:?}: {ran:?}", String::from_utf8_lossy(text));
            let told = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!told.contains(['\0', '\u{202e}', '\u{7f}']), "{told:?}");
        }
        let ran = todoc(shop.path(), ["fmt", "--check"]);
        assert!(ran.is_orderly(), "{ran:?}");
    }
}
