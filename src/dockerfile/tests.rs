#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{Dockerfile, User, user};
use std::collections::BTreeMap;

fn read(text: &str) -> Dockerfile {
    Dockerfile::parse(text, &BTreeMap::new())
}

#[test]
fn stages_have_names_and_bases() {
    let read = read("ARG V=22\nFROM --platform=$BUILDPLATFORM node:${V} AS Build\nRUN x\nFROM build\nFROM scratch\n");
    let stages: Vec<_> =
        read.stages.iter().map(|stage| (stage.name.as_deref(), stage.base.as_str(), stage.line)).collect();
    assert_eq!(stages, [(Some("build"), "node:22", 2), (None, "build", 4), (None, "scratch", 5)]);
    assert_eq!(read.bases(), [("node:22", 2)]);
}

#[test]
fn a_user_is_inherited_from_an_earlier_stage_and_no_image() {
    let text = "FROM alpine:3.22 AS base\nUSER 1000:1000\nFROM base AS app\nCOPY . .\nFROM alpine:3.22 AS other\n";
    assert_eq!(user(&read(text), Some("app")), Some(1000));
    assert_eq!(user(&read(text), Some("BASE")), Some(1000));
    assert_eq!(user(&read(text), None), None);
    assert_eq!(user(&read(text), Some("missing")), None);
}

#[test]
fn users_are_numbers_names_or_root() {
    let user = |text: &str| read(&format!("FROM a\n{text}\n")).user(None);
    assert_eq!(user("USER node"), Some((User::Name("node".to_owned()), 2)));
    assert_eq!(user("USER 0:0"), Some((User::Root, 2)));
    assert_eq!(user("user root"), Some((User::Root, 2)));
    assert_eq!(user("ARG UID=7\nUSER ${UID}"), Some((User::Id(7), 3)));
    assert_eq!(user("ENV UID 8\nUSER $UID"), Some((User::Id(8), 3)));
    assert_eq!(user("USER ${UID:-9}"), Some((User::Id(9), 2)));
    assert_eq!(user("USER $UID"), None);
}

#[test]
fn an_argument_of_the_build_wins_over_its_default() {
    let args = BTreeMap::from([("V".to_owned(), "24".to_owned())]);
    let read =
        Dockerfile::parse("ARG V=22\nFROM node:$V\nARG V\nENV P=$V\nEXPOSE 30${V} $P/udp 8000-8010/tcp\n", &args);
    assert_eq!(read.stages.first().unwrap().base, "node:24");
    assert_eq!(read.exposed(None), [((3024, 3024), 5), ((8000, 8010), 5)]);
    assert_eq!(Vec::from_iter(read.arguments()), ["V"]);
}

#[test]
fn continued_lines_comments_and_documents_are_no_instructions_of_their_own() {
    let text =
        "# escape=`\nFROM a\nRUN one `\n# USER 1\n\n  two\nRUN <<-'EOF' cat\nUSER 2\n\tEOF\nRUN cat <<< x\nEXPOSE 1\n";
    let keywords: Vec<_> =
        read(text).stages.first().unwrap().instructions.iter().map(|i| (i.keyword.clone(), i.line)).collect();
    let expected =
        [("RUN", 3), ("RUN", 7), ("RUN", 10), ("EXPOSE", 11)].map(|(keyword, line)| (keyword.to_owned(), line));
    assert_eq!(keywords, expected);
}

#[test]
fn any_text_can_be_read() {
    let whole = "\u{feff}# escape=\\\nARG A=\"b c\"\nFROM ${A:-x} AS b\nUSER ${\nRUN <<E\nE\nENV X\nCOPY é \\\n";
    for (end, _) in whole.char_indices() {
        let text = whole.get(..end).unwrap();
        let read = read(text);
        let _ = (read.user(None), read.exposed(None), read.bases(), read.arguments());
        assert!(read.stages.len() <= 1);
    }
}
