//! Large texts. What they take is measured beside a normal text of the same size, in time of processors and in memory: both runs see
//! the same machine, so the bounds are factors.

use crate::run::{Ran, folder, todoc};
use std::fmt::Write as _;
use std::fs::File;

/// The size of texts that are read.
const SIZE: usize = 150_000;

/// So much more time than a normal text may one take that is nothing but mistakes.
const TIME: u32 = 25;

/// So much more memory.
const MEMORY: u64 = 4;

fn check(text: &str) -> Ran {
    let folder = folder(&[("app.todostack", text.as_bytes())]);
    todoc(folder.path(), ["check", "app.todostack"])
}

fn repeated(begin: &str, piece: &str) -> String {
    format!("stack shop {{ }}\n{begin}{}", piece.repeat(SIZE / piece.len()))
}

/// Blocks that are right, as many as have the size.
fn normal() -> String {
    let mut text = "stack shop { }\n".to_owned();
    for number in 0.. {
        if text.len() >= SIZE {
            break;
        }
        let _ = writeln!(text, "config c{number} {{ keys {{ LEVEL = \"info\"  NUMBER = \"{number}\" }} }}");
    }
    text
}

#[test]
fn texts_of_nothing_but_mistakes_take_no_more_than_a_factor() {
    let usual = check(&normal());
    assert_eq!(usual.code, Some(0), "{}", usual.stderr);
    let counted = |begin: &str, line: &dyn Fn(usize) -> String| {
        let lines: String = (0..SIZE / line(1000).len()).map(line).collect();
        format!("stack shop {{ }}\n{begin}{lines}")
    };
    let hostile = [
        ("blocks that there are not", repeated("", "a{}\n")),
        ("blocks without an end", repeated("", "a {\n")),
        ("ends", repeated("", "}\n")),
        ("fields that there are not", repeated("service s {\n", "a=1\n")),
        ("fields that nearly are", counted("service s {\n", &|n| format!("replicaz{n}=1\n"))),
        ("a field again and again", repeated("service s {\n", "port=1\n")),
        ("a block again and again", repeated("", "service s { }\n")),
        ("words", repeated("", "a ")),
        ("one word", repeated("", "a")),
        ("one line", repeated("let a = \"", "a")),
        ("lines of nothing", repeated("", "\n")),
        ("a comment", repeated("#", "#")),
        ("constants of constants", counted("let a0 = 1\n", &|n| format!("let a{} = let.a{n}\n", n + 1))),
        ("references to nothing", counted("", &|n| format!("config c{n} {{ keys {{ A = service.x{n}.url }} }}\n"))),
        ("environments", counted("", &|n| format!("environment e{n} : development {{ }}\n"))),
        (
            "environments in a row",
            counted("environment e0 : development { }\n", &|n| format!("environment e{} : e{n} {{ }}\n", n + 1)),
        ),
        (
            "profiles in a row",
            counted("profile p0 : development { }\n", &|n| format!("profile p{} : p{n} {{ }}\n", n + 1)),
        ),
        (
            "templates in a row",
            counted("template t0 : service { }\n", &|n| format!("template t{} : t{n} {{ }}\n", n + 1)),
        ),
        ("bytes that are none", repeated("", "\u{0}\n")),
        ("signs that turn text around", repeated("", "\u{202e}\n")),
        ("separators of lines", repeated("", "\u{2028}")),
        ("texts without an end", repeated("", "a = \"\n")),
        ("texts in texts", repeated("let a = \"", "${")),
        ("a long list", repeated("let a = [", "1, ")),
        ("a deep list", repeated("let a = ", "[")),
        ("deep blocks", repeated("", "a {")),
        ("uses", counted("", &|n| format!("use \"x{n}.todostack\"\n"))),
    ];
    let mut slow = Vec::new();
    for (what, text) in &hostile {
        let ran = check(text);
        assert!(ran.is_orderly() && ran.code != Some(2), "{what}: {}", ran.stderr.get(..2_000).unwrap_or(&ran.stderr));
        assert!(ran.stderr.len() < 4 << 20, "{what}: {} bytes are told", ran.stderr.len());
        if ran.time > usual.time * TIME || ran.memory > usual.memory * MEMORY {
            slow.push(format!("{what}: {:?} and {} MiB", ran.time, ran.memory >> 20));
        }
    }
    let usual = format!("a normal text took {:?} and {} MiB", usual.time, usual.memory >> 20);
    assert!(slow.is_empty(), "{usual}, but\n{}", slow.join("\n"));
}

#[test]
fn a_layout_that_changes_every_line_is_shown_in_bounded_time() {
    let told = |lines: usize| {
        let folder = folder(&[("app.todostack", "a{}\n".repeat(lines).as_bytes())]);
        todoc(folder.path(), ["fmt", "--check", "app.todostack"])
    };
    let (some, more) = (told(5_000), told(20_000));
    for ran in [&some, &more] {
        assert!(ran.code == Some(1) && ran.stdout.contains("\n+a { }\n"), "{}", ran.stderr);
    }
    assert!(more.time < some.time * 12, "{:?} for four times of what took {:?}", more.time, some.time);
}

/// A hundred megabytes, of which a file system keeps next to nothing. They are refused by their size.
fn huge(folder: &std::path::Path, name: &str) {
    File::create(folder.join(name)).unwrap().set_len(100_000_000).unwrap();
}

#[test]
fn a_hundred_megabytes_on_one_line_are_refused_wherever_they_stand() {
    let stack = b"stack shop { }\nconfig app { file \"A\" { from = \"huge\" } }\nparam p { default = \"\" }\n";
    let folder = folder(&[("app.todostack", stack), ("small", b"a"), ("few/app.todostack", b"stack few { }\n")]);
    let usual = todoc(folder.path(), ["check", "few"]);
    huge(folder.path(), "huge");
    std::fs::create_dir(folder.path().join("alone")).unwrap();
    huge(&folder.path().join("alone"), "huge.todostack");
    let commands: [(&[&str], i32); 9] = [
        (&["check", "alone"], 1),
        (&["check", "alone/huge.todostack"], 1),
        (&["check", "app.todostack"], 1),
        (&["build", "app.todostack"], 1),
        (&["build", "alone"], 1),
        (&["fmt", "alone/huge.todostack"], 2),
        (&["fmt", "--check", "alone"], 2),
        (&["check", "few", "--set-file", "p=huge"], 2),
        (&["check", "few", "--image-metadata", "huge"], 2),
    ];
    for (arguments, code) in commands {
        let ran = todoc(folder.path(), arguments);
        ran.tells(code, "is larger than 16 MiB");
        assert!(ran.memory < usual.memory + (150 << 20), "{arguments:?}: {} MiB", ran.memory >> 20);
    }
    assert!(!folder.path().join("dist").exists());
}

#[test]
fn what_never_ends_is_refused() {
    let folder = folder(&[("app.todostack", b"stack shop { }\nparam p { default = \"\" }\n")]);
    todoc(folder.path(), ["check", "--set-file", "p=/dev/zero"]).tells(2, "`/dev/zero` is larger than 16 MiB");
    todoc(folder.path(), ["check", "--image-metadata", "/dev/zero"]).tells(2, "`/dev/zero` is larger than 16 MiB");
    todoc(folder.path(), ["fmt", "/dev/zero"]).tells(2, "`/dev/zero` is a pipe or a device, not a file");
}
