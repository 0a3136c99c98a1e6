//! What is understood of `.env` files.

use super::parse;

fn entries(text: &str) -> Vec<(String, String, usize)> {
    let file = parse(text);
    assert_eq!(file.faults, [], "{text}");
    file.entries.into_iter().map(|entry| (entry.key, entry.value.expose().to_owned(), entry.line)).collect()
}

fn value(text: &str) -> String {
    entries(text).into_iter().map(|(_, value, _)| value).collect()
}

fn faults(text: &str) -> Vec<usize> {
    parse(text).faults.into_iter().map(|fault| fault.line).collect()
}

#[test]
fn a_bare_value_ends_at_a_comment_or_the_line() {
    assert_eq!(value("A=b"), "b");
    assert_eq!(value("A=  b c \t# d"), "b c");
    assert_eq!(value("A=b#c"), "b#c");
    assert_eq!(value("A=# c"), "");
    assert_eq!(value("A="), "");
    assert_eq!(value("A=b=c=="), "b=c==");
    assert_eq!(value("A=it's"), "it's");
    assert_eq!(value("A=$B\\n"), "$B\\n");
}

#[test]
fn quotes_keep_what_is_in_them() {
    assert_eq!(value("A=' # b '"), " # b ");
    assert_eq!(value(r"A='\n\'"), r"\n\");
    assert_eq!(value(r#"A="\n\t\"\\\$\x" # c"#), "\n\t\"\\$\\x");
    assert_eq!(value("A=''"), "");
    assert_eq!(value("A=\"one\r\ntwo\""), "one\ntwo");
}

#[test]
fn keys_may_be_exported_and_indented() {
    let keys = entries("\u{feff}  export A=1\r\n\r\nb-c.d = 2\r\nexport=3\n  # no\nexport\tE=4");
    let keys: Vec<(&str, &str, usize)> =
        keys.iter().map(|(key, value, line)| (key.as_str(), value.as_str(), *line)).collect();
    assert_eq!(keys, [("A", "1", 1), ("b-c.d", "2", 3), ("export", "3", 4), ("E", "4", 6)]);
}

#[test]
fn lines_are_counted_through_values_of_several() {
    let lines = entries("A=\"1\n2\\\n3\"\nB='\n\n'\nC=3");
    assert_eq!(lines.iter().map(|(_, _, line)| *line).collect::<Vec<_>>(), [1, 4, 7]);
}

#[test]
fn what_cannot_be_read_is_told_by_its_line() {
    assert_eq!(faults("A=1\nno key\n1A=2\n=3\nB=4"), [2, 3, 4]);
    assert_eq!(faults("A=\"1\" 2\nB=3"), [1]);
    assert_eq!(faults("A=1\nB='2\nC=3"), [2]);
    assert_eq!(faults("A='"), [1]);
    assert_eq!(faults("A=\"\\"), [1]);
}

#[test]
fn every_text_comes_to_an_end() {
    for text in ["", "\n", "\r", "=", "'", "\"", "A", "A=\"\\\n", "export ", "#", "A='\u{0}'", "é=1", "A=é'é"] {
        let file = parse(text);
        assert!(file.entries.len() + file.faults.len() <= 1, "{text:?}");
    }
}

#[test]
fn no_value_is_shown_by_debug() {
    let shown = format!("{:?}", parse("A=planted\nB='planted'"));
    assert!(!shown.contains("planted") && shown.contains('…'), "{shown}");
}
